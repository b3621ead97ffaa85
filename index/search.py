"""Search of a generation: passages by keyword (morphemes and bigrams) and by meaning, fused; table rows by keyword.

Everything is opened lazily and once: a question that is answered from rows never loads Chroma.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from errors import DamagedIndex, StaleIndex
from index import database
from index.embed import Embedder, load_embedder
from index.fuse import fuse, weights_for
from index.generation import REBUILD, Manifest, current_folder, load_manifest
from index.keywords import KeywordIndex
from index.morphemes import Morphemes, bigrams
from index.passages import PassageVectors
from index.rows import Row, group_rows
from records import Observation, Passage, Report
from settings import Settings

CANDIDATES = 100
"""How many nearest passages the vector store is asked for before fusion."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, with its fused score (larger is better, comparable within one search only)."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class RowHit:
    row: Row
    score: float


class Index:
    """One generation, open for reading. Threads may share it."""

    def __init__(self, folder: Path, embedding_model: str) -> None:
        self.folder = folder
        self.manifest: Manifest = load_manifest(folder)
        self.database = database.Database(folder / "observations.db")
        self._embedding_model = embedding_model
        self._lock = threading.Lock()

    @cached_property
    def reports(self) -> dict[str, Report]:
        return {report.id: report for report in self.database.all(Report)}

    @cached_property
    def embedder(self) -> Embedder:
        embedder = load_embedder(self._embedding_model)
        if embedder.hash != self.manifest.embedding_hash:
            raise StaleIndex(
                f"색인은 임베딩 모델 {self.manifest.embedding}(으)로 만들어졌는데 지금 설정은 {embedder.name}입니다. "
                f"{REBUILD}"
            )
        return embedder

    @cached_property
    def vectors(self) -> PassageVectors:
        return PassageVectors(self.folder / "chroma", self.embedder.as_langchain())

    @cached_property
    def morphemes(self) -> Morphemes:
        return Morphemes(user_words=list(self.manifest.user_words))

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """All passages by ordinal."""
        return self.database.passages()

    @cached_property
    def rows(self) -> Sequence[Row]:
        """All rows by ordinal."""
        return group_rows(self.database.all(Observation))

    @cached_property
    def _passage_reports(self) -> np.ndarray:
        return np.array([passage.report_id for passage in self.passages])

    @cached_property
    def _row_reports(self) -> np.ndarray:
        return np.array([row.first.report_id for row in self.rows])

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

    def keyword_scores(self, kind: str, query: str) -> dict[str, np.ndarray]:
        """BM25 of every passage or row ("passages", "rows") over morphemes and over bigrams, as arrays by ordinal."""
        return {
            "morphemes": self._indexes[kind, "morphemes"].scores(self.morphemes.tokens(query)),
            "bigrams": self._indexes[kind, "bigrams"].scores(bigrams(query)),
        }

    def keywords(self, kind: str) -> KeywordIndex:
        """The index of morphemes of "passages" or "rows"."""
        return self._indexes[kind, "morphemes"]

    def frequency(self, word: str) -> int:
        """How many passages hold a word."""
        return self._indexes["passages", "morphemes"].frequency(word)

    def words(self) -> list[str]:
        """Every word that stands in a passage or the name of a row."""
        return sorted({word for kind in ("passages", "rows") for word in self._indexes[kind, "morphemes"].words()})

    def search(self, query: str, k: int = 8, reports: Sequence[str] | None = None, dense: bool = True) -> list[Hit]:
        """The `k` passages that fit `query` best, within `reports` (ids) when given.

        What neither a word nor the meaning speaks for is left out.
        """
        scores = self.keyword_scores("passages", query)
        if dense and len(self.passages):
            similarities = np.zeros(len(self.passages), dtype=np.float32)
            for ordinal, similarity in self.vectors.nearest(self.embedder.embed_query(query), CANDIDATES):
                similarities[ordinal] = max(similarity, 0.0)
            scores["dense"] = similarities
        keep = self._mask(self._passage_reports, reports)
        found = fuse(scores, weights_for(self._embedding_model), k, keep)
        return [Hit(self.passages[ordinal], score) for ordinal, score in found]

    def search_rows(self, query: str, k: int = 30, reports: Sequence[str] | None = None) -> list[RowHit]:
        """The `k` table rows and labelled bullets whose names fit `query` best."""
        keep = self._mask(self._row_reports, reports)
        found = fuse(self.keyword_scores("rows", query), weights_for(self._embedding_model), k, keep)
        return [RowHit(self.rows[ordinal], score) for ordinal, score in found]

    @staticmethod
    def _mask(owners: np.ndarray, reports: Sequence[str] | None) -> np.ndarray | None:
        return None if reports is None else np.isin(owners, list(reports))

    def close(self) -> None:
        self.database.close()
        if "vectors" in self.__dict__:
            self.vectors.close()


def open_index(settings: Settings) -> Index:
    """Open the current generation. Raises NoIndex, StaleIndex or DamagedIndex, each with the remedy."""
    return Index(current_folder(settings.data_dir), settings.embedding_model)
