"""The figures of one row, by the three shapes of tables: records, cross, long."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ingest.clauses import read_clauses
from ingest.columns import (
    CATEGORY,
    MEASURE,
    MEASURES,
    NAME,
    RATE_WORDS,
    TOTALS,
    UNIT,
    VALUE,
    Column,
    is_unit,
    key,
    read_column,
)
from ingest.document import Cell
from ingest.tables.figures import Told, read_cell
from ingest.tables.naming import dimensions, is_rate
from ingest.tables.shape import CROSS, LONG, PAIRS, RECORDS, note_units
from ingest.tables.table import Fields, Table, is_anchored

SHARE_MEASURE = "재원 비율"
"""Measure of a share told in percent: `95,000 (구비 100%)`; shares told in money keep the cell's measure."""


DUTIES = frozenset(("업무", "담당업무", "주요업무", "분장사무", "분장업무"))
"""Columns whose words are things of their own: a team's duty is its observation's item."""


Found = tuple[Cell, Told, Fields]
"""A cell, what is read of it (offsets within its words), and the fields of its observation."""


def read_row(table: Table, row: int) -> list[Found]:
    """Every figure of a row with what the row says of it, then its finest name where no figure is the row's own."""
    readers = {RECORDS: _records, CROSS: _cross, LONG: _long, PAIRS: _pairs}
    told = list(readers[table.shape.kind](table, row))
    told.extend(_listing(table, row, told))
    return told


def _records(table: Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    unit = _unit_cell(table, cells) or _unit_in_name(table, cells) or _unit_of_parts(table, cells)
    override = _row_measure(table, row)
    for i, column in enumerate(table.shape.columns):
        cell = cells[i]
        if column.role not in (MEASURE, CATEGORY) or not is_anchored(cell, row, i):
            continue
        fields = dimensions(table, row, covered=cell)
        fields.update(_column_fields(table, column))
        if column.unit is None and unit and not RATE_WORDS.search(key(column.name)):
            fields["unit"] = unit
        if override:
            fields["unit"] = override.unit
        yield from readings(table, cell, fields)


def _cross(table: Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    name = table.shape.names[0]
    label = read_column([cells[name].text], note_units(table.grid))
    unit = _unit_cell(table, cells)
    notes = dimensions(table, row, covered=None)
    for i, column in enumerate(table.shape.columns):
        if i == name or column.role not in (MEASURE, CATEGORY) or not is_anchored(cells[i], row, i):
            continue
        fields: Fields = {"dims": dict(notes["dims"]), "unit": label.unit or unit, "measure": label.name}
        fields.update(_crossing(table, label, column))
        yield from readings(table, cells[i], fields)


def _crossing(table: Table, label: Column, column: Column) -> Fields:
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


def _long(table: Table, row: int) -> Iterator[Found]:
    cells = table.grid.rows[row]
    by_role = {column.role: i for i, column in enumerate(table.shape.columns)}
    fields = dimensions(table, row, covered=None)
    label = cells[by_role[NAME]].text if NAME in by_role else fields.get("item") or ""
    column = read_column([label], note_units(table.grid))
    fields.update(_column_fields(table, column))
    unit = _unit_cell(table, cells)
    if unit:
        fields["unit"] = unit
    yield from readings(table, cells[by_role[VALUE]], fields)


def _pairs(table: Table, row: int) -> Iterator[Found]:
    """`총사업비 | 5억원`: the name is the measure."""
    name, cell = table.grid.rows[row]
    if name.text and is_anchored(cell, row, 1):
        column = read_column([name.text], note_units(table.grid))
        yield from readings(
            table, cell, {**_column_fields(table, column), "dims": {}, "measure": column.name or name.text}
        )


def _listing(table: Table, row: int, told: Sequence[Found]) -> Iterator[Found]:
    """A row whose figures are merged over several rows still says that its finest name exists: a 성과지표."""
    cells = table.grid.rows[row]
    finest = next((i for i in reversed(table.shape.names) if cells[i].text), None)
    own = any((cell.column, finest) not in table.loose for cell, _, _ in told)
    if own or finest is None or not is_anchored(cells[finest], row, finest):
        return
    cell = cells[finest]
    fields = dimensions(table, row, covered=None)
    fields.update(measure=_listed_measure(table, finest), unit=None)
    words = read_cell(table.document.text[cell.start : cell.end])
    yield cell, replace(words, value=None, unit=None, figure=False, shares=()), fields


def _listed_measure(table: Table, column: int) -> str:
    words = {"indicator": "성과지표", "programme": "사업", "department": "부서", "team": "팀", "bureau": "국"}
    name = table.shape.columns[column].name
    return words.get(name) or table.shape.columns[column].header or "항목"


def readings(table: Table, cell: Cell, fields: Fields) -> Iterator[Found]:
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


def _unit_cell(table: Table, cells: Sequence[Cell]) -> str | None:
    for i, column in enumerate(table.shape.columns):
        if column.role == UNIT and cells[i].text:
            return cells[i].text
    return None


def _unit_in_name(table: Table, cells: Sequence[Cell]) -> str | None:
    """The unit that a row's name ends in: `교육 인원(명)`."""
    for i in reversed(table.shape.names):
        found = re.search(r"[(（]([^()（）]{1,4})[)）]$", cells[i].text)
        if found and is_unit(found[1]):
            return found[1]
    return None


def _row_measure(table: Table, row: int) -> Column | None:
    """A row that tells shares under columns that count: `비율(%) | - | 99.3 | 0.7` under 정상추진 and 부진."""
    texts = (table.grid.rows[row][i].text for i in table.shape.names)
    return next((read_column([text]) for text in texts if text and is_rate(text)), None)


def _unit_of_parts(table: Table, cells: Sequence[Cell]) -> str | None:
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


def _column_fields(table: Table, column: Column) -> Fields:
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
