"""Logging in and out: a plain form, so that it works before any script of Gradio's is loaded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from html import escape
from typing import Annotated
from urllib.parse import parse_qs, quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from errors import InputError
from pages.gate import LOGIN, LOGOUT, SESSION, asks
from pages.oidc import SECONDS, Provider
from pages.theme import head, tag
from store import Store
from store.sessions import LASTS
from store.users import User

FORM_LIMIT = 4096
"""Bytes of a login form that are read."""

REFUSED = "이름이나 비밀번호가 맞지 않습니다."
TOO_LONG = "이름이나 비밀번호가 너무 깁니다."

PAGE = """<!doctype html><html lang="ko"><head><meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" /><meta name="robots" content="noindex" />
<title>물어보고 · 로그인</title>{head}</head><body class="plain"><main class="login">
<h1>물어보고</h1><p>{what}</p>{problem}
<form method="post" action="/login"><input type="hidden" name="next" value="{next}" />
<label for="name">이름</label>
<input id="name" name="name" autocomplete="username" required maxlength="60" value="{name}" />
<label for="password">비밀번호</label>
<input id="password" name="password" type="password" autocomplete="current-password" required maxlength="200" />
<button type="submit">로그인</button></form>{office}
<p class="hint">이름은 관리자가 만들어 드립니다. <a href="/">시민 화면으로</a></p></main></body></html>"""


OFFICE, BACK = "/login/office", "/login/office/back"
"""Where a login by the office's own accounts begins and ends."""

KEPT = "mureobogo_office"
"""The cookie of such a login while it is under way."""

UNKNOWN = "{name} 님은 아직 등록되지 않았습니다. 관리자에게 요청해 주십시오."


def make_login_router(store: Store, titles: Mapping[str, str], provider: Provider | None = None) -> APIRouter:
    """The routes; `titles` are the pages that one may be led to after a login, with what they are called."""
    router = APIRouter(include_in_schema=False)
    if provider is not None:
        _add_office(router, store, titles, provider)
    _page = partial(_login_page, office=provider is not None)

    @router.get(LOGIN)
    def form(request: Request, next: Annotated[str, Query(max_length=200)] = "") -> Response:
        user = asks(store, request)
        return RedirectResponse(_target(next, titles), 303) if user else _page(_target(next, titles), titles)

    @router.post(LOGIN)
    async def log_in(request: Request) -> Response:
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > FORM_LIMIT:
                return _page(_target("", titles), titles, problem=TOO_LONG, status=413)
        sent = {key: values[0] for key, values in parse_qs(body.decode("utf-8", "replace")).items()}
        return await run_in_threadpool(_logged_in, store, titles, request.url.scheme == "https", sent, _page)

    @router.post(LOGOUT)
    def log_out(request: Request) -> Response:
        user = asks(store, request)
        if user is not None:
            store.sessions.end(request.cookies[SESSION])
            store.audit.add(user.name, "logout")
        reply = RedirectResponse("/", 303)
        reply.delete_cookie(SESSION)
        return reply

    return router


def _add_office(router: APIRouter, store: Store, titles: Mapping[str, str], provider: Provider) -> None:
    """Login by the office's own accounts: whom the provider names the store must know, with what they may."""

    @router.get(OFFICE)
    def begin(request: Request, next: Annotated[str, Query(max_length=200)] = "") -> Response:
        begun = provider.begin(_back(request), _target(next, titles))
        reply = RedirectResponse(begun.address, 303)
        secure = request.url.scheme == "https"
        reply.set_cookie(KEPT, begun.cookie, SECONDS, path=OFFICE, httponly=True, samesite="lax", secure=secure)
        return reply

    @router.get(BACK)
    def end(request: Request) -> Response:
        try:
            name, target = provider.end(_back(request), request.cookies.get(KEPT, ""), request.query_params)
            user, problem = store.users.find(name), UNKNOWN.format(name=name[:60])
        except InputError as error:
            name, target, user, problem = "", _target("", titles), None, str(error)
        if user is None:
            store.audit.add(name[:60], "login_refused", "기관 계정")
            return _login_page(target, titles, problem=problem, status=401, office=True)
        reply = _begun(store, user, target, request.url.scheme == "https", "기관 계정")
        reply.delete_cookie(KEPT, path=OFFICE)
        return reply


def _back(request: Request) -> str:
    return str(request.base_url).rstrip("/") + BACK


def _begun(store: Store, user: User, target: str, secure: bool, how: str = "") -> Response:
    """The reply that opens the page, with the cookie of a new session."""
    store.audit.add(user.name, "login", how)
    reply = RedirectResponse(target, 303)
    seconds = int(LASTS.total_seconds())
    reply.set_cookie(SESSION, store.sessions.begin(user), seconds, httponly=True, samesite="lax", secure=secure)
    return reply


def _logged_in(
    store: Store, titles: Mapping[str, str], secure: bool, sent: Mapping[str, str], page: Callable[..., HTMLResponse]
) -> Response:
    name, target = sent.get("name", ""), _target(sent.get("next", ""), titles)
    try:
        user = store.users.check(name, sent.get("password", ""))
        problem = REFUSED
    except InputError as error:
        user, problem = None, str(error)
    if user is None:
        store.audit.add(name[:60], "login_refused")
        return page(target, titles, name[:60], problem, 401)
    return _begun(store, user, target, secure)


def _target(asked: str, titles: Mapping[str, str]) -> str:
    """A page of ours, never an address from outside."""
    return asked if asked in titles else next(iter(titles), "/")


def _login_page(
    target: str, titles: Mapping[str, str], name: str = "", problem: str = "", status: int = 200, office: bool = False
) -> HTMLResponse:
    filled = PAGE.format(
        head=head() + tag("desk.css"),
        what=escape(f"{titles[target].rpartition(' · ')[2]} 화면에 로그인합니다."),
        problem=f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else "",
        next=escape(target),
        name=escape(name),
        office=f'<p><a href="{OFFICE}?next={quote(target)}">기관 계정으로 로그인</a></p>' if office else "",
    )
    return HTMLResponse(filled, status)
