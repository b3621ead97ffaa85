"""Requests that another site's page sends with the reader's cookies: those that change something are refused."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.headers import CHANGING

FOREIGN = "다른 사이트에서 보낸 요청은 받지 않습니다."


class SameOrigin:
    """ASGI: what changes something comes from our own pages, or from a program, which names no site.

    Beside the cookies' SameSite, since a page shown within another site's cannot have that. The protocol of MCP asks
    for it too: no web page may talk to a server that its reader happens to run.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        changing = scope["type"] == "websocket" or scope.get("method") in CHANGING
        if changing and is_foreign(Headers(scope=scope)):
            body = {"error": {"code": "foreign", "message": FOREIGN}}
            await JSONResponse(body, 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def is_foreign(headers: Headers) -> bool:
    """Does another site's page send this? Browsers say so by Sec-Fetch-Site, older ones by Origin."""
    site, origin = headers.get("sec-fetch-site"), headers.get("origin")
    if site is not None:
        return site not in ("same-origin", "none")
    return origin is not None and urlsplit(origin).netloc != headers.get("host")
