"""The staff page in a real browser over a real index: files, answers from them, what is internal, words, figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from answer.ask import Assistant
from eval.questions import read_golden
from index.build import build
from pages.desk import Desk
from pages.opening import opened
from settings import Settings
from store import Store, open_store
from tests.e2e.test_accessibility import axe, findings

PASSWORD = "구정보고서-2026"
__all__ = ["axe"]  # a fixture that pytest finds by its name

HEAD = "업무보고\n\n| 지표 | 단위 | 목표 | 실적 |\n|---|---|---|---|\n"
FIRST = f"# 물빛과 2023년 {HEAD}| 하천 정비 연장 | km | 12 | 9 |\n"
GOOD = f"# 나무과 2024년 {HEAD}| 가로수 심기 | 그루 | 1200 | 1150 |\n"
QUESTION = "가로수 심기 실적은 몇 그루인가요?"
PATIENT = 150_000
"""Milliseconds that a new index may take on a busy machine."""


@dataclass(frozen=True)
class Site:
    address: str
    store: Store
    settings: Settings


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, serve: Callable[..., str]) -> Iterator[Site]:
    """A site over one small report, with one member of staff."""
    reports = tmp_path_factory.mktemp("reports")
    (reports / "물빛과.md").write_text(FIRST, encoding="utf-8")
    settings = Settings(reports_dir=reports, data_dir=tmp_path_factory.mktemp("data"))
    build(reports, settings)
    store = open_store(settings)
    store.users.add("김하늘", PASSWORD, ["staff"])
    desk = Desk(opened(Assistant.open(settings)), store=store, settings=settings)
    yield Site(serve(desk), store, settings)
    store.close()


@pytest.fixture
def page(chromium: Any, site: Site) -> Iterator[Any]:
    """The staff page, logged in."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR")
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(f"{site.address}/staff")
    page.get_by_label("이름").fill("김하늘")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_text("김하늘 님").wait_for()
    yield page
    context.close()


def tab(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def ask(page: Any, question: str, n: int = 1) -> str:
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    page.locator(f"#turn-{n}.done").wait_for()
    return str(page.locator(f"#turn-{n}").inner_text())


def test_files_become_reports_and_reports_become_internal(page: Any, site: Site, tmp_path: Path) -> None:
    bad, good = tmp_path / "망가진.hwp", tmp_path / "나무과.md"
    bad.write_bytes(b"\x00\x01 no report")
    good.write_text(GOOD, encoding="utf-8")

    assert "찾지 못했습니다" in ask(page, QUESTION)
    tab(page, "올리기")
    page.locator("#files input[type=file]").set_input_files([str(bad)])
    page.locator("#found", has_text="✗").wait_for()
    assert not page.locator("#swap").is_visible()
    page.reload()
    page.get_by_text("김하늘 님").wait_for()

    tab(page, "올리기")
    page.locator("#files input[type=file]").set_input_files([str(good)])
    page.locator("#found").get_by_role("cell", name="2024", exact=True).wait_for()
    page.get_by_role("button", name="보고서에 넣기").click()
    page.get_by_text("파일을 보고서에 넣었습니다").wait_for(timeout=PATIENT)
    assert (site.settings.reports_dir / "나무과.md").read_text(encoding="utf-8") == GOOD
    tab(page, "질문")
    assert "1,150그루" in ask(page, QUESTION, 2).replace(" ", "")

    tab(page, "보고서")
    page.locator("#catalogue td", has_text="나무과.md").wait_for()
    page.locator("#report-file input").click()
    page.get_by_role("option", name="나무과.md").click()
    page.get_by_label("내부 (로그인한 사람만)").check()
    page.get_by_role("button", name="고치기").click()
    page.get_by_text("고쳤습니다: 공개 범위 → 내부").wait_for(timeout=PATIENT)
    tab(page, "질문")
    assert "1,150그루" in ask(page, QUESTION, 3).replace(" ", "")

    citizen = page.context.browser.new_context(locale="ko-KR").new_page()
    citizen.goto(site.address)
    citizen.get_by_text("등록된 보고서 1건").wait_for()
    told = ask(citizen, QUESTION)
    assert "찾지 못했습니다" in told and "1,150" not in told and "나무과" not in told
    citizen.context.close()
    events = [line.event for line in site.store.audit.last()]
    assert events[:3] == ["catalogue", "swap", "upload"]


def test_a_file_that_was_read_can_be_thrown_away(page: Any, site: Site, tmp_path: Path) -> None:
    path = tmp_path / "버릴것.md"
    path.write_text(FIRST, encoding="utf-8")
    before = sorted(each.name for each in site.settings.reports_dir.iterdir())
    tab(page, "올리기")
    page.locator("#files input[type=file]").set_input_files([str(path)])
    page.get_by_role("button", name="버리기").click()
    page.get_by_text("버렸습니다. 보고서는 그대로입니다.").wait_for()
    assert sorted(each.name for each in site.settings.reports_dir.iterdir()) == before


def test_a_refused_question_becomes_a_golden_one_by_a_click(page: Any, site: Site) -> None:
    ask(page, "2019년 물빛과 하천 정비 실적은?")
    tab(page, "질문 기록")
    button = page.locator("#questions .logged", has_text="2019년").first.get_by_role("button", name="기준 질문으로")
    button.click()
    page.get_by_role("button", name="기준 질문입니다").first.wait_for()
    assert read_golden(site.settings.data_dir / "golden.jsonl")[-1].turns[-1] == "2019년 물빛과 하천 정비 실적은?"


def test_a_word_holds_from_the_next_question(page: Any) -> None:
    question = "뚝방길이는 얼마인가요?"
    assert "9km" not in ask(page, question).replace(" ", "")
    tab(page, "같은 말")
    page.locator("#word input, #word textarea").fill("뚝방길이")
    page.locator("#terms input, #terms textarea").fill("하천 정비 연장")
    page.get_by_role("button", name="넣기", exact=True).click()
    page.locator("#words td", has_text="뚝방길이").wait_for()
    tab(page, "질문")
    assert "9km" in ask(page, question, 2).replace(" ", "")


def test_figures_are_filtered_and_taken_home(page: Any) -> None:
    tab(page, "수치")
    page.locator("#figures td").first.wait_for()
    page.get_by_label("찾는 말").fill("하천")
    page.get_by_text("수치 2개").wait_for()
    with page.expect_download() as download:
        page.get_by_role("link", name="내려받기(CSV)").click()
    assert "하천 정비 연장" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.locator("#figures a.source").first.click()
    page.locator("#source #quoted").wait_for()


def test_a_figure_is_put_right_by_hand_and_every_answer_says_so(page: Any, site: Site) -> None:
    tab(page, "수치")
    row = page.locator("#figures tr", has_text="하천 정비 연장").filter(has_text="실적")
    row.get_by_role("button", name="정정").click()
    page.get_by_label("바른 값").fill("아홉")
    page.get_by_label("이유").fill("결산서와 대조함")
    page.get_by_role("button", name="정정하기").click()
    page.get_by_text("바른 값을 숫자로 적어 주십시오").wait_for()
    page.get_by_label("바른 값").fill("14")
    page.get_by_role("button", name="정정하기").click()
    page.locator("#corrections summary", has_text="정정한 수치 1개").wait_for()

    citizen = page.context.browser.new_context(locale="ko-KR").new_page()
    citizen.goto(site.address)
    citizen.get_by_text("등록된 보고서").first.wait_for()
    told = ask(citizen, "물빛과 하천 정비 연장 실적은?")
    assert "14km(정정)" in told and "9km으로 적혀 있으나 14km으로 바로잡았습니다" in told
    citizen.locator("#turn-1 a.chip").first.click()
    citizen.locator("#source .amended", has_text="인쇄된 값 9km → 바른 값 14km").wait_for()
    assert "9" in citizen.locator("#source #quoted").inner_text()
    citizen.context.close()

    page.locator("#corrections summary").click()
    page.get_by_role("button", name="거두기").click()
    page.locator("#corrections summary").wait_for(state="detached")
    tab(page, "질문")
    assert "14km" not in ask(page, "물빛과 하천 정비 연장 실적은?")


def test_the_conversation_of_staff_does_not_show_on_the_citizens_page(page: Any, site: Site) -> None:
    ask(page, "물빛과 하천 정비 연장 실적은?")
    page.goto(site.address)
    page.get_by_text("등록된 보고서").first.wait_for()
    assert page.locator(".turn").count() == 0


def test_axe_finds_nothing_serious(page: Any, axe: str) -> None:
    for name in ("질문", "올리기", "보고서", "수치", "질문 기록", "같은 말", "상태"):
        tab(page, name)
        page.wait_for_timeout(1500)
        assert findings(page, axe) == [], name
