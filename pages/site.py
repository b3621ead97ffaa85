"""The whole site: the routes, the page mounted beside them, and what goes round every answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import gradio as gr
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from pages.api import add_error_handlers, make_router
from pages.citizen import citizen_page
from pages.desk import Desk
from pages.first_page import DESCRIPTION, FirstPage
from pages.headers import BodyLimit, PageHeaders
from pages.theme import STATIC, head, theme

NO_UPLOADS = 1
"""Largest upload in bytes: Gradio's upload route takes files from anybody, and the public page needs none."""


def make_site(desk: Desk) -> FastAPI:
    """The ASGI application; the reports begin to open when it starts."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        desk.opening.start()
        yield

    app = FastAPI(
        title="물어보고",
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,  # the stock pages load their scripts from another host
        redoc_url=None,
        lifespan=lifespan,
    )
    app.add_middleware(FirstPage, head=head())
    app.add_middleware(BodyLimit)
    app.add_middleware(PageHeaders)
    add_error_handlers(app)
    app.include_router(make_router(desk))
    app.mount("/page", StaticFiles(directory=STATIC))
    return _with_page(app, desk)


def _with_page(app: FastAPI, desk: Desk) -> FastAPI:
    gr.mount_gradio_app(  # mounts into the same app
        app,
        citizen_page(desk),
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        max_file_size=NO_UPLOADS,
        app_kwargs={"openapi_url": None},
        theme=theme(),
    )
    return app
