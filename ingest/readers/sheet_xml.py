"""What openpyxl's reading mode for large sheets leaves out, scanned from the sheet's XML as it streams by:
merged ranges, hidden rows and columns, and formulas that were never calculated.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

CHUNK = 1 << 20
LONGEST = 1 << 14
"""Bytes that are kept from one chunk to the next, so that no tag is cut in two."""

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*?\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')
_HIDDEN_COLUMN = re.compile(
    rb'<(?:\w+:)?col\s(?=[^>]*?\bhidden="(?:1|true)")(?=[^>]*?\bmin="(\d+)")[^>]*?\bmax="(\d+)"'
)
_UNCALCULATED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*'
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


@dataclass
class SheetXml:
    """`merges` as (top, left, bottom, right) from 1; hidden rows and columns from 1; names of uncalculated cells."""

    merges: set[tuple[int, int, int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    uncalculated: dict[str, None] = field(default_factory=dict)


def scan_sheet(archive: zipfile.ZipFile, part: str) -> SheetXml:
    """Scan one sheet's part."""
    found = SheetXml()
    with archive.open(part) as file:
        for chunk in _overlapping(file):
            for left, top, right, bottom in _MERGE.findall(chunk):
                found.merges.add((int(top), column_number(left), int(bottom), column_number(right)))
            found.hidden_rows.update(int(row) for row in _HIDDEN_ROW.findall(chunk))
            for first, last in _HIDDEN_COLUMN.findall(chunk):
                found.hidden_columns.update(range(int(first), min(int(last), 16384) + 1))
            found.uncalculated.update((name.decode(), None) for name in _UNCALCULATED.findall(chunk))
    return found


def column_number(letters: bytes) -> int:
    """`B` is 2, `AA` is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _overlapping(file: IO[bytes]) -> Iterator[bytes]:
    kept = b""
    while chunk := file.read(CHUNK):
        yield kept + chunk
        kept = (kept + chunk)[-LONGEST:]
