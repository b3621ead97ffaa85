"""A place in a CSV file as rows under their header: a line of commas is hard to read, above all on a phone."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

DELIMITERS = {"csv": ",;\t|", "tsv": "\t"}
"""What may part the cells of a format."""


@dataclass(frozen=True, slots=True)
class SourceTable:
    """Header, the rows around the place, and which of them (counted from 0) the quoted words stand in."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    quoted: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        return {"header": self.header, "rows": self.rows, "quoted": self.quoted}


def table_of(format: str, first_line: str, before: str, quote: str, after: str) -> SourceTable | None:
    """The place as a table, or None where it is none: another format, or lines that do not fit the header.

    >>> table_of("csv", "과,실적", "과,실적\\n가과,1\\n", "나과,2", "\\n다과,3").quoted
    (1,)
    """
    delimiter = _delimiter(format, first_line)
    if delimiter is None:
        return None
    header = _cells(first_line, delimiter)
    head, _, cut_before = before.rpartition("\n")
    cut_after, _, tail = after.partition("\n")
    parts = [_lines(head), _lines(cut_before + quote + cut_after), _lines(tail)]
    rows = [[_cells(line, delimiter) for line in part] for part in parts]
    if any(len(row) != len(header) for part in rows for row in part):
        return None
    if rows[0] and rows[0][0] == header:
        del rows[0][0]
    at = len(rows[0])
    return SourceTable(header, tuple(row for part in rows for row in part), tuple(range(at, at + len(rows[1]))))


def readable(format: str, quote: str) -> str:
    """The quote of a card: cells of a CSV line parted by dots, other words as one line.

    >>> readable("csv", '재무과,"도로, 하천",86')
    '재무과 · 도로, 하천 · 86'
    """
    if format not in DELIMITERS or "\n" in quote.strip():
        return " ".join(quote.split())
    delimiter = _delimiter(format, quote)
    return " · ".join(cell for cell in _cells(quote, delimiter) if cell) if delimiter else quote


def _delimiter(format: str, line: str) -> str | None:
    counts = {mark: line.count(mark) for mark in DELIMITERS.get(format, "")}
    best = max(counts, key=lambda mark: counts[mark], default=None)
    return best if best and counts[best] else None


def _cells(line: str, delimiter: str) -> tuple[str, ...]:
    rows = list(csv.reader(io.StringIO(line), delimiter=delimiter))
    return tuple(cell.strip() for cell in rows[0]) if rows else ()


def _lines(text: str) -> Sequence[str]:
    return [line for line in text.split("\n") if line.strip()]
