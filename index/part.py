"""An open index without some of its reports: what they say is neither found nor counted, nor known by its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from index.embed import Embedder
from index.lexicon import Lexicon
from index.morphemes import Morphemes
from index.passages import PassageVectors
from index.rows import Row
from index.search import EVERYWHERE, Hit, Index, RowHit
from index.within import Within
from records import Passage, Report


class Part(Index):
    """`whole` without the reports `hidden` (ids). Files and models are those of the whole and are not opened again."""

    def __init__(self, whole: Index, hidden: frozenset[str]) -> None:
        self.folder, self.shelf = whole.folder, whole.shelf
        self.manifest, self.database = whole.manifest, whole.database
        self._whole = whole
        self.hidden = hidden

    @cached_property
    def reports(self) -> dict[str, Report]:
        return {id_: report for id_, report in self._whole.reports.items() if id_ not in self.hidden}

    @cached_property
    def embedder(self) -> Embedder:
        return self._whole.embedder

    @cached_property
    def vectors(self) -> PassageVectors:
        return self._whole.vectors

    @cached_property
    def morphemes(self) -> Morphemes:
        return self._whole.morphemes

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The passages that are left; their places in the list are not ordinals."""
        return [passage for passage in self._whole.passages if passage.report_id not in self.hidden]

    @cached_property
    def rows(self) -> Sequence[Row]:
        """The rows that are left; their places in the list are not ordinals."""
        return [row for row in self._whole.rows if row.first.report_id not in self.hidden]

    @cached_property
    def _left(self) -> dict[str, np.ndarray]:
        """Which ordinals of the whole are left, for passages and for rows."""
        owners = {
            "passages": [passage.report_id for passage in self._whole.passages],
            "rows": [row.first.report_id for row in self._whole.rows],
        }
        return {kind: np.array([owner not in self.hidden for owner in ids], bool) for kind, ids in owners.items()}

    def frequency(self, word: str) -> int:
        """How many of the passages that are left hold a word."""
        return self._whole.keywords("passages").frequency(word, self._left["passages"])

    def words(self) -> list[str]:
        """Every word that stands in a passage or the name of a row that is left."""
        return sorted({word for kind, left in self._left.items() for word in self._whole.keywords(kind).words(left)})

    def search(
        self, question: str, k: int = 8, within: Within = EVERYWHERE, lexicon: Lexicon | None = None
    ) -> list[Hit]:
        return self._whole.search(question, k, replace(within, reports=tuple(self._shown(within.reports))), lexicon)

    def candidates(self, query: str, k: int, reports: Sequence[str] | None = None, dense: bool = True) -> list[Hit]:
        return self._whole.candidates(query, k, self._shown(reports), dense)

    def search_rows(self, query: str, k: int = 30, reports: Sequence[str] | None = None) -> list[RowHit]:
        return self._whole.search_rows(query, k, self._shown(reports))

    def keyword_scores(self, kind: str, query: str, terms: Sequence[str] = ()) -> dict[str, np.ndarray]:
        """Scores by ordinal of the whole; what is hidden scores nothing."""
        left, scores = self._left[kind], self._whole.keyword_scores(kind, query, terms)
        return {name: np.where(left, values, 0) for name, values in scores.items()}

    def _shown(self, reports: Sequence[str] | None) -> list[str]:
        return [id_ for id_ in (self.reports if reports is None else reports) if id_ not in self.hidden]

    def glance(self) -> None:
        self._whole.glance()

    def close(self) -> None:
        """Nothing: the whole is closed by who opened it."""
