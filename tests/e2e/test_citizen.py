"""The citizens' page in a real browser: from the question to the highlighted words."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from pages.desk import Desk
from pages.opening import Opening, opened
from pages.source_view import CHANGED, address
from store import Store
from tests.pages.fake_assistant import (
    BELOW,
    BUDGET,
    MOON,
    QUESTIONS,
    SHEET_ANSWER,
    STARS,
    TREES,
    WATER,
    FakeAssistant,
    TwoAgencies,
)

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
HANDLERS = "e => [...e.querySelectorAll('*')].filter(n => [...n.attributes].some(a => a.name.startsWith('on'))).length"
FOREIGN = "performance.getEntriesByType('resource').map(e => e.name).filter(n => !n.startsWith(location.origin))"
BOXES = """turn => {
    const [answer, sources] = [".answer", ".sources"].map(name => turn.querySelector(name).getBoundingClientRect());
    return """


def ask(page: Any, question: str, n: int = 1) -> Any:
    """Type a question, send it, and give its turn once it is answered."""
    page.locator("#box textarea").fill(question)
    page.locator("#box textarea").press("Enter")
    turn = page.locator(f"#turn-{n}.done")
    turn.wait_for()
    return turn


def test_the_first_page_says_what_it_is_and_offers_six_questions(page: Any) -> None:
    assert page.locator("#examples button").all_inner_texts() == list(QUESTIONS)
    assert "등록된 보고서에 적힌 것만" in page.locator("#notice").inner_text()
    assert "등록된 보고서 2건" in page.locator("#reports").inner_text()
    assert page.evaluate("document.documentElement.lang") == "ko"
    assert page.title().startswith("물어보고")
    assert page.evaluate(FOREIGN) == []
    assert page.faults == []


def test_from_the_question_to_the_highlighted_words(page: Any) -> None:
    turn = ask(page, QUESTIONS[0])
    assert BELOW.understood in turn.locator(".understood").inner_text()
    assert turn.locator("table td.num").first.inner_text() == "12"
    assert turn.locator("a.source").count() == 2
    turn.locator("a.chip").nth(1).click()
    quoted = page.locator("#source mark")
    quoted.wait_for()
    assert quoted.inner_text() == TREES.quote
    assert "▢ 물빛과" in page.locator("#source .paper").inner_text()
    assert "36번째 줄" in page.locator("#source .path").inner_text()
    assert quoted.evaluate("e => e === document.activeElement")
    page.keyboard.press("Escape")
    page.locator("#source").wait_for(state="hidden")
    assert turn.locator("a.chip").nth(1).evaluate("e => e === document.activeElement")


def test_a_source_in_the_list_opens_too_and_shows_more_lines(page: Any) -> None:
    ask(page, QUESTIONS[0]).locator("a.source").first.click()
    page.locator("#source mark").wait_for()
    assert "앞선 줄 2\n" not in page.locator("#source .paper").inner_text()
    page.get_by_role("button", name="앞뒤 더 보기").click()
    page.locator("#source .paper", has_text=re.compile(r"앞선 줄 2\s+앞선 줄 3")).wait_for()
    assert page.locator("#source mark").inner_text() == WATER.quote
    page.get_by_role("button", name="닫기").click()
    page.locator("#source").wait_for(state="hidden")


def test_a_source_in_a_csv_file_opens_as_rows_under_their_header(page: Any) -> None:
    turn = ask(page, SHEET_ANSWER.question)
    assert turn.locator("a.source .quote").inner_text() == "나무과 · 가로수, 화단 · 1150"
    turn.locator("a.chip").first.click()
    page.locator("#source tr.quoted").wait_for()
    assert page.locator("#source tr.quoted td").all_inner_texts() == ["나무과", "가로수, 화단", "1150"]
    assert page.locator("#source th").all_inner_texts() == ["과", "지표", "실적"]
    assert page.locator("#source tbody tr").count() == 2


def test_the_badge_opens_the_proof_of_every_figure(page: Any) -> None:
    turn = ask(page, QUESTIONS[0])
    proof = turn.locator(".proof li")
    assert not proof.first.is_visible()
    turn.get_by_text("숫자 7개 모두 원문 확인").click()
    assert proof.count() == 7
    assert proof.first.is_visible()
    assert "물빛과, 나무과 = 2곳" in proof.first.inner_text()
    assert turn.locator(".proof mark").all_inner_texts() == ["12", "9", "75.0", "1,200", "1,150", "95.8"]


def test_examples_and_suggestions_are_asked_by_a_click(page: Any) -> None:
    page.locator("#examples button", has_text=QUESTIONS[1]).click()
    page.locator("#turn-1.done").wait_for()
    page.locator("#examples").wait_for(state="hidden")
    page.locator("#suggestions button", has_text=QUESTIONS[0]).click()
    page.locator("#turn-2.done").wait_for()
    assert page.locator("#turn-2 .question").inner_text().endswith(QUESTIONS[0])


def test_a_conversation_survives_a_reload_and_ends_with_a_new_one(page: Any) -> None:
    ask(page, QUESTIONS[0])
    ask(page, "2019년 물빛과 실적은?", 2)
    page.reload()
    page.locator("#turn-2.done").wait_for()
    assert "보고서에서 찾지 못했습니다" in page.locator("#turn-2").inner_text()
    page.get_by_role("button", name="새 대화").click()
    page.locator("#examples button").first.wait_for()
    assert page.locator(".turn").count() == 0
    page.reload()
    page.locator("#examples button").first.wait_for()
    assert page.locator(".turn").count() == 0


def test_two_visitors_do_not_see_each_other(page: Any, visit: Callable[..., Any], address: str) -> None:
    ask(page, QUESTIONS[0])
    other = visit(address)
    other.locator("#examples button").first.wait_for()
    assert other.locator(".turn").count() == 0


def test_report_text_cannot_act(page: Any) -> None:
    turn = ask(page, "위험한 글")
    assert "<script>window.hacked=1</script>" in turn.locator(".text").inner_text()
    assert "1~2위, 3~4위 2023*1.5*2 $$x$$" in turn.locator(".text").inner_text()
    assert turn.locator("img, form, script, del, em, .katex, .text svg, .text details").count() == 0
    assert turn.locator("a:not([href^='/'])").count() == 0
    assert turn.evaluate(HANDLERS) == 0
    assert " 987 " in turn.locator(".text").inner_text() and "\u202e" not in turn.inner_text()
    turn.locator("a.chip").first.click()
    page.locator("#source mark").wait_for()
    assert "<script>window.hacked=1</script>" in page.locator("#source mark").inner_text()
    assert page.evaluate("window.hacked") is None
    assert page.evaluate(FOREIGN) == []


def test_the_keyboard_alone_is_enough(page: Any) -> None:
    page.locator("#examples button").first.focus()
    page.keyboard.press("Enter")
    page.locator("#turn-1.done").wait_for()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('#turn-1 a.chip')"):
            break
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.locator("#source mark").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('#turn-1 a.chip')")


def test_a_screen_reader_is_told_of_the_answer(page: Any) -> None:
    ask(page, QUESTIONS[1])
    page.locator("#live", has_text="답변이 나왔습니다").wait_for(state="attached")
    assert "13,351백만원" in page.locator("#live").text_content()
    assert page.locator("#live").get_attribute("aria-live") == "polite"


def test_the_next_question_can_be_typed_while_the_answer_is_made(
    serve: Callable[[Opening], str], visit: Callable[..., Any]
) -> None:
    page = visit(serve(Desk(Opening(lambda progress: FakeAssistant(seconds=1.5)))))
    page.locator("#box textarea").fill(QUESTIONS[0])
    page.locator("#box textarea").press("Enter")
    page.locator("#turn-1.pending").wait_for()
    page.locator("#box textarea").fill("다음 질문")
    page.locator("#turn-1.done").wait_for()
    assert page.locator("#box textarea").input_value() == "다음 질문"


def test_an_empty_question_does_nothing_and_a_long_one_is_cut_in_the_box(page: Any) -> None:
    page.get_by_role("button", name="묻기").click()
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0
    assert page.locator("#box textarea").get_attribute("maxlength") == "1000"


def test_on_a_phone_nothing_is_cut_off(visit: Callable[..., Any], address: str) -> None:
    page = visit(address, viewport=NARROW)
    turn = ask(page, QUESTIONS[0])
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert turn.evaluate(BOXES + "sources.top >= answer.bottom; }")
    edges = turn.locator("td").evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().right)")
    assert max(edges) <= 390  # a row of five columns is a card: no figure lies beyond the edge
    assert turn.locator("td", has_text="95.8%").get_attribute("data-label") == "달성률"
    turn.locator("a.chip").first.click()
    page.locator("#source mark").wait_for()
    assert page.locator("#source").bounding_box()["width"] == 390
    assert page.locator("#send").is_visible()
    page.keyboard.press("Escape")
    for n in (2, 3):  # the cards above have their height before the page moves: the new question is at the top
        ask(page, QUESTIONS[0], n)
        page.wait_for_function(
            "n => Math.abs(document.querySelector('#turn-' + n).getBoundingClientRect().top) < 40", arg=n
        )


def test_on_a_wide_screen_sources_stand_beside_the_answer(page: Any) -> None:
    turn = ask(page, QUESTIONS[0])
    assert turn.evaluate(BOXES + "sources.left >= answer.right; }")


def test_a_shared_address_opens_the_words(visit: Callable[..., Any], address: str) -> None:
    page = visit(address + share())
    page.locator("#source mark").wait_for()
    assert page.locator("#source mark").inner_text() == BUDGET.quote
    page.keyboard.press("Escape")
    page.wait_for_url(address + "/")


def test_a_shared_address_of_a_changed_report_says_so(visit: Callable[..., Any], address: str) -> None:
    page = visit(address + "/?report=old&at=3-9")
    page.locator("#source .reason").wait_for()
    assert page.locator("#source .reason").inner_text() == CHANGED


def test_a_shared_question_is_asked_once(visit: Callable[..., Any], address: str) -> None:
    page = visit(address + "/?" + urlencode({"q": QUESTIONS[1]}))
    page.locator("#turn-1.done").wait_for()
    assert "13,351백만원" in page.locator("#turn-1").inner_text()
    page.reload()
    page.locator("#turn-1.done").wait_for()
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 1
    ask(page, QUESTIONS[0], 2)
    page.reload()
    page.locator("#turn-2.done").wait_for()
    page.wait_for_timeout(500)
    assert page.locator(".turn").count() == 2


def share() -> str:
    return address(BUDGET.report_id, BUDGET.start, BUDGET.end)


def test_a_table_is_saved_as_csv(page: Any, tmp_path: Path) -> None:
    turn = ask(page, QUESTIONS[0])
    with page.expect_download() as download:
        turn.get_by_role("button", name="표 저장").click()
    download.value.save_as(tmp_path / "표.csv")
    saved = (tmp_path / "표.csv").read_bytes().decode("utf-8-sig")
    here = page.evaluate("location.origin")
    places = [f"{here}{address(cited.report_id, cited.start, cited.end)}" for cited in (WATER, TREES)]
    assert download.value.suggested_filename.startswith("물어보고 목표를 달성하지 못한 과는")
    assert saved.splitlines() == [
        "과,지표,목표,실적,달성률(%),출처",
        f"물빛과,하천 정비 연장(km),12,9,75.0,{places[0]}",
        f"나무과,가로수 심기(그루),1200,1150,95.8,{places[1]}",
    ]


def saved_as_markdown(page: Any, folder: Path, turn: Any) -> str:
    with page.expect_download() as download:
        turn.get_by_role("button", name="글 저장").click()
    download.value.save_as(folder / "답.md")
    return (folder / "답.md").read_text(encoding="utf-8")


def test_an_answer_is_saved_as_markdown(page: Any, tmp_path: Path) -> None:
    saved = saved_as_markdown(page, tmp_path, ask(page, QUESTIONS[0]))
    here = page.evaluate("location.origin")
    assert saved.startswith(f"# {QUESTIONS[0]}\n\n_이렇게 이해했습니다: {BELOW.understood}_\n\n달성률이 100% 미만인")
    assert "| 물빛과 [1] | 하천 정비 연장(km) | 12 | 9 | 75.0% |" in saved
    assert f"- [2] [2021년 주요업무 성과 · Ⅲ \\> 나무과]({here}/?report=fake-1&at={TREES.start}-{TREES.end})" in saved
    assert "- 나무과\n  - 가로수 심기\n" in saved_as_markdown(page, tmp_path, ask(page, "표 파일의 실적은?", 2))


def test_hostile_words_are_saved_as_words(page: Any, tmp_path: Path) -> None:
    saved = saved_as_markdown(page, tmp_path, ask(page, "위험한 글"))
    assert "\\<script\\>" in saved
    assert "<script>" not in saved


def test_an_answer_is_copied_with_its_sources(visit: Callable[..., Any], address: str) -> None:
    page = visit(address, permissions=["clipboard-read", "clipboard-write"])
    ask(page, QUESTIONS[1]).get_by_role("button", name="답변 복사").click()
    page.get_by_text("복사했습니다").first.wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(QUESTIONS[1] + "\n\n나무과의 예산액은 13,351백만원(133억 5,100만원)입니다 [1].")
    assert f"[1] 2021년 주요업무 성과 · Ⅲ > 나무과 · {page.evaluate('location.origin')}/?report=fake-1" in copied


def test_a_reader_says_what_was_missing_and_it_stays_said(page: Any, store: Store) -> None:
    turn = ask(page, QUESTIONS[0])
    turn.get_by_role("button", name="아쉬워요").click()
    turn.get_by_label("물은 것과 다른 답입니다").check()
    turn.get_by_label("덧붙일 말").fill("작년 것을 물었습니다")
    turn.get_by_role("button", name="보내기").click()
    turn.get_by_text("의견을 받았습니다").wait_for()
    newest = store.questions.newest(1, refused_first=False)[0]
    assert (newest.question, newest.liked) == (QUESTIONS[0], False)
    assert newest.comment == "물은 것과 다른 답입니다 · 작년 것을 물었습니다"
    page.reload()
    page.locator("#turn-1 .dislike[aria-pressed=true]").wait_for()
    page.locator("#turn-1 .like").click()
    page.locator("#turn-1").get_by_text("의견을 받았습니다").wait_for()
    assert page.locator("#turn-1 .dislike[aria-pressed=true]").count() == 0
    assert store.questions.find(newest.id).liked is True  # type: ignore[union-attr]


def test_a_question_waits_while_the_reports_open(serve: Callable[[Opening], str], visit: Callable[..., Any]) -> None:
    go = threading.Event()

    def slow(progress: Any) -> FakeAssistant:
        progress("보고서 읽기", 3, 5)
        go.wait(30)
        return FakeAssistant()

    page = visit(serve(Desk(Opening(slow))))
    page.get_by_text("보고서 읽기 중입니다 (3/5)…").first.wait_for()
    page.locator("#box textarea").fill(QUESTIONS[1])
    page.locator("#box textarea").press("Enter")
    page.locator("#turn-1.pending").wait_for()
    assert "보고서 읽기 중입니다 (3/5)…" in page.locator("#turn-1").inner_text()
    go.set()
    page.locator("#turn-1.done").wait_for()
    assert "13,351백만원" in page.locator("#turn-1").inner_text()


@pytest.mark.parametrize("broken", [ValueError("비밀")])
def test_a_fault_is_said_and_the_question_kept(
    serve: Callable[[Opening], str], visit: Callable[..., Any], broken: Exception
) -> None:
    page = visit(serve(Desk(Opening(lambda progress: FakeAssistant(broken=broken)))))
    ask(page, "질문입니다")
    assert "오류 번호" in page.locator("#turn-1").inner_text()
    assert page.locator("#box textarea").input_value() == "질문입니다"


@pytest.mark.parametrize("viewport", [WIDE, NARROW])
def test_the_page_of_one_agency_says_so_and_keeps_to_it(
    serve: Callable[..., str], visit: Callable[..., Any], viewport: dict[str, int]
) -> None:
    two = TwoAgencies()
    url = serve(Desk(opened(two)))
    page = visit(f"{url}/a/{MOON}", viewport=viewport)
    page.locator("#header", has_text=f"{MOON} 보고서에").wait_for()
    page.locator("#examples button").first.wait_for()
    assert "등록된 보고서 1건" in page.locator("#reports").inner_text()
    ask(page, QUESTIONS[0]).locator("a.chip").first.click()
    page.locator("#source mark").wait_for()
    page.keyboard.press("Escape")
    ask(page, QUESTIONS[1], 2)
    assert two.agencies == [MOON, MOON]
    page.goto(url)
    page.goto(url + page.get_by_role("link", name=STARS).get_attribute("href"))
    page.locator("#header", has_text=f"{STARS} 보고서에").wait_for()
    assert not page.locator(".turn").count(), "each agency's page has a conversation of its own"
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"] and page.faults == []
