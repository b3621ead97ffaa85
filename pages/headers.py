"""What goes round every response: headers that keep foreign content out, the visit's cookie, a size limit."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.conversations import new_key

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "script-src 'self' 'unsafe-inline'",  # Gradio's start-up script stands in the page itself
        "style-src 'self' 'unsafe-inline'",
        "font-src 'self' data:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)

SECURITY = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

VISIT = "mureobogo_visit"
"""The cookie of a visit: a random key, gone with the browser; it lets a conversation survive a reload."""

LIMITED = ("/api/", "/mcp", "/gradio_api/mcp")
"""What paths of programs begin with."""

API_BODY_LIMIT = 64 * 1024

_KEY = re.compile(r"[A-Za-z0-9_-]{20,64}")


def visit_key(cookies: str) -> str | None:
    """The visit's key out of a Cookie header, or None when there is none that we could have made."""
    try:
        morsel = SimpleCookie(cookies).get(VISIT)
    except CookieError:
        return None
    return morsel.value if morsel and _KEY.fullmatch(morsel.value) else None


class PageHeaders:
    """ASGI: adds the headers to every response, and the visit's cookie to a page (`paths`) asked for without one.

    `embedders` are the sites whose pages may show the first page within theirs (`https://www.example.go.kr`).
    """

    def __init__(self, app: ASGIApp, paths: Collection[str] = ("/",), embedders: Sequence[str] = ()) -> None:
        self.app = app
        self.paths = frozenset(paths)
        self.embedders = tuple(embedders)

    def _policy(self, path: str) -> str:
        """The policy of a response; pages behind a login are never shown within another site's."""
        ancestors = ("'self'", *(self.embedders if path == "/" else ()))
        return f"{CONTENT_SECURITY_POLICY}; frame-ancestors {' '.join(ancestors)}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begins = (scope["path"].rstrip("/") or "/") in self.paths and visit_key(
            Headers(scope=scope).get("cookie", "")
        ) is None
        cookie = _cookie(scope, bool(self.embedders)) if begins else None

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY)
                headers["content-security-policy"] = self._policy(scope["path"])
                if cookie:
                    headers.append("set-cookie", cookie)
            await send(message)

        await self.app(scope, receive, with_headers)


def _cookie(scope: Scope, embedded: bool) -> str:
    """Within another site's page a browser keeps a cookie only if it is meant for that, and apart for every site."""
    secure = scope.get("scheme") == "https"
    kind = "SameSite=None; Secure; Partitioned" if embedded and secure else "SameSite=Lax" + "; Secure" * secure
    return f"{VISIT}={new_key()}; Path=/; HttpOnly; {kind}"


class BodyLimit:
    """ASGI: a request to the API with more than API_BODY_LIMIT bytes is answered 413 and not read."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(LIMITED):
            await self.app(scope, receive, send)
            return
        body, more = b"", scope["method"] in ("POST", "PUT", "PATCH")
        while more:
            message = await receive()
            body += message.get("body", b"")
            more = message.get("more_body", False) and message["type"] == "http.request"
            if len(body) > API_BODY_LIMIT:
                await _too_large(scope, receive, send)
                return
        await self.app(scope, replay(body, receive), send)


def replay(body: bytes, receive: Receive) -> Receive:
    """A request whose body was read already, as if it had not been."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def replayed() -> Message:
        return waiting.pop() if waiting else await receive()

    return replayed


async def _too_large(scope: Scope, receive: Receive, send: Send) -> None:
    message = f"요청은 {API_BODY_LIMIT // 1024}KB까지 받습니다. 질문을 줄여 주십시오."
    error = {"error": {"code": "too_large", "message": message}}
    await JSONResponse(error, status_code=413)(scope, receive, send)
