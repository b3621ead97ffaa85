"""Several rankings into one: min-max scores with weights, or reciprocal ranks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from errors import SettingError

Scores = NDArray[np.float32]
Rows = NDArray[np.intp]
Mask = NDArray[np.bool_]
Totals = NDArray[np.float64]

SIGNALS = ("morphemes", "bigrams", "dense")
SETTING = "MUREOBOGO_FUSION"

DEPTH = 200
"""How many of the best of each ranking take part. Deeper changes no first ten that was measured."""

RANK_CONSTANT = 60
"""What reciprocal rank fusion adds to every rank, so that the first places do not decide alone."""


@dataclass(frozen=True, slots=True)
class Fusion:
    """How rankings become one: a row of METHODS, and a weight for each ranking."""

    weights: Mapping[str, float]
    method: str = "minmax"


FUSIONS: Mapping[str, Fusion] = {
    "bundled": Fusion({"morphemes": 1.0, "bigrams": 0.5, "dense": 0.3}),
    "hub": Fusion({"morphemes": 1.0, "bigrams": 0.3, "dense": 2.0}),
}
"""By kind of embedding. `bundled` is measured. `hub` is for any better one: of all lines that which is never far below
the best, by the table of simulated models (docs/retrieval.md). `python -m eval fusion` chooses for a known one."""


def fusion_for(embedding: str, setting: str = "") -> Fusion:
    """What the setting says (`1,0.5,0.3`, `rrf`, `rrf:1,0.5,1`), else what fits an embedding: `bundled` or a hub model.

    Raises SettingError for anything else.
    """
    if not setting.strip():
        return FUSIONS.get(embedding, FUSIONS["hub"])
    method, _, numbers = setting.strip().rpartition(":")
    if setting.strip() in METHODS:
        method, numbers = setting.strip(), "1,1,1"
    try:
        weights = [float(number) for number in numbers.split(",")]
        fusion = Fusion(dict(zip(SIGNALS, weights, strict=True)), method or "minmax")
    except ValueError:
        fusion = Fusion({}, "")
    if fusion.method not in METHODS or min(fusion.weights.values()) < 0 or not any(fusion.weights.values()):
        example = "형태소,글자쌍,의미의 무게를 1,0.5,0.3처럼 0 이상으로 적거나 rrf로 적어 주십시오."
        raise SettingError(SETTING, setting, example)
    return fusion


def fuse(
    scores: Mapping[str, Scores],
    fusion: Fusion,
    k: int,
    mask: Mask | None = None,
    bonus: Totals | None = None,
    ties: Rows | None = None,
    depth: int = DEPTH,
) -> list[tuple[int, float]]:
    """The `k` best rows as (row, score), best first.

    `scores` maps a ranking's name to the scores of all rows, shape (n,) each. The best `depth` rows of each ranking
    that score above 0 are the candidates; `bonus` (n,) is added to theirs and finds nothing by itself. Rankings without
    a weight, and rows where `mask` is False, take no part. Of equal rows the one with the lower number in `ties` (n,)
    comes first; without `ties` the lower row.

    >>> a, b = np.array([4, 2, 0], np.float32), np.array([0, 1, 3], np.float32)
    >>> fuse({"a": a, "b": b}, Fusion({"a": 1.0, "b": 0.5}), k=2)  # 0: 1 + 0, 1: 2/4 + 0.5 * 1/3, 2: 0 + 0.5
    [(0, 1.0), (1, 0.6666666666666666)]
    """
    used = {name: scores[name] for name in sorted(scores) if fusion.weights.get(name, 0) > 0}
    tops = {name: _top(values, mask, ties, max(depth, k)) for name, values in used.items()}
    candidates = np.unique(np.concatenate(list(tops.values()))) if tops else np.empty(0, dtype=np.intp)
    if candidates.size == 0:
        return []
    total = METHODS[fusion.method](used, tops, candidates, fusion.weights)
    if bonus is not None:
        total += bonus[candidates]
    order = np.lexsort((candidates if ties is None else ties[candidates], -total))[:k]
    return [(int(candidates[i]), float(total[i])) for i in order]


def _by_score(
    scores: Mapping[str, Scores], tops: Mapping[str, Rows], candidates: Rows, weights: Mapping[str, float]
) -> Totals:
    """Each ranking's scores stretched to 0..1 over the candidates, and summed by weight."""
    total = np.zeros(candidates.size, dtype=np.float64)
    for name, values in scores.items():
        total += weights[name] * _stretch(values[candidates].astype(np.float64))
    return total


def _by_rank(
    scores: Mapping[str, Scores], tops: Mapping[str, Rows], candidates: Rows, weights: Mapping[str, float]
) -> Totals:
    """Reciprocal rank fusion: a row gets weight · (c + 1) / (c + rank) from each ranking that holds it; ranks from 1.

    For embeddings about as good as the keywords: a weak one pulls the others down by 10 points and more. First place
    everywhere gives the sum of the weights, as stretched scores do.
    """
    total = np.zeros(candidates.size, dtype=np.float64)
    for name, rows in tops.items():
        ranks = np.arange(1, rows.size + 1)
        total[np.searchsorted(candidates, rows)] += weights[name] * (RANK_CONSTANT + 1) / (RANK_CONSTANT + ranks)
    return total


Method = Callable[[Mapping[str, Scores], Mapping[str, Rows], Rows, Mapping[str, float]], Totals]

METHODS: Mapping[str, Method] = {"minmax": _by_score, "rrf": _by_rank}


def _top(values: Scores, mask: Mask | None, ties: Rows | None, depth: int) -> Rows:
    """The best `depth` rows above 0, best first."""
    hits = values > 0 if mask is None else (values > 0) & mask
    rows = np.flatnonzero(hits)
    if rows.size > depth:
        # All rows level with the last one stay in, so that ties at the cut are settled by order and not by chance.
        edge = np.partition(values[rows], rows.size - depth)[rows.size - depth]
        rows = rows[values[rows] >= edge]
    return rows[np.lexsort((rows if ties is None else ties[rows], -values[rows]))][:depth]


def _stretch(values: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(values.min()), float(values.max())
    if high <= low:  # all alike: a hit for everyone, or for no one
        return np.full(values.shape, 1.0 if high > 0 else 0.0)
    return (values - low) / (high - low)
