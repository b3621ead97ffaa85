"""axe-core finds nothing serious on the page, in both themes and both widths."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest

from tests.pages.fake_assistant import QUESTIONS

SEVERE = ("serious", "critical")


@pytest.fixture(scope="session")
def axe() -> str:
    """The script of axe-core; skips where it is not installed."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def findings(page: Any, axe: str) -> list[str]:
    page.evaluate(axe)
    violations = page.evaluate("axe.run().then(r => r.violations)")
    return [
        f"{found['id']}: {node['target']} {node['failureSummary']}"
        for found in violations
        if found["impact"] in SEVERE
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_serious_from_the_first_page_to_the_source(
    visit: Callable[..., Any], address: str, axe: str, width: int, scheme: str
) -> None:
    page = visit(address, viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce")
    page.locator("#examples button").first.wait_for()
    assert findings(page, axe) == []
    for n, question in enumerate((QUESTIONS[0], "2019년 물빛과 실적은?"), 1):
        page.locator("#box textarea").fill(question)
        page.locator("#box textarea").press("Enter")
        page.locator(f"#turn-{n}.done").wait_for()
    page.locator("#turn-1 .proof summary").click()
    page.locator("#turn-1 .dislike").click()
    assert findings(page, axe) == []
    page.locator("#turn-1 a.chip").first.click()
    page.locator("#source mark").wait_for()
    assert findings(page, axe) == []


def test_nothing_serious_on_the_page_about_the_api(chromium: Any, address: str, axe: str) -> None:
    for scheme in ("light", "dark"):
        page = chromium.new_page(color_scheme=scheme, bypass_csp=True)
        page.goto(address + "/api/docs")
        assert findings(page, axe) == []
        page.close()


ZOOMED = {200: {"width": 640, "height": 450}, 400: {"width": 320, "height": 225}}
"""What a window of 1280 × 900 holds when everything is shown two and four times as large."""


@pytest.mark.parametrize("percent", ZOOMED)
def test_nothing_is_lost_when_all_is_larger(visit: Callable[..., Any], address: str, percent: int) -> None:
    page = visit(address, viewport=ZOOMED[percent], device_scale_factor=percent / 100, reduced_motion="reduce")
    page.locator("#box textarea").fill(QUESTIONS[0])
    page.locator("#box textarea").press("Enter")
    turn = page.locator("#turn-1.done")
    turn.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED[percent]["width"]
    for part in (".understood", "table", ".proof summary", "a.source", ".like"):
        turn.locator(part).first.scroll_into_view_if_needed()
        assert turn.locator(part).first.is_visible()
    turn.locator("a.chip").first.click()
    page.locator("#source mark").wait_for()
    page.get_by_role("button", name="닫기").click()
    page.locator("#source").wait_for(state="hidden")


def test_nothing_is_cut_off_when_letters_and_words_stand_wider_apart(visit: Callable[..., Any], address: str) -> None:
    page = visit(address, reduced_motion="reduce")
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    page.locator("#box textarea").fill(QUESTIONS[0])
    page.locator("#box textarea").press("Enter")
    page.locator("#turn-1.done").wait_for()
    cut = page.evaluate(
        "[...document.querySelectorAll('button, .understood, .question, summary')]"
        ".filter(e => e.offsetParent && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1))"
        ".map(e => e.className + ': ' + e.textContent)"
    )
    assert cut == []


def test_what_moves_by_keyboard_is_in_an_order_that_makes_sense(visit: Callable[..., Any], address: str) -> None:
    page = visit(address)
    page.locator("#examples button").first.wait_for()
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("(document.activeElement.textContent || document.activeElement.placeholder).trim()")
        )
    order = ["질문하기로 건너뛰기", "새 대화", "개인정보와 한계 더 보기", QUESTIONS[0], QUESTIONS[5], "묻기"]
    assert [words for words in reached if words in order] == order


def test_landmarks_and_the_live_region_are_there(visit: Callable[..., Any], address: str) -> None:
    page = visit(address)
    for landmark in ("main", "header", "footer"):
        assert page.locator(landmark).count() >= 1
    assert page.locator("h1").count() == 1
    assert page.locator("#live[role=status][aria-live=polite]").count() == 1
