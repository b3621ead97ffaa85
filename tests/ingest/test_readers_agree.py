"""One table in every format says the same: figures, units, names, and a place in each that can be cited."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import docx
import hwpx
import openpyxl
import pytest

import ingest
from tests.ingest.paper import Paper

HEAD = ["부서", "주요사업", "성과지표", "단위", "목표", "실적", "달성률(%)"]
ROWS = [
    ["재무과", "재산 관리", "세외수입 징수액", "백만원", "1,829", "5,792", "316"],
    ["", "계약 관리", "계약심사 절감률", "%", "5", "4.5", "90"],
    ["기획예산과", "예산 편성", "신속집행률", "%", "100", "△2", "-"],
    ["", "조직 관리", "정원 관리", "명", "1,200", "1,210", "100.8"],
]
MERGED = ((1, 0, 2, 1), (3, 0, 2, 1))  # row, column, rows, columns
WIDTHS = [70, 70, 90, 50, 50, 50, 60]

EXPECTED = {
    ("재무과", "재산 관리", "세외수입 징수액", "목표", Decimal(1829), "백만원", "1,829"),
    ("재무과", "재산 관리", "세외수입 징수액", "실적", Decimal(5792), "백만원", "5,792"),
    ("재무과", "재산 관리", "세외수입 징수액", "달성률", Decimal(316), "%", "316"),
    ("재무과", "계약 관리", "계약심사 절감률", "목표", Decimal(5), "%", "5"),
    ("재무과", "계약 관리", "계약심사 절감률", "실적", Decimal("4.5"), "%", "4.5"),
    ("재무과", "계약 관리", "계약심사 절감률", "달성률", Decimal(90), "%", "90"),
    ("기획예산과", "예산 편성", "신속집행률", "목표", Decimal(100), "%", "100"),
    ("기획예산과", "예산 편성", "신속집행률", "실적", Decimal(-2), "%", "△2"),
    ("기획예산과", "예산 편성", "신속집행률", "달성률", None, "%", "-"),
    ("기획예산과", "조직 관리", "정원 관리", "목표", Decimal(1200), "명", "1,200"),
    ("기획예산과", "조직 관리", "정원 관리", "실적", Decimal(1210), "명", "1,210"),
    ("기획예산과", "조직 관리", "정원 관리", "달성률", Decimal("100.8"), "%", "100.8"),
}


def repeated() -> list[list[str]]:
    """The rows with the name of the 과 in each."""
    return [[row[0] or ROWS[n - 1][0], *row[1:]] for n, row in enumerate(ROWS)]


def make_csv(path: Path) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter="\t" if path.suffix == ".tsv" else ",").writerows([HEAD, *ROWS])


def make_markdown(path: Path) -> None:
    lines = ["## 성과지표", "", *("| " + " | ".join(row) + " |" for row in [HEAD, ["---"] * 7, *repeated()])]
    path.write_text("\n".join(lines), encoding="utf-8")


def make_html(path: Path) -> None:
    head = "<tr>" + "".join(f"<th>{cell}</th>" for cell in HEAD) + "</tr>"
    body = ""
    for row in ROWS:
        name = f'<td rowspan="2">{row[0]}</td>' if row[0] else ""
        body += f"<tr>{name}" + "".join(f"<td>{cell}</td>" for cell in row[1:]) + "</tr>"
    path.write_text(f"<html><body><table>{head}{body}</table></body></html>", encoding="utf-8")


def make_xlsx(path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEAD)
    for number, row in enumerate(ROWS, 2):
        for column, words in enumerate(row, 1):
            plain = words.replace(",", "").replace("△", "-")
            figure = column > 4 and plain != "-"
            cell = sheet.cell(number, column, float(plain) if figure else words or None)
            cell.number_format = "#,##0.##;△#,##0.##" if figure else "General"
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("A4:A5")
    workbook.save(path)


def make_docx(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(5, 7)
    for number, row in enumerate([HEAD, *ROWS]):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    for row, column, rows, _ in MERGED:
        table.cell(row, column).merge(table.cell(row + rows - 1, column))
    document.save(str(path))


def make_hwp(path: Path) -> None:
    document = hwpx.HwpxDocument.new()
    table = document.add_table(5, 7)
    for number, row in enumerate([HEAD, *ROWS]):
        for column, words in enumerate(row):
            table.cell(number, column).text = words
    for row, column, rows, _ in MERGED:
        table.merge_cells(row, column, row + rows - 1, column)
    document.save_to_path(str(path))


def make_ruled(path: Path) -> None:
    paper = Paper(path)
    paper.table([HEAD, *ROWS], WIDTHS, MERGED)
    paper.save()


def make_unruled(path: Path) -> None:
    paper = Paper(path)
    paper.columns([HEAD, *repeated()], [60, 140, 220, 330, 380, 430, 480])
    paper.save()


MAKERS: dict[str, Callable[[Path], None]] = {
    "a.csv": make_csv,
    "a.tsv": make_csv,
    "a.md": make_markdown,
    "a.html": make_html,
    "a.xls": make_html,
    "a.xlsx": make_xlsx,
    "a.docx": make_docx,
    "a.hwpx": make_hwp,
    "a.hwp": make_hwp,
    "ruled.pdf": make_ruled,
    "unruled.pdf": make_unruled,
}


@pytest.mark.parametrize("name", MAKERS)
def test_every_format_says_the_same(tmp_path: Path, name: str) -> None:
    MAKERS[name](tmp_path / name)
    reading = ingest.read(tmp_path / name)
    assert {
        (one.department, one.programme, one.indicator, one.measure, one.value, one.unit, one.text)
        for one in reading.observations
    } == EXPECTED
    for one in reading.observations:
        assert reading.text[one.start : one.end] == one.text
        assert reading.text[: one.start].count("\n") + 1 == one.line
        assert (one.page is not None) == name.endswith(".pdf")
        assert (one.sheet is not None) == (one.cell is not None) == (name == "a.xlsx")
