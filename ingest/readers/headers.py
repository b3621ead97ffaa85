"""Where the header of a table ends, and what its empty places mean.

Delimited files and many sheets leave the places of a merged cell empty: `2021년,,2022년,` over `목표,실적,목표,실적`.
Here such places are given the cell that covers them, so that every reader hands on the same kind of grid.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ingest.document import Cell

Rows = list[list[Cell]]

MOST_HEADER_ROWS = 4

_NUMBER = re.compile(r"[(（]?\s*[△▲▽▼+\-−]?\s*[\d,]*\.?\d+\s*[%％]?\s*[)）]?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_TOTAL = re.compile(r"(?:소|합|총|누)?\s*계|총액|전체")


def is_number(text: str) -> bool:
    """Is the cell a figure: `1,234`, `△2`, `98.7%`, `(35)`? Years head columns, so they are none."""
    return bool(_NUMBER.fullmatch(text)) and not _YEAR.fullmatch(text)


def count_header_rows(rows: Sequence[Sequence[Cell]]) -> int:
    """How many rows head the table: 0 where the first already holds figures.

    The second row belongs to the header when it holds no figures and stands under an empty or merged place:
    `연번,부서,2021년,` over `,,목표,실적`.
    """
    if any(is_number(cell.text) for cell in rows[0]):
        return 0
    count = 1
    while count < min(len(rows) - 1, MOST_HEADER_ROWS) and _hangs(rows[count - 1], rows[count], count):
        count += 1
    return count


def _hangs(above: Sequence[Cell], row: Sequence[Cell], number: int) -> bool:
    if any(is_number(cell.text) for cell in row):
        return False
    # Years under a group heading (예산액 over 2021, 2022) head columns too, but then the row names nothing itself.
    first = row[0]
    covered = not first.text or first.row < number
    split = any(_spreads(cell, i, above) for i, cell in enumerate(row) if cell.text and cell.row == number)
    return covered and split


def _spreads(cell: Cell, column: int, above: Sequence[Cell]) -> bool:
    """Does the cell stand under a place that a wider heading covers?"""
    over = above[column]
    return not over.text or over.colspan > 1 or (column + 1 < len(above) and not above[column + 1].text)


def fill_header(rows: Rows, header: int) -> None:
    """Give the empty places of a header the heading left of them, or above them; in place."""
    if header < 2:
        return
    for number in range(header - 1):
        _spread_right(rows, number)
    for number in range(1, header):
        _hang_down(rows, number)


def _spread_right(rows: Rows, number: int) -> None:
    row, below = rows[number], rows[number + 1]
    column = 0
    while column < len(row):
        last = column
        if row[column].text and row[column].row == number and row[column].colspan == 1:
            while last + 1 < len(row) and not row[last + 1].text and below[last + 1].text:
                last += 1
        if last > column and below[column].text:
            cell = replace(row[column], colspan=last - column + 1)
            row[column : last + 1] = [cell] * (last - column + 1)
        column = last + 1


def _hang_down(rows: Rows, number: int) -> None:
    for column, cell in enumerate(rows[number]):
        over = rows[number - 1][column]
        if not cell.text and over.text and over.colspan == 1:
            taller = replace(over, rowspan=number - over.row + 1)
            for covered in range(over.row, number + 1):
                rows[covered][column] = taller


def fill_names(rows: Rows, header: int) -> None:
    """Give the empty first places of a row the names above them; in place.

    `재무과,계약 관리,3` over `,재산 관리,5`: the second row belongs to 재무과 too. A row without a name of its own
    (a sum) and one that begins with a name are left as they are.
    """
    if not header:
        return
    width = _name_width(rows, header)
    for number in range(header + 1, len(rows)):
        row, above = rows[number], rows[number - 1]
        empty = next((i for i, cell in enumerate(row) if cell.text), len(row))
        if not 0 < empty < width or not _may_inherit(above, empty):
            continue
        for column in range(empty):
            over = above[column]
            if over.text:
                row[column] = replace(over, rowspan=number - over.row + 1)
    _even_out(rows, header, width)


def _name_width(rows: Rows, header: int) -> int:
    """How many columns of words stand left of the first column of figures."""
    body = rows[header:]
    for column in range(len(rows[0])):
        told = [row[column].text for row in body if row[column].text]
        if told and sum(map(is_number, told)) * 2 >= len(told):
            # 연번: running numbers before the names are no figures of the row.
            if column == 0 and re.search(r"연번|번호|순번|No", rows[0][0].text, re.I):
                continue
            return column
    return len(rows[0])


def _may_inherit(above: Sequence[Cell], empty: int) -> bool:
    return not any(_TOTAL.fullmatch(cell.text) for cell in above[:empty])


def _even_out(rows: Rows, header: int, width: int) -> None:
    """All places of one merged cell hold the same cell: the tallest that was made of it."""
    for column in range(min(width, len(rows[0]))):
        for number in range(len(rows) - 2, header - 1, -1):
            here, below = rows[number][column], rows[number + 1][column]
            if here.text and below.row == here.row and here.column == below.column and here.rowspan < below.rowspan:
                rows[number][column] = below
