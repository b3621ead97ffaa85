"""Vectors as a memory-mapped array: the same numbers however the rows lie."""

from pathlib import Path

import numpy as np
import pytest

from errors import DamagedIndex
from index import vectors
from index.vectors import SCATTERED, Vectors


@pytest.fixture
def array(tmp_path: Path) -> np.ndarray:
    written = np.random.default_rng(7).normal(size=(3 * SCATTERED, 8)).astype(np.float32)
    vectors.write(tmp_path, written)
    return written


ROWS = {
    "none": [],
    "one": [5],
    "neighbours": list(range(10, 40)),
    "two stretches and one apart": [*range(3), *range(7, 12), 100],
    "scattered": list(range(0, 3 * SCATTERED, 2)),
}


@pytest.mark.parametrize("name", ROWS)
def test_similarities_are_those_of_the_rows(tmp_path: Path, array: np.ndarray, name: str) -> None:
    rows = np.array(ROWS[name], dtype=np.intp)
    question = array[5]
    found = Vectors.open(tmp_path).similarities(question, rows)
    assert found.shape == (len(rows),) and found.dtype == np.float32
    assert found == pytest.approx([float(np.dot(array[row], question)) for row in rows], abs=1e-5)


@pytest.mark.parametrize("content", [None, b"", b"nothing"])
def test_a_missing_or_broken_file_is_damage(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / vectors.FILE).write_bytes(content)
    with pytest.raises(DamagedIndex, match="python -m ingest"):
        Vectors.open(tmp_path)


def test_the_nearest_of_all_are_found_without_chroma(tmp_path: Path) -> None:
    vectors.write(tmp_path, np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32))
    rows, similarities = Vectors.open(tmp_path).nearest(np.array([1, 0], dtype=np.float32), 2)
    assert dict(zip(rows.tolist(), similarities.tolist(), strict=True)) == {0: 1.0, 2: pytest.approx(0.6)}
    vectors.write(tmp_path, np.zeros((0, 2), dtype=np.float32))
    assert len(Vectors.open(tmp_path).nearest(np.array([1, 0], dtype=np.float32), 2)[0]) == 0
