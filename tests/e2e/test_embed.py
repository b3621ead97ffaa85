"""The snippet on another site's page: a button, a panel with the citizens' page in it, and only where it is allowed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from pages.desk import Desk
from pages.opening import opened
from tests.pages.fake_assistant import BUDGET, QUESTIONS, FakeAssistant

LABEL = "보고서에 물어보기"


@pytest.fixture
def homepage(tmp_path: Path) -> Iterator[ThreadingHTTPServer]:
    """A 구청 homepage of its own origin; its page is written by the test."""
    handler = partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def open_homepage(chromium: Any, homepage: ThreadingHTTPServer, folder: Path, site: str) -> Any:
    snippet = f'<script src="{site}/page/embed.js" data-label="{LABEL}" defer></script>'
    html = f"<!doctype html><html lang=ko><meta charset=utf-8><title>구청</title><h1>구청</h1>{snippet}"
    (folder / "index.html").write_text(html, encoding="utf-8")
    page = chromium.new_context(locale="ko-KR").new_page()
    page.goto(f"http://localhost:{homepage.server_port}/index.html")  # another site than 127.0.0.1
    return page


def test_a_question_is_asked_and_its_source_opened_within_another_page(
    chromium: Any, homepage: ThreadingHTTPServer, tmp_path: Path, serve: Callable[..., str]
) -> None:
    site = serve(Desk(opened(FakeAssistant())), [f"http://localhost:{homepage.server_port}"])
    page = open_homepage(chromium, homepage, tmp_path, site)
    assert page.locator("iframe").count() == 0  # nothing is loaded before somebody wants it
    page.get_by_role("button", name=LABEL).click()
    inside = page.frame_locator("iframe")
    inside.locator("#box textarea").fill(QUESTIONS[1])
    inside.locator("#box textarea").press("Enter")
    inside.locator("#turn-1.done a.chip").first.click()
    inside.locator("#source mark").wait_for()
    assert inside.locator("#source mark").inner_text() == BUDGET.quote
    assert page.get_by_text("새 창에서 열어 주십시오").count() == 0
    page.get_by_role("button", name="닫기", exact=True).first.click()
    assert not page.locator("#mureobogo-panel").is_visible()
    assert page.get_by_role("button", name=LABEL).get_attribute("aria-expanded") == "false"
    page.context.close()


def test_a_site_that_is_not_named_is_told_to_open_a_window(
    chromium: Any, homepage: ThreadingHTTPServer, tmp_path: Path, address: str
) -> None:
    page = open_homepage(chromium, homepage, tmp_path, address)
    with page.expect_event("console", lambda said: "frame-ancestors" in said.text):
        page.get_by_role("button", name=LABEL).click()
    page.get_by_text("새 창에서 열어 주십시오").wait_for()
    assert page.locator("iframe").count() == 0
    assert page.get_by_role("link", name="새 창에서 열기").get_attribute("href") == f"{address}/"
    page.context.close()
