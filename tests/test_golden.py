"""The development questions over the original reports: nothing unproved, every quote exact, and enough of them right.

The whole score with its intervals is `python -m eval run`; this is the floor below which no change may fall.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from answer.ask import Assistant
from answer.check import unproved
from answer.columns import Cells
from answer.dialogue import Conversation
from eval.grading import grade
from eval.questions import Golden, read_golden
from index.search import Index, open_index
from records import Answer, Citation, Observation
from settings import Settings

GOLDEN = Path(__file__).resolve().parent.parent / "eval" / "golden" / "dev.jsonl"
FLOOR = 0.877
"""Share of conversations that have to be right: three points below the 90.7 % measured."""


@dataclass(frozen=True)
class Told:
    """A golden conversation with the answers to its turns; the last is graded."""

    golden: Golden
    answers: tuple[Answer, ...]


@pytest.fixture(scope="module")
def index(shared_index: Settings) -> Index:
    return open_index(shared_index)


@pytest.fixture(scope="module")
def told(shared_index: Settings) -> list[Told]:
    assistant = Assistant.open(shared_index)
    found = []
    for golden in read_golden(GOLDEN):
        conversation, answers = Conversation(), []
        for turn in golden.turns:
            answer, conversation = assistant.ask(turn, conversation)
            answers.append(answer)
        found.append(Told(golden, tuple(answers)))
    return found


def cells_of(index: Index) -> Cells:
    """The observations that stand in a cited place."""
    figures: dict[str, list[Observation]] = {}
    for row in index.rows:
        figures.setdefault(row.first.report_id, []).extend(row.observations)

    def within(citation: Citation) -> list[Observation]:
        found = figures.get(citation.report_id, ())
        return [o for o in found if citation.start <= o.start and o.end <= citation.end]

    return within


def test_no_figure_is_unproved(told: list[Told], index: Index) -> None:
    texts = {report_id: index.database.text(report_id) for report_id in index.reports}
    cells = cells_of(index)
    answers = [answer for one in told for answer in one.answers]
    faults = {answer.question: unproved(answer, texts.__getitem__, cells) for answer in answers}
    assert {question: found for question, found in faults.items() if found} == {}


def test_every_quote_is_exact(told: list[Told], index: Index) -> None:
    texts = {report_id: index.database.text(report_id) for report_id in index.reports}
    citations = [citation for one in told for answer in one.answers for citation in answer.citations]
    assert len(citations) > 300
    assert [c for c in citations if c.quote != texts[c.report_id][c.start : c.end]] == []


def test_enough_are_right(told: list[Told]) -> None:
    wrong = [one.golden for one in told if not grade(one.golden, one.answers[-1]).right]
    share = 1 - len(wrong) / len(told)
    by_family = Counter(golden.family for golden in wrong)
    assert share >= FLOOR, f"{share:.1%} right; wrong: {dict(by_family)}: {[golden.id for golden in wrong]}"
