"""The small budget table under a 사업: `예산액 집행액 집행률(%)`, one row whose cells hold brackets and wrap.

72,376
(구비 72,376)
52,025
(구비 52,025)
71.9
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.columns import MEASURES, find_units, key
from ingest.document import Cell, Document, Grid
from ingest.tables.captions import find_caption, find_unit_note
from ingest.tables.figures import is_figure
from ingest.tables.flat import FlatGrid, Line, fold, free_lines
from ingest.tables.headers import Word, header_words

FARTHEST = 10
"""Lines below the header in which all figures must stand."""

_PIECE = re.compile(r"[(（][^()（）]*[)）]|[^\s()（）]+")


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """Tables without names of rows: a header of measures alone, and as many figures below it."""
    lines = free_lines(document, taken)
    grids = (_table(document, lines, at) for at in range(len(lines)))
    return [grid for grid in grids if grid is not None]


def _table(document: Document, lines: Sequence[Line], at: int) -> Grid | None:
    header = _header(lines[at])
    if header is None:
        return None
    cells = _cells(document, lines[at + 1 : at + 1 + FARTHEST], len(header))
    if cells is None:
        return None
    top = tuple(Cell(word.text, word.start, word.end, 0, i) for i, word in enumerate(header))
    units = find_units(find_unit_note(document, lines[at].start))
    return FlatGrid(
        rows=(top, cells),
        start=lines[at].start,
        end=cells[-1].end,
        header_rows=1,
        caption=find_caption(document, lines[at].start),
        unit=", ".join(units) or None,
        kind="budget",
    )


def _header(line: Line) -> list[Word] | None:
    """The cells of a line that is made of two or more measures alone: `예 산 액 집 행 액 집행률(%)`."""
    if any(char.isdigit() for char in line.text):
        return None
    words = header_words(line)
    plain = [key(re.sub(r"[(（][^()（）]*[)）]", "", word.text)) for word in words]
    return words if len(words) > 1 and all(word in MEASURES for word in plain) else None


def _cells(document: Document, lines: Sequence[Line], count: int) -> tuple[Cell, ...] | None:
    """`count` figures in order, each with the brackets that follow it; None where anything else comes first."""
    places: list[list[int]] = []
    for piece, start, end in _pieces(lines):
        if piece.startswith(("(", "（")):
            if not places:
                return None
            places[-1][1] = end
        elif is_figure(piece) and len(places) < count:
            places.append([start, end])
        else:
            break
    if len(places) != count:
        return None
    return tuple(Cell(fold(document.text[a:b]), a, b, 1, i) for i, (a, b) in enumerate(places))


def _pieces(lines: Sequence[Line]) -> Iterator[tuple[str, int, int]]:
    for line in lines:
        for match in _PIECE.finditer(line.text):
            yield match[0], line.start + match.start(), line.start + match.end()
