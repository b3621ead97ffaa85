"""What of Gradio's own routes is open: events of the page and nothing else; files only where a page takes them.

Gradio reads files that a request names, checks which only when it was launched by itself (a mounted page is not), and
serves what it has read: one event with `{"path": "/etc/passwd"}` would hand the file to anybody. So no event of a page
without uploads may hold a file, elsewhere only one that was uploaded, and no file is ever served.
"""

from __future__ import annotations

import logging
from collections.abc import Collection
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.headers import read_body, replay
from pages.lane import Busy
from pages.strict_json import loads

log = logging.getLogger(__name__)

ROOT = "/gradio_api/"

EVENTS = ("queue/join", "call")
"""What takes the input of an event."""

OPEN = (*EVENTS, "queue/data", "info", "heartbeat", "startup-events", "app_id", "cancel", "reset", "mcp")
UPLOADS = ("upload", "upload_progress")
"""Open where a page takes files."""

FULL = 503
"""What Gradio answers an event with when its line is full, and its page says in English whatever stands beside it."""

BROKEN = 500

EVENT_LIMIT = 64 * 1024
"""Bytes of an event: a question of 1,000 letters is 3 KB."""

LONGEST_VISIT = 64
"""Letters of what a browser calls its visit, which is remembered; Gradio's own are 11."""

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
            await self._watched(scope, receive, send)

    async def _event(self, files: bool, scope: Scope, receive: Receive, send: Send) -> None:
        body = await read_body(receive, EVENT_LIMIT)
        fault = 413 if body is None else 400 if not _is_fair(body, files) else None
        if fault or body is None:
            await _refuse(fault or 400)(scope, receive, send)
        else:
            await self._declined(scope, replay(body, receive), send)

    async def _declined(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an event on. Where Gradio's line is full the page shows our words instead of Gradio's; an event that
        Gradio stumbles over (a function that there is not) is the sender's fault."""
        replaced = False

        async def watched(message: Message) -> None:
            nonlocal replaced
            status = message["status"] if message["type"] == "http.response.start" else None
            if status in (FULL, BROKEN):
                replaced = True
                await (_busy() if status == FULL else _refuse(400))(scope, receive, send)
            elif not replaced:
                await send(message)

        await self._watched(scope, receive, watched)

    async def _watched(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; where Gradio breaks off (a visit that it does not know) the reply ends, and a line is
        logged instead of a page of its program."""
        begun = ended = False

        async def watched(message: Message) -> None:
            nonlocal begun, ended
            begun = True
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception as error:
            log.warning("gradio: %s %s: %r", scope["method"], scope["path"][:80], error)
            if not begun:
                await _refuse(400)(scope, receive, send)
            elif not ended:
                await send({"type": "http.response.body", "body": b""})


def _within(route: str, names: Collection[str]) -> bool:
    return any(route == name or route.startswith(name + "/") for name in names)


def _is_fair(body: bytes, files: bool) -> bool:
    """Is this an event of a visit with a name that can be kept, whose files, if it may have any, were uploaded?"""
    try:
        event = loads(body)
        visit = event.get("session_hash") if isinstance(event, dict) else None
        return (visit is None or 0 < len(visit) <= LONGEST_VISIT) and _holds_fair_files(event, files)
    except (ValueError, TypeError, RecursionError):
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
