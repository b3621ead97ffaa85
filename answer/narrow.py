"""A context narrowed to what an earlier answer used: 그중 제일 낮은 건 looks at those rows and at no others."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from answer.context import Context
from answer.corpus import Corpus
from answer.datasets import DataSet, entity_of
from answer.match import Match, Weighed
from index.rows import Row
from records import Passage


@dataclass
class Replaced(Context):
    """A context with earlier words beside new ones: a whole section holds both by chance, and is no answer."""

    @cached_property
    def passages(self) -> list[Match]:
        return [match for match in super().passages if match.passage and match.passage.kind != "section"]


@dataclass
class Narrow(Context):
    """A context whose rows and passages are given; a subject word of the question must stand in them."""

    kept: tuple[Row, ...] = ()
    quoted: tuple[Passage, ...] = ()

    @cached_property
    def rows(self) -> list[Match]:
        found = [self._match(row, self.corpus.row_text(row)) for row in self.kept]
        return sorted(found, key=lambda match: -match.score)

    @cached_property
    def passages(self) -> list[Match]:
        found = [self._match(passage, self.corpus.passage_text(passage)) for passage in self.quoted]
        return sorted(found, key=lambda match: -match.score)

    def _match(self, item: Row | Passage, words: str) -> Match:
        coverage = _coverage(self.terms, words)
        return Match(item, coverage, (), coverage, True, True, self.corpus.enough)


def _coverage(terms: Sequence[Weighed], words: str) -> float:
    total = sum(term.weight for term in terms)
    return sum(t.weight * t.term.coverage(words) for t in terms) / total if total else 1.0


def narrowed(corpus: Corpus, rows: Sequence[Row]) -> Corpus:
    """The same corpus with one data set alone for each report: the given rows of it."""
    view = copy.copy(corpus)
    view.__dict__["datasets"] = list(_datasets(rows))
    return view


def _datasets(rows: Sequence[Row]) -> Iterable[DataSet]:
    for report_id in dict.fromkeys(row.first.report_id for row in rows):
        own = tuple(row for row in rows if row.first.report_id == report_id)
        shared = frozenset.intersection(*(frozenset(row.measures) for row in own))
        yield DataSet(report_id, entity_of(own[0]), shared, own, ())
