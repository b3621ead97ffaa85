"""Workbooks: values as the sheet shows them, merged cells, several tables, hidden parts, formulas never calculated."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from errors import TooLarge
from ingest.readers import open_document
from ingest.readers.number_format import is_percent, show
from tests.ingest.shown import check, words


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (0.987, "0.0%", "98.7%"),
        (0.98666, "0.0%", "98.7%"),
        (0.5, "0%", "50%"),
        (-35, "#,##0;△#,##0", "△35"),
        (-35, '#,##0;[Red]"△"#,##0', "△35"),
        (-35, "#,##0_);(#,##0)", "(35)"),
        (-0.05, "0.0%;△0.0%", "△5.0%"),
        (-35, "General", "-35"),
        (1234.5, "General", "1234.5"),
        (0.1 + 0.2, "General", "0.3"),
        (1e20, "General", "1" + "0" * 20),
        (1234567, "#,##0", "1,234,567"),
        (1234567, "#,##0,", "1,235"),
        (12345.678, "#,##0.##", "12,345.68"),
        (2, "0.##", "2"),
        (2, "#,##0.0", "2.0"),
        (12, "000", "012"),
        (5, '0"명"', "5명"),
        (7, 'General"명"', "7명"),
        (1234, "[$₩-412]#,##0", "₩1,234"),
        (1234, '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', "1,234"),
        (0, '_-* #,##0_-;\\-* #,##0_-;_-* "-"_-;_-@_-', "-"),
        (True, "General", "TRUE"),
        (date(2022, 9, 30), "yyyy-mm-dd", "2022-09-30"),
        (datetime(2022, 9, 30), 'yyyy"년" m"월"', "2022년 9월"),
        (datetime(2022, 9, 3), "yyyy. m. d.", "2022. 9. 3."),
        (datetime(2022, 9, 30, 14, 5), "yyyy-mm-dd hh:mm", "2022-09-30 14:05"),
        (datetime(2022, 9, 30), "mm-dd-yy", "2022-09-30"),
    ],
)
def test_values_as_the_sheet_shows_them(value: Any, number_format: str, shown: str) -> None:
    assert show(value, number_format) == shown


def test_percent_formats() -> None:
    assert is_percent("0.0%") and not is_percent('0"%p"') and not is_percent("General")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Sheets: a table with a title and a header of two merged rows; a hidden one; one with a hidden row and column."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "예산"
    sheet["B1"], sheet["G2"] = "2022년 예산 현황", "(단위: 천원)"
    sheet.merge_cells("B1:G1")
    for number, row in enumerate(
        [
            ["부서", "사업", "2021년", None, "2022년", None],
            [None, None, "예산", "집행률", "예산", "증감"],
            ["재무과", "계약", 1200, 0.987, 4, -35],
            [None, "재산", 3, 0.5, 5, "=F6-D6"],
        ],
        3,
    ):
        for column, value in enumerate(row, 2):
            sheet.cell(number, column, value)
    for merged in ("B3:B4", "C3:C4", "D3:E3", "F3:G3", "B5:B6"):
        sheet.merge_cells(merged)
    for name, number_format in {"E5": "0.0%", "E6": "0.0%", "G5": "#,##0;△#,##0", "D5": "#,##0"}.items():
        sheet[name].number_format = number_format
    sheet["B8"] = "※ 9.30. 기준"
    secret = workbook.create_sheet("숨김")
    secret.sheet_state, secret["A1"] = "hidden", "비밀"
    teams = workbook.create_sheet("팀")
    for row in [["팀", "내부", "명"], ["기획팀", "x", 3], ["숨은팀", "y", 9], ["예산팀", "z", 4]]:
        teams.append(row)
    teams.row_dimensions[3].hidden = True
    teams.column_dimensions["B"].hidden = True
    path = tmp_path / "예산.xlsx"
    workbook.save(path)
    return path


def test_workbook(book: Path) -> None:
    document = check(open_document(book))
    budget, teams = document.grids
    assert words(budget) == [
        ["부서", "사업", "2021년", "2021년", "2022년", "2022년"],
        ["부서", "사업", "예산", "집행률", "예산", "증감"],
        ["재무과", "계약", "1,200", "98.7%", "4", "△35"],
        ["재무과", "재산", "3", "50.0%", "5", ""],
    ]
    assert (budget.caption, budget.unit, budget.header_rows, budget.sheet) == ("2022년 예산 현황", "천원", 2, "예산")
    assert [cell.name for cell in budget.rows[2]] == ["B5", "C5", "D5", "E5", "F5", "G5"]
    assert (budget.rows[3][0].name, budget.rows[3][0].rowspan) == ("B5", 2)
    assert [cell.percent for cell in budget.rows[2]] == [False, False, False, True, False, False]
    assert words(teams) == [["팀", "명"], ["기획팀", "3"], ["예산팀", "4"]]
    assert [cell.name for cell in teams.rows[2]] == ["A4", "C4"]


def test_sheets_and_what_was_left_out(book: Path) -> None:
    document = open_document(book)
    assert [name for name, _, _ in document.sheets] == ["예산", "팀"]
    assert [document.text[start:].split("\n")[0] for _, start, _ in document.sheets] == ["[예산]", "[팀]"]
    assert "비밀" not in document.text and "숨은팀" not in document.text
    said = "\n".join(document.warnings)
    assert "숨긴 시트를 읽지 않았습니다: 숨김" in said
    assert "시트 예산의 수식에 계산된 값이 없습니다(G6)" in said
    assert "시트 팀의 숨긴 행 1개" in said and "시트 팀의 숨긴 열 1개" in said


def test_names_left_empty_below_each_other(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [["부서", "사업", "건"], ["재무과", "계약", 1], [None, "재산", 2], ["합계", None, 3]]:
        sheet.append(row)
    workbook.save(tmp_path / "a.xlsx")
    (grid,) = check(open_document(tmp_path / "a.xlsx")).grids
    assert words(grid)[2:] == [["재무과", "재산", "2"], ["합계", "", "3"]]


def test_ten_thousand_columns(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(range(10_000))
    sheet.append(range(10_000))
    workbook.save(tmp_path / "a.xlsx")
    with pytest.raises(TooLarge, match=r"열이 10,000개로 한도 1,000개"):
        open_document(tmp_path / "a.xlsx")
