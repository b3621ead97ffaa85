"""How sure a share is, whether two runs differ, how many to look at, which to draw, how far two people agree."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `n`, with the Wilson score interval of the share; an n of 0 leaves everything open (0 to 1)."""

    right: int
    n: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.right / self.n if self.n else math.nan

    def __str__(self) -> str:
        if not self.n:
            return "–"
        return f"{100 * self.value:.1f}% ({100 * self.low:.1f}–{100 * self.high:.1f})"


def _z(confidence: float) -> float:
    """How many standard deviations hold the middle `confidence` of a normal distribution: 0.95 → 1.96."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def wilson(right: int, n: int, confidence: float = 0.95, population: int | None = None) -> Share:
    """Wilson's score interval of a share: right for small n and for shares near 0 or 1, where p ± 1.96 s fails.

    `population` is what the n were drawn from, where it is small enough to matter.

    >>> wilson(8, 10).low.__round__(3), wilson(8, 10).high.__round__(3)
    (0.49, 0.943)
    """
    if not n:
        return Share(0, 0, 0.0, 1.0)
    return Share(right, n, *wilson_ends(right / n, n, confidence, population))


def wilson_ends(share: float, n: int, confidence: float = 0.95, population: int | None = None) -> tuple[float, float]:
    """The ends of Wilson's interval of a share among n; 0 and 1 where n is 0.

    By the finite-population correction, n of N weigh as n (N - 1) / (N - n) of an endless population, and all of them
    leave no doubt.
    """
    if not n:
        return 0.0, 1.0
    if population is not None and n >= population:
        return share, share
    weight = n * (population - 1) / (population - n) if population is not None else n
    z = _z(confidence)
    middle = share + z * z / (2 * weight)
    half = z * math.sqrt(share * (1 - share) / weight + z * z / (4 * weight * weight))
    scale = 1 + z * z / weight
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def mcnemar(gained: int, lost: int) -> float:
    """McNemar's exact two-sided p: how often chance alone splits the questions that changed as unevenly as this.

    `gained` were wrong and are right now, `lost` the other way round; those that stayed as they were say nothing.

    >>> mcnemar(5, 0)  # 2 * (1 / 2) ** 5
    0.0625
    """
    n = gained + lost
    tail = sum(math.comb(n, k) for k in range(min(gained, lost) + 1))
    return float(min(1.0, 2 * tail / 2**n))


def sample_size(half_width: float, population: int | None = None, share: float = 0.5, confidence: float = 0.95) -> int:
    """How many to draw so that the interval of a share is ± `half_width`; fewer from a small population.

    The finite-population correction is n / (1 + (n - 1) / N). `share` is what is expected; 0.5 is the safe guess.

    >>> sample_size(0.05), sample_size(0.05, population=376)
    (385, 191)
    """
    if not 0 < half_width < 1:
        raise ValueError(f"구간의 반너비 {half_width}은(는) 0과 1 사이여야 합니다.")
    n = _z(confidence) ** 2 * share * (1 - share) / half_width**2
    if population is not None:
        n = n / (1 + (n - 1) / population) if population else 0
    return math.ceil(n - 1e-9)


def more_for(right: int, n: int, half_width: float = 0.05, population: int | None = None) -> int:
    """How many more to look at until Wilson's interval is ± `half_width`, if the share stays what it is.

    Before anything was looked at the share is taken for 0.5, the hardest. More than the population is never asked for.

    >>> more_for(80, 100), more_for(35, 35), more_for(0, 0)
    (145, 0, 381)
    """
    share = right / n if n else 0.5
    low, high = n, population if population is not None else max(n, sample_size(half_width))
    while low < high:
        middle = (low + high) // 2
        begin, end = wilson_ends(share, middle, population=population)
        low, high = (low, middle) if end - begin <= 2 * half_width else (middle + 1, high)
    return max(0, low - n)


def stratified(items: Sequence[T], stratum: Callable[[T], Hashable], n: int, seed: int) -> list[T]:
    """Draw `n` items, each stratum by its size (largest remainders), at least one of each while there is room.

    The same items, n and seed give the same draw, in the order of `items`. Fewer than n items come back whole.
    """
    if n >= len(items):
        return list(items)
    strata: dict[Hashable, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        strata[stratum(item)].append(place)
    chance = random.Random(seed)
    quotas = _quotas([len(places) for places in strata.values()], n)
    drawn = [
        place for places, quota in zip(strata.values(), quotas, strict=True) for place in chance.sample(places, quota)
    ]
    return [items[place] for place in sorted(drawn)]


def _quotas(sizes: Sequence[int], n: int) -> list[int]:
    """How many of each stratum: in proportion, none above its size; [60, 30, 10] and 10 → [6, 3, 1]."""
    total = sum(sizes)
    exact = [n * size / total for size in sizes]
    floor = 1 if n >= len(sizes) else 0
    quotas = [min(size, max(floor, int(share))) for size, share in zip(sizes, exact, strict=True)]
    while sum(quotas) > n:  # the ones given for presence are taken from the strata that got most above their share
        quotas[max(range(len(sizes)), key=lambda i: (quotas[i] > floor, quotas[i] - exact[i]))] -= 1
    while sum(quotas) < n:
        open_ = [i for i, size in enumerate(sizes) if quotas[i] < size]
        quotas[max(open_, key=lambda i: exact[i] - quotas[i])] += 1
    return quotas


def kappa(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Cohen's kappa of two people's verdicts on the same items: agreement beyond what chance would give.

    1 is full agreement, 0 what chance gives; nan where there are no items or both always say the same one thing.

    >>> round(kappa("yyynn", "yynnn"), 3)  # agree 0.8, by chance 0.6 * 0.4 + 0.4 * 0.6 = 0.48
    0.615
    """
    if len(one) != len(other):
        raise ValueError(f"두 판정의 수가 다릅니다({len(one)}, {len(other)}). 같은 질문들의 판정을 주십시오.")
    n = len(one)
    if not n:
        return math.nan
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / n
    ones, others = Counter(one), Counter(other)
    by_chance = sum(ones[verdict] * others[verdict] for verdict in ones) / n**2
    return math.nan if by_chance == 1 else (agreed - by_chance) / (1 - by_chance)
