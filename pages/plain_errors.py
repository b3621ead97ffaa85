"""Every refusal in Korean, whoever refuses: our routes, Gradio below them or the framework around both. A browser that
opens a page gets a page, a program the JSON of our errors; words of the libraries stay inside."""

from __future__ import annotations

import json
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.first_page import CHARSET
from pages.markup import escape
from pages.theme import tag

TOLD = {
    400: ("bad_request", "요청의 형식이 맞지 않습니다. 주소와 보낸 내용을 확인해 주십시오."),
    401: ("login_required", "로그인이 필요합니다. 화면을 새로 열어 로그인해 주십시오."),
    403: ("forbidden", "이 주소를 열 권한이 없습니다. 관리자에게 요청해 주십시오."),
    404: ("not_found", "없는 주소입니다. 주소를 확인해 주십시오."),
    405: ("method_not_allowed", "이 주소는 이 방식의 요청을 받지 않습니다. 쓰는 법은 /api/docs에 있습니다."),
    413: ("too_large", "보낸 것이 너무 큽니다. 줄여서 다시 보내 주십시오."),
    429: ("too_many", "짧은 시간에 요청이 많았습니다. 잠시 뒤에 다시 해 주십시오."),
    500: ("internal", "요청을 처리하는 중에 문제가 생겼습니다. 잠시 뒤에 다시 해 주십시오."),
    503: ("unavailable", "지금은 답할 수 없습니다. 잠시 뒤에 다시 해 주십시오."),
}
"""Code and message by HTTP status, for refusals that are not in our words; others as 400 or 500."""

GRADIO = "/gradio_api/"

PAGE = """<!doctype html><html lang="ko"><head>{charset}
<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />
<title>물어보고 · 열 수 없는 화면</title>{style}</head><body class="plain"><main class="docs">
<h1>물어보고</h1><p role="alert">{message}</p><p><a href="/">첫 화면으로</a></p></main></body></html>"""


class PlainErrors:
    """ASGI, outermost: rewrites what answers with a status of 400 or more."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        held: Message | None = None
        body = b""

        async def told(message: Message) -> None:
            nonlocal held, body
            if message["type"] == "http.response.start" and message["status"] >= 400:
                held = message
            elif held is None:
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _send(scope, held, body, send)

        await self.app(scope, receive, told)


async def _send(scope: Scope, start: Message, body: bytes, send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if not headers.get("content-type", "").startswith("text/html"):  # a page is ours: the form of a login that failed
        kind, body = _rewritten(scope, start["status"], body)
        headers["content-type"], headers["content-length"] = kind, str(len(body))
        del headers["content-encoding"]
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _rewritten(scope: Scope, status: int, body: bytes) -> tuple[str, bytes]:
    """Content type and body."""
    said = _ours(body) or _error(status)
    message = str(said["error"]["message"] if "error" in said else said["message"])
    if _wants_page(scope):
        style = tag("page.css") + tag("plain.css")
        return "text/html; charset=utf-8", PAGE.format(charset=CHARSET, style=style, message=escape(message)).encode()
    if GRADIO in scope["path"]:  # Gradio's page shows `detail`
        said = {"detail": message} | said
    return "application/json", json.dumps(said, ensure_ascii=False).encode()


def _ours(body: bytes) -> dict[str, Any] | None:
    """What is in our words already: an error, or a state (`/readyz`)."""
    try:
        said = json.loads(body)
    except ValueError:
        return None
    told = said.get("error", said) if isinstance(said, dict) else None
    return said if isinstance(told, dict) and "message" in told else None


def _error(status: int) -> dict[str, Any]:
    code, message = TOLD.get(status) or TOLD[400 if status < 500 else 500]
    return {"error": {"code": code, "message": message}}


def _wants_page(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    navigates = headers.get("sec-fetch-dest", "document") in ("document", "iframe")
    return scope["method"] in ("GET", "HEAD") and navigates and "text/html" in headers.get("accept", "")
