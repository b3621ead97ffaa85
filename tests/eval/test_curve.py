"""Wrong answers against refused fair questions (unit)."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from eval.curve import Point, point, table
from eval.evaluate import Result


def result(right: bool, refused: bool, refuse: bool) -> Result:
    told: Any = SimpleNamespace(
        grade=SimpleNamespace(right=right),
        answer=SimpleNamespace(refused=refused),
        golden=SimpleNamespace(refuse=refuse),
    )
    return cast(Result, told)


RESULTS = [
    result(right=True, refused=False, refuse=False),
    result(right=True, refused=True, refuse=True),
    result(right=False, refused=False, refuse=False),  # a wrong figure
    result(right=False, refused=False, refuse=True),  # answered, though no report tells it
    result(right=False, refused=True, refuse=False),  # a fair question refused
]


def test_a_point_counts_what_goes_wrong_either_way() -> None:
    assert point(0.6, RESULTS) == Point(0.6, asked=5, right=2, wrong=2, unfair=1, refused=1)


def test_the_table_marks_the_threshold_in_use() -> None:
    lines = table([point(0.5, RESULTS), point(0.6, RESULTS)]).split("\n")
    assert lines[2:] == ["| 0.5 | 2/5 | 2 | 1 | 1 |", "| 0.6 (씀) | 2/5 | 2 | 1 | 1 |"]
