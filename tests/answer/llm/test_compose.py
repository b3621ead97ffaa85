"""The answer put together: nothing that was asked is lost, nothing stands among the figures that is not said, and a
line of the template does not swallow the next one of the model (integration, loopback fake)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from answer.llm.compose import laid_out
from answer.llm.model import LanguageModel
from eval.loopback import Loopback
from pages.markup import render
from records import Answer

Ask = Callable[..., Answer]
STAFF = "2015년 기획예산과 정원과 현원은?"
ROW = "감사담당관에서 청렴도 향상 시책은 2021년 목표가 몇 회였고 실제로는 몇 회 했죠?"
SEVERAL = "재무과와 징수과의 달성률 평균을 비교해줘"


@pytest.fixture
def tell(ask: Ask, fake: Loopback, model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """The answer to a question where the model writes exactly this."""
    monkeypatch.setattr(model, "settings", model.settings.model_copy(update={"llm_planner": "off"}))

    def told(question: str, *lines: str) -> Answer:
        fake.script = "\n".join(lines)
        model.forget()
        return ask("honest", question)

    return told


def test_a_figure_that_equals_one_already_told_is_not_lost(tell: Ask) -> None:
    answer = tell(STAFF, "기획예산과 전체 정원은 23명입니다. [1]")
    assert answer.writer == "loopback-fake"
    assert "현원 23명" in answer.text  # 정원 23, 현원 23: the same figure, and another cell


def test_of_two_figures_asked_the_one_not_told_is_added(tell: Ask) -> None:
    answer = tell(ROW, "감사담당관의 청렴도 향상 시책 추진 실적은 45회입니다. [1]")
    assert "목표 30회" in answer.text
    whole = tell(ROW, "감사담당관의 청렴도 향상 시책 추진은 목표 30회, 실적 45회입니다. [1]")
    assert whole.text == "감사담당관의 청렴도 향상 시책 추진은 목표 30회, 실적 45회입니다. [1]"


def test_the_figures_are_those_that_are_said(tell: Ask) -> None:
    answer = tell(ROW, "2021년 감사담당관의 청렴도 향상 시책 추진은 목표 30회, 실적 45회입니다. [1]")
    assert sorted(figure.text for figure in answer.figures) == ["2021년", "30회", "45회"]


def test_of_several_rows_only_the_cells_that_are_said_are_figures(tell: Ask) -> None:
    said = "재무과 ‘대금지급 확인시스템 실적제고 목표 달성률’의 실적은 100%입니다. [3]"
    figures = tell(SEVERAL, said).figures
    assert [figure.citations for figure in figures if figure.text == "100%"] == [(3,)]  # [4] has 100% too
    assert not [figure for figure in figures if figure.text in {"316%", "5,792백만원", "86%"}]


def test_a_line_of_the_template_does_not_swallow_the_next_one(tell: Ask) -> None:
    answer = tell(SEVERAL, "재무과의 달성률 평균은 151%입니다. [1][2][3][4]", "징수과는 122.5%입니다. [5][6][7][8]")
    assert "- 재무과 150.5%\n\n징수과는 122.5%입니다. [5][6][7][8]" in answer.text
    assert "<li>재무과 150.5%</li></ul><p>징수과는" in render(answer.text)


def test_lists_quotes_and_tables_end_with_a_blank_line() -> None:
    lines = ["- 하나", "- 둘", "끝", "> 인용", "또", "| a |", "|---|", "| 1 |", "뒤", ""]
    assert laid_out(lines) == "- 하나\n- 둘\n\n끝\n> 인용\n\n또\n| a |\n|---|\n| 1 |\n\n뒤"
