"""The corpus that ships: complete, parseable, equal to the gold copies, and without sentences of the originals."""

from __future__ import annotations

import csv
import re
import tomllib
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]
REPORTS = PROJECT / "reports"
GOLD = PROJECT / "tests" / "gold"
ORIGINALS = PROJECT.parent / "shared" / "reports"
TABLES = sorted(REPORTS.glob("*.csv"))

COLUMNS = {
    "department": "부서",
    "programme": "주요사업",
    "indicator": "성과지표",
    "unit": "단위",
    "target": "목표",
    "actual": "실적",
    "rate": "달성률(%)",
}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def manifest() -> dict[str, dict[str, str]]:
    tables = tomllib.loads((REPORTS / "reports.toml").read_text(encoding="utf-8"))
    assert all(len(entries) == 1 for entries in tables.values())
    return {name: entries[0] for name, entries in tables.items()}


def test_the_manifest_names_every_file_and_no_other() -> None:
    files = {path.name for path in REPORTS.iterdir() if path.suffix in {".csv", ".md"}} - {"README.md"}
    assert set(manifest()) == files


def test_every_entry_names_the_public_report_it_comes_from() -> None:
    entries = manifest().values()
    assert all({"title", "agency", "kind", "source"} <= set(entry) for entry in entries)
    assert len({entry["source"] for entry in entries}) == 5
    readme = (REPORTS / "README.md").read_text(encoding="utf-8")
    assert all(re.sub(r"^.*?「|」.*$", "", entry["source"]) in readme for entry in entries)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_every_table_has_equal_columns_and_a_place_in_the_original(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as lines:
        header, *body = csv.reader(lines)
    assert len(set(header)) == len(header)
    assert {len(row) for row in body} == {len(header)}
    assert all(row[header.index("원문 위치")] for row in body)


def test_the_230_indicator_rows_equal_the_gold_copy() -> None:
    shipped = [
        {key: row[column] for key, column in COLUMNS.items()}
        for row in rows(REPORTS / "yeongdeungpo-2021-indicators.csv")
    ]
    gold = [{key: row[key] for key in COLUMNS} for row in rows(GOLD / "indicators_000.csv")]
    assert len(gold) == 230
    assert shipped == gold


def test_bureaus_of_the_departments_agree_with_the_printed_numbers_of_programmes() -> None:
    programmes: dict[str, set[tuple[str, str]]] = {}
    for row in rows(REPORTS / "yeongdeungpo-2021-indicators.csv"):
        programmes.setdefault(row["국"], set()).add((row["부서"], row["주요사업"]))
    printed = {row["국"]: int(row["사업 수(개)"]) for row in rows(REPORTS / "yeongdeungpo-2021-bureaus.csv")[1:]}
    assert {bureau: len(found) for bureau, found in programmes.items()} == printed
    assert sum(printed.values()) == 150


def test_seogu_has_160_indicators_under_60_goals_as_its_totals_say() -> None:
    indicators = rows(REPORTS / "seogu-plan-indicators.csv")
    total = rows(REPORTS / "seogu-plan-bureaus.csv")[0]
    assert len(indicators) == int(total["성과지표 수(개)"]) == 160
    assert len({(row["실국"], row["정책사업목표"]) for row in indicators}) == int(total["정책사업목표 수(개)"]) == 60


@pytest.mark.parametrize("year", [2015, 2018, 2021])
def test_unit_budgets_add_up_to_their_total(year: int) -> None:
    body = rows(REPORTS / f"yeongdeungpo-{year}-planning-budget.csv")
    for column in ("예산액(천원)", "집행액(천원)"):
        amounts = {row["단위사업"]: int(row[column]) for row in body if row["상태"] == "실적"}
        assert amounts.pop("계") == sum(amounts.values())


@pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the five originals are not on this machine")
def test_no_sentence_of_an_original_stands_here_word_for_word() -> None:
    lines = {
        re.sub(r"\s+", "", line)
        for path in ORIGINALS.glob("*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
    }
    sentences = {line for line in lines if len(line) >= 28 and len(re.findall(r"[가-힣]", line)) >= 22}
    for path in REPORTS.iterdir():
        text = re.sub(r"\s+", "", path.read_text(encoding="utf-8"))
        assert not [line for line in sentences if line in text], path.name
