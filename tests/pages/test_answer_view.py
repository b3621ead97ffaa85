"""A turn as HTML: what the reader sees of an answer, and that nothing of it can act."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser

import pytest

from pages.answer_view import REASONS, log_html
from pages.conversations import Turn
from records import Figure
from tests.pages.fake_assistant import BELOW, BUDGET_ANSWER, HOSTILE_ANSWER, REFUSAL, cite


def shown(answer=BELOW, question: str = "질문") -> str:  # type: ignore[no-untyped-def]
    return log_html([Turn(question, answer)])


class Text(HTMLParser):
    """The words of a page, and its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.tags: list[str] = []
        self.attributes: list[str] = []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]


def test_an_answer_shows_how_it_was_understood_its_chips_and_its_sources() -> None:
    html = shown()
    text = Text(html).words
    assert "이렇게 이해했습니다: 2021년 · 전체 부서 · 달성률 100% 미만 · 지표 목록" in text
    assert "출처 2곳" in text
    assert "33번째 줄 · 원문 보기" in text
    assert html.count('class="source"') == 2


def test_the_badge_counts_figures_and_lists_the_proof_of_each() -> None:
    html = shown(BUDGET_ANSWER)
    assert "숫자 2개 모두 원문 확인" in html
    assert "<mark>13,351백만원</mark>" in html
    assert "13,351백만원 = 133억 5,100만원" in html


def test_a_percentage_is_marked_where_the_table_holds_only_its_digits() -> None:
    assert "<mark>75.0</mark>" in shown()


@pytest.mark.parametrize(
    ("quote", "figure", "marked"),
    [
        ("재무과 · 6640 · 5736", "6,640백만원", "재무과 · <mark>6640</mark> · 5736"),
        ("2019년 9회", "9회", "2019년 <mark>9회</mark>"),
        ("1,200 12 9", "12", "1,200 <mark>12</mark> 9"),
        ("19 9", "9", "19 <mark>9</mark>"),
        ("1.5 5", "5%", "1.5 <mark>5</mark>"),
        ("아홉 번", "9번", "아홉 번"),
    ],
)
def test_a_figure_is_marked_where_it_stands_alone(quote: str, figure: str, marked: str) -> None:
    citation = replace(cite(1, "▢ 나무과", "Ⅲ"), quote=quote)
    assert f"<q>{marked}</q>" in shown(replace(BUDGET_ANSWER, citations=(citation,), figures=(Figure(figure, (1,)),)))


def test_a_line_of_a_csv_file_is_shown_as_its_cells() -> None:
    citation = replace(cite(1, "▢ 나무과", "Ⅲ"), file="표.csv", quote='나무과,"도로, 하천",86')
    assert "나무과 · 도로, 하천 · 86" in shown(replace(BUDGET_ANSWER, citations=(citation,)))


def test_a_figure_without_proof_is_said() -> None:
    html = shown(replace(BUDGET_ANSWER, figures=(Figure("13,351백만원", (1,)), Figure("7곳"))))
    assert "숫자 2개 가운데 1개 원문 확인" in html
    assert "근거를 찾지 못했습니다" in html


def test_an_answer_without_figures_has_no_badge() -> None:
    assert "원문 확인" not in shown(REFUSAL)


def test_a_refusal_has_no_badge_whatever_figures_it_names() -> None:
    html = shown(replace(REFUSAL, figures=(Figure("2021년", (), "보고서의 기준 연도 2021년"),)))
    assert "원문 확인" not in html


def test_only_a_table_is_saved_as_csv() -> None:
    assert "표 저장" in shown(BELOW)
    assert "표 저장" not in shown(BUDGET_ANSWER)
    assert "글 저장" in shown(BUDGET_ANSWER)


def test_a_refusal_says_its_reason_and_lists_no_sources() -> None:
    html = shown(REFUSAL)
    assert REASONS["not_in_reports"] in html
    assert "출처" not in Text(html).words


def test_every_reason_of_the_records_has_words() -> None:
    assert set(REASONS) == {
        "not_in_reports",
        "off_topic",
        "private",
        "opinion",
        "unsafe",
        "clarify",
        "glossary",
    }


def test_many_sources_are_folded_after_the_first_three() -> None:
    citations = tuple(cite(n, "▢ 나무과", "Ⅲ > 나무과") for n in range(1, 8))
    html = shown(replace(BUDGET_ANSWER, citations=citations))
    assert "출처 7곳" in html
    assert "출처 4개 더 보기" in html
    assert html.count('class="source"') == 7


def test_a_question_under_way_is_shown_with_its_status() -> None:
    html = log_html([], ("질문 <b>", "찾는 중입니다…"))
    assert "질문 &lt;b&gt;" in html
    assert "찾는 중입니다…" in html
    assert 'class="turn pending"' in html


def test_an_error_is_a_turn_too() -> None:
    assert "잠시 뒤에" in log_html([Turn("질문", error="잠시 뒤에 다시 물어 주십시오.")])


def test_no_turns_are_nothing() -> None:
    assert log_html([]) == ""


def test_hostile_words_stay_words() -> None:
    page = Text(shown(HOSTILE_ANSWER, "<script>window.hacked=1</script>"))
    assert not {"script", "img", "form", "input", "i", "b", "del", "iframe"} & set(page.tags) - {"b"}
    assert not [name for name in page.attributes if name.startswith("on") or name in ("src", "action", "style")]
    assert "1~2위, 3~4위 2023*1.5*2 $$x$$" in page.words
    assert page.words.count("<script>window.hacked=1</script>") >= 3


def test_the_html_is_one_line_without_a_blank_one() -> None:
    assert "\n" not in shown(HOSTILE_ANSWER, "첫 줄\n\n둘째 줄")
