"""Tables that the extraction put before the heading they belong to: the first thing on a page, then `8 사업 팀`.

Such a table left a hole in its own section: a `(단위: 백만원)` with nothing below it, or a bullet that names it
(`- 처리현황`) and goes no further. There the table is anchored, and takes its caption and unit from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.clean import is_furniture
from ingest.columns import find_units, key
from ingest.document import Document, Grid
from ingest.tables.captions import find_caption, strip_mark
from ingest.tables.flat import FlatGrid, Line, lines_of
from records import Section

ORGANISATION = frozenset(("조직", "조직도", "조직현황", "기구", "기구및조직", "조직및업무", "조직및기구"))


def settle(document: Document, sections: Sequence[Section], grids: Sequence[Grid]) -> list[Grid]:
    """The grids, those that stand before their heading anchored behind it."""
    return [_settled(document, sections, grids, grid) for grid in grids]


def _settled(document: Document, sections: Sequence[Section], grids: Sequence[Grid], grid: Grid) -> Grid:
    if not isinstance(grid, FlatGrid) or grid.kind == "tabbed":
        return grid
    if grid.kind == "teams":
        home = _organisation(sections, grid)
        return grid if home is None else replace(grid, anchor=home.start, caption=home.title)
    section = _next_programme(document, sections, grid)
    if section is None or not _opens_page(document, grid):
        return grid
    hole = _hole(document, section, grids, grid)
    if hole is None:
        return replace(grid, anchor=section.start, caption="")
    note = find_units(hole.text)
    caption = find_caption(document, hole.start) if note else strip_mark(hole.text)
    return replace(grid, anchor=hole.start, caption=caption, unit=", ".join(note) or grid.unit)


def _organisation(sections: Sequence[Section], grid: Grid) -> Section | None:
    """The section 조직 nearest to a table of teams, which the extraction often moves before or behind it."""
    named = [section for section in sections if key(section.title) in ORGANISATION]
    return min(named, key=lambda section: abs(section.start - grid.start), default=None)


def _next_programme(document: Document, sections: Sequence[Section], grid: Grid) -> Section | None:
    """The programme whose heading is the first thing below the table, or that already reaches back to the table."""
    for section in sections:
        if section.role != "programme":
            continue
        if section.start <= grid.start and not document.text[section.start : grid.start].strip():
            return section
        if section.start >= grid.end - 1:
            between = document.text[grid.end : section.start].split("\n")
            return section if all(is_furniture(line) for line in between) else None
    return None


def _opens_page(document: Document, grid: Grid) -> bool:
    """Does the table begin a page? The line's first blank tells, or the beginning of the text."""
    line_start = document.text.rfind("\n", 0, grid.start) + 1
    return line_start == 0 or document.text[line_start : line_start + 1] == " "


def _hole(document: Document, section: Section, grids: Sequence[Grid], grid: Grid) -> Line | None:
    """Where the table is missing: a note of units that no table follows, or a bullet with a name from its header."""
    lines = lines_of(document, section.start, section.end)
    names = {key(cell.text) for row in grid.rows[: grid.header_rows or 1] for cell in row if cell.text}
    for line, below in pairwise(lines):
        if find_units(line.text) and len(line.text) < 20 and not _begins(grids, below, line):
            return line
    for line in lines:
        if key(strip_mark(line.text)) in names:
            return line
    return None


def _begins(grids: Sequence[Grid], below: Line, note: Line) -> bool:
    """Does a table begin on the note's line or the one below?"""
    return any(note.start <= grid.start <= below.end for grid in grids)
