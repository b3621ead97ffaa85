"""Where a whole table is cited all its names and figures stand in the cited place: rows are told apart all the same."""

from __future__ import annotations

import pytest

from answer.ask import Assistant
from answer.dialogue import Conversation
from answer.llm.evidence import gather
from answer.llm.grounds import Grounds
from answer.llm.prompts import load_prompt
from answer.llm.rules import broken_rule
from settings import Settings

BUDGET = "서구 총괄표에서 총무국 예산은 얼마인가요?"
MEETINGS = "2018년 협치분과회의는 몇 회 열렸나요?"


@pytest.fixture(scope="module")
def grounds(shared_index: Settings) -> dict[str, Grounds]:
    assistant = Assistant.open(shared_index)
    found = {}
    for question in (BUDGET, MEETINGS):
        made = assistant._answer(assistant._corpus, question, Conversation())
        found[question] = Grounds(
            made.context, made.answer, gather(made.context, made.answer), load_prompt("write").rules
        )
    return found


def _faults(grounds: Grounds, sentence: str) -> set[str | None]:
    """What is wrong with a sentence, whichever place of the answer it cites."""
    return {broken_rule(f"{sentence} [{place.n}]", grounds) for place in grounds.evidence.places}


LIES = [
    (BUDGET, "총무국의 예산액은 223,698백만원입니다."),
    (BUDGET, "서구 ‘전체(계)’: 예산액 66,726백만원입니다."),
    (BUDGET, "보건소의 예산액은 2,431백만원입니다."),
    (BUDGET, "총무국의 전략목표수는 0개입니다."),
    (MEETINGS, "협치분과회의는 8회 열렸습니다."),
    (MEETINGS, "협치분과회의는 35회 열렸고 200명이 참여했습니다."),
]


@pytest.mark.parametrize(("question", "sentence"), LIES)
def test_a_figure_of_another_row_is_kept_back(question: str, sentence: str, grounds: dict[str, Grounds]) -> None:
    assert None not in _faults(grounds[question], sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [(BUDGET, "총무국의 예산액은 66,726백만원입니다."), (MEETINGS, "협치분과회의는 35회 열렸습니다.")],
)
def test_the_figure_of_the_row_passes(question: str, sentence: str, grounds: dict[str, Grounds]) -> None:
    assert None in _faults(grounds[question], sentence)


def test_a_whole_table_is_shown_by_the_rows_that_the_answer_names(grounds: dict[str, Grounds]) -> None:
    shown = " ".join(place.shown for place in grounds[BUDGET].evidence.places)
    assert "총무국" in shown and "전체(계)" not in shown
