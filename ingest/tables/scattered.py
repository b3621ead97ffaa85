"""Tables of flat text whose rows still end in their figures: `기본경비 181,684 120,071 140,000 66.1`.

Rows are found first, the header is what stands above them. A name that wraps stands on the lines before its figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import MEASURES, TOTALS, find_units, key
from ingest.document import Cell, Document, Grid
from ingest.tables.captions import find_caption
from ingest.tables.figures import is_figure
from ingest.tables.flat import FlatGrid, Line, fold, free_lines, words_of
from ingest.tables.headers import Path, Word, header_rows, resolve

UNSETTLED = "빈칸이 남지 않아 수치가 어느 열의 것인지 확실하지 않습니다. 원문을 확인해 주십시오."

MOST_HEADER_LINES = 8
LONGEST_NAME = 40
"""Letters of a line that can still be part of a table's name or header."""

MARK = re.compile(
    r"[□■▢◇◆○◦❍●※*☞▶►]|[-․·∙‧]\s?[가-힣‘'「(①-⑳]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+\s*\.|I{1,3}\s*\.|\d{1,2}\s+[가-힣「‘].*[가-힣]$|[①-⑳]|ㅇㅇ|#|<|\|"
)
"""Beginnings of lines that are no part of a table: headings, bullets, furniture."""
_YEARS = re.compile(r"(?:19|20)\d\d(?:년도?)?")


@dataclass(frozen=True, slots=True)
class Row:
    """A row: the lines of its name, its cells' words with their places, and the words after them (비고)."""

    name: tuple[tuple[str, int, int], ...]
    cells: tuple[tuple[str, int, int], ...]
    note: tuple[str, int, int] | None
    line: Line


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """The tables whose rows end in figures, with the header put together from the lines above."""
    lines = free_lines(document, taken)
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        count = _figure_count(lines[at])
        grid, after = _table(document, lines, at, count) if count >= 2 else (None, at + 1)
        if grid is not None:
            found.append(grid)
        at = max(after, at + 1)
    return found


def _table(document: Document, lines: Sequence[Line], at: int, count: int) -> tuple[Grid | None, int]:
    """The table whose first row's figures stand on line `at`, and the line after it."""
    above = _lines_above(lines, at)
    prefix = _split(lines[at], count)
    if prefix is None or not above:
        return None, at + 1
    for size in range(len(above), 0, -1):
        header, names = above[:size], above[size:]
        if not names and not prefix.name:
            continue
        if any(line.gap == 0 and is_figure(line.text) for line in header):
            continue
        for noted in (False, True):
            paths = resolve(header, count + 1 + noted, document.text)
            if paths is not None and (not noted or key(paths[-1][-1].text) == "비고"):
                rows, after = _rows(lines, at, count, names)
                return _grid(document, header, paths, rows, noted), after
    return None, at + 1


def _lines_above(lines: Sequence[Line], at: int) -> list[Line]:
    """Lines that may be header or name of the first row: short, without marks, on the same page."""
    above: list[Line] = []
    for line in reversed(lines[max(0, at - MOST_HEADER_LINES) : at]):
        if MARK.match(line.text) or len(line.text) > LONGEST_NAME or find_units(line.text) or line.text.endswith("."):
            break
        if _figure_count(line) >= 2:
            break
        above.append(line)
        if line.indented:
            break
    return above[::-1]


def _figure_count(line: Line) -> int:
    """How many figures a row that may be one ends in; 0 for headings, bullets, prose and rows of years."""
    if MARK.match(line.text) and not FIGURES_ONLY.fullmatch(line.text):
        return 0
    words = [word for word, _, _ in words_of(line)]
    best = run = 0
    for word in words:
        run = run + 1 if is_cell(word) else 0
        best = max(best, run)
    years = sum(bool(_YEARS.fullmatch(word)) for word in words)
    return 0 if years >= 2 and years >= best else best


FIGURES_ONLY = re.compile(r"(?:[△▲-]?\d[\d,.]*%?|-)(?:\s+(?:[△▲-]?\d[\d,.]*%?|-))+")


def is_cell(word: str) -> bool:
    """Is a word a figure that may fill a cell: `1,234`, `376명`, `△2`, `-`, `9.9%`?"""
    return is_figure(word) and not word.endswith(("급", "월", "일", "층")) and not _YEARS.fullmatch(word)


def _split(line: Line, count: int) -> Row | None:
    """Name, figures and note of a line with a run of exactly `count` figures."""
    words = words_of(line)
    for begin in range(len(words) - count + 1):
        cells = words[begin : begin + count]
        if all(is_cell(word) for word, _, _ in cells):
            rest = words[begin + count :]
            if rest and is_cell(rest[0][0]):
                continue
            note = (" ".join(w for w, _, _ in rest), rest[0][1], rest[-1][2]) if rest else None
            return Row(tuple(words[:begin]), tuple(cells), note, line)
    return None


def _rows(lines: Sequence[Line], at: int, count: int, names: Sequence[Line]) -> tuple[list[Row], int]:
    """The rows from line `at` on; a name's lines wait for their figures. (rows, line after the last row)"""
    rows: list[Row] = []
    waiting: list[Line] = list(names)
    after = at
    for number in range(at, len(lines)):
        line = lines[number]
        row = _split(line, count)
        if row is None:
            if MARK.match(line.text) or len(line.text) > LONGEST_NAME or len(waiting) > 3:
                break
            worded = (_worded(line, count) or _incomplete(line, count)) if rows and not waiting else None
            if worded is None:
                waiting.append(line)
                continue
            row = worded
        elif MARK.match(line.text) and not FIGURES_ONLY.fullmatch(line.text):
            break
        own = tuple(word for each in waiting for word in words_of(each))
        rows.append(replace(row, name=(*own, *row.name)))
        waiting, after = [], number + 1
    return rows, after


def _worded(line: Line, count: int) -> Row | None:
    """A row whose cells are words: a known measure, then a word a column: `사업주체 기간제 용역 용역`."""
    words = words_of(line)
    if len(words) <= count or key(words[0][0]) not in MEASURES:
        return None
    rest = words[count + 1 :]
    note = (" ".join(w for w, _, _ in rest), rest[0][1], rest[-1][2]) if rest else None
    return Row(tuple(words[:1]), tuple(words[1 : count + 1]), note, line)


def _incomplete(line: Line, count: int) -> Row | None:
    """A row with fewer figures than columns: an empty cell left nothing behind, so the places are not settled."""
    words = words_of(line)
    found = [word for word in words if is_cell(word[0])]
    if not 0 < len(found) < count or words[-len(found) :] != found or len(found) == len(words):
        return None
    missing = [("", found[-1][2], found[-1][2])] * (count - len(found))
    return Row(tuple(words[: -len(found)]), (*found, *missing), None, line)


def _grid(document: Document, header: Sequence[Line], paths: Sequence[Path], rows: Sequence[Row], noted: bool) -> Grid:
    top = header_rows(_counted(paths, rows))
    body = [_cells(document, row, len(top) + i, noted) for i, row in enumerate(rows)]
    start, end = header[0].start, max(cell.end for cells in body for cell in cells)
    if any(len(cells) > len(top[0]) for cells in body):
        top, body = _with_note_column(top, body)
    unit = _unit_above(document, start)
    return FlatGrid(
        rows=(*top, *map(tuple, body)),
        start=start,
        end=end,
        header_rows=len(top),
        caption=find_caption(document, start),
        unit=unit,
        kind="scattered",
        remarks={len(top) + i: UNSETTLED for i, row in enumerate(rows) if not row.cells[-1][0]},
    )


def _counted(paths: Sequence[Path], rows: Sequence[Row]) -> list[Path]:
    """A column 계 counts what the total row names: `계 사업 수 | 150` makes it 사업 수."""
    named = [word for word, _, _ in rows[0].name] if rows else []
    label = " ".join(named[1:])
    if len(named) < 2 or key(named[0]) not in TOTALS or key(label) not in MEASURES:
        return list(paths)
    counted = Word(label, rows[0].name[1][1], rows[0].name[-1][2], -1)
    return [(counted, *path) if i and key(path[-1].text) in TOTALS else path for i, path in enumerate(paths)]


def _cells(document: Document, row: Row, number: int, noted: bool) -> list[Cell]:
    name = fold(" ".join(word for word, _, _ in row.name))
    place = (row.name[0][1], row.name[-1][2]) if row.name else (row.cells[0][1], row.cells[0][1])
    cells = [Cell(name, *place, number, 0)]
    cells += [Cell(word, start, end, number, i) for i, (word, start, end) in enumerate(row.cells, start=1)]
    if noted or row.note:
        text, start, end = row.note or ("", cells[-1].end, cells[-1].end)
        cells.append(Cell(fold(text), start, end, number, len(cells)))
    return cells


def _with_note_column(
    top: list[tuple[Cell, ...]], body: list[list[Cell]]
) -> tuple[list[tuple[Cell, ...]], list[list[Cell]]]:
    """A column 비고 for words that stand after the figures though the header does not name them."""
    wide = len(top[0]) + 1
    note = Cell("비고", top[0][-1].end, top[0][-1].end, 0, wide - 1)
    full = [
        [*cells, *(Cell("", cells[-1].end, cells[-1].end, cells[0].row, i) for i in range(len(cells), wide))]
        for cells in body
    ]
    return [(*row, note) for row in top], full


def _unit_above(document: Document, start: int) -> str | None:
    above = [line for line in document.text[:start].split("\n")[-8:] if line.strip()]
    for line in above[-2:]:
        units = find_units(line)
        if units:
            return ", ".join(units)
    return None
