"""The cells of a sheet or of a delimited file into grids: titles, notes and empty rows part tables from each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from errors import TooLarge
from ingest.document import Cell, Grid
from ingest.readers.headers import count_header_rows, fill_header, fill_names, is_number

MOST_COLUMNS = 1000
UNIT_NOTE = re.compile(
    r"[#※*]?\s*[(\[〔（<]?\s*단위\s*[:：]\s*(?P<unit>[^)\]〕）>\s](?:[^)\]〕）>]*[^)\]〕）>\s])?)\s*[)\]〕）>]?"
)
_FOOTNOTE = re.compile(r"[※*]|주\s*\d*\s*\)|주\s*[:：]|자료\s*[:：]|출처\s*[:：]|비고\s*[:：]|#")


Block = list[tuple[int, Sequence[Cell]]]
"""Rows with their number in the input."""


@dataclass(frozen=True, slots=True)
class Carved:
    """The grids, and the rows (by their number in the input) that head nothing because the table has no header."""

    grids: tuple[Grid, ...]
    headless: tuple[int, ...] = ()


def check_width(columns: int) -> None:
    """Raises TooLarge for a table wider than any report's."""
    if columns > MOST_COLUMNS:
        raise TooLarge(
            f"표의 열이 {columns:,}개로 한도 {MOST_COLUMNS:,}개를 넘습니다. 필요한 열만 남기거나 표를 나누어 주십시오."
        )


def carve(rows: Sequence[Sequence[Cell]], sheet: str | None = None, fill: bool = True) -> Carved:
    """The tables among rows of cells. A cell's `row` and `column` count in the input; in a grid they count in the grid.

    `fill` says that the format knows no merged cells, so that empty places of names stand for the name above.

    Worked example (| parts cells, one line a row):
        예산 현황 | | (단위: 천원)     → caption 예산 현황, unit 천원
        사업 | 예산액 | 집행액         → header
        도로 정비 | 1,200 | 900
        ※ 9.30. 기준                  → stays text
    """
    grids: list[Grid] = []
    headless: list[int] = []
    titles: list[str] = []
    unit: str | None = None
    for block in _parted(_blocks(rows)):
        table, more, noted = _take_titles(block)
        titles, unit = [*titles, *more], noted or unit
        table = _drop_notes(table)
        if _width(table) < 2:
            continue
        based = _based(table, *_columns(table))
        header = count_header_rows(based)
        if not header and grids and not more and _fits(grids[-1], based):
            grids[-1] = _continue(grids[-1], based)
            continue
        if len(table) < 2:
            continue
        if not header:
            headless.append(table[0][0])
        grids.append(_grid(based, header, titles, unit, sheet, fill))
        titles, unit = [], None
    return Carved(tuple(grids), tuple(headless))


def _blocks(rows: Sequence[Sequence[Cell]]) -> list[Block]:
    """Runs of rows with words, parted by empty rows."""
    blocks: list[Block] = [[]]
    for number, row in enumerate(rows):
        if any(cell.text for cell in row):
            blocks[-1].append((number, row))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _parted(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks cut where their header stands again: the same one is dropped, one of other years begins a new table.

    Example: below `사업연도 | 2019 | 2020` and its rows stands `사업연도 | 2021 | 2022`.
    """
    for block in blocks:
        table, _, _ = _take_titles(block)
        head = [cell.text for cell in table[0][1]] if len(table) > 1 else []
        part: Block = []
        for number, row in block:
            if part and len(head) > 1 and row is not table[0][1] and _heads_again(row, head):
                if [cell.text for cell in row] == head:
                    continue
                yield part
                part = []
            part.append((number, row))
        yield part


def _heads_again(row: Sequence[Cell], head: Sequence[str]) -> bool:
    words = [cell.text for cell in row]
    return bool(head[0]) and words[0] == head[0] and row[0].rowspan == 1 and not any(map(is_number, words[1:]))


def _width(block: Block) -> int:
    return max((len(_told(row)) for _, row in block), default=0)


def _told(row: Sequence[Cell]) -> list[Cell]:
    """The cells with words, a merged one once."""
    return list({cell.start: cell for cell in row if cell.text}.values())


def _take_titles(block: Block) -> tuple[Block, list[str], str | None]:
    """(rows of the table, lines above it, its unit): rows of one cell, and rows with a note of units, are titles."""
    titles: list[str] = []
    unit: str | None = None
    taken = 0
    for _, row in block:
        told = _told(row)
        notes = [match["unit"] for cell in told if (match := UNIT_NOTE.fullmatch(cell.text))]
        if not notes and len(told) > 1:
            break
        unit = notes[0] if notes else unit
        titles.extend(cell.text for cell in told if not UNIT_NOTE.fullmatch(cell.text))
        taken += 1
    return block[taken:], titles, unit


def _drop_notes(block: Block) -> Block:
    """Without the footnotes below the table."""
    end = len(block)
    while end and len(told := _told(block[end - 1][1])) == 1 and _FOOTNOTE.match(told[0].text):
        end -= 1
    return block[:end]


def _columns(block: Block) -> tuple[int, int]:
    """The columns from the first with words to one past the last."""
    used = {i for _, row in block for i, cell in enumerate(row) if cell.text}
    check_width(max(used) + 1 - min(used))
    return min(used), max(used) + 1


def _based(block: Block, left: int, right: int) -> list[list[Cell]]:
    """The block's rows cut to its columns and filled to one width, counted from the grid's own corner."""
    numbers = {number: place for place, (number, _) in enumerate(block)}
    merged: dict[tuple[int, int], Cell] = {}
    rows: list[list[Cell]] = []
    for place, (_, row) in enumerate(block):
        based = []
        for column in range(left, right):
            cell = row[column] if column < len(row) else Cell("", row[-1].end, row[-1].end, 0, 0)
            anchor = (cell.row, cell.column)
            if cell.rowspan == 1 and cell.colspan == 1:
                based.append(_moved(cell, place, column - left))
                continue
            if anchor not in merged:
                merged[anchor] = _moved(cell, numbers.get(cell.row, place), max(cell.column - left, 0))
            based.append(merged[anchor])
        rows.append(based)
    return rows


def _moved(cell: Cell, row: int, column: int) -> Cell:
    if cell.row == row and cell.column == column:
        return cell
    # Written out because `replace` takes seconds over the million cells of a large sheet.
    spans = (cell.rowspan, cell.colspan, cell.name, cell.percent)
    return Cell(cell.text, cell.start, cell.end, row, column, *spans)


def _fits(grid: Grid, based: list[list[Cell]]) -> bool:
    """Do rows without a header go on a table above: as wide, figures where it has figures?"""
    above, row = grid.rows[-1], based[0]
    if len(row) != len(above):
        return False
    same = [is_number(a.text) == is_number(b.text) for a, b in zip(above, row, strict=True) if a.text and b.text]
    return bool(same) and all(same)


def _continue(grid: Grid, based: list[list[Cell]]) -> Grid:
    shift = len(grid.rows)
    rows = [tuple(replace(cell, row=cell.row + shift) for cell in row) for row in based]
    return replace(grid, rows=(*grid.rows, *rows), end=_end(based))


def _end(rows: Sequence[Sequence[Cell]]) -> int:
    return max(cell.end for row in rows for cell in row)


def _grid(
    rows: list[list[Cell]], header: int, titles: list[str], unit: str | None, sheet: str | None, fill: bool
) -> Grid:
    fill_header(rows, header)
    if fill:
        fill_names(rows, header)
    start = min(cell.start for cell in rows[0] if cell.text)
    return Grid(tuple(map(tuple, rows)), start, _end(rows), header, " ".join(titles[-1:]), unit, sheet=sheet)
