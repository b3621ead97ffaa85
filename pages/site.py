"""The whole site: the routes, the pages mounted beside them, and what goes round every answer.

A page is a row of `PAGES`: its path, its title, what builds it, what it may take. The rest is the same for all.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

import gradio as gr
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles
from starlette.middleware.trustedhost import TrustedHostMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from pages.api import add_error_handlers, make_router
from pages.api_docs import make_docs_router
from pages.citizen import citizen_page
from pages.desk import Desk
from pages.feedback import make_feedback_router
from pages.first_page import DESCRIPTION, TITLE, FirstPage
from pages.foreign import SameOrigin
from pages.gate import LOGOUT, Gate, asks
from pages.gradio_gate import ROOT, GradioGate
from pages.headers import BodyLimit, PageHeaders
from pages.lane import WAITING
from pages.login import make_login_router
from pages.mcp import make_mcp_router
from pages.oidc import Provider
from pages.plain_errors import PlainErrors
from pages.privacy import keep_forgetting
from pages.rate import RateLimit
from pages.review.page import TITLE as REVIEW
from pages.review.page import review_page
from pages.review.routes import make_review_router
from pages.staff.page import TITLE as STAFF
from pages.staff.page import staff_page
from pages.staff.routes import make_staff_router
from pages.staff.staging import LARGEST_MB, MOST_BYTES
from pages.streams import Streams
from pages.tenants import make_tenant_router
from pages.theme import STATIC, head, tag, theme
from settings import Settings
from store.keys import signing_key

NO_UPLOADS = 1
"""Largest upload in bytes: Gradio's upload route takes files from anybody, and the public page needs none."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site. `role` is what one must be to open it (None: anybody); it needs a store and settings.

    `files` are styles and scripts of pages/static that the page needs beyond those of every page, `routes` what it
    serves beside Gradio, below its path.
    """

    path: str
    title: str
    build: Callable[[Desk], gr.Blocks]
    largest_upload: int | str = NO_UPLOADS
    role: str | None = None
    files: tuple[str, ...] = ()
    routes: Callable[[Desk], APIRouter] | None = None


SESSIONS = 200
"""Open pages of which Gradio keeps what they show: 0.1 MB and more each, 10,000 of them by default. A page that it has
forgotten goes on, since what it shows comes from its conversation."""

LOOK_SECONDS = 0.01
"""How often an idle page looks for a question. Gradio does a thousand times a second, a tenth of a core for three pages
that nobody has open."""

DESK = ("desk.css", "desk.js")

PAGES = (
    Page("/review", REVIEW, review_page, role="evaluator", files=DESK, routes=make_review_router),
    Page(
        "/staff",
        STAFF,
        staff_page,
        f"{LARGEST_MB}mb",
        "staff",
        (*DESK, "correct.js"),
        make_staff_router,
    ),
    Page("/", TITLE, citizen_page),
)
"""Every page. The first path that fits takes a request, so `/`, which fits all, stays last."""


def make_site(desk: Desk, pages: tuple[Page, ...] = PAGES, embedders: Sequence[str] = ()) -> FastAPI:
    """The ASGI application; the reports begin to open when it starts. `embedders` may show `/` within their pages."""

    days = desk.settings.retention_days if desk.settings else 0

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk.opening.start()
        tidying = asyncio.create_task(keep_forgetting(desk.store, days)) if desk.store and days else None
        yield
        if tidying:
            tidying.cancel()

    app = FastAPI(
        title="물어보고",
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,  # the stock pages load their scripts from another host
        redoc_url=None,
        lifespan=lifespan,
    )
    pages = tuple(page for page in pages if page.role is None or (desk.store and desk.settings))
    titles = {page.path: page.title for page in pages}
    heads = {page.path: "".join(map(tag, page.files)) for page in pages}
    app.add_middleware(FirstPage, head=head(), titles=titles, heads=heads)
    taking = [page.path for page in pages if page.largest_upload != NO_UPLOADS]
    app.add_middleware(BodyLimit, uploads={f"{path}{ROOT}upload": MOST_BYTES for path in taking})
    app.add_middleware(GradioGate, taking=taking)
    app.add_middleware(Streams, rate=desk.rate)
    app.add_middleware(RateLimit, rate=desk.rate)
    _add_login(app, desk, pages)
    app.add_middleware(SameOrigin)
    app.add_middleware(PageHeaders, paths=titles, embedders=embedders)
    _add_proxy(app, desk.settings)
    app.add_middleware(PlainErrors)
    add_error_handlers(app)
    app.include_router(make_router(desk))
    app.include_router(make_mcp_router(desk))
    app.include_router(make_feedback_router(desk))
    app.include_router(make_docs_router())
    app.include_router(make_tenant_router())
    app.mount("/page", StaticFiles(directory=STATIC))
    app.add_api_route(LOGOUT, _to_first_page, include_in_schema=False)  # Gradio's own would name the host asked for
    for page in pages:
        _mount(app, desk, page)
    return app


def _add_proxy(app: FastAPI, settings: Settings | None) -> None:
    """What stands outermost: which host is asked for, and for whom a trusted proxy forwards."""
    if settings and (hosts := _listed(settings.allowed_hosts)):
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=hosts, www_redirect=False)
    if settings and (proxies := _listed(settings.trusted_proxies)):
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=proxies)


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def _add_login(app: FastAPI, desk: Desk, pages: tuple[Page, ...]) -> None:
    roles = {page.path: page.role for page in pages if page.role}
    if desk.store and roles:
        app.add_middleware(Gate, store=desk.store, roles=roles)
        titles = {page.path: page.title for page in pages if page.role}
        app.include_router(make_login_router(desk.store, titles, _provider(desk)))


def _provider(desk: Desk) -> Provider | None:
    """The office's own accounts, where a setting names who keeps them."""
    if not (desk.store and desk.settings and desk.settings.oidc_issuer):
        return None
    return Provider(desk.settings, signing_key(desk.store.database, "oidc"))


def _mount(app: FastAPI, desk: Desk, page: Page) -> None:
    if page.routes is not None:
        app.include_router(page.routes(desk))
    if page.path != "/":
        app.add_api_route(page.path, _with_slash, include_in_schema=False)
    blocks = page.build(desk).queue(max_size=WAITING)
    blocks.state_session_capacity = SESSIONS
    blocks._queue.sleep_when_free = LOOK_SECONDS
    gr.mount_gradio_app(  # mounts into the same app
        app,
        blocks,
        path=page.path,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=page.largest_upload,
        auth_dependency=_name_of(desk) if page.role else None,
        app_kwargs={"openapi_url": None},
        theme=theme(),
    )


def _name_of(desk: Desk) -> Callable[[Request], str | None]:
    """For Gradio: who sends a request, which its events then know as `request.username`."""

    def name(request: Request) -> str | None:
        user = asks(desk.store, request)
        return user.name if user else None

    return name


def _to_first_page() -> RedirectResponse:
    return RedirectResponse("/")


def _with_slash(request: Request) -> RedirectResponse:
    """`/staff` as `/staff/`, which is where a mounted page lives; its query comes along."""
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{request.url.path}/{query}")
