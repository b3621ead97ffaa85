"""Ruled tables: the cells that the lines of a page enclose, merged ones too.

Tables of Korean offices often have no outer lines at the left and right; there the horizontal lines tell how far the
table reaches.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_page import Edge

SNAP = 3.0
"""Points; lines nearer than this are one line."""
SHORTEST = 6.0
MOST_ROWS, MOST_COLUMNS = 200, 80
"""Of one table on one page; more are a drawing."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell: its place in the table and how many rows and columns it covers."""

    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


class Lattice:
    """A ruled table: `xs` and `ys` are its lines, `boxes` its cells."""

    def __init__(self, xs: Sequence[float], ys: Sequence[float], boxes: Sequence[Box]) -> None:
        self.xs, self.ys, self.boxes = tuple(xs), tuple(ys), tuple(boxes)
        self._at = {
            (row, column): number
            for number, box in enumerate(boxes)
            for row in range(box.row, box.row + box.rowspan)
            for column in range(box.column, box.column + box.colspan)
        }

    @property
    def height(self) -> int:
        return len(self.ys) - 1

    @property
    def width(self) -> int:
        return len(self.xs) - 1

    @property
    def area(self) -> float:
        return (self.xs[-1] - self.xs[0]) * (self.ys[-1] - self.ys[0])

    def locate(self, x: float, y: float) -> int | None:
        """The number of the box around a point."""
        if not (self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]):
            return None
        row = min(bisect_right(self.ys, y) - 1, self.height - 1)
        column = min(bisect_right(self.xs, x) - 1, self.width - 1)
        return self._at.get((row, column))


def find_lattices(edges: Sequence[Edge]) -> list[Lattice]:
    """The tables of at least two cells, the smallest first: a table inside the cell of another comes before it."""
    lines = [edge for edge in _joined(edges) if edge.end - edge.start >= SHORTEST]
    found = []
    for group in _touching(lines):
        lattice = _lattice(group)
        if lattice is not None:
            found.append(lattice)
    return sorted(found, key=lambda lattice: lattice.area)


def _joined(edges: Sequence[Edge]) -> list[Edge]:
    """Lines that lie on each other or go on where another ends, as one: dashes, borders of neighbouring cells."""
    joined: list[Edge] = []
    for horizontal in (True, False):
        open_lines: list[Edge] = []
        for edge in sorted((e for e in edges if e.horizontal == horizontal), key=lambda e: (e.at, e.start)):
            open_lines = [line for line in open_lines if edge.at - line.at <= SNAP]
            same = next((line for line in open_lines if _meet(line, edge)), None)
            if same is None:
                open_lines.append(edge)
                joined.append(edge)
                continue
            longer = Edge(horizontal, same.at, min(same.start, edge.start), max(same.end, edge.end))
            open_lines[open_lines.index(same)] = longer
            joined[_last(joined, same)] = longer
    return joined


def _last(lines: list[Edge], line: Edge) -> int:
    return len(lines) - 1 - lines[::-1].index(line)


def _meet(line: Edge, edge: Edge) -> bool:
    return edge.start <= line.end + SNAP and edge.end >= line.start - SNAP


def _touching(lines: Sequence[Edge]) -> list[list[Edge]]:
    """Lines grouped by which cross or meet each other."""
    parents = list(range(len(lines)))

    def root(i: int) -> int:
        while parents[i] != i:
            parents[i] = parents[parents[i]]
            i = parents[i]
        return i

    across = [i for i, line in enumerate(lines) if line.horizontal]
    along = [i for i, line in enumerate(lines) if not line.horizontal]
    for i in across:
        for j in along:
            if _cross(lines[i], lines[j]):
                parents[root(i)] = root(j)
    groups: dict[int, list[Edge]] = defaultdict(list)
    for i, line in enumerate(lines):
        groups[root(i)].append(line)
    return list(groups.values())


def _cross(row: Edge, column: Edge) -> bool:
    return row.start - SNAP <= column.at <= row.end + SNAP and column.start - SNAP <= row.at <= column.end + SNAP


def _lattice(lines: Sequence[Edge]) -> Lattice | None:
    rows = [line for line in lines if line.horizontal]
    columns = [line for line in lines if not line.horizontal]
    if len(rows) < 2 or not columns:
        return None
    left, right = min(line.start for line in rows), max(line.end for line in rows)
    ys = _positions([line.at for line in rows])
    xs = _positions([line.at for line in columns] + [left, right])
    if not (2 <= len(ys) <= MOST_ROWS and 2 <= len(xs) <= MOST_COLUMNS):
        return None
    boxes = _boxes(xs, ys, _by_position(rows, ys), _by_position(columns, xs))
    return Lattice(xs, ys, boxes) if len(boxes) > 1 else None


def _by_position(lines: Sequence[Edge], positions: Sequence[float]) -> list[list[Edge]]:
    return [[line for line in lines if abs(line.at - at) <= SNAP] for at in positions]


def _positions(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SNAP:
            found.append(value)
    return found


def _boxes(xs: list[float], ys: list[float], rows: list[list[Edge]], columns: list[list[Edge]]) -> list[Box]:
    """Neighbouring places with no line between them are one cell, when together they are a rectangle."""
    height, width = len(ys) - 1, len(xs) - 1
    walls_below = [[_covered(rows[r + 1], xs[c], xs[c + 1]) for c in range(width)] for r in range(height)]
    walls_right = [[_covered(columns[c + 1], ys[r], ys[r + 1]) for c in range(width)] for r in range(height)]
    boxes: list[Box] = []
    taken = [[False] * width for _ in range(height)]
    for row in range(height):
        for column in range(width):
            if taken[row][column]:
                continue
            box = _grown(row, column, walls_below, walls_right, taken)
            for r in range(row, row + box.rowspan):
                for c in range(column, column + box.colspan):
                    taken[r][c] = True
            boxes.append(box)
    return boxes


def _grown(
    row: int, column: int, walls_below: list[list[bool]], walls_right: list[list[bool]], taken: list[list[bool]]
) -> Box:
    """The largest cell that begins at a place: to the right first, then down while the whole width is open."""
    height, width = len(taken), len(taken[0])
    right = column
    while right + 1 < width and not walls_right[row][right] and not taken[row][right + 1]:
        right += 1
    bottom = row
    span = range(column, right + 1)
    while bottom + 1 < height and not any(walls_below[bottom][c] or taken[bottom + 1][c] for c in span):
        if any(walls_right[bottom + 1][c] for c in range(column, right)):
            break
        if right + 1 < width and not walls_right[bottom + 1][right] and walls_right[bottom][right]:
            break
        bottom += 1
    return Box(row, column, bottom - row + 1, right - column + 1)


def _covered(lines: Sequence[Edge], start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(line.start - SNAP <= middle <= line.end + SNAP for line in lines)
