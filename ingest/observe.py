"""Grids into observations: one figure each, with everything that the table, its headings and its report say of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from ingest.clauses import read_clauses
from ingest.columns import (
    CATEGORY,
    DIMENSION,
    FIELDS,
    MEASURE,
    MEASURES,
    NAME,
    NOTE,
    PLACE,
    RATE_WORDS,
    TOTALS,
    UNIT,
    VALUE,
    Column,
    is_unit,
    key,
    read_column,
)
from ingest.document import Cell, Document, Grid
from ingest.slips import mend_name, mender
from ingest.tables.figures import Told, read_cell
from ingest.tables.flat import FlatGrid
from ingest.tables.shape import CROSS, LONG, RECORDS, Shape, note_units, read_shape
from records import ACTUAL, CUMULATIVE, PLAN, Observation, Report, Section

FIELD_NAMES = frozenset(FIELDS.values())
CUMULATIVE_ROWS = frozenset(("누계", "누적", "총누계"))
SHARE_MEASURE = "재원 비율"
"""Measure of a share told in percent: `95,000 (구비 100%)`; shares told in money keep the cell's measure."""

DUTIES = frozenset(("업무", "담당업무", "주요업무", "분장사무", "분장업무"))
"""Columns whose words are things of their own: a team's duty is its observation's item."""

LONGEST_RATE_NAME = 16

Fields = dict[str, Any]


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
            table = _Table(document, report, home, grid, shape, ident, mend, _loose_names(grid, shape))
            for row in range(shape.header_rows, len(grid.rows)):
                found.extend(_observe_row(table, row))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    document: Document
    report: Report
    section: Section | None
    grid: Grid
    shape: Shape
    id: str
    normalise: Callable[[str], str]
    loose: frozenset[tuple[int, int]]
    """(value column, name column) where merged values cover several names: the value is of none of them."""


def _section(sections: Sequence[Section], grid: Grid) -> Section | None:
    offset = grid.anchor if isinstance(grid, FlatGrid) and grid.anchor is not None else grid.start
    inside = [section for section in sections if section.start <= offset < max(section.end, section.start + 1)]
    return max(inside, key=lambda section: (section.level, section.start), default=None)


def _observe_row(table: _Table, row: int) -> Iterator[Observation]:
    """The observations of one row, numbered."""
    readers = {RECORDS: _records, CROSS: _cross, LONG: _long}
    row_id = f"{table.id}-r{row}"
    told = list(readers[table.shape.kind](table, row))
    told.extend(_listing(table, row, told))
    start, end = _row_place(table, row, [cell for cell, _, _ in told])
    for k, (cell, place, fields) in enumerate(told):
        yield _make(table, f"{row_id}-{k}", row_id, cell, place, fields, (start, end), row)


Found = tuple[Cell, Told, Fields]
"""A cell, what is read of it (offsets within its words), and the fields of its observation."""


def _records(table: _Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    unit = _unit_cell(table, cells) or _unit_in_name(table, cells) or _unit_of_parts(table, cells)
    override = _row_measure(table, row)
    for i, column in enumerate(table.shape.columns):
        cell = cells[i]
        if column.role not in (MEASURE, CATEGORY) or not _anchored(cell, row, i):
            continue
        fields = _dimensions(table, row, covered=cell)
        fields.update(_column_fields(table, column))
        if column.unit is None and unit and not RATE_WORDS.search(key(column.name)):
            fields["unit"] = unit
        if override:
            fields["unit"] = override.unit
        yield from _readings(table, cell, fields)


def _cross(table: _Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    name = table.shape.names[0]
    label = read_column([cells[name].text], note_units(table.grid))
    unit = _unit_cell(table, cells)
    notes = _dimensions(table, row, covered=None)
    for i, column in enumerate(table.shape.columns):
        if i == name or column.role not in (MEASURE, CATEGORY) or not _anchored(cells[i], row, i):
            continue
        fields: Fields = {"dims": dict(notes["dims"]), "unit": label.unit or unit, "measure": label.name}
        fields.update(_crossing(table, label, column))
        yield from _readings(table, cells[i], fields)


def _crossing(table: _Table, label: Column, column: Column) -> Fields:
    """What row label and column say together: 정원 × 7급, 사업량 × 2014, 총수익 × 증가액."""
    fields: Fields = {"span": label.span or column.span, "status": label.status or column.status}
    fields["as_of"] = column.as_of or label.as_of
    fields["year"] = column.year or label.year
    dims = {**label.dims, **column.dims}
    caption = _caption_measure(table.grid.caption)
    if column.role == CATEGORY:
        fields["total"] = False
        if not label.known:
            fields["item"] = label.header
            fields["measure"] = caption or label.name or label.header
    elif column.known and not column.total:
        fields.update(measure=column.name, item=label.header, unit=column.unit or label.unit)
    elif column.total or key(column.name) in TOTALS:
        fields.update(total=True, item=column.header)
    else:
        fields["item"] = column.name
    if fields["year"] is None:  # 전년대비 증가액 beside 2014 and 2013 is that of the later year
        fields["year"] = max((c.year for c in table.shape.columns if c.year and c.role == CATEGORY), default=None)
    return {**fields, "extra": dims}


def _long(table: _Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    by_role = {column.role: i for i, column in enumerate(table.shape.columns)}
    fields = _dimensions(table, row, covered=None)
    label = cells[by_role[NAME]].text if NAME in by_role else fields.get("item") or ""
    column = read_column([label], note_units(table.grid))
    fields.update(_column_fields(table, column))
    unit = _unit_cell(table, cells)
    if unit:
        fields["unit"] = unit
    yield from _readings(table, cells[by_role[VALUE]], fields)


def _listing(table: _Table, row: int, told: Sequence[Found]) -> Iterator[Found]:
    """A row whose figures are merged over several rows still says that its finest name exists: a 성과지표."""
    cells = table.grid.rows[row]
    finest = next((i for i in reversed(table.shape.names) if cells[i].text), None)
    own = any((cell.column, finest) not in table.loose for cell, _, _ in told)
    if own or finest is None or not _anchored(cells[finest], row, finest):
        return
    cell = cells[finest]
    fields = _dimensions(table, row, covered=None)
    fields.update(measure=_listed_measure(table, finest), unit=None)
    words = read_cell(table.document.text[cell.start : cell.end])
    yield cell, replace(words, value=None, unit=None, figure=False, shares=()), fields


def _listed_measure(table: _Table, column: int) -> str:
    words = {"indicator": "성과지표", "programme": "사업", "department": "부서", "team": "팀", "bureau": "국"}
    name = table.shape.columns[column].name
    return words.get(name) or table.shape.columns[column].header or "항목"


def _readings(table: _Table, cell: Cell, fields: Fields) -> Iterator[Found]:
    """The figure of a cell, then the shares its brackets tell. Empty cells say nothing."""
    raw = table.document.text[cell.start : cell.end]
    if not raw.strip() or not cell.text:
        return
    told = read_cell(raw)
    dims = {**fields.get("dims", {}), **fields.pop("extra", {})}
    if told.source:
        dims["재원"] = told.source
    if not told.figure and "item" not in fields and fields["measure"] in DUTIES:
        fields["item"] = cell.text
    yield cell, told, {**fields, "dims": dims, "unit": _unit(told, cell, fields)}
    if not told.figure and table.grid.kind == "worded":
        yield from _told_in_words(cell, raw, fields, dims)
    for share in told.shares:
        part = Told(share.value, share.unit, share.start, share.end, True)
        shared: Fields = {**fields, "dims": {**dims, "재원": share.source}, "unit": share.unit or fields.get("unit")}
        if share.unit == "%":
            shared["measure"] = SHARE_MEASURE
            shared["dims"]["대상"] = fields["measure"]
        yield cell, part, shared


def _told_in_words(cell: Cell, raw: str, fields: Fields, dims: Mapping[str, str]) -> Iterator[Found]:
    """The figures inside a cell of words: `17개 시·도` measures 시·도, `종이기록물 보관(4개소)` 종이기록물 보관."""
    for clause in read_clauses(raw):
        measure = clause.counted or clause.label or fields["measure"]
        label = {"항목": clause.label} if clause.label and clause.label != measure else {}
        amount = clause.amount
        told = Told(amount.value, clause.unit, amount.start, amount.end, True, source=clause.source)
        part = {"부분": clause.part} if clause.part else {}
        yield cell, told, {**fields, "measure": measure, "unit": clause.unit, "dims": {**dims, **label, **part}}


def _unit(told: Told, cell: Cell, fields: Fields) -> str | None:
    if not told.figure:
        return None
    return told.unit or ("%" if cell.percent else None) or fields.get("unit")


def _dimensions(table: _Table, row: int, covered: Cell | None) -> Fields:
    """What the name cells of a row say; for a value merged over several rows only what holds for all of them."""
    cells = table.grid.rows[row]
    fields: Fields = {"dims": {}}
    claimed: list[tuple[str, Column, Cell]] = []
    for i, column in enumerate(table.shape.columns):
        cell = cells[i]
        if not cell.text or (covered is not None and (covered.column, i) in table.loose):
            continue
        if column.role == DIMENSION:
            claimed.append((column.name, column, cell))
        elif column.role == NOTE:
            fields["dims"]["비고"] = cell.text
        elif column.role == PLACE:
            fields["place"] = cell.text
    for name, column, cell in claimed:
        _claim(table, fields, name, column, cell)
    return fields


def _claim(table: _Table, fields: Fields, name: str, column: Column, cell: Cell) -> None:
    """Put one name where it belongs: a field, a key of dims, a year, or the sign of a total."""
    text = cell.text
    if column.inner:
        text, inside = _split_inner(text)
        if inside:
            _put(fields, column.inner, inside)
    word = key(text)
    if word in TOTALS:
        fields.update(total=True, item=fields.get("item") or text)
        return
    first, _, rest = text.partition(" ")
    if first in TOTALS and key(rest) in MEASURES:  # 계 사업 수: the total, and what it counts
        fields.update(total=True, item=rest)
        return
    if _is_rate(text):  # 비율(%) among the names of 국: no 국
        fields.update(total=True, item=text)
        return
    if word in CUMULATIVE_ROWS:
        fields["span"] = CUMULATIVE
    if name == "year":
        found = re.search(r"(?:19|20)\d\d", text)
        fields["year"] = int(found[0]) if found else None
    elif name == "indicator":
        fields["indicator"] = table.normalise(text)
    elif name in ("as_of", "status", "span"):
        fields[name] = text
    elif name in FIELD_NAMES:
        _put(fields, name, text)
    elif "item" not in fields and not column.known:
        fields["item"] = text
    else:
        fields["dims"][name] = text


def _put(fields: Fields, name: str, text: str) -> None:
    if name not in FIELD_NAMES:
        fields["dims"][name] = text
    elif fields.get(name) not in (None, text):
        fields["dims"].setdefault("구분", fields[name])
        fields[name] = text
    else:
        fields[name] = text


def _split_inner(text: str) -> tuple[str, str | None]:
    """`신뢰와 소통의 구현 (정보홍보실)` → the goal and its bureau."""
    match = re.fullmatch(r"(?P<outer>.*?)\s*[(（](?P<inner>[^()（）]+)[)）]\s*", text)
    return (match["outer"], match["inner"].strip()) if match else (text, None)


def _loose_names(grid: Grid, shape: Shape) -> frozenset[tuple[int, int]]:
    loose = set()
    for r, row in enumerate(grid.rows):
        for i, cell in enumerate(row):
            if cell.rowspan > 1 and r >= shape.header_rows and i not in shape.names and _anchored(cell, r, i):
                covered = grid.rows[r : r + cell.rowspan]
                loose |= {(i, name) for name in shape.names if len({line[name].text for line in covered}) > 1}
    return frozenset(loose)


def _anchored(cell: Cell, row: int, column: int) -> bool:
    return cell.row == row and cell.column == column


def _unit_cell(table: _Table, cells: Sequence[Cell]) -> str | None:
    for i, column in enumerate(table.shape.columns):
        if column.role == UNIT and cells[i].text:
            return cells[i].text
    return None


def _unit_in_name(table: _Table, cells: Sequence[Cell]) -> str | None:
    """The unit that a row's name ends in: `교육 인원(명)`."""
    for i in reversed(table.shape.names):
        found = re.search(r"[(（]([^()（）]{1,4})[)）]$", cells[i].text)
        if found and is_unit(found[1]):
            return found[1]
    return None


def _row_measure(table: _Table, row: int) -> Column | None:
    """A row that tells shares under columns that count: `비율(%) | - | 99.3 | 0.7` under 정상추진 and 부진."""
    texts = (table.grid.rows[row][i].text for i in table.shape.names)
    return next((read_column([text]) for text in texts if text and _is_rate(text)), None)


@lru_cache(maxsize=4096)
def _is_rate(text: str) -> bool:
    """Is a row's name that of a rate: `비율(%)`, `구성비`?"""
    if len(text) > LONGEST_RATE_NAME or not ("%" in text or RATE_WORDS.search(key(text))):
        return False
    label = read_column([text])
    return label.role == MEASURE and label.known and label.unit == "%" and bool(RATE_WORDS.search(key(label.name)))


def _unit_of_parts(table: _Table, cells: Sequence[Cell]) -> str | None:
    """The unit that one column's name tells holds for all when it is the sum of the others: 청구건수 = 소계 + 기타."""
    columns = [(c, cells[i]) for i, c in enumerate(table.shape.columns) if c.role == MEASURE and cells[i].text]
    told = [column for column, _ in columns if column.unit]
    if len(told) != 1 or len(columns) < 3:
        return None
    values = {column.name: read_cell(cell.text).value or 0 for column, cell in columns}
    parts = [column for column, _ in columns if column is not told[0] and (column.total or "구분" not in column.dims)]
    whole = sum(values[column.name] for column in parts) == values[told[0].name]
    return told[0].unit if whole and parts else None


def _caption_measure(caption: str) -> str | None:
    words = [MEASURES[key(word)] for word in re.findall(r"[가-힣]+", caption) if key(word) in MEASURES]
    return words[-1] if words else None


def _column_fields(table: _Table, column: Column) -> Fields:
    measure = column.name
    if column.role == CATEGORY or not measure:
        caption = table.grid.caption
        measure = _caption_measure(caption) or _caption_measure(table.report.title) or caption or "값"
    fields: Fields = {"measure": measure, "unit": column.unit, "extra": dict(column.dims)}
    for name in ("status", "span", "year", "as_of"):
        value = getattr(column, name)
        if value is not None:
            fields[name] = value
    return fields


def _row_place(table: _Table, row: int, cells: Sequence[Cell]) -> tuple[int, int]:
    """From the row's own first name to its last figure; a merged name with other words in between is left out."""
    own = [c for i, c in enumerate(table.grid.rows[row]) if _anchored(c, row, i) and c.text and c.end > c.start]
    places = sorted({(cell.start, cell.end, cell.rowspan > 1) for cell in (*own, *cells)})
    while len(places) > 1 and places[0][2] and _WORDS.search(table.document.text, places[0][1], places[1][0]):
        places.pop(0)
    if not places:
        return table.grid.start, table.grid.start
    return places[0][0], max(end for _, end, _ in places)


_WORDS = re.compile(r"[가-힣A-Za-z0-9]")


def _make(
    table: _Table, ident: str, row_id: str, cell: Cell, told: Told, fields: Fields, place: tuple[int, int], row: int
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


STATED = {"목표": PLAN, "정원": None, **dict.fromkeys(("실적", "달성률", "집행액", "집행률"), ACTUAL)}
"""Measures that are what was planned or done whatever the heading above says."""


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


def exact(value: Decimal | None) -> str:
    """A value for messages, without exponents: `Decimal('1E+3')` → `1000`."""
    return "" if value is None else f"{value:f}"
