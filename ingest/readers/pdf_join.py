"""Tables of a PDF that run over pages: found, put under each other, their repeated headers dropped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.document import Cell
from ingest.readers.headers import count_header_rows, is_number

BETWEEN = 60
"""Letters that may stand between the two parts of a table: page numbers, running titles."""

SHIFT = 6.0
"""Points by which the widths of one column may differ from page to page."""

_MARK = re.compile(r"\s*(?:[□■▢▣◇◆○●◦❍▷▶※]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[가-하]\.|[①-⑳]|\d{1,2}\.\s)")


@dataclass(frozen=True, slots=True)
class Part:
    """A table of one page as it was written: from `start` to `end` of the text."""

    rows: list[list[Cell]]
    page: int
    caption: str
    unit: str | None
    edges: tuple[float, ...]
    header_rows: int | None
    start: int
    end: int


def join_parts(parts: Sequence[Part], text: str) -> list[list[Part]]:
    """Parts that are one table: on pages that follow each other, with nothing but furniture between them."""
    groups: list[list[Part]] = []
    for part in parts:
        if groups and _goes_on(groups[-1][-1], part, text):
            groups[-1].append(part)
        else:
            groups.append([part])
    return groups


def _goes_on(above: Part, below: Part, text: str) -> bool:
    if below.page != above.page + 1 or len(below.rows[0]) != len(above.rows[0]):
        return False
    between = text[above.end : below.start]
    if len(re.sub(r"\s", "", between)) > BETWEEN or any(_MARK.match(line) for line in between.split("\n")):
        return False
    if above.edges and below.edges and not _same_columns(above.edges, below.edges):
        return False
    head = _head(above)
    if head and _texts(below.rows[: len(head)]) == _texts(head):
        return True
    # Without a repeated header the rows must look like those above, figures under figures.
    last, first = above.rows[-1], below.rows[0]
    alike = [is_number(a.text) == is_number(b.text) for a, b in zip(last, first, strict=True) if a.text and b.text]
    return bool(alike) and all(alike) and any(is_number(cell.text) for cell in first)


def _same_columns(above: Sequence[float], below: Sequence[float]) -> bool:
    """The same widths; pages may be shifted against each other (odd and even margins)."""
    return all(abs((b - a) - (d - c)) <= SHIFT for (a, b), (c, d) in zip(pairwise(above), pairwise(below), strict=True))


def _head(part: Part) -> list[list[Cell]]:
    return part.rows[: part.header_rows or count_header_rows(part.rows)]


def _texts(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    return [[cell.text for cell in row] for row in rows]


def stack(group: Sequence[Part]) -> list[list[Cell]]:
    """The rows of a table's parts under each other; repeated headers dropped, merged names carried over the page."""
    rows = [list(row) for row in group[0].rows]
    head = _head(group[0])
    for part in group[1:]:
        more = part.rows
        if head and _texts(more[: len(head)]) == _texts(head):
            more = more[len(head) :]
        shift = len(rows) - (len(part.rows) - len(more))
        moved = [[replace(cell, row=cell.row + shift) for cell in row] for row in more]
        _carry_names(rows, moved)
        rows.extend(moved)
    return rows


def _carry_names(above: list[list[Cell]], below: list[list[Cell]]) -> None:
    """A merged cell that goes on over the page is empty there: it takes the name above."""
    for column, over in enumerate(above[-1]):
        if not over.text or is_number(over.text) or not below or below[0][column].text:
            continue
        renamed = any(cell.text and not is_number(cell.text) for cell in below[0][:column])  # 연번 names nothing
        if renamed or not any(cell.text for cell in below[0][column + 1 :]):
            continue
        covered = 0
        while covered < len(below) and not below[covered][column].text:
            covered += 1
        taller = replace(over, rowspan=len(above) + covered - over.row)
        for row in [*above[over.row :], *below[:covered]]:
            row[column] = taller
