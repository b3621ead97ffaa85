"""What an operation is given: the question, its plan, its weighted subject, and the open index."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from answer.corpus import Corpus
from answer.draft import Draft
from answer.match import Match, Weighed, find
from answer.plan import Plan
from answer.read import Question


@dataclass
class Context:
    """One question on its way to an answer. `rows` and `passages` are what it may be about, best first."""

    corpus: Corpus
    question: Question
    plan: Plan
    terms: list[Weighed]
    notes: list[str] = field(default_factory=list)

    @cached_property
    def rows(self) -> list[Match]:
        return find(self.corpus, self.question, self.terms, self.plan.scope, rows=True)

    @cached_property
    def passages(self) -> list[Match]:
        return find(self.corpus, self.question, self.terms, self.plan.scope, rows=False)

    def draft(self) -> Draft:
        return Draft(self.corpus.reports, self.corpus.text, self.plan.unit, self.corpus.table_at)
