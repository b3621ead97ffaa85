"""What the name cells of a row say: department, 사업, indicator, year, total, and dimensions of the table's own."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.columns import (
    DIMENSION,
    FIELDS,
    MEASURE,
    MEASURES,
    NOTE,
    PLACE,
    RATE_WORDS,
    TOTALS,
    Column,
    key,
    read_column,
)
from ingest.document import Cell
from ingest.tables.table import Fields, Table
from records import CUMULATIVE

FIELD_NAMES = frozenset(FIELDS.values())
CUMULATIVE_ROWS = frozenset(("누계", "누적", "총누계"))
LONGEST_RATE_NAME = 16


def dimensions(table: Table, row: int, covered: Cell | None) -> Fields:
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


def _claim(table: Table, fields: Fields, name: str, column: Column, cell: Cell) -> None:
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
    if is_rate(text):  # 비율(%) among the names of 국: no 국
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


@lru_cache(maxsize=4096)
def is_rate(text: str) -> bool:
    """Is a row's name that of a rate: `비율(%)`, `구성비`?"""
    if len(text) > LONGEST_RATE_NAME or not ("%" in text or RATE_WORDS.search(key(text))):
        return False
    label = read_column([text])
    return label.role == MEASURE and label.known and label.unit == "%" and bool(RATE_WORDS.search(key(label.name)))
