"""Who may open what: the pages that need a login are shut to everybody else, with all that lies below them.

The gate stands before the pages, so that no route of Gradio's (files, events, uploads) has to be trusted to ask.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from store import Store
from store.users import ROLES, User

SESSION = "mureobogo_session"
"""The cookie of a login."""

LOGIN, LOGOUT = "/login", "/logout"

LOGIN_FIRST = "로그인이 필요합니다. 화면을 새로 열어 로그인해 주십시오."


def who(store: Store | None, cookies: str) -> User | None:
    """The user whose session a Cookie header holds."""
    try:
        morsel = SimpleCookie(cookies).get(SESSION)
    except CookieError:
        return None
    return store.sessions.user(morsel.value) if store and morsel else None


def asks(store: Store | None, request: Request) -> User | None:
    """Who sends this request; None for somebody who is not logged in."""
    return who(store, request.headers.get("cookie", ""))


class Gate:
    """ASGI: lets a request to a path of `roles` (`/staff` → staff) pass when its sender has the role."""

    def __init__(self, app: ASGIApp, store: Store, roles: Mapping[str, str]) -> None:
        self.app = app
        self.store = store
        self.roles = dict(roles)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = await self._refusal(scope) if scope["type"] in ("http", "websocket") else None
        await (refusal or self.app)(scope, receive, send)

    async def _refusal(self, scope: Scope) -> Response | None:
        path = next((path for path in self.roles if _below(scope["path"], path)), None)
        if path is None:
            return None
        headers = Headers(scope=scope)
        user = await run_in_threadpool(who, self.store, headers.get("cookie", ""))
        if user is None:
            return _to_login(path) if _wants_page(scope, headers) else _error("login_required", LOGIN_FIRST, 401)
        role = self.roles[path]
        told = f"{user.name} 님에게는 {ROLES[role]} 권한이 없습니다. 관리자에게 요청해 주십시오."
        return None if user.may(role) else _error("forbidden", told, 403)


def _below(path: str, root: str) -> bool:
    return path == root or path.startswith(root + "/")


def _wants_page(scope: Scope, headers: Headers) -> bool:
    return scope.get("method") == "GET" and "text/html" in headers.get("accept", "")


def _to_login(path: str) -> Response:
    return RedirectResponse(f"{LOGIN}?next={quote(path, safe='/')}", status_code=303)


def _error(code: str, message: str, status: int) -> Response:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)
