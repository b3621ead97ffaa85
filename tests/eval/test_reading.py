"""The score of reading is checked on exports made here, with a gold folder made here."""

from __future__ import annotations

import argparse
import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest

from errors import DataFileError
from eval.gold import Cell, GoldRow, base, load, words
from eval.reading import add_arguments, observed_in, run, score, table

GOLD = Path(__file__).resolve().parents[1] / "gold"
BUDGETS = "003_cbb343025f08b939.txt"


def export(path: Path, *rows: dict[str, str]) -> Path:
    columns = [
        "file",
        "department",
        "programme",
        "indicator",
        "item",
        "dims",
        "measure",
        "value",
        "unit",
        "line",
        "text",
        "year",
    ]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def perfect(kind_file: str = "indicators_000.csv") -> list[dict[str, str]]:
    made = []
    with (GOLD / kind_file).open(encoding="utf-8", newline="") as lines:
        for gold in csv.DictReader(lines):
            names = {"file": gold["file"], "department": gold["department"], "indicator": gold["indicator"]}
            names["programme"] = gold["programme"]
            for measure, column in (("목표", "target"), ("실적", "actual"), ("달성률", "rate")):
                unit = "%" if measure == "달성률" else gold["unit"]
                made.append({**names, "measure": measure, "value": gold[column], "unit": unit})
    return made


def of_kind(path: Path, kind: str = "성과지표 (과별)") -> tuple[int, int, int]:
    found = {item.kind: item for item in score(observed_in(path), load(GOLD))}[kind]
    return found.rows, found.exact, found.figures


def test_a_perfect_export_scores_every_row(tmp_path: Path) -> None:
    assert of_kind(export(tmp_path / "e.csv", *perfect())) == (230, 230, 230)


def test_a_wrong_border_loses_the_row_and_keeps_its_figures(tmp_path: Path) -> None:
    rows = perfect()
    # 계약심사의 효율성 강화 | 계약심사 절감액: 875 stands once in the report, so only its border can be blamed
    for row in rows:
        if row["indicator"] == "계약심사 절감액":
            row["programme"], row["indicator"] = "계약심사의 효율성", "강화 계약심사 절감액"
    assert of_kind(export(tmp_path / "e.csv", *rows)) == (230, 229, 230)


def test_a_wrong_figure_loses_both(tmp_path: Path) -> None:
    rows = [{**row, "value": "876"} if row["value"] == "875" else row for row in perfect()]
    assert of_kind(export(tmp_path / "e.csv", *rows)) == (230, 229, 229)


def test_names_are_compared_without_white_space(tmp_path: Path) -> None:
    rows = [{**row, "indicator": row["indicator"].replace(" ", "")} for row in perfect()]
    assert of_kind(export(tmp_path / "e.csv", *rows)) == (230, 230, 230)


def test_amounts_agree_in_any_unit_of_money() -> None:
    assert base(Decimal(4272), "백만원") == base(Decimal("42.72"), "억원") == (Decimal(4272000000), "원")


def test_a_share_needs_its_source(tmp_path: Path) -> None:
    title = "민관협치 기반구축을 통한 지역사회혁신계획 수립"
    whole = {
        "file": BUDGETS,
        "programme": title,
        "year": "2018",
        "measure": "예산액",
        "value": "174000",
        "unit": "천원",
    }
    share = {**whole, "dims": json.dumps({"재원": "시비"}, ensure_ascii=False)}
    assert of_kind(export(tmp_path / "a.csv", whole), "재원")[1] == 0
    assert of_kind(export(tmp_path / "b.csv", share), "재원")[1] == 1


def test_a_figure_told_in_words_counts_where_its_cell_is_words(tmp_path: Path) -> None:
    gold = {
        "표": [
            GoldRow("시도", (Cell("a.txt", words("합동평가", "시도"), value=Decimal(17), unit="개", printed="17개"),))
        ]
    }
    told = {"file": "a.txt", "item": "합동평가", "measure": "평가대상", "text": "17개 시도"}
    assert score(observed_in(export(tmp_path / "e.csv", told)), gold)[0].exact == 1


def test_the_same_amount_of_another_year_is_not_it(tmp_path: Path) -> None:
    gold = {"예산": [GoldRow("2016", (Cell("a.txt", words("우수사례"), value=Decimal(20100), year="2016"),))]}
    found = {"file": "a.txt", "programme": "우수사례", "measure": "예산액", "value": "20100", "year": "2015"}
    assert score(observed_in(export(tmp_path / "a.csv", found)), gold)[0].exact == 0
    assert score(observed_in(export(tmp_path / "b.csv", found | {"year": "2016"})), gold)[0].exact == 1


def test_misses_are_named_under_their_kind(tmp_path: Path) -> None:
    gold = {"표": [GoldRow("없는 행", (Cell("a.txt", words("재무과"), value=Decimal(1)),))]}
    shown = table(score(observed_in(export(tmp_path / "e.csv")), gold), misses=3)
    assert shown.splitlines()[2:] == ["| 표 | 1 | 0 | 0.0% | 0 |", "- 표: 없는 행"]


def test_an_export_with_other_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "e.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="index export"):
        observed_in(path)


def test_the_command_prints_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args([str(export(tmp_path / "e.csv", *perfect())), "--gold", str(GOLD)])) == 0
    shown = capsys.readouterr().out
    assert "| 성과지표 (과별) | 230 | 230 | 100.0% |" in shown
    assert all(kind in shown for kind in ("예산", "인력", "라벨 항목"))
