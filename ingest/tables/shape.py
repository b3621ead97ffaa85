"""How a grid is to be read: where its header ends, what each column means, and which of four kinds it is.

records   a row is a thing, a column a measure (사업 | 예산액 | 집행액)
cross     a row is a measure, a column a thing, a grade or a year (정원 | 5급 | 6급; 사업량 | 2014 | 2015)
long      a row is one figure: columns hold the measure's name, its value and its unit (항목,측정,값,단위)
pairs     no header at all: names on the left, what they are on the right (사업기간 | 2018. 1. ~ 12.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import (
    CATEGORY,
    DIMENSION,
    MEASURE,
    NAME,
    NOTE,
    SKIP,
    TEXTUAL,
    TOTALS,
    VALUE,
    Column,
    find_units,
    key,
    read_column,
)
from ingest.document import Cell, Grid
from ingest.tables.figures import is_figure
from records import EXPECTED

RECORDS, CROSS, LONG, PAIRS = "records", "cross", "long", "pairs"
MOST_HEADER_ROWS = 4
SAMPLE = 400
"""Rows that are looked at to tell figures from words."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`columns` has one entry a column of the grid; `names` are the columns whose cells name the row."""

    kind: str
    header_rows: int
    columns: tuple[Column, ...]
    names: tuple[int, ...]


def read_shape(grid: Grid) -> Shape | None:
    """The shape of a grid; None for boxes that are no table: one row, one column, or no header at all."""
    if len(grid.rows) < 2 or len(grid.rows[0]) < 2:
        return None
    if is_pairs(grid):
        left, right = read_column(["항목"]), Column("", MEASURE, "")
        return Shape(PAIRS, 0, (left, right), (0,))
    header = count_header_rows(grid)
    if not 0 < header < len(grid.rows):
        return None
    units = note_units(grid)
    columns = [read_column(header_path(grid, header, i), units) for i in range(len(grid.rows[0]))]
    body = grid.rows[header:]
    names = _name_columns(columns, body)
    columns = [_as_dimension(column) if i in names else column for i, column in enumerate(columns)]
    columns = _dated_alike(columns)
    return Shape(_kind(columns, names, body), header, tuple(columns), names)


def is_pairs(grid: Grid) -> bool:
    """Two columns whose first row heads nothing: neither of its cells is a word of headers."""
    if len(grid.rows[0]) != 2 or grid.header_rows:
        return False
    left, right = (read_column([cell.text]) for cell in grid.rows[0])
    headed = right.known or right.role == CATEGORY or TEXTUAL.search(key(right.name)) or left.role != MEASURE
    distinct = {row[0].text for row in grid.rows if row[0].text}
    return bool(left.name) and not headed and len(distinct) > len(grid.rows) // 2 and not _counts_below(grid)


def _counts_below(grid: Grid) -> bool:
    """Are the cells on the right, the first excepted, plain figures? Then the first row is their header."""
    below = [row[1].text for row in grid.rows[1:] if row[1].text]
    return bool(below) and all(map(is_figure, below)) and not is_figure(grid.rows[0][1].text)


def _dated_alike(columns: Sequence[Column]) -> list[Column]:
    """What is expected to be left (예상잔액) is expected at the date until which spending is."""
    dates = [column.as_of for column in columns if column.status == EXPECTED and column.as_of]
    if len(set(dates)) != 1:
        return list(columns)
    return [replace(c, as_of=dates[0]) if c.status == EXPECTED and c.as_of is None else c for c in columns]


def note_units(grid: Grid) -> tuple[str, ...]:
    """The units noted beside the table: `개, 백만원` gives two."""
    if not grid.unit:
        return find_units(grid.caption)
    return find_units(grid.unit) or find_units(f"단위: {grid.unit}")


def count_header_rows(grid: Grid) -> int:
    """How many rows head the table: those told, else the first and every row that hangs below it."""
    if grid.header_rows is not None:
        return grid.header_rows
    count = 1
    while count < min(len(grid.rows) - 1, MOST_HEADER_ROWS) and _hangs(grid, count):
        count += 1
    return count


def header_path(grid: Grid, header: int, column: int) -> list[str]:
    """The header cells over a column, top to bottom; a title that spans the whole table is left out."""
    width = len(grid.rows[0])
    cells = [grid.rows[row][column] for row in range(header)]
    return [cell.text for cell in cells if not (cell.colspan >= width and width > 1)]


def _hangs(grid: Grid, row: int) -> bool:
    """Is the row part of the header: no figures, first cell empty or merged with the one above, or below a title?"""
    cells = grid.rows[row]
    if any(is_figure(cell.text) for cell in cells if cell.text):
        return False
    if not any(cell.text for cell in cells):
        return True
    above = grid.rows[row - 1]
    title_above = len({(cell.row, cell.column) for cell in above}) == 1
    return title_above or not cells[0].text or cells[0].row < row


def _name_columns(columns: Sequence[Column], body: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """Columns that name the row: those whose header says so, and columns of words left of the first figures."""
    figures = [_share_of_figures(body, i) for i in range(len(columns))]
    first = next((i for i, share in enumerate(figures) if share >= 0.5 and _may_measure(columns[i])), len(columns))
    names = []
    for i, column in enumerate(columns):
        if column.role == DIMENSION:
            names.append(i)
        elif column.role == MEASURE and not column.known and i < first and not TEXTUAL.search(key(column.name)):
            wordy = figures[i] < 0.5
            if wordy and (first < len(columns) or not names):
                names.append(i)
    if not names and columns[0].role == MEASURE and not columns[0].known:
        names = [0]
    return tuple(names)


def _may_measure(column: Column) -> bool:
    return column.role in (MEASURE, CATEGORY, VALUE)


def _share_of_figures(body: Sequence[Sequence[Cell]], column: int) -> float:
    told = [row[column].text for row in body[:SAMPLE] if row[column].text]
    return sum(map(is_figure, told)) / len(told) if told else 0.0


def _as_dimension(column: Column) -> Column:
    if column.role == DIMENSION:
        return column
    return replace(column, role=DIMENSION, name=column.header or "item")


def _kind(columns: Sequence[Column], names: Sequence[int], body: Sequence[Sequence[Cell]]) -> str:
    if any(column.role == VALUE for column in columns):
        return LONG
    if len(names) != 1 or columns[names[0]].name not in ("item", columns[names[0]].header):
        return RECORDS
    others = [c for i, c in enumerate(columns) if i not in names and c.role not in (NOTE, SKIP, NAME)]
    free = [column for column in others if column.role == CATEGORY or not column.known]
    if 2 * len(free) < len(others):
        return RECORDS
    labels = [read_column([row[names[0]].text]) for row in body if row[names[0]].text]
    measuring = [label for label in labels if label.role == MEASURE and label.known and key(label.header) not in TOTALS]
    years = [column for column in others if column.year is not None and column.role == CATEGORY]
    if years and 2 * len(years) >= len(others):
        return CROSS
    return CROSS if labels and 2 * len(measuring) >= len(labels) else RECORDS
