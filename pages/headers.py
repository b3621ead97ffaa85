"""What goes round every response: headers that keep foreign content out, the visit's cookie, a size limit."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
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

NOT_KEPT = ("/api/", "/gradio_api/", "/staff", "/review", "/login", "/mcp")
"""What begins the paths of answers that no cache on the way may keep: they depend on who asks."""

VISIT = "mureobogo_visit"
"""The cookie of a visit: a random key, gone with the browser; it lets a conversation survive a reload."""

API_BODY_LIMIT = 64 * 1024
"""Bytes of a request, wherever it goes; but for those that bring files."""

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}

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

    def _kept(self, path: str) -> str | None:
        """What caches on the way may do; a page names the host that it was asked at."""
        if path.startswith(NOT_KEPT):
            return "no-store"
        return "private, no-cache" if (path.rstrip("/") or "/") in self.paths else None

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
                for name in [name for name in headers if name.startswith("access-control-")]:
                    del headers[name]  # Gradio lets pages of every other site read what it answers
                if kept := self._kept(scope["path"]):
                    headers["cache-control"] = kept
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
    """ASGI: a request with more than API_BODY_LIMIT bytes is answered 413 and not read.

    `uploads` are the paths that take files, with the bytes that one request may bring; they are counted as they come.
    """

    def __init__(self, app: ASGIApp, uploads: Mapping[str, int] | None = None) -> None:
        self.app = app
        self.uploads = dict(uploads or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in CHANGING:
            await self.app(scope, receive, send)
        elif (most := self.uploads.get(scope["path"])) is not None:
            await self.app(scope, _counted(receive, most), send)
        elif (body := await read_body(receive, API_BODY_LIMIT)) is not None:
            await self.app(scope, replay(body, receive), send)
        else:
            await _too_large(scope, receive, send)


async def read_body(receive: Receive, most: int) -> bytes | None:
    """The body of a request, or None when it has more bytes than `most`."""
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message["type"] == "http.request" and message.get("more_body", False)
        if len(body) > most:
            return None
    return body


def _counted(receive: Receive, most: int) -> Receive:
    """A request that ends with 413 once it has brought more bytes than `most`."""
    left = most

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise HTTPException(413)
        return message

    return counted


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
