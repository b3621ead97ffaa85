"""The text of a format that keeps its tables: lines and rows are written down, and every cell remembers where.

A row of a table is one line, its cells parted by tabs; a merged cell is written once, where it begins, and repeated in
the grid.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.document import Cell, Document, Grid
from ingest.readers.captions import find_caption, tidy_caption
from ingest.readers.carve import carve, check_width

PROSE_LINES, PROSE_LETTERS = 4, 200
"""A cell of at least so many lines and letters is prose: its table is a form that lays out text."""

_FIGURE = re.compile(r"[(△▲▽▼+-]?\s*\d[\d,]*(?:\.\d+)?\s*%?\)?")
_TABS = re.compile(r"[\t\x0b\x0c\xa0 ]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell of a table before it is written: `text` may have several lines."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    name: str | None = None
    percent: bool = False


class Writer:
    """Collects lines, tables, pages and sheets; `document` closes it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.offset = 0
        self.grids: list[Grid] = []
        self.pages: list[tuple[int, int]] = []
        self.sheets: list[tuple[str, int, int]] = []
        self.warnings: list[str] = []
        self._floor = 0

    def line(self, words: str = "") -> None:
        """Write a line; line ends inside `words` make several. Empty lines that follow each other become one."""
        for part in clean(words).split("\n"):
            shown = part.rstrip()
            if shown or (self._parts and self._parts[-1] != "\n"):
                self._write(shown + "\n")

    def row(self, placed: Sequence[Placed], width: int) -> list[Cell]:
        """Write one row, its cells in order of their columns; returns `width` cells, those not given empty."""
        cells: list[Cell | None] = [None] * width
        at = 0
        for one in placed:
            words = fold(one.text)
            if words:
                self._write("\t" * (one.column - at))
                at = one.column
            start = self.offset
            self._write(words)
            spans = (one.rowspan, one.colspan, one.name, one.percent)
            cells[one.column] = Cell(words, start, self.offset, one.row, one.column, *spans)
        end = self.offset
        self._write("\n")
        number = placed[0].row if placed else 0
        return [cell or Cell("", end, end, number, column) for column, cell in enumerate(cells)]

    def rows(self, cells: Iterable[Placed], height: int, width: int) -> list[list[Cell]]:
        """Write the rows of a table; returns them as cells counted from its corner, merged ones repeated."""
        check_width(width)
        lines: list[list[Placed]] = [[] for _ in range(height)]
        for one in cells:
            if 0 <= one.row < height and 0 <= one.column < width:
                rowspan = max(1, min(one.rowspan, height - one.row))
                colspan = max(1, min(one.colspan, width - one.column))
                lines[one.row].append(replace(one, rowspan=rowspan, colspan=colspan))
        rows = [self.row(sorted(line, key=lambda one: one.column), width) for line in lines]
        for line in lines:
            for one in line:
                spread(rows, rows[one.row][one.column])
        return rows

    def table(
        self,
        cells: Sequence[Placed],
        height: int,
        width: int,
        caption: str = "",
        header_rows: int | None = None,
        page: int | None = None,
    ) -> None:
        """Write a table, after the caption of its own, and keep it as a grid.

        The words above name it when it has no caption. A box that only lays out text is written as lines.
        """
        if not any(placed.text.strip() for placed in cells):
            return
        above, unit = self.above()
        if caption:
            self.line(caption)
        if is_box(cells, height, width):
            self.box(cells)
            return
        rows = self.rows(cells, height, width)
        for grid in carve(rows, fill=False).grids:
            own = replace(
                grid, caption=grid.caption or tidy_caption(caption) or above, unit=grid.unit or unit, page=page
            )
            if header_rows and not grid.caption:
                own = replace(own, header_rows=min(header_rows, len(grid.rows)))
            self.grids.append(own)
        self.close_table()

    def above(self) -> tuple[str, str | None]:
        """(caption, unit) that the words since the last table give to the next one."""
        tail = "".join(self._parts[max(self._floor, len(self._parts) - 60) :])
        return find_caption(tail, len(tail))

    def close_table(self) -> None:
        """What is written from here on stands below the table."""
        self._floor = len(self._parts)

    def document(self, format: str, title: str | None = None) -> Document:
        """All that was written, as a Document."""
        return Document(
            text="".join(self._parts),
            format=format,
            grids=tuple(self.grids),
            pages=tuple(self.pages),
            sheets=tuple(self.sheets),
            title=title or None,
            warnings=tuple(self.warnings),
        )

    def _write(self, words: str) -> None:
        self._parts.append(words)
        self.offset += len(words)

    def box(self, cells: Sequence[Placed]) -> None:
        """Write a box: short cells of one row on one line (`Ⅰ 일반현황`), long ones line by line."""
        rows: dict[int, list[Placed]] = {}
        for placed in (placed for placed in cells if placed.text.strip()):
            rows.setdefault(placed.row, []).append(placed)
        for _, line in sorted(rows.items()):
            line.sort(key=lambda placed: placed.column)
            if any("\n" in placed.text.strip() for placed in line):
                for placed in line:
                    self.line(placed.text.strip("\n"))
            else:
                self.line(" ".join(fold(placed.text) for placed in line))


def spread(rows: list[list[Cell]], cell: Cell) -> None:
    """Repeat a merged cell in the places it covers, unless they hold words of their own."""
    if cell.rowspan == 1 and cell.colspan == 1:
        return
    for row in rows[cell.row : cell.row + cell.rowspan]:
        for column in range(cell.column, min(cell.column + cell.colspan, len(row))):
            if not row[column].text:
                row[column] = cell


def is_box(cells: Sequence[Placed], height: int, width: int) -> bool:
    """One cell, one row or column of words, or a form around prose: no table of figures."""
    told = [placed for placed in cells if placed.text.strip()]
    figures = sum(bool(_FIGURE.fullmatch(placed.text.strip())) for placed in told)
    if len(told) == 1 or width == 1:
        return True
    if figures > 1:
        return False
    one_row = len({placed.row for placed in told}) == 1
    return one_row or any(_is_prose(placed.text) for placed in told)


def _is_prose(text: str) -> bool:
    return text.strip().count("\n") + 1 >= PROSE_LINES and len(text) >= PROSE_LETTERS


def fold(text: str) -> str:
    """One line: white space folded, NFC."""
    words = " ".join(text.split())
    return words if words.isascii() else unicodedata.normalize("NFC", words)


def clean(text: str) -> str:
    """Lines kept, runs of blanks and tabs folded, NFC."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _TABS.sub(" ", plain))
