"""A real browser on a real server over the fake assistant; skips with one line where there is no Chromium."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from pages.desk import Desk
from pages.opening import opened
from settings import Settings
from store import Store, open_store
from tests.pages.fake_assistant import FakeAssistant

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser of this machine, driven by Playwright."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[..., str]]:
    """Serves the site of a desk and gives its address; all are stopped at the end."""
    import uvicorn

    from pages.site import make_site

    running: list[tuple[Any, threading.Thread]] = []

    def start(desk: Desk, embedders: Sequence[str] = ()) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(make_site(desk, embedders=embedders), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield start
    for server, _ in running:
        server.should_exit = server.force_exit = True
    for _, thread in running:
        thread.join(10)


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The application database of the site at `address`."""
    store = open_store(Settings(data_dir=tmp_path_factory.mktemp("site")))
    yield store
    store.close()


@pytest.fixture(scope="session")
def address(serve: Callable[..., str], store: Store) -> str:
    """The address of a site whose reports are open."""
    return serve(Desk(opened(FakeAssistant()), store=store))


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page as a visitor of its own, with options of a Playwright context."""
    contexts: list[Any] = []

    def begin(url: str, **options: Any) -> Any:
        context = chromium.new_context(**{"viewport": WIDE, "locale": "ko-KR", **options})
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.faults = []
        page.on("pageerror", lambda error: page.faults.append(str(error)))
        page.on("console", lambda message: page.faults.append(message.text) if message.type == "error" else None)
        page.goto(url)
        page.locator("#box textarea").wait_for()
        return page

    yield begin
    for context in contexts:
        context.close()


@pytest.fixture
def page(address: str, visit: Callable[..., Any]) -> Any:
    """The citizens' page in a wide window, its examples shown."""
    page = visit(address)
    page.locator("#examples button").first.wait_for()
    return page
