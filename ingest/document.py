"""What a reader hands on: the extracted text of a file, its pages, and its tables as grids of cells.

Every format becomes a `Document`; from here on nothing knows formats. A cell knows where its words stand in the text,
so that every figure can be cited by offsets.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` has its white space folded; `document.text[start:end]` is the words as printed.

    A merged cell is repeated in every place it covers, with the anchor's `start`, `end` and `row`, `column`.
    """

    text: str
    start: int
    end: int
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    name: str | None = None  # "B4" in a sheet
    percent: bool = False  # the sheet shows the number as a percentage


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: `rows` is rectangular, merged cells repeated. `header_rows` is None where the reader cannot tell.

    `caption` is the words that name the table, `unit` the one of a `(단위: 천원)` note beside it.
    """

    rows: tuple[tuple[Cell, ...], ...]
    start: int
    end: int
    header_rows: int | None = None
    caption: str = ""
    unit: str | None = None
    page: int | None = None
    sheet: str | None = None
    kind: str = "table"


@dataclass(frozen=True)
class Document:
    """The extracted text of one file (NFC, LF, no byte-order mark) with what its format told about it."""

    text: str
    format: str
    grids: tuple[Grid, ...] = ()
    pages: tuple[tuple[int, int], ...] = ()
    sheets: tuple[tuple[str, int, int], ...] = ()
    title: str | None = None
    warnings: tuple[str, ...] = field(default=())

    @cached_property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line."""
        starts = [0]
        starts.extend(i + 1 for i, char in enumerate(self.text) if char == "\n")
        return starts

    def line_of(self, offset: int) -> int:
        """The line, from 1, in which `offset` stands."""
        return bisect_right(self.line_starts, offset)

    def page_of(self, offset: int) -> int | None:
        """The page, from 1, in which `offset` stands; None where the format has no pages."""
        if not self.pages:
            return None
        return max(1, bisect_right([start for start, _ in self.pages], offset))

    def lines(self) -> list[tuple[int, str]]:
        """(offset, words) of each line, without line ends."""
        return list(zip(self.line_starts, self.text.split("\n"), strict=True))


def clean_text(raw: str) -> str:
    """NFC, LF line ends, no byte-order mark: the text that offsets count in."""
    text = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
