"""Keyword scores (BM25) over lists of tokens, kept in a folder and memory-mapped when opened."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

K1, B = 0.8, 0.5
"""BM25's constants: how soon repetition saturates, and how much long passages are held back. Lower than the usual 1.5
and 0.75: a passage of a report is short and seldom says a word twice; 1 to 2 points of Recall@1 on all sets."""

_COUNT = "count.json"


TEXT_REPEATS = 2
"""How many more times a passage's own words are read than its headings, which it shares with its neighbours: without
them a heading's word outweighs the bullet that answers (golden dev questions, Recall@1 .60 → .69)."""


def passage_text(search_text: str, text: str) -> str:
    """What is indexed of a passage: its headings and text once, and its own text again, TEXT_REPEATS times."""
    return "\n".join([search_text, *[text] * TEXT_REPEATS])


def build(folder: Path, token_lists: Sequence[Sequence[str]]) -> None:
    """Write the index of `token_lists` (one list a passage, in the order of their rows) into `folder`.

    Passages without tokens are kept as rows that never score. An empty collection is written too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    ready = any(token_lists)
    (folder / _COUNT).write_text(json.dumps({"rows": len(token_lists), "scored": ready}), encoding="utf-8")
    if not ready:
        return
    engine = _engine()
    engine.index([list(tokens) for tokens in token_lists], create_empty_token=True, show_progress=False)
    engine.save(str(folder), show_progress=False)


@dataclass(frozen=True)
class KeywordIndex:
    """An open index of `rows` passages; reading it from several threads is safe."""

    rows: int
    _engine: Any

    @classmethod
    def open(cls, folder: Path) -> KeywordIndex:
        """Open what `build` wrote. Raises OSError or ValueError when the folder is missing or damaged."""
        count = json.loads((folder / _COUNT).read_text(encoding="utf-8"))
        if not count["scored"]:
            return cls(count["rows"], None)
        import bm25s

        engine = bm25s.BM25.load(str(folder), mmap=True, load_corpus=False, show_progress=False)
        found = engine.scores["num_docs"]
        if found != count["rows"]:
            raise ValueError(f"{folder}: {count['rows']} rows expected, {found} found")
        return cls(count["rows"], engine)

    def scores(self, tokens: Sequence[str], mask: NDArray[np.bool_] | None = None) -> NDArray[np.float32]:
        """BM25 of every passage for these tokens, shape (rows,); 0 where nothing matches or `mask` is False.

        A token given twice counts twice; unknown tokens count nothing.
        """
        total = np.zeros(self.rows, dtype=np.float32)
        if self._engine is None:
            return total
        matrix = self._engine.scores
        data, indices, starts = matrix["data"], matrix["indices"], matrix["indptr"]
        for token in tokens:
            number = self._engine.vocab_dict.get(token)
            if token and number is not None:
                begin, end = starts[number], starts[number + 1]
                # A passage stands at most once in a token's column, so plain indexing adds right, and ten times
                # quicker than np.add.at, which bm25s uses.
                total[indices[begin:end]] += data[begin:end]
        if mask is not None:
            total[~mask] = 0
        return total

    def frequency(self, token: str, within: NDArray[np.bool_] | None = None) -> int:
        """How many passages, of those that `within` (shape (rows,)) allows, hold the token; 0 where none does."""
        # bm25s has a number for the empty token, but no column: a question of control characters asks for it
        number = None if self._engine is None or not token else self._engine.vocab_dict.get(token)
        if number is None:
            return 0
        matrix = self._engine.scores
        begin, end = matrix["indptr"][number], matrix["indptr"][number + 1]
        return int(end - begin if within is None else np.count_nonzero(within[matrix["indices"][begin:end]]))

    def words(self, within: NDArray[np.bool_] | None = None) -> list[str]:
        """Every token that stands in some passage, of those that `within` (shape (rows,)) allows."""
        if self._engine is None:
            return []
        words = [(token, number) for token, number in self._engine.vocab_dict.items() if token]
        if within is None:
            return [token for token, _ in words]
        matrix = self._engine.scores
        before = np.concatenate([[0], np.cumsum(within[matrix["indices"]])])
        held = np.diff(before[matrix["indptr"]])
        return [token for token, number in words if held[number]]


def _engine() -> Any:
    import bm25s

    logging.getLogger("bm25s").setLevel(logging.WARNING)
    return bm25s.BM25(k1=K1, b=B, method="lucene")
