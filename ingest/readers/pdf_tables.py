"""The tables of one page of a PDF, ruled and unruled, and the glyphs that stand in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers import unruled
from ingest.readers.lattice import Lattice, find_lattices
from ingest.readers.pdf_page import Edge, Glyph
from ingest.readers.writer import Placed

MOST_EDGES = 6000
"""Lines on a page; more are a map or a drawing."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table of a page before it is written: the cells, where its columns part."""

    boxes: tuple[Placed, ...]
    height: int
    width: int
    edges: tuple[float, ...] = ()  # only of ruled tables
    header_rows: int | None = None


class PageTables:
    """`found` are the tables, `of` tells the table of a glyph by their numbers."""

    def __init__(self, glyphs: Sequence[Glyph], edges: Sequence[Edge]) -> None:
        self.found: list[Found] = []
        self.of: dict[int, int] = {}
        for lattice in find_lattices(edges) if len(edges) <= MOST_EDGES else ():
            self._add_ruled(glyphs, lattice)
        free = [number for number in range(len(glyphs)) if number not in self.of]
        for table in unruled.find_tables(glyphs, free):
            self._add_unruled(glyphs, table)

    def _add_ruled(self, glyphs: Sequence[Glyph], lattice: Lattice) -> None:
        inside: dict[int, list[int]] = {}
        for number, glyph in enumerate(glyphs):
            if not glyph.blank and number not in self.of:
                place = lattice.locate(glyph.x, glyph.y)
                if place is not None:
                    inside.setdefault(place, []).append(number)
        if len(inside) < 2:
            return  # a frame, or lines under words
        cells = []
        for place, box in enumerate(lattice.boxes):
            own = inside.get(place, [])
            cells.append(Placed(join_glyphs(glyphs, own), box.row, box.column, box.rowspan, box.colspan))
            self.of.update(dict.fromkeys(own, len(self.found)))
        self.found.append(Found(tuple(cells), lattice.height, lattice.width, lattice.xs))

    def _add_unruled(self, glyphs: Sequence[Glyph], table: unruled.Table) -> None:
        cells = []
        for row, column, span, own in table.cells:
            cells.append(Placed(join_glyphs(glyphs, sorted(own)), row, column, 1, span))
            self.of.update(dict.fromkeys(own, len(self.found)))
        self.found.append(Found(tuple(cells), table.height, table.width, (), table.header_rows))


def join_glyphs(glyphs: Sequence[Glyph], numbers: Sequence[int]) -> str:
    """The words of a cell, with the blanks that stand between its glyphs; a figure that wraps is put together."""
    parts: list[str] = []
    last: int | None = None
    for number in numbers:
        if last is not None and number > last + 1:
            between = "".join(glyphs[i].char for i in range(last + 1, number) if glyphs[i].blank)
            away = any(not glyphs[i].blank for i in range(last + 1, number))
            parts.append("\n" if away or "\n" in between else " ")
        parts.append(glyphs[number].char)
        last = number
    return re.sub(r"(?<=\d,)\n(?=\d{3})", "", "".join(parts))
