"""Observations that share their coordinates make one row (unit)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from index.rows import group_rows
from records import Observation


def cell(measure: str, value: str, row: str = "t1-r1", **more: Any) -> Observation:
    values = {"table": "r-t1", "unit": "명", "start": 0, "end": 1, "row_start": 0, "row_end": 9, "line": 1} | more
    table = values.pop("table")
    return Observation(f"{row}-{measure}", "r", "s", "Ⅲ > 물빛과", table, row, measure, Decimal(value), value, **values)


def test_a_printed_row_of_measures_is_one_row() -> None:
    cells = [cell(m, v, indicator="하천 정비 연장", department="물빛과") for m, v in (("목표", "12"), ("실적", "9"))]
    (row,) = group_rows(cells)
    assert (row.id, row.name, list(row.measures)) == ("t1-r1", "하천 정비 연장", ["목표", "실적"])


def test_rows_of_measures_with_grades_as_columns_meet_at_each_grade() -> None:
    # 구분 | 5급 | 6급        a row here is what stands at one grade: 6급 정원 11, 현원 10
    # 정원 |  1  | 11
    # 현원 |  1  | 10
    cells = [
        cell(measure, value, row=f"t1-r{n}", dims={"급": grade})
        for n, (measure, values) in enumerate((("정원", ("1", "11")), ("현원", ("1", "10"))))
        for grade, value in zip(("5급", "6급"), values, strict=True)
    ]
    rows = group_rows(cells)
    assert [[(o.measure, str(o.value)) for o in row.observations] for row in rows] == [
        [("정원", "1"), ("현원", "1")],
        [("정원", "11"), ("현원", "10")],
    ]


def test_a_measure_that_stands_twice_begins_another_row() -> None:
    cells = [cell("예산액", value, row=f"t1-r{n}", item="기타") for n, value in enumerate(("10", "20"))]
    assert [str(row.first.value) for row in group_rows(cells)] == ["10", "20"]


def test_years_and_tables_are_kept_apart() -> None:
    cells = [
        cell("예산액", "10", year=2022, item="기타"),
        cell("예산액", "20", year=2023, item="기타"),
        cell("예산액", "30", year=2023, item="기타", table="r-t2"),
    ]
    assert len(group_rows(cells)) == 3


def test_a_row_is_found_by_its_names_measures_year_and_section() -> None:
    (row,) = group_rows([cell("목표", "12", indicator="하천 정비 연장", year=2023, dims={"재원": "시비"})])
    for word in ("하천 정비 연장", "목표", "2023년", "시비", "Ⅲ > 물빛과"):
        assert word in row.search_text


def test_no_observations_make_no_rows() -> None:
    assert group_rows([]) == []
