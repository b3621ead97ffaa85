"""XLSX: each sheet as tab-separated lines under its name, as the sheet shows its values; cells know their `B4`."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from ingest.document import Cell, Document
from ingest.readers.archive import check_archive
from ingest.readers.carve import carve, check_width
from ingest.readers.number_format import is_percent, show
from ingest.readers.sheet_xml import SheetXml, scan_sheet
from ingest.readers.writer import Placed, Writer, spread

SHOWN = 5
"""How many cell names a warning lists."""


def read(path: Path) -> Document:
    """A workbook. Hidden sheets, rows and columns are left out, and said so."""
    check_archive(path)
    writer = Writer()
    with zipfile.ZipFile(path) as archive:
        workbook = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            hidden = [sheet.title for sheet in workbook.worksheets if sheet.sheet_state != "visible"]
            for sheet in workbook.worksheets:
                if sheet.sheet_state == "visible":
                    _read_sheet(writer, sheet, scan_sheet(archive, sheet._worksheet_path))
            title = workbook.properties.title
        finally:
            workbook.close()
    if hidden:
        writer.warnings.append(f"숨긴 시트를 읽지 않았습니다: {', '.join(hidden)}. 필요하면 숨기기를 취소해 주십시오.")
    return writer.document("xlsx", title)


def _read_sheet(writer: Writer, sheet: Any, xml: SheetXml) -> None:
    start = writer.offset
    writer.line(f"[{sheet.title}]")
    sheet.reset_dimensions()  # what a sheet says of its size is often wrong
    columns = _Columns(xml.hidden_columns)
    rows, numbers = _write_rows(writer, sheet, xml, columns)
    places = {number: place for place, number in enumerate(numbers)}
    for top, left, bottom, right in sorted(xml.merges):
        covered = [places[number] for number in range(top, min(bottom, numbers[-1]) + 1) if number in places]
        _merge(rows, covered, columns.range(left, right))
    carved = carve(rows, sheet.title, fill=not xml.merges)
    writer.grids.extend(carved.grids)
    writer.line()
    writer.sheets.append((sheet.title, start, writer.offset))
    writer.warnings.extend(_warnings(sheet.title, xml, [numbers[place] for place in carved.headless]))


def _write_rows(writer: Writer, sheet: Any, xml: SheetXml, columns: _Columns) -> tuple[list[list[Cell]], list[int]]:
    """(rows of cells, the sheet's number of each). Of empty rows that follow each other one is kept."""
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number in xml.hidden_rows:
            continue
        line = list(_shown(row, number, len(rows), columns))
        if not line and (not rows or not any(cell.text for cell in rows[-1])):
            continue
        check_width(len(line))
        rows.append(writer.row(line, line[-1].column + 1 if line else 1))
        numbers.append(number)
    return rows, numbers


def _shown(row: Sequence[Any], number: int, place: int, columns: _Columns) -> Iterator[Placed]:
    """The visible cells with words of one row."""
    for cell in row:
        value = cell.value
        if value is None or cell.column in columns.hidden:
            continue
        if isinstance(value, str):
            words, percent = value, False
        else:
            words, percent = show(value, cell.number_format), is_percent(cell.number_format)
        if words.strip():
            yield Placed(
                words, place, columns.place(cell.column), name=columns.name(cell.column, number), percent=percent
            )


def _merge(rows: list[list[Cell]], covered: Sequence[int], columns: range) -> None:
    """Repeat the cell at the corner over the rows and columns of a merged range."""
    if not covered or not columns:
        return
    corner = rows[covered[0]]
    if columns.start >= len(corner) or not corner[columns.start].text:
        return
    check_width(len(columns))
    for place in covered:
        row = rows[place]
        end = row[-1].end
        row.extend(Cell("", end, end, place, column) for column in range(len(row), columns.stop))
    cell = replace(corner[columns.start], rowspan=covered[-1] - covered[0] + 1, colspan=len(columns))
    corner[columns.start] = cell
    spread(rows, cell)


class _Columns:
    """Visible columns counted from 0, and the names of cells."""

    def __init__(self, hidden: set[int]) -> None:
        self.hidden = hidden
        self._places: dict[int, int] = {}
        self._letters: dict[int, str] = {}

    def place(self, column: int) -> int:
        """Where a column of the sheet, from 1, stands among the visible ones."""
        if column not in self._places:
            self._places[column] = column - 1 - sum(hidden < column for hidden in self.hidden)
        return self._places[column]

    def range(self, left: int, right: int) -> range:
        """The visible ones of some columns."""
        seen = [self.place(column) for column in range(left, right + 1) if column not in self.hidden]
        return range(seen[0], seen[-1] + 1) if seen else range(0)

    def name(self, column: int, row: int) -> str:
        """Example: (2, 4) is B4."""
        if column not in self._letters:
            self._letters[column] = get_column_letter(column)
        return f"{self._letters[column]}{row}"


def _warnings(sheet: str, xml: SheetXml, headless: Sequence[int]) -> Iterator[str]:
    for row in headless:
        yield f"시트 {sheet}의 {row}행에서 시작하는 표에 머리글이 없어 수치의 뜻을 모릅니다. 칸 이름을 넣어 주십시오."
    if xml.uncalculated:
        names = list(xml.uncalculated)
        shown = ", ".join(names[:SHOWN]) + (f" 등 {len(names)}곳" if len(names) > SHOWN else "")
        yield f"시트 {sheet}의 수식에 계산된 값이 없습니다({shown}). 엑셀에서 열어 저장한 뒤 다시 넣어 주십시오."
    if xml.hidden_rows:
        yield f"시트 {sheet}의 숨긴 행 {len(xml.hidden_rows)}개를 읽지 않았습니다. 필터나 숨기기를 풀면 읽습니다."
    if xml.hidden_columns:
        yield f"시트 {sheet}의 숨긴 열 {len(xml.hidden_columns)}개를 읽지 않았습니다. 숨기기를 취소하면 읽습니다."
