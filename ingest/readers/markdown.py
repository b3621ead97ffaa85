"""Markdown: the text as it is; pipe tables become grids whose cells know where they stand."""

from __future__ import annotations

import re
from pathlib import Path

from ingest.document import Cell, Document, Grid
from ingest.readers.captions import find_caption
from ingest.readers.decode import read_text

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_EMPHASIS = re.compile(r"(\*{1,3}|_{1,3}|`)(?P<words>\S(?:.*\S)?)\1")

Line = tuple[int, str]


def read(path: Path) -> Document:
    """A Markdown file."""
    text, warnings = read_text(path)
    return parse(text, warnings)


def parse(text: str, warnings: tuple[str, ...] = ()) -> Document:
    """See `read`. A first `# heading` is the title."""
    plain = Document(text=text, format="md")
    title = re.match(r"\s*#\s+(\S.*?)\s*#*\s*(?:\n|$)", text)
    grids = tuple(_grid(table, text) for table in _tables(plain.lines()))
    return Document(text=text, format="md", grids=grids, title=title[1] if title else None, warnings=warnings)


def _tables(lines: list[Line]) -> list[list[Line]]:
    """Runs of lines with pipes whose second line is the rule `|---|---|`, outside fences of code."""
    tables: list[list[Line]] = []
    fenced = False
    number = 0
    while number < len(lines):
        fenced ^= bool(_FENCE.match(lines[number][1]))
        below = lines[number + 1][1] if number + 1 < len(lines) else ""
        if fenced or "|" not in lines[number][1] or "|" not in below or not _RULE.fullmatch(below):
            number += 1
            continue
        last = number + 2
        while last < len(lines) and "|" in lines[last][1]:
            last += 1
        tables.append([lines[number], *lines[number + 2 : last]])
        number = last
    return tables


def _grid(table: list[Line], text: str) -> Grid:
    rows = [_cells(offset, line, number) for number, (offset, line) in enumerate(table)]
    width = len(rows[0])
    even = []
    for row in rows:
        end = row[-1].end if row else 0
        row.extend(Cell("", end, end, row[0].row if row else 0, column) for column in range(len(row), width))
        even.append(tuple(row[:width]))
    start, (last, words) = table[0][0], table[-1]
    caption, unit = find_caption(text, start)
    return Grid(tuple(even), start, last + len(words.rstrip()), 1, caption, unit)


def _cells(offset: int, line: str, row: int) -> list[Cell]:
    """The cells of `| 재무과 | **1,200** |`; `\\|` does not part cells."""
    places: list[tuple[int, int]] = []
    start = 0
    for match in re.finditer(r"(?<!\\)\|", line):
        places.append((start, match.start()))
        start = match.end()
    places.append((start, len(line)))
    if not line[: places[0][1]].strip():
        places = places[1:]
    if len(places) > 1 and not line[places[-1][0] :].strip():
        places = places[:-1]
    return [_cell(offset, line, place, row, column) for column, place in enumerate(places)]


def _cell(offset: int, line: str, place: tuple[int, int], row: int, column: int) -> Cell:
    raw = line[place[0] : place[1]]
    words = raw.strip()
    start = place[0] + (len(raw) - len(raw.lstrip()) if words else 0)
    bold = _EMPHASIS.fullmatch(words)
    if bold:
        start, words = start + bold.start("words"), bold["words"]
    shown = " ".join(_BREAK.sub(" ", words.replace("\\|", "|")).split())
    return Cell(shown, offset + start, offset + start + len(words), row, column)
