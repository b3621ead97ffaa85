"""Tables as passages: a short table whole and by its rows, a long one in pieces.

A row is searched with the words of its header (`사업 길 닦기 예산액 200`), merged names repeated; what is quoted is the
row's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ingest.clean import fold
from ingest.columns import FIELDS, key
from ingest.document import Cell, Grid
from ingest.drafts import Draft
from ingest.outline import section_at
from ingest.tables.shape import count_header_rows
from records import Section

TABLE_ROWS = 25
ROWS_EACH = 300
"""A grid of more rows than this has no passage for each row, only one for every `TABLE_ROWS` of them."""

_CARRIED = ("department", "team", "programme", "year")


def draft_tables(sections: Sequence[Section], grids: Sequence[Grid]) -> Iterator[Draft]:
    """The passages of all grids. A grid with an `anchor` belongs to the section there, wherever it stands."""
    for number, grid in enumerate(grids):
        anchor = getattr(grid, "anchor", None)
        section = section_at(sections, grid.start if anchor is None else anchor)
        header = count_header_rows(grid) if len(grid.rows) > 1 else 0
        yield from _tables(grid, section, header, f"t{number}")
        if header < len(grid.rows) <= ROWS_EACH and len(grid.rows[0]) > 1:
            yield from _rows(grid, section, header, f"t{number}")


def _tables(grid: Grid, section: Section, header: int, name: str) -> Iterator[Draft]:
    count = len(grid.rows)
    if count <= TABLE_ROWS:
        yield _table(grid, section, range(count), name)
        return
    for first in range(header, count, TABLE_ROWS):
        yield _table(grid, section, range(first, min(first + TABLE_ROWS, count)), f"{name}.{first}")


def _table(grid: Grid, section: Section, rows: range, name: str) -> Draft:
    cells = [cell for row in rows for cell in _own_cells(grid, row)]
    whole = len(rows) == len(grid.rows) or not cells
    start = grid.start if whole else min(cell.start for cell in cells)
    end = grid.end if whole else max(cell.end for cell in cells)
    words = " ".join(dict.fromkeys(cell.text for row in rows for cell in grid.rows[row] if cell.text))
    return Draft("table", start, end, section, f"{fold(grid.caption)} {grid.unit or ''} {words}", name)


def _own_cells(grid: Grid, row: int) -> list[Cell]:
    """The cells whose words stand in this row (a merged cell counts in its first)."""
    return [cell for cell in grid.rows[row] if cell.row == row and cell.text and cell.end > cell.start]


def _rows(grid: Grid, section: Section, header: int, name: str) -> Iterator[Draft]:
    headers = [
        " ".join(dict.fromkeys(grid.rows[row][column].text for row in range(header) if grid.rows[row][column].text))
        for column in range(len(grid.rows[0]))
    ]
    fields = [FIELDS.get(key(header)) for header in headers]
    parent = name if len(grid.rows) <= TABLE_ROWS else None
    for row in range(header, len(grid.rows)):
        own = _own_cells(grid, row)
        if own:
            start, end = min(cell.start for cell in own), max(cell.end for cell in own)
            dims = _dims(fields, grid.rows[row])
            search = _search(grid, headers, row)
            yield Draft("row", start, end, section, search, f"{name}r{row}", parent, dims)


def _search(grid: Grid, headers: Sequence[str], row: int) -> str:
    pairs = [f"{head} {cell.text}".strip() for head, cell in zip(headers, grid.rows[row], strict=True) if cell.text]
    return " ".join([fold(grid.caption), *dict.fromkeys(pairs)]).strip()


def _dims(fields: Sequence[str | None], cells: Sequence[Cell]) -> dict[str, Any]:
    """Department, team, programme and year that the row's own columns name."""
    dims: dict[str, Any] = {}
    for field, cell in zip(fields, cells, strict=True):
        if field not in _CARRIED or not cell.text:
            continue
        year = re.search(r"(?:19|20)\d\d", cell.text) if field == "year" else None
        dims[field] = int(year[0]) if year else cell.text
    if isinstance(dims.get("year"), str):
        del dims["year"]
    return dims
