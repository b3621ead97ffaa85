"""What of Gradio's own routes is open: events of the page and nothing else; files only where a page takes them.

Gradio reads files that a request names, checks which only when it was launched by itself (a mounted page is not), and
serves what it has read: one event with `{"path": "/etc/passwd"}` would hand the file to anybody. So no event of a page
without uploads may hold a file, elsewhere only one that was uploaded, and no file is ever served.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.headers import read_body, replay
from pages.lane import Busy
from pages.strict_json import loads

ROOT = "/gradio_api/"

EVENTS = ("queue/join", "call")
"""What takes the input of an event."""

OPEN = (*EVENTS, "queue/data", "info", "heartbeat", "startup-events", "app_id", "cancel", "reset", "mcp")
UPLOADS = ("upload", "upload_progress")
"""Open where a page takes files."""

FULL = 503
"""What Gradio answers an event with when its line is full, and its page says in English whatever stands beside it."""

EVENT_LIMIT = 64 * 1024
"""Bytes of an event: a question of 1,000 letters is 3 KB."""

REFUSED = {
    400: ("bad_request", "요청의 형식이 맞지 않습니다. 화면을 새로 열어 다시 해 주십시오."),
    404: ("not_found", "없는 주소입니다. 주소를 확인해 주십시오."),
    413: ("too_large", f"요청은 {EVENT_LIMIT // 1024}KB까지 받습니다. 줄여서 다시 보내 주십시오."),
}


class GradioGate:
    """ASGI: lets pass what OPEN names; `taking` are the paths of pages that take files (`/staff`)."""

    def __init__(self, app: ASGIApp, taking: Collection[str] = ()) -> None:
        self.app = app
        self.taking = frozenset(taking)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        page, found, route = scope["path"].partition(ROOT) if scope["type"] == "http" else ("", "", "")
        if not found:
            await self.app(scope, receive, send)
        elif not _within(route, OPEN + (UPLOADS if page in self.taking else ())):
            await _refuse(404)(scope, receive, send)
        elif scope["method"] == "POST" and _within(route, EVENTS):
            await self._event(page in self.taking, scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _event(self, files: bool, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive, EVENT_LIMIT)
        fault = 413 if body is None else 400 if not _is_fair(body, files) else None
        if fault or body is None:
            await _refuse(fault or 400)(scope, receive, send)
        else:
            await self._declined(scope, replay(body, receive), send)

    async def _declined(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an event on; where Gradio's line is full the page shows our words instead of Gradio's."""
        full = False

        async def watched(message: Message) -> None:
            nonlocal full
            if message["type"] == "http.response.start" and message["status"] == FULL:
                full = True
                await _busy()(scope, receive, send)
            elif not full:
                await send(message)

        await self.app(scope, receive, watched)


def _within(route: str, names: Collection[str]) -> bool:
    return any(route == name or route.startswith(name + "/") for name in names)


def _is_fair(body: bytes, files: bool) -> bool:
    """Is this an event whose files, if it may have any, were uploaded?"""
    try:
        return _holds_fair_files(loads(body), files)
    except (ValueError, RecursionError):
        return False


def _holds_fair_files(value: Any, files: bool) -> bool:
    if isinstance(value, list):
        return all(_holds_fair_files(each, files) for each in value)
    if not isinstance(value, dict):
        return True
    named = "path" in value or "meta" in value
    return (not named or (files and _was_uploaded(value))) and all(
        _holds_fair_files(each, files) for each in value.values()
    )


def _was_uploaded(value: dict[str, Any]) -> bool:
    path = value.get("path")
    if not isinstance(path, str) or "\x00" in path:
        return False
    return Path(path).resolve().is_relative_to(Path(get_upload_folder()).resolve())


def _refuse(status: int) -> JSONResponse:
    code, message = REFUSED[status]
    return JSONResponse({"error": {"code": code, "message": message}}, status)


def _busy() -> JSONResponse:
    busy = Busy()
    body = {"detail": str(busy), "error": {"code": "busy", "message": str(busy)}}  # Gradio's page shows `detail`
    return JSONResponse(body, 429, {"retry-after": str(busy.seconds)})
