"""What is computed from printed figures: each value with the computation as the answer shows it.

Rates and means are rounded to two places, half up, as offices round; sums and differences are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from answer.amounts import plain, rounded


class Computed(NamedTuple):
    """A value and its computation, `120 + 30 = 150`, which `answer.check` computes anew."""

    value: Decimal
    formula: str


def added(values: Sequence[Decimal]) -> Computed:
    """120, 30 → 150: `120 + 30 = 150`."""
    value = sum(values, Decimal(0))
    return Computed(value, f"{_terms(values)} = {plain(value)}")


def mean(values: Sequence[Decimal]) -> Computed:
    """120, 30 → 75: `(120 + 30) / 2 = 75`."""
    value = rounded(sum(values, Decimal(0)) / len(values))
    return Computed(value, f"({_terms(values)}) / {len(values)} = {plain(value)}")


def difference(of: Decimal, less: Decimal) -> Computed:
    """120, 30 → 90: `120 - 30 = 90`."""
    value = of - less
    return Computed(value, f"{plain(of)} - {plain(less)} = {plain(value)}")


def quotient(of: Decimal, by: Decimal, unit: str = "") -> Computed:
    """120, 30, 배 → 4: `120 / 30 = 4배`."""
    value = rounded(of / by)
    return Computed(value, f"{plain(of)} / {plain(by)} = {plain(value)}{unit}")


def percent(part: Decimal, whole: Decimal) -> Computed:
    """21, 160 → 13.13: `21 / 160 × 100 = 13.13%`."""
    value = rounded(part / whole * 100)
    return Computed(value, f"{plain(part)} / {plain(whole)} × 100 = {plain(value)}%")


def growth(before: Decimal, after: Decimal) -> Computed:
    """120, 150 → 25: `(150 - 120) / 120 × 100 = 25%`."""
    value = rounded((after - before) / before * 100)
    return Computed(value, f"({plain(after)} - {plain(before)}) / {plain(before)} × 100 = {plain(value)}%")


def _terms(values: Sequence[Decimal]) -> str:
    return " + ".join(map(plain, values))
