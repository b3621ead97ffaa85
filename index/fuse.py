"""Several rankings into one: min-max scores with weights, or reciprocal ranks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

WEIGHTS: Mapping[str, Mapping[str, float]] = {
    "bundled": {"morphemes": 1.0, "bigrams": 0.5, "dense": 0.3},
    "hub": {"morphemes": 1.0, "bigrams": 0.5, "dense": 1.0},
}
"""Weights by kind of embedding. `bundled` is measured (docs/evaluation.md); `hub` is a start to be measured."""

DEPTH = 200
"""How many of the best of each ranking take part. Deeper changes no first ten that was measured."""


def weights_for(embedding: str) -> Mapping[str, float]:
    """The weights for an embedding's setting: `bundled`, or anything else, which is a hub model."""
    return WEIGHTS.get(embedding, WEIGHTS["hub"])


def fuse(
    scores: Mapping[str, Scores],
    weights: Mapping[str, float],
    k: int,
    mask: NDArray[np.bool_] | None = None,
    depth: int = DEPTH,
) -> list[tuple[int, float]]:
    """The `k` best rows as (row, score), best first; ties go to the lower row.

    `scores` maps a ranking's name to the scores of all rows, shape (n,) each. The best `depth` rows of each ranking
    that score above 0 are the candidates; each ranking's scores are stretched to 0..1 over all candidates, and summed
    by weight. Rankings without a weight, and rows where `mask` is False, take no part.

    >>> a, b = np.array([4, 2, 0], np.float32), np.array([0, 1, 3], np.float32)
    >>> fuse({"a": a, "b": b}, {"a": 1.0, "b": 0.5}, k=2)  # row 0: 1 + 0, row 1: 2/4 + 0.5 * 1/3, row 2: 0 + 0.5
    [(0, 1.0), (1, 0.6666666666666666)]
    """
    used = {name: scores[name] for name in sorted(scores) if weights.get(name, 0) > 0}
    candidates = _candidates(used, mask, max(depth, k))
    if candidates.size == 0:
        return []
    total = np.zeros(candidates.size, dtype=np.float64)
    for name, values in used.items():
        total += weights[name] * _stretch(values[candidates].astype(np.float64))
    return _best(candidates, total, k)


def rrf(
    scores: Mapping[str, Scores],
    k: int,
    weights: Mapping[str, float] | None = None,
    mask: NDArray[np.bool_] | None = None,
    depth: int = DEPTH,
    constant: int = 60,
) -> list[tuple[int, float]]:
    """Reciprocal rank fusion: a row gets weight / (constant + rank) from each ranking that holds it; ranks from 1.

    For embeddings about as good as the keywords; a weak one pulls the others down (FACTS: 10 to 17 points).
    """
    used = {name: scores[name] for name in sorted(scores) if weights is None or weights.get(name, 0) > 0}
    totals: dict[int, float] = {}
    for name, values in used.items():
        weight = 1.0 if weights is None else weights[name]
        for rank, row in enumerate(_top(values, mask, max(depth, k)), start=1):
            totals[int(row)] = totals.get(int(row), 0.0) + weight / (constant + rank)
    return sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:k]


def _candidates(scores: Mapping[str, Scores], mask: NDArray[np.bool_] | None, depth: int) -> NDArray[np.intp]:
    tops = [_top(values, mask, depth) for values in scores.values()]
    return np.unique(np.concatenate(tops)) if tops else np.empty(0, dtype=np.intp)


def _top(values: Scores, mask: NDArray[np.bool_] | None, depth: int) -> NDArray[np.intp]:
    """The best `depth` rows above 0, best first, ties by row."""
    hits = values > 0 if mask is None else (values > 0) & mask
    rows = np.flatnonzero(hits)
    if rows.size > depth:
        # All rows level with the last one stay in, so that ties at the cut are settled by row and not by chance.
        edge = np.partition(values[rows], rows.size - depth)[rows.size - depth]
        rows = rows[values[rows] >= edge]
    return rows[np.lexsort((rows, -values[rows]))][:depth]


def _stretch(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    if high <= low:  # all alike: a hit for everyone, or for no one
        return np.full(values.shape, 1.0 if high > 0 else 0.0)
    return (values - low) / (high - low)


def _best(rows: NDArray[np.intp], totals: NDArray[np.float64], k: int) -> list[tuple[int, float]]:
    order = np.lexsort((rows, -totals))[:k]
    return [(int(rows[i]), float(totals[i])) for i in order]
