"""Corrections find their figure again when a report is read anew, and are told to be lost where it is gone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from index.amended import GONE, amended_rows, amount_in, bind, row_of
from index.rows import group_rows
from records import Amended, Correction, Observation, Report

REPORT = Report("r1", "a.md", "보고")


def observation(start: int = 10, text: str = "9", report: str = "r1", name: str = "하천", n: int = 1) -> Observation:
    return Observation(
        f"{report}-o{n}", report, "s", "Ⅲ", "t1", f"t1-{n}", "실적", Decimal(text), text, "km", start, start + 1, start,
        start + 5, 3, department="물빛과", indicator=name, year=2023,
    )  # fmt: skip


GIVEN = Correction("r1", "a.md", 10, row_of(observation()), "9", "14", "대조함", "김하늘", "2026-11-21T00:00:00Z", 1)


def bound(
    *observations: Observation, report: Report = REPORT, given: Correction = GIVEN
) -> tuple[list[str], list[str]]:
    found = bind([given], group_rows(observations), {report.id: report})
    return list(found.held), [why for _, why in found.lost]


def test_it_holds_for_the_figure_it_was_made_of_and_no_other() -> None:
    assert bound(observation(), observation(name="순찰", n=2)) == (["r1-o1"], [])


def test_it_is_carried_over_to_a_new_edition_of_the_file_and_a_new_name_of_the_content() -> None:
    assert bound(observation(40, report="r2"), report=replace(REPORT, id="r2")) == (["r2-o1"], [])
    assert bound(observation(), report=replace(REPORT, file="b.md")) == (["r1-o1"], [])
    assert bound(observation(report="r2"), report=Report("r2", "b.md", "남")) == ([], [GONE])


def test_it_is_lost_where_another_figure_is_printed_now_or_the_row_is_gone() -> None:
    held, lost = bound(observation(text="11"))
    assert held == [] and "11(으)로 적혀 있어" in lost[0]
    assert bound(observation(name="순찰")) == ([], [GONE])


def test_of_figures_alike_the_nearest_is_meant() -> None:
    assert bound(observation(), observation(90, n=2), given=replace(GIVEN, start=85))[0] == ["r1-o2"]


def test_a_figure_put_right_knows_what_is_printed() -> None:
    (row,) = amended_rows(group_rows([observation()]), {"r1-o1": GIVEN})
    right = row.first
    assert isinstance(right, Amended)
    assert (right.text, right.value, right.start, right.correction.printed) == ("14", Decimal(14), 10, "9")


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("5,892", "백만원", Decimal(5892)),
        ("5,892백만원", "백만원", Decimal(5892)),
        ("58억 9,200만원", "백만원", Decimal(5892)),
        ("△2", "명", Decimal(-2)),
        ("75.0%", "%", Decimal("75.0")),
        ("9건", "km", None),
        ("아홉", "km", None),
        ("9 그리고 3", None, None),
    ],
)
def test_what_a_typed_figure_comes_to(typed: str, unit: str | None, value: Decimal | None) -> None:
    assert amount_in(typed, unit) == value
