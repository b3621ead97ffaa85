"""Data sets: rows of one report with the same measures, over all its tables (unit and over the shipped reports)."""

from __future__ import annotations

from decimal import Decimal

from answer.datasets import ENTITY_ORDER, entity_of, make_datasets
from index.rows import Row
from index.search import Index
from records import Observation


def row(table: str, place: int, department: str, indicator: str, *measures: str, total: bool = False) -> Row:
    return Row(
        tuple(
            Observation(
                id=f"{table}{place}{measure}",
                report_id="r",
                section_id="s",
                section="지표",
                table=table,
                row=f"{table}-r{place}",
                measure=measure,
                value=Decimal(place),
                text=str(place),
                unit="건",
                start=place * 10,
                end=place * 10 + 1,
                row_start=place * 10,
                row_end=place * 10 + 9,
                line=place,
                department=department,
                indicator=indicator or None,
                total=total,
            )
            for measure in measures
        )
    )


def test_tables_of_several_offices_are_one_data_set() -> None:
    rows = [row("r-t1", 1, "곳간과", "가", "목표", "실적"), row("r-t2", 2, "물길과", "나", "목표", "실적")]
    (found,) = make_datasets(rows)
    assert found.rows == tuple(rows)
    assert found.entity == "indicator"
    assert found.measures == {"목표", "실적"}


def test_totals_are_kept_apart() -> None:
    part, whole = row("r-t1", 1, "곳간과", "", "예산액"), row("r-t1", 2, "계", "", "예산액", total=True)
    (found,) = make_datasets([part, whole])
    assert (found.rows, found.totals) == ((part,), (whole,))


def test_other_measures_make_another_data_set_and_bullets_make_none() -> None:
    rows = [
        row("r-t1", 1, "곳간과", "가", "목표"),
        row("r-t1", 2, "곳간과", "나", "예산액"),
        row("r-b1", 3, "곳간과", "다", "목표"),
    ]
    assert [found.measures for found in make_datasets(rows)] == [{"목표"}, {"예산액"}]


def test_a_row_is_about_the_most_particular_of_its_names() -> None:
    assert entity_of(row("r-t1", 1, "곳간과", "가", "목표")) == "indicator"
    assert entity_of(row("r-t1", 1, "곳간과", "", "목표")) == "department"
    assert entity_of(row("r-t1", 1, "", "", "목표")) == "year"


def test_the_shipped_indicators_are_one_data_set(shipped: Index) -> None:
    sets = [found for found in make_datasets(shipped.rows) if {"목표", "실적", "달성률"} <= found.measures]
    (indicators,) = [found for found in sets if len(found.rows) > 100]
    assert len(indicators.rows) == 230
    assert len({row.first.department for row in indicators.rows}) == 37
    assert all(found.entity in {*ENTITY_ORDER, "year"} for found in sets)
