"""The database of a generation gives back what was written, exactly (integration: SQLite)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from errors import DamagedIndex
from index.database import Database, write
from records import Observation, Passage, Reading, Remark, Report, Section

TEXT = "▢ 물빛과\n하천 정비 km 12 9 75.0\n"


def observation(number: int, measure: str, value: str | None, text: str) -> Observation:
    words: dict[str, Any] = {"department": "물빛과", "dims": {"급": "6급", "구분": "계"}, "year": 2023}
    exact = None if value is None else Decimal(value)
    place = {"start": 9, "end": 11, "row_start": 7, "row_end": 22, "line": 2}
    return Observation(f"o{number}", "r1", "s1", "물빛과", "t1", "t1-r1", measure, exact, text, "km", **place, **words)


READING = Reading(
    report=Report("r1", "a/업무.md", "업무", "별빛구", 2023, inferred=("year", "agency"), sha256="ab"),
    text=TEXT,
    sections=(Section("s1", "r1", None, 0, "root", "업무", "", 0, len(TEXT), 1),),
    passages=(
        Passage(
            "p1", "r1", "s1", "물빛과", "row", "하천 정비 km", "물빛과 하천 정비 km", 7, 15, 2, department="물빛과"
        ),
        Passage("p2", "r1", "s1", "물빛과", "bullet", "둘째", "둘째", 16, 18, 3),
    ),
    observations=(
        observation(1, "목표", "12.10", "12.10"),
        observation(2, "실적", "123456789012345678.01", "123,456,789,012,345,678.01"),
        observation(3, "달성률", None, "-"),
    ),
    warnings=(Remark("합계가 맞지 않습니다", 2, "t1-r1"), Remark("글자")),
    pages=((0, 7), (7, 22)),
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    # A name that a URI or a URL would read as its own marks
    path = tmp_path / "우리 자료 #1?%20" / "observations.db"
    path.parent.mkdir()
    write(path, [READING])
    return Database(path)


def test_a_reading_comes_back_as_it_was_written(database: Database) -> None:
    assert database.reading(READING.report) == READING


def test_values_keep_every_digit(database: Database) -> None:
    values = [observation.value for observation in database.observations()]
    assert [str(value) for value in values] == ["12.10", "123456789012345678.01", "None"]


def test_conditions_mean_equal_any_of_and_empty(database: Database) -> None:
    assert [o.id for o in database.observations(measure="실적")] == ["o2"]
    assert [o.id for o in database.observations(measure=["목표", "달성률"])] == ["o1", "o3"]
    assert [p.id for p in database.passages(department=None)] == ["p2"]
    assert database.observations(department="나무과") == []


def test_counts_and_text(database: Database) -> None:
    assert (database.count(Report), database.count(Passage), database.count(Observation)) == (1, 2, 3)
    assert database.text("r1") == TEXT


def test_nothing_is_ever_written_through_a_reader(database: Database) -> None:
    with pytest.raises(Exception, match="readonly"), database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM observations")
    assert database.count(Observation) == 3


def test_two_reports_keep_their_order(tmp_path: Path) -> None:
    other = replace(READING, report=replace(READING.report, id="r0", file="b.md"), sections=(), passages=())
    other = replace(other, observations=(replace(READING.observations[0], id="o0", report_id="r0"),), warnings=())
    write(tmp_path / "two.db", [READING, other])
    with Database(tmp_path / "two.db") as database:
        assert [o.id for o in database.observations()] == ["o1", "o2", "o3", "o0"]
        assert database.reading(other.report) == other


@pytest.mark.parametrize("content", [None, b"", b"SQLite format 3\x00 and then nothing of the kind" * 40])
def test_a_missing_empty_or_broken_file_is_damage(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "observations.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DamagedIndex, match="python -m ingest"):
        Database(path).all(Observation)
