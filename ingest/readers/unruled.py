"""Tables without lines: rows of figures that stand under each other, with the header above them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.readers.pdf_page import Glyph

GAP = 1.1
"""Heights of a letter; a wider gap parts two columns."""
FEWEST_ROWS, FEWEST_COLUMNS = 3, 3
FARTHEST = 2.6
"""Heights of a letter; rows farther apart belong to different tables."""

_FIGURE = re.compile(r"[(△▲▽▼+\-−]?\s*\d[\d,]*(?:\.\d+)?\s*(?:%|[가-힣]{1,2})?\s*\)?|[-–―]")

_YEAR = re.compile(r"(?:19|20)\d\d\s*년?도?")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of one row without a wide gap: the numbers of their glyphs, and where they stand."""

    glyphs: tuple[int, ...]
    words: str
    x0: float
    x1: float

    @property
    def figure(self) -> bool:
        """Is it a figure? Years head columns, so they are none."""
        return bool(_FIGURE.fullmatch(self.words)) and not _YEAR.fullmatch(self.words)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page as it is seen, whatever the order of its words in the file."""

    pieces: tuple[Piece, ...]
    y: float
    height: float

    @property
    def data(self) -> bool:
        return len(self.pieces) >= FEWEST_COLUMNS and sum(piece.figure for piece in self.pieces) >= 2


@dataclass(frozen=True, slots=True)
class Table:
    """`cells` as (row, column, columns covered, numbers of the glyphs)."""

    height: int
    width: int
    header_rows: int
    cells: tuple[tuple[int, int, int, tuple[int, ...]], ...]


Band = tuple[float, float]


def find_tables(glyphs: Sequence[Glyph], free: Sequence[int]) -> list[Table]:
    """The unruled tables among the glyphs whose numbers are `free`.

    Taken are only rows with two figures and a name or more, three of them in a row, under a header that names the
    columns: prose in two columns is none.
    """
    rows = _rows(glyphs, free)
    tables: list[Table] = []
    number = 0
    while number < len(rows):
        last = number
        while last < len(rows) and rows[last].data and (last == number or _near(rows[last - 1], rows[last])):
            last += 1
        if last - number >= FEWEST_ROWS:
            table = _table(rows[max(0, number - 2) : number], rows[number:last])
            if table is not None:
                tables.append(table)
        number = max(last, number + 1)
    return tables


def _near(above: Row, below: Row) -> bool:
    return below.y - above.y <= FARTHEST * max(above.height, below.height)


def _rows(glyphs: Sequence[Glyph], free: Sequence[int]) -> list[Row]:
    seen = sorted(
        (i for i in free if not glyphs[i].blank and glyphs[i].bottom > glyphs[i].top), key=lambda i: glyphs[i].y
    )
    if not seen:
        return []
    usual = median(glyphs[i].bottom - glyphs[i].top for i in seen)
    lines: list[list[int]] = []
    for i in seen:
        # A comma or a dash is low or flat: the middle of its line decides, not its own height.
        if lines and glyphs[i].y - median(glyphs[j].y for j in lines[-1][-9:]) <= 0.5 * usual:
            lines[-1].append(i)
        else:
            lines.append([i])
    return [_row(glyphs, line, usual) for line in lines]


def _row(glyphs: Sequence[Glyph], line: list[int], usual: float) -> Row:
    line.sort(key=lambda i: glyphs[i].x0)
    parts: list[list[int]] = []
    for i in line:
        if parts and glyphs[i].x0 - glyphs[parts[-1][-1]].x1 <= GAP * usual:
            parts[-1].append(i)
        else:
            parts.append([i])
    pieces = tuple(
        Piece(tuple(part), "".join(glyphs[i].char for i in part), glyphs[part[0]].x0, max(glyphs[i].x1 for i in part))
        for part in parts
    )
    return Row(pieces, median(glyphs[i].y for i in line), usual)


def _table(above: Sequence[Row], body: Sequence[Row]) -> Table | None:
    bands = _bands([piece for row in body for piece in row.pieces])
    if len(bands) < FEWEST_COLUMNS:
        return None
    header = _header(above, body, bands)
    if not header:
        return None
    cells: list[tuple[int, int, int, tuple[int, ...]]] = []
    for number, placed in enumerate(header):
        cells.extend((number, column, span, piece.glyphs) for column, span, piece in placed)
    for number, row in enumerate(body, len(header)):
        columns = [_band(bands, piece) for piece in row.pieces]
        if len(set(columns)) < len(columns):
            return None
        cells.extend((number, column, 1, piece.glyphs) for column, piece in zip(columns, row.pieces, strict=True))
    return Table(len(header) + len(body), len(bands), len(header), tuple(cells))


def _bands(pieces: Sequence[Piece]) -> list[Band]:
    """The columns: stretches across the page that words of any row cover."""
    bands: list[Band] = []
    for x0, x1 in sorted((piece.x0, piece.x1) for piece in pieces):
        if bands and x0 <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], x1))
        else:
            bands.append((x0, x1))
    return bands


def _band(bands: Sequence[Band], piece: Piece) -> int:
    """The column a piece covers most of, or stands nearest to."""

    def nearness(number: int) -> float:
        low, high = bands[number]
        return min(high, piece.x1) - max(low, piece.x0)

    return max(range(len(bands)), key=nearness)


Placed = list[tuple[int, int, Piece]]
"""(column, columns covered, words) of a row of the header."""


def _header(above: Sequence[Row], body: Sequence[Row], bands: Sequence[Band]) -> list[Placed]:
    """The header rows, top first; [] where the row above the figures does not name the columns."""
    if not above or not _names(above[-1], body[0], bands):
        return []
    lowest = [(_band(bands, piece), 1, piece) for piece in above[-1].pieces]
    named = {column for column, _, _ in lowest} & _figure_bands(body, bands)
    group = _group(above[-2], above[-1], bands, named) if len(above) > 1 else None
    return [group, lowest] if group else [lowest]


def _names(row: Row, below: Row, bands: Sequence[Band]) -> bool:
    columns = [_band(bands, piece) for piece in row.pieces]
    return (
        _near(row, below)
        and not any(piece.figure for piece in row.pieces)
        and len(set(columns)) == len(columns)
        and 2 * len(columns) > len(bands)
    )


def _figure_bands(body: Sequence[Row], bands: Sequence[Band]) -> set[int]:
    """The columns that hold figures in most rows."""
    counts: Counter[int] = Counter()
    for row in body:
        counts.update(_band(bands, piece) for piece in row.pieces if piece.figure)
    return {column for column, count in counts.items() if 2 * count >= len(body)}


def _group(row: Row, below: Row, bands: Sequence[Band], named: set[int]) -> Placed | None:
    """Headings over several columns of figures (2021년 over 목표 and 실적): each column takes the nearest."""
    if not _near(row, below) or len(row.pieces) < 2 or not named or any(piece.figure for piece in row.pieces):
        return None
    nearest: dict[Piece, list[int]] = {}
    for column in sorted(named):
        middle = sum(bands[column]) / 2
        piece = min(row.pieces, key=lambda p: abs((p.x0 + p.x1) / 2 - middle))
        nearest.setdefault(piece, []).append(column)
    if len(nearest) < 2:
        return None
    return [(columns[0], columns[-1] - columns[0] + 1, piece) for piece, columns in nearest.items()]
