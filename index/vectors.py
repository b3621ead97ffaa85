"""The passages' vectors as one memory-mapped array beside Chroma, row by row in the order of the passages.

Chroma knows quickly what is nearest among all, but not within a filter. Over 200,000 passages, of which one in 25 is
allowed, its own filter takes 60 ms at best; asking for more and filtering after finds 93 % of the nearest in 43 ms;
reading just the allowed rows here takes 2 ms and is exact (docs/retrieval.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from errors import DamagedIndex

FILE = "vectors.npy"

SCATTERED = 500
"""Stretches of neighbouring rows up to which each is read where it lies; more of them are gathered into a copy. The
passages of a report lie together."""


def write(folder: Path, vectors: NDArray[np.float32]) -> None:
    """Write vectors (n, d) of length 1 into `folder`."""
    np.save(folder / FILE, np.asarray(vectors, dtype=np.float32))


@dataclass(frozen=True)
class Vectors:
    """The open array, shape (n, d); nothing is read from disk before it is asked for."""

    array: NDArray[np.float32]

    @classmethod
    def open(cls, folder: Path) -> Vectors:
        """Raises DamagedIndex when the file is missing or broken."""
        try:
            return cls(np.load(folder / FILE, mmap_mode="r"))
        except (OSError, ValueError, EOFError) as error:
            raise DamagedIndex(
                f"색인의 벡터({folder / FILE})를 읽을 수 없습니다. `python -m ingest`로 색인을 다시 만들어 주십시오."
            ) from error

    def similarities(self, vector: NDArray[np.float32], rows: NDArray[np.intp]) -> NDArray[np.float32]:
        """Cosine similarity of a vector (d,) of length 1 to the given rows, shape (len(rows),)."""
        breaks = np.flatnonzero(np.diff(rows) != 1) + 1
        if len(breaks) > SCATTERED:
            scattered: NDArray[np.float32] = self.array[rows] @ vector
            return scattered
        found = np.empty(len(rows), dtype=np.float32)
        for begin, end in pairwise([0, *breaks.tolist(), len(rows)]):
            if end > begin:
                found[begin:end] = self.array[rows[begin] : rows[end - 1] + 1] @ vector
        return found

    def nearest(self, vector: NDArray[np.float32], count: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
        """Rows and cosine similarities of the `count` nearest of all, in no order."""
        similarities = self.array @ vector
        count = min(count, len(similarities))
        rows = np.argpartition(-similarities, count - 1)[:count] if count else np.arange(0)
        return rows, similarities[rows]
