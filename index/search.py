"""Search of a generation: passages by keyword (morphemes and bigrams) and by meaning, fused; table rows by keyword.

Everything is opened lazily and once: a question that is answered from rows never loads Chroma.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import DamagedIndex, StaleIndex, Unavailable
from index import seal
from index.amended import Bound, amended_rows, bind
from index.embed import Embedder, Vector, load_embedder
from index.fuse import Mask, Rows, Scores, fuse, fusion_for
from index.generation import REBUILD, Manifest, load_manifest
from index.keywords import KeywordIndex
from index.lexicon import Lexicon, load_lexicon
from index.morphemes import Morphemes, bigrams
from index.nests import one_of_each_nest
from index.passages import PassageVectors
from index.rerank import DEPTH as RERANKED
from index.rerank import Reranker, load_reranker
from index.rows import Row, group_rows
from index.shelf import LocalShelf, Shelf, open_shelf
from index.vectors import Vectors
from index.within import Column, Places, Within
from ingest.standing import years_named
from records import Correction, Observation, Passage, Report
from settings import Settings

log = logging.getLogger(__name__)

CANDIDATES = 100
"""How many nearest passages the vector store is asked for before fusion."""

BROAD = 0.25
"""Share of the passages from which a filter is broad: the nearest of all are asked for, as many more as it drops."""

TERM_WEIGHT = 0.5
"""What a term of the lexicon counts against a word of the question itself."""

YEAR_BONUS = 0.3
"""What a passage of a year that the question names gains; less than a word is worth, as years are often left out or
meant loosely."""

RETRY_SECONDS = 5.0
"""How long a Chroma server that did not answer is left alone."""

NESTED = 8
"""How many candidates are looked at for each nest of passages to be shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score (larger is better, comparable within one search only)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class RowHit:
    row: Row
    score: float


EVERYWHERE = Within()


class Index:
    """One generation, open for reading. Threads may share it.

    Raises StaleIndex when another embedding model made it than the one asked for.
    """

    hidden: frozenset[str] = frozenset()
    """Reports (ids) that are as good as absent: only a part of an index (`index.part`) has such."""

    def __init__(
        self,
        folder: Path,
        embedding_model: str,
        fusion: str = "",
        reranker: Reranker | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        """`folder` holds the generation's files; where the rest of it lies, `shelf` knows (default: there too)."""
        self.folder = folder
        self.shelf = shelf or LocalShelf(folder.parent.parent)
        self.manifest: Manifest = load_manifest(folder)
        if self.manifest.embedding != embedding_model:
            raise self._stale(embedding_model)
        self.database = self.shelf.rows(folder)
        self.reranker = reranker
        self._embedding_model = embedding_model
        self._fusion = fusion_for(embedding_model, fusion)
        self._lock = threading.Lock()
        self._without_chroma_until = 0.0
        self._corrections: tuple[Correction, ...] = ()

    @cached_property
    def reports(self) -> dict[str, Report]:
        return {report.id: report for report in self.database.all(Report)}

    @cached_property
    def embedder(self) -> Embedder:
        embedder = load_embedder(self._embedding_model)
        if embedder.hash != self.manifest.embedding_hash:
            raise self._stale(embedder.name)
        return embedder

    def _stale(self, asked: str) -> StaleIndex:
        made = self.manifest.embedding
        other = "같은 이름의 다른 모델" if made == asked else asked
        return StaleIndex(f"색인은 임베딩 모델 {made}(으)로 만들어졌는데 지금 설정은 {other}입니다. {REBUILD}")

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon()

    @cached_property
    def vectors(self) -> PassageVectors:
        return PassageVectors(self.shelf.collection(self.folder), self.embedder.as_langchain())

    @cached_property
    def _array(self) -> Vectors:
        return Vectors.open(self.folder)

    @cached_property
    def _ordinals(self) -> dict[str, int]:
        return {passage.id: ordinal for ordinal, passage in enumerate(self.passages)}

    @cached_property
    def morphemes(self) -> Morphemes:
        return Morphemes(user_words=list(self.manifest.user_words))

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """All passages by ordinal."""
        return self.database.passages()

    @cached_property
    def _rows_read(self) -> Sequence[Row]:
        return group_rows(self.database.all(Observation))

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All rows by ordinal, with the figures that were put right by hand."""
        return amended_rows(self._rows_read, self.bound.held)

    @cached_property
    def bound(self) -> Bound:
        """The corrections by the figures they are of."""
        return bind(self._corrections, self._rows_read, self.reports)

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Lay these corrections over the figures that were read, in place of earlier ones; what was read stays."""
        self._corrections = tuple(corrections)
        for name in ("rows", "bound"):
            self.__dict__.pop(name, None)

    @cached_property
    def _passage_places(self) -> Places:
        reports = [self.reports[passage.report_id] for passage in self.passages]
        years = [passage.year or report.year for passage, report in zip(self.passages, reports, strict=True)]
        offices = [p.department or report.department for p, report in zip(self.passages, reports, strict=True)]
        return _places(reports, years, offices)

    @cached_property
    def _row_places(self) -> Places:
        first = [row.first for row in self.rows]
        reports = [self.reports[observation.report_id] for observation in first]
        years = [observation.year or report.year for observation, report in zip(first, reports, strict=True)]
        offices = [o.department or report.department for o, report in zip(first, reports, strict=True)]
        return _places(reports, years, offices)

    @cached_property
    def _passage_ties(self) -> Rows:
        """Each passage's place in the order of ids (a report's, then the passage's number): what settles ties."""
        order = sorted(range(len(self.passages)), key=lambda row: (self.passages[row].report_id, row))
        return np.argsort(np.array(order, dtype=np.intp))

    def _keywords(self, kind: str, tokens: str) -> KeywordIndex:
        folder = self.folder / "keywords" / kind / tokens
        try:
            return KeywordIndex.open(folder)
        except (OSError, ValueError, KeyError) as error:
            raise DamagedIndex(f"색인의 낱말 색인({folder})을 읽을 수 없습니다. {REBUILD}") from error

    @cached_property
    def _indexes(self) -> Mapping[tuple[str, str], KeywordIndex]:
        pairs = [(kind, tokens) for kind in ("passages", "rows") for tokens in ("morphemes", "bigrams")]
        return {pair: self._keywords(*pair) for pair in pairs}

    def keyword_scores(self, kind: str, query: str, terms: Sequence[str] = ()) -> dict[str, Scores]:
        """BM25 of every passage or row ("passages", "rows") over morphemes and over bigrams, as arrays by ordinal.

        `terms` are other words for the same, which count TERM_WEIGHT of a word of the query.
        """
        readers = {"morphemes": self.morphemes.tokens, "bigrams": bigrams}
        scores = {name: self._indexes[kind, name].scores(tokens(query)) for name, tokens in readers.items()}
        for name, tokens in readers.items():
            found = [token for term in terms for token in tokens(term)]
            if found:
                scores[name] += np.float32(TERM_WEIGHT) * self._indexes[kind, name].scores(found)
        return scores

    def keywords(self, kind: str) -> KeywordIndex:
        """The index of morphemes of "passages" or "rows"."""
        return self._indexes[kind, "morphemes"]

    def frequency(self, word: str) -> int:
        """How many passages hold a word."""
        return self._indexes["passages", "morphemes"].frequency(word)

    def words(self) -> list[str]:
        """Every word that stands in a passage or the name of a row."""
        return sorted({word for kind in ("passages", "rows") for word in self._indexes[kind, "morphemes"].words()})

    def search(
        self, question: str, k: int = 8, within: Within = EVERYWHERE, lexicon: Lexicon | None = None
    ) -> list[Hit]:
        """What a reader is given for a question as it was asked: the `k` best places, each nest of passages once.

        The lexicon (that which ships, or the one given) adds the terms of reports to everyday words, and passages of a
        year that is named come first. With a reranker the best RERANKED are put in its order, and scores are its own.
        """
        mask = self._passage_places.mask(within)
        scores = self._scores(question, terms_for(question, lexicon or self.lexicon), mask, dense=True)
        bonus = YEAR_BONUS * self._passage_places.years.among(years_named(question)).astype(np.float64)
        wanted = max(k, RERANKED) if self.reranker else k
        found = fuse(scores, self._fusion, NESTED * wanted, mask, bonus, self._passage_ties)
        nests = one_of_each_nest([self.passages[ordinal] for ordinal, _ in found], wanted)
        return self._reranked(question, [Hit(passage, found[place][1]) for passage, place in nests])[:k]

    def candidates(self, query: str, k: int, reports: Sequence[str] | None = None, dense: bool = True) -> list[Hit]:
        """The `k` passages that fit `query` best word by word, within `reports` (ids) when given, nests and all.

        For whoever has expanded the question and chooses among sub-bullet, bullet and section himself. What neither a
        word nor the meaning speaks for is left out.
        """
        mask = self._passage_places.mask(_only(reports))
        scores = self._scores(query, (), mask, dense)
        found = fuse(scores, self._fusion, k, mask, ties=self._passage_ties)
        return [Hit(self.passages[ordinal], score) for ordinal, score in found]

    def search_rows(self, query: str, k: int = 30, reports: Sequence[str] | None = None) -> list[RowHit]:
        """The `k` table rows and labelled bullets whose names fit `query` best."""
        found = fuse(self.keyword_scores("rows", query), self._fusion, k, self._row_places.mask(_only(reports)))
        return [RowHit(self.rows[ordinal], score) for ordinal, score in found]

    def _scores(self, query: str, terms: Sequence[str], mask: Mask | None, dense: bool) -> dict[str, Scores]:
        scores = self.keyword_scores("passages", query, terms)
        if dense and len(self.passages):
            similarities = self._similarities(self.embedder.embed_query(query), mask)
            # The last digits depend on where a vector lies in memory, and would settle ties by chance
            scores["dense"] = np.maximum(similarities.round(6), 0)
        return scores

    def _similarities(self, vector: Vector, mask: Mask | None) -> Scores:
        """Cosines by ordinal: of all allowed passages within a narrow filter, else of the nearest alone."""
        found = np.zeros(len(self.passages), dtype=np.float32)
        share = 1.0 if mask is None else float(mask.mean())
        if mask is not None and share < BROAD:
            rows = np.flatnonzero(mask)
            found[rows] = self._array.similarities(vector, rows)
            return found
        rows, similarities = self._nearest(vector, round(CANDIDATES / share))
        found[rows] = similarities
        return found

    def _nearest(self, vector: Vector, count: int) -> tuple[NDArray[np.intp], Scores]:
        """Ordinals and cosines of the nearest passages. The array is read instead while a Chroma server is down or the
        disk too full to open Chroma's folder."""
        if time.monotonic() >= self._without_chroma_until:
            try:
                pairs = self.vectors.nearest(vector, count)
                rows = np.array([self._ordinals[id_] for id_, _ in pairs], dtype=np.intp)
                return rows, np.array([similarity for _, similarity in pairs], dtype=np.float32)
            except Unavailable as error:
                log.warning("%s", error)
                self._without_chroma_until = time.monotonic() + RETRY_SECONDS
        return self._array.nearest(vector, count)

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        if self.reranker is None:
            return hits
        scores = self.reranker.scores(question, [hit.passage.search_text for hit in hits])
        order = np.argsort(-scores, kind="stable")  # equal ones stay in the order in which they were found
        return [Hit(hits[i].passage, float(scores[i])) for i in order]

    def glance(self) -> None:
        """Raise DamagedIndex when a file of the generation was touched since it was opened."""
        self._glance.check()

    @cached_property
    def _glance(self) -> seal.Glance:
        return seal.Glance.of(self.folder)

    def close(self) -> None:
        self.database.close()
        if "vectors" in self.__dict__:
            self.vectors.close()


def open_index(settings: Settings) -> Index:
    """Open the current generation. Raises NoIndex, StaleIndex, DamagedIndex or Unavailable, each with the remedy."""
    shelf = open_shelf(settings)
    folder = shelf.current()
    load_manifest(folder)  # an index of an older version is no damaged one, and has no seal or another
    seal.check(folder)
    return Index(folder, settings.embedding_model, settings.fusion, load_reranker(settings.reranker), shelf)


def _only(reports: Sequence[str] | None) -> Within:
    return Within(None if reports is None else tuple(reports))


def _places(reports: Sequence[Report], years: Sequence[int | None], offices: Sequence[str | None]) -> Places:
    ids, agencies = [report.id for report in reports], [report.agency for report in reports]
    return Places(Column(ids), Column(agencies), Column(years), Column(offices))


def terms_for(question: str, lexicon: Lexicon) -> list[str]:
    """The lexicon's terms for the words of a question."""
    return [term for found in lexicon.expand(question) for term in found.terms]
