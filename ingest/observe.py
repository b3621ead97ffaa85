"""Grids into observations: one figure each, with everything that the table, its headings and its report say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ingest.document import Cell, Document, Grid
from ingest.slips import mend_name, mender
from ingest.tables.figures import Told
from ingest.tables.flat import FlatGrid
from ingest.tables.rows import read_row
from ingest.tables.shape import read_shape
from ingest.tables.table import Fields, Table, is_anchored, loose_names
from records import ACTUAL, PLAN, Observation, Report, Section

STATED = {"목표": PLAN, "정원": None, **dict.fromkeys(("실적", "달성률", "집행액", "집행률"), ACTUAL)}
"""Measures that are what was planned or done whatever the heading above says."""


def observe(
    document: Document,
    report: Report,
    sections: Sequence[Section],
    grids: Sequence[Grid],
    normalise: Callable[[str], str] | None = None,
) -> list[Observation]:
    """Every figure of every grid. `normalise` mends slips of recognition in indicator names (default: `mender` for
    tables put together from flat text, else `mend_name`); `text` keeps them as printed.

    A row `재무과 | 징수액 | 백만원 | 1,829 | 5,792 | 316` under 부서 | 성과지표 | 단위 | 목표 | 실적 |
    달성률(%) gives three observations: 목표 1829 and 실적 5792 백만원, 달성률 316 %.
    """
    found: list[Observation] = []
    flat = normalise or (mender(document.text) if any(isinstance(grid, FlatGrid) for grid in grids) else mend_name)
    for number, grid in enumerate(grids):
        shape = read_shape(grid)
        if shape is not None:
            mend = flat if isinstance(grid, FlatGrid) else normalise or mend_name
            home, ident = _section(sections, grid), f"{report.id}-t{number}"
            table = Table(document, report, home, grid, shape, ident, mend, loose_names(grid, shape))
            for row in range(shape.header_rows, len(grid.rows)):
                found.extend(_observe_row(table, row))
    return found


def _section(sections: Sequence[Section], grid: Grid) -> Section | None:
    offset = grid.anchor if isinstance(grid, FlatGrid) and grid.anchor is not None else grid.start
    inside = [section for section in sections if section.start <= offset < max(section.end, section.start + 1)]
    return max(inside, key=lambda section: (section.level, section.start), default=None)


def _observe_row(table: Table, row: int) -> Iterator[Observation]:
    """The observations of one row, numbered."""
    row_id = f"{table.id}-r{row}"
    told = read_row(table, row)
    start, end = _row_place(table, row, [cell for cell, _, _ in told])
    for k, (cell, place, fields) in enumerate(told):
        yield _make(table, f"{row_id}-{k}", row_id, cell, place, fields, (start, end), row)


def _row_place(table: Table, row: int, cells: Sequence[Cell]) -> tuple[int, int]:
    """From the row's own first name to its last figure; a merged name with other words in between is left out."""
    own = [c for i, c in enumerate(table.grid.rows[row]) if is_anchored(c, row, i) and c.text and c.end > c.start]
    places = sorted({(cell.start, cell.end, cell.rowspan > 1) for cell in (*own, *cells)})
    while len(places) > 1 and places[0][2] and _WORDS.search(table.document.text, places[0][1], places[1][0]):
        places.pop(0)
    if not places:
        return table.grid.start, table.grid.start
    return places[0][0], max(end for _, end, _ in places)


_WORDS = re.compile(r"[가-힣A-Za-z0-9]")


def _make(
    table: Table, ident: str, row_id: str, cell: Cell, told: Told, fields: Fields, place: tuple[int, int], row: int
) -> Observation:
    document, report, section = table.document, table.report, table.section
    start, end = cell.start + told.start, cell.start + told.end
    known = _inherited(section, report)
    known.update({name: value for name, value in fields.items() if value is not None})
    dims: Mapping[str, str] = known.pop("dims", {})
    year: int | None = known.get("year")
    known["status"] = fields.get("status") or _inherited_status(section, fields)
    return Observation(
        id=ident,
        report_id=report.id,
        section_id=section.id if section else "",
        section=section.path if section else "",
        table=table.id,
        row=row_id,
        measure=known["measure"],
        value=told.value if told.figure else None,
        text=document.text[start:end],
        unit=fields.get("unit"),
        start=start,
        end=end,
        row_start=place[0],
        row_end=place[1],
        line=document.line_of(start),
        page=table.grid.page or document.page_of(start),
        sheet=table.grid.sheet,
        cell=cell.name,
        caption=table.grid.caption or None,
        agency=known.get("agency"),
        year=year,
        as_of=_as_of(fields.get("as_of"), year, report, known["status"]),
        bureau=known.get("bureau"),
        department=known.get("department"),
        team=known.get("team"),
        programme=known.get("programme"),
        indicator=known.get("indicator"),
        item=known.get("item"),
        dims=dims,
        status=known["status"],
        span=known.get("span"),
        remark=_remark(table.grid, row, bool(known.get("total"))),
        total=bool(known.get("total")),
        place=known.get("place"),
    )


def _inherited(section: Section | None, report: Report) -> Fields:
    """What headings and report settle; a table under a programme of another year keeps the heading's year."""
    known: Fields = {"agency": report.agency, "year": report.year, "department": report.department}
    if section is not None:
        for name in ("year", "bureau", "department", "team", "programme"):
            value = getattr(section, name)
            if value is not None:
                known[name] = value
    return known


def _inherited_status(section: Section | None, fields: Fields) -> str | None:
    measure = str(fields.get("measure", ""))
    if measure in STATED:
        return STATED[measure]
    return section.status if section is not None else None


def _as_of(told: Any, year: int | None, report: Report, status: str | None) -> str | None:
    """ISO date of record: the column's own, else the report's where the figure is of its year and no plan."""
    if isinstance(told, tuple):
        at = told[0] or year
        return f"{at:04d}-{told[1]:02d}-{told[2]:02d}" if at else None
    if isinstance(told, str):
        digits = re.findall(r"\d+", told)
        return "-".join([digits[0], *(d.zfill(2) for d in digits[1:3])]) if len(digits) >= 3 else told
    if report.as_of and year is not None and report.as_of.startswith(str(year)) and status != PLAN:
        return report.as_of
    return None


def _remark(grid: Grid, row: int, total: bool) -> str | None:
    """What could not be settled about a row; the total of a staff table leads its row and is never in doubt."""
    if not isinstance(grid, FlatGrid) or (total and grid.kind == "staff"):
        return None
    return grid.remarks.get(row)
