"""Answer golden conversations and measure each answer: what every command that scores goes through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from answer.ask import Assistant, language_model
from answer.columns import Cells
from answer.corpus import Corpus
from eval.conversations import Script, hold
from eval.grading import Grade, grade
from eval.metrics.citations import CitationCounts, OpenText, count_citations
from eval.metrics.exactness import ListScore, list_score
from eval.metrics.faithfulness import Faithfulness, faithfulness
from eval.questions import Golden
from index.search import Index, open_index
from records import Answer
from settings import Settings

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Result:
    """A golden conversation with the answers to all its turns; the measures are those of the last."""

    golden: Golden
    answers: tuple[Answer, ...]
    grade: Grade
    proof: Faithfulness
    citations: CitationCounts
    listed: ListScore | None

    @property
    def answer(self) -> Answer:
        return self.answers[-1]


@dataclass(frozen=True)
class Bench:
    """An open index with the assistant that answers from it.

    `text` opens a report's text by its id, `cells` gives the observations that stand in a cited place.
    """

    index: Index
    assistant: Assistant
    text: OpenText
    cells: Cells

    @classmethod
    def open(cls, settings: Settings) -> Bench:
        """With the language model where one is set. Raises NoIndex, StaleIndex, DamagedIndex or SettingError."""
        index = open_index(settings)
        text = lru_cache(maxsize=None)(index.database.text)
        return cls(index, Assistant(settings, index, language_model(settings)), text, Corpus(index).cells)

    def holds(self, file: str) -> bool:
        """Is a report of this name, or part of a name, in the index?"""
        return any(file in report.file for report in self.index.reports.values())


def evaluate(bench: Bench, questions: Sequence[Golden], progress: Progress | None = None) -> list[Result]:
    """Hold every conversation and measure its last answer, in order. The first question waits for no model."""
    bench.assistant.warm()
    results = []
    for done, golden in enumerate(questions, start=1):
        results.append(_result(bench, golden))
        if progress:
            progress(done, len(questions))
    return results


def _result(bench: Bench, golden: Golden) -> Result:
    answers = tuple(hold(bench.assistant, Script(golden.id, golden.turns)))
    # A place is due only where its report lies here: the re-typed reports have other files
    due = replace(golden, cite=tuple(place for place in golden.cite if bench.holds(place.file)))
    told = grade(due, answers[-1])
    return Result(
        golden,
        answers,
        told,
        faithfulness(answers[-1], bench.text, bench.cells),
        count_citations(due, len(told.places), answers[-1], bench.text),
        list_score(golden, answers[-1]),
    )
