"""Measures of a ranking, by ir-measures, and the paired bootstrap that says whether two rankings differ.

Recall@k: the share of what was needed that stands among the first k. MRR@10: 1 / rank of the first right passage, 0
beyond ten. nDCG@10: right passages near the top count more, against the best order possible.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MEASURES = ("R@1", "R@5", "R@10", "RR@10", "nDCG@10")
TITLES: Mapping[str, str] = {
    "R@1": "Recall@1",
    "R@5": "Recall@5",
    "R@10": "Recall@10",
    "RR@10": "MRR@10",
    "nDCG@10": "nDCG@10",
}

Ranking = Sequence[int]
"""Rows of passages, best first."""

Needs = Sequence[frozenset[int]]
"""What a question needs: each entry is met by any one of its rows."""

PerQuestion = dict[str, NDArray[np.float64]]
"""A measure's name → its value for each question, in the order of the questions."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean of a − b over the questions, its 95 % interval, and how often chance alone would turn its sign."""

    mean: float
    low: float
    high: float
    p: float


def measure(needs: Sequence[Needs], rankings: Sequence[Ranking]) -> PerQuestion:
    """Every measure for every question.

    A bullet and the paragraph around it may both hold the words that were needed: the first of them counts and the
    second is neither right nor wrong.

    >>> found = measure([[frozenset({4})]], [[7, 4]])
    >>> float(found["R@1"][0]), float(found["R@5"][0]), float(found["RR@10"][0])
    (0.0, 1.0, 0.5)
    """
    import ir_measures

    truth = {str(i): {f"need{n}": 1 for n in range(len(each))} for i, each in enumerate(needs)}
    runs = {str(i): _documents(needs[i], ranking) for i, ranking in enumerate(rankings)}
    measures = {ir_measures.parse_measure(name): name for name in MEASURES}
    values = {name: np.zeros(len(needs)) for name in MEASURES}
    for found in ir_measures.iter_calc(list(measures), truth, runs):
        values[measures[found.measure]][int(found.query_id)] = found.value
    return values


def paired_bootstrap(
    a: NDArray[np.float64], b: NDArray[np.float64], samples: int = 10_000, seed: int = 7
) -> Difference:
    """How much larger `a` is than `b` on the same questions; p is two-sided.

    >>> paired_bootstrap(np.array([1.0, 1.0, 1.0]), np.array([0.0, 0.0, 0.0]), samples=100)
    Difference(mean=1.0, low=1.0, high=1.0, p=0.0)
    """
    means = bootstrap_means(a - b, samples, seed)
    low, high = np.quantile(means, [0.025, 0.975])
    tail = min(float((means <= 0).mean()), float((means >= 0).mean()))
    return Difference(float((a - b).mean()), float(low), float(high), min(1.0, 2 * tail))


def interval(values: NDArray[np.float64], samples: int = 10_000, seed: int = 7) -> tuple[float, float]:
    """The 95 % bootstrap interval of a mean."""
    low, high = np.quantile(bootstrap_means(values, samples, seed), [0.025, 0.975])
    return float(low), float(high)


def bootstrap_means(values: NDArray[np.float64], samples: int, seed: int) -> NDArray[np.float64]:
    """Means of `samples` draws with replacement, a block at a time to bound the memory."""
    random = np.random.default_rng(seed)
    blocks = []
    for size in _blocks(samples, max(1, 4_000_000 // max(1, len(values)))):
        blocks.append(values[random.integers(0, len(values), (size, len(values)))].mean(axis=1))
    return np.concatenate(blocks)


def _blocks(total: int, size: int) -> list[int]:
    return [min(size, total - done) for done in range(0, total, size)]


def _documents(needs: Needs, ranking: Ranking) -> dict[str, float]:
    """The ranking as ir-measures wants it, scores falling, rows that meet a need under the need's name."""
    documents: dict[str, float] = {}
    score = float(len(ranking) + len(needs))
    for row in ranking:
        met = [f"need{n}" for n, rows in enumerate(needs) if row in rows]
        for name in [name for name in met if name not in documents] or ([] if met else [f"row{row}"]):
            documents[name] = score
            score -= 1
    return documents
