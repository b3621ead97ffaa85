"""Values and the computations shown for them, worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from answer.arithmetic import Computed, added, difference, growth, mean, percent, quotient

D = Decimal


@pytest.mark.parametrize(
    ("compute", "of", "value", "formula"),
    [
        (added, ([D(1200), D("30.5")],), D("1230.5"), "1,200 + 30.5 = 1,230.5"),
        (added, ([D(7)],), D(7), "7 = 7"),
        (mean, ([D(100), D(101)],), D("100.50"), "(100 + 101) / 2 = 100.5"),
        (mean, ([D(1), D(1), D(2)],), D("1.33"), "(1 + 1 + 2) / 3 = 1.33"),  # 1.333…
        (difference, (D(30), D(120)), D(-90), "30 - 120 = -90"),
        (quotient, (D(45), D(30)), D("1.50"), "45 / 30 = 1.5"),
        (quotient, (D(2), D(3), "배"), D("0.67"), "2 / 3 = 0.67배"),  # 0.666…
        (percent, (D(21), D(160)), D("13.13"), "21 / 160 × 100 = 13.13%"),  # 13.125, half up
        (percent, (D(0), D(5)), D(0), "0 / 5 × 100 = 0%"),
        (growth, (D(120), D(150)), D(25), "(150 - 120) / 120 × 100 = 25%"),
        (growth, (D(160), D(139)), D("-13.13"), "(139 - 160) / 160 × 100 = -13.13%"),
    ],
)
def test_a_value_with_its_computation(
    compute: Callable[..., Computed], of: tuple[object, ...], value: Decimal, formula: str
) -> None:
    assert compute(*of) == (value, formula)
