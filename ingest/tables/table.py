"""A grid ready to be read: its shape, where it stands, and what all of its rows share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ingest.document import Cell, Document, Grid
from ingest.tables.shape import Shape
from records import Report, Section

Fields = dict[str, Any]
"""Fields of an observation under their names, with `extra` for dims of its column alone."""


@dataclass(frozen=True, slots=True)
class Table:
    """One grid with its shape, its section (None outside all), its id and how names are mended."""

    document: Document
    report: Report
    section: Section | None
    grid: Grid
    shape: Shape
    id: str
    normalise: Callable[[str], str]
    loose: frozenset[tuple[int, int]]
    """(value column, name column) where merged values cover several names: the value is of none of them."""


def is_anchored(cell: Cell, row: int, column: int) -> bool:
    """Does the cell stand here itself, rather than reach here from where it was merged?"""
    return cell.row == row and cell.column == column


def loose_names(grid: Grid, shape: Shape) -> frozenset[tuple[int, int]]:
    """Where a merged value covers several names: a 예산액 over three 지표 is their goal's, none of theirs."""
    loose = set()
    for r, row in enumerate(grid.rows):
        for i, cell in enumerate(row):
            if cell.rowspan > 1 and r >= shape.header_rows and i not in shape.names and is_anchored(cell, r, i):
                covered = grid.rows[r : r + cell.rowspan]
                loose |= {(i, name) for name in shape.names if len({line[name].text for line in covered}) > 1}
    return frozenset(loose)
