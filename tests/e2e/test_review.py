"""The evaluators' desk in a real browser: the login, five items by keyboard alone, a break, the results."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pages.desk import Desk
from pages.opening import opened
from settings import Settings
from store import Store, open_store
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant

PASSWORD = "구정보고서-2026"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    address: str
    store: Store
    desk: Desk


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Iterator[Site]:
    """A site with two evaluators and twelve logged questions."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    store = open_store(settings)
    desk = Desk(opened(FakeAssistant()), store=store, settings=settings)
    for number in range(12):
        desk.ask(QUESTIONS[number % 2], f"대화 {number}")
    for name in ("김하늘", "이바다"):
        store.users.add(name, PASSWORD, ["evaluator"])
    yield Site(serve(desk), store, desk)
    store.close()


@pytest.fixture
def enter(chromium: Any, site: Site) -> Iterator[Any]:
    """Opens /review, logs in, and gives the page once it is there."""
    contexts: list[Any] = []

    def begin(name: str, password: str = PASSWORD, viewport: dict[str, int] = WIDE) -> Any:
        context = chromium.new_context(viewport=viewport, locale="ko-KR")
        context.set_default_timeout(20_000)
        contexts.append(context)
        page = context.new_page()
        page.goto(f"{site.address}/review")
        page.get_by_label("이름").fill(name)
        page.get_by_label("비밀번호").fill(password)
        page.keyboard.press("Enter")
        return page

    yield begin
    for context in contexts:
        context.close()


def draw(page: Any, size: int, seed: int) -> None:
    page.get_by_role("tab", name="표본").click()
    page.get_by_label("표본 이름").fill("3월 시민 질문")
    page.get_by_label("표본 크기").fill(str(size))
    page.locator("#seed input").fill(str(seed))
    page.get_by_role("button", name="뽑기", exact=True).click()
    page.locator(".judged").wait_for()


def press(page: Any, key: str) -> None:
    """Press a key and wait for another item."""
    shown = page.locator(".judged").get_attribute("id")
    page.keyboard.press(key)
    page.locator(f"#log:not(:has(#{shown}))").wait_for()


def test_a_wrong_password_is_refused_and_the_right_one_opens(enter: Any) -> None:
    page = enter("김하늘", "틀린 비밀번호")
    assert "이름이나 비밀번호가 맞지 않습니다." in page.get_by_role("alert").inner_text()
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("김하늘 님").wait_for()
    page.get_by_role("button", name="로그아웃").click()
    page.locator("#box textarea").wait_for()
    page.goto(page.url.rstrip("/") + "/review")
    page.get_by_label("비밀번호").wait_for()


def test_five_items_by_keyboard_alone_a_break_and_the_results(enter: Any, site: Site) -> None:
    page = enter("김하늘")
    page.get_by_text("아직 표본이 없습니다").wait_for()
    assert not page.locator("#verdicts").is_visible()  # nothing to judge yet
    draw(page, 6, 7)
    assert page.locator("#verdicts").is_visible()
    assert page.locator("#places mark").first.is_visible()
    press(page, "1")
    page.keyboard.press("n")
    page.keyboard.type("1월 수치입니다. 3번 확인")  # figures in a note judge nothing
    page.keyboard.press("Escape")
    press(page, "3")
    press(page, "1")
    press(page, "2")
    press(page, "4")
    page.get_by_text("6/6번째").wait_for()
    sample = site.store.reviews.samples()[0]
    kept = [(v.verdict, v.note) for v in site.store.reviews.verdicts(sample.id)]
    assert kept == [
        ("right", ""),
        ("wrong", "1월 수치입니다. 3번 확인"),
        ("right", ""),
        ("partial", ""),
        ("unclear", ""),
    ]
    assert "정확도 50.0% (95% 구간 18.3–81.7%)" in page.locator("#progress").inner_text()  # Wilson, 2 of 4 of 11

    page.reload()
    page.get_by_text("6/6번째").wait_for()
    press(page, "ArrowLeft")
    page.get_by_text("내 판정: 판단불가").wait_for()
    press(page, "1")
    press(page, "1")
    page.get_by_text("이 표본을 모두 판정했습니다.").wait_for()
    page.get_by_role("tab", name="결과").click()
    page.locator("#results td", has_text="66.7%").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="판정 내려받기(XLSX)").click()
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def test_two_evaluators_and_their_agreement(enter: Any, site: Site) -> None:
    first = enter("김하늘")
    first.get_by_text("김하늘 님").wait_for()
    draw(first, 4, 11)
    for key in "1131":
        press(first, key)
    second = enter("이바다")
    second.locator(".judged").wait_for()
    assert "내 판정" not in second.locator("#progress").inner_text()
    for key in "1331":
        press(second, key)
    second.get_by_role("tab", name="결과").click()
    second.get_by_text("김하늘 · 이바다").wait_for()
    # agreed 3 of 4; by chance (3*2 + 1*2) / 16 = 0.5; kappa = 0.25 / 0.5
    assert "0.50" in second.locator("#results").inner_text()


def test_a_chip_opens_the_report_and_a_phone_cuts_nothing_off(enter: Any) -> None:
    page = enter("이바다", viewport=NARROW)
    page.get_by_text("이바다 님").wait_for()
    draw(page, 3, 5)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.locator("#log a.chip").first.click()
    page.locator("#source #quoted").wait_for()
    page.keyboard.press("Escape")
    page.locator("#verdicts button").first.click()
    page.get_by_text("2/3번째").wait_for()
