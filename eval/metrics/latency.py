"""Latency: milliseconds from question to checked answer, at the median and at the 95th percentile of all turns.

Percentiles by nearest rank: the smallest time that at least that share of the turns did not exceed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Latency:
    median: float
    p95: float
    longest: float


def percentile(times: Sequence[float], share: float) -> float:
    """Nearest rank: of [15, 20, 35, 40, 50] the 40th percentile is the 2nd value, 20."""
    return sorted(times)[max(1, math.ceil(share * len(times))) - 1]


def latency(times: Sequence[float]) -> Latency:
    """Of at least one time, in milliseconds."""
    return Latency(percentile(times, 0.5), percentile(times, 0.95), max(times))
