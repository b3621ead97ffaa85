"""Lines and cells of flat text: what the finders of tables share.

A `FlatGrid` is a grid that was put together again from text whose extraction lost the cells. Every cell still knows
where its words stand, so that `document.text[cell.start:cell.end]` is what was printed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ingest.clean import is_furniture
from ingest.document import Cell, Document, Grid

SPACES = re.compile(r"\s+")
FIGURE = re.compile(r"[△▲▽▼+-]?\(?\d[\d,]*(?:\.\d+)?\)?%?|[-‐–―—]")
"""One figure or the dash of an empty cell, as one word: `1,234`, `△2`, `67.4%`, `-`."""


@dataclass(frozen=True, slots=True)
class FlatGrid(Grid):
    """A grid found in flat text.

    `anchor` is the offset at which the table belongs when the extraction put it before its heading. `remarks` maps a
    row to what could not be settled about it, in Korean; `settled` maps a row.
    """

    anchor: int | None = None
    remarks: Mapping[int, str] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: `text` is trimmed and stands at `start`..`end`; `gap` counts the empty lines before it.

    `open` tells that white space ends the line: the mark of a wrap inside a phrase.
    `indented` tells that it begins with white space: often the first line of a new page.
    """

    text: str
    start: int
    end: int
    gap: int
    open: bool
    indented: bool


def lines_of(document: Document, start: int = 0, end: int | None = None) -> list[Line]:
    """The lines with words between two offsets."""
    stop = len(document.text) if end is None else end
    found: list[Line] = []
    gap = 0
    for offset, raw in document.lines():
        if offset < start or offset >= stop:
            continue
        words = raw.strip()
        if not words:
            gap += 1
            continue
        first = offset + len(raw) - len(raw.lstrip())
        found.append(Line(words, first, first + len(words), gap, raw != raw.rstrip(), raw != raw.lstrip()))
        gap = 0
    return found


def fold(text: str) -> str:
    """White space folded; words spelled out letter by letter are joined: `예 산 액` → `예산액`."""
    folded = SPACES.sub(" ", text).strip()
    letters = folded.split(" ")
    if len(letters) > 1 and all(len(letter) == 1 and "가" <= letter <= "힣" for letter in letters):
        return "".join(letters)
    return folded


def cell_at(document: Document, start: int, end: int, row: int, column: int, text: str | None = None) -> Cell:
    """A cell whose words stand at `start`..`end`."""
    return Cell(fold(document.text[start:end]) if text is None else text, start, end, row, column)


def words_of(line: Line) -> list[tuple[str, int, int]]:
    """(word, start, end) of each word of a line."""
    return [(m.group(), line.start + m.start(), line.start + m.end()) for m in re.finditer(r"\S+", line.text)]


def free_lines(document: Document, taken: Sequence[Grid]) -> list[Line]:
    """The lines that no table holds yet, without page numbers and the like."""
    return [
        line for line in lines_of(document) if not is_taken(line.start, line.end, taken) and not is_furniture(line.text)
    ]


def is_taken(start: int, end: int, grids: Sequence[Grid]) -> bool:
    """Whether a stretch of text touches one of the grids."""
    return any(start < grid.end and grid.start < end for grid in grids)
