"""Tables whose cells are parted by tabs or pipes: merged cells, headers repeated over pages, rows that slid left.

A run of tab-separated lines is one block; blocks with the same header are one table that runs over pages. Cells left
empty under a name are that name's merged cell; a value that stands only where a group begins is merged over the group.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from ingest.columns import find_units, key
from ingest.document import Cell, Document, Grid
from ingest.tables.captions import find_caption, find_unit_note
from ingest.tables.figures import is_figure
from ingest.tables.flat import FlatGrid, fold, is_taken

SAME = 80
"""From this likeness (0..100, blanks dropped) on, the merged cell of a new page is the one of the page before."""


@dataclass(frozen=True, slots=True)
class Block:
    """A run of tab-separated lines: header rows and body rows of cells that know their places."""

    header: tuple[tuple[Cell, ...], ...]
    body: tuple[tuple[Cell, ...], ...]
    start: int
    end: int

    @property
    def names(self) -> list[str]:
        """One name a column: the header cells from top to bottom."""
        width = max(len(row) for row in self.header)
        joined = (" ".join(row[i].text for row in self.header if i < len(row) and row[i].text) for i in range(width))
        return [" ".join(name.split()) for name in joined]


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """The tab-separated tables of flat text that no grid covers yet."""
    blocks = [block for run in _runs(document, taken) if (block := _block(run)) is not None]
    return [_grid(document, group) for group in _continued(blocks, document)]


def _runs(document: Document, taken: Sequence[Grid]) -> list[list[list[Cell]]]:
    """Runs of lines with one kind of separator, as rows of cells; any other line ends a run."""
    runs: list[list[list[Cell]]] = []
    inside = ""
    for offset, raw in document.lines():
        mark = _separator(raw)
        if not mark or is_taken(offset, offset + len(raw), taken):
            inside = ""
            continue
        if inside != mark:
            runs.append([])
        inside = mark
        if not (mark == "|" and _RULE.fullmatch(raw)):
            runs[-1].append(_cells(raw, offset, mark))
    return [run for run in runs if run]


_RULE = re.compile(r"\s*\|?\s*:?-{2,}[\s|:-]*")


def _separator(raw: str) -> str:
    """What parts the cells of a line: a tab, a pipe at both ends, or nothing."""
    if "\t" in raw:
        return "\t"
    words = raw.strip()
    return "|" if len(words) > 2 and words.startswith("|") and words.endswith("|") else ""


def _cells(raw: str, offset: int, mark: str) -> list[Cell]:
    cells: list[Cell] = []
    for words in raw.split(mark):
        start = offset + len(words) - len(words.lstrip())
        text = words.strip()
        cells.append(Cell(fold(text), start, start + len(text), 0, len(cells)))
        offset += len(words) + 1
    if mark == "|":  # `| a | b |` has nothing before its first pipe and after its last
        cells = [replace(cell, column=i) for i, cell in enumerate(cells[1:-1])]
    return cells


def _block(rows: list[list[Cell]]) -> Block | None:
    """Header and body of a run; None for a contents list or a single row."""
    width = max(len(row) for row in rows)
    rows = [row + [_empty(row[-1].end, i) for i in range(len(row), width)] for row in rows]
    if len(rows) < 2 or any(
        re.fullmatch(r"-{3,}|[·․.…\s]{3,}\d*|(?:[·․.…]\s*){2,}\d+", c.text) for row in rows for c in row
    ):
        return None
    count = 1
    while count < len(rows) - 1 and _is_header(rows[count], rows[count - 1]):
        count += 1
    header, body = _packed(rows[:count], rows[count:])
    if not body or len(header[0]) < 2:
        return None
    return Block(tuple(map(tuple, header)), tuple(map(tuple, body)), rows[0][0].start, rows[-1][-1].end)


def _empty(offset: int, column: int) -> Cell:
    return Cell("", offset, offset, 0, column)


def _is_header(row: Sequence[Cell], above: Sequence[Cell]) -> bool:
    """A row that hangs below the header: its first cell empty, no figures, and words only where the row above ends."""
    told = [cell for cell in row if cell.text]
    if not told or row[0].text or any(is_figure(cell.text) for cell in told):
        return False
    leaves = [cell for cell in told if not above[cell.column].text or _splits(above, cell.column)]
    return len(leaves) == len(told)


def _splits(above: Sequence[Cell], column: int) -> bool:
    """Does the header cell span further columns, so that words below it divide it?"""
    return bool(above[column].text) and (column + 1 == len(above) or not above[column + 1].text)


def _packed(header: list[list[Cell]], body: list[list[Cell]]) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """Drop columns that are empty in all of the body, and line the header up with what is left.

    A page may print `예산액 | | 비중(%)` over figures that stand in its first two columns.
    """
    width = len(header[0])
    header = [_spread(row, below) for row, below in zip(header, [*header[1:], None], strict=True)]
    used = [i for i in range(width) if any(row[i].text for row in body)]
    named = [i for i in range(width) if any(row[i].text for row in header)]
    if len(used) == len(named) and used != named:
        header = [[row[i] for i in named] for row in header]
        body = [[row[i] for i in used] for row in body]
    elif (
        len(used) < width
        and all(i in named for i in used)
        and not any(i in named for i in range(width) if i not in used)
    ):
        header = [[row[i] for i in used] for row in header]
        body = [[row[i] for i in used] for row in body]
    return header, body


def _spread(row: list[Cell], below: Sequence[Cell] | None) -> list[Cell]:
    """A header cell spans the empty ones to its right that have words below them."""
    spread: list[Cell] = []
    for cell in row:
        covered = below is not None and not cell.text and spread and below[cell.column].text
        spread.append(replace(spread[-1], column=cell.column) if covered and spread[-1].text else cell)
    return spread


def _continued(blocks: Sequence[Block], document: Document) -> list[list[Block]]:
    """Blocks in order; those whose header says the same as the one before continue its table."""
    groups: list[list[Block]] = []
    for block in blocks:
        if groups and _continues(groups[-1][-1], block, document):
            groups[-1].append(block)
        else:
            groups.append([block])
    return groups


def _continues(before: Block, block: Block, document: Document) -> bool:
    between = document.text[before.end : block.start]
    leaves = [key(re.sub(r"[(（][^)）]*[)）]", "", name)) for name in before.names]
    other = [key(re.sub(r"[(（][^)）]*[)）]", "", name)) for name in block.names]
    alike = len(leaves) == len(other) and all(_alike(a, b) for a, b in zip(leaves, other, strict=True))
    return alike and not between.strip(" \n\f-0123456789")


def _alike(one: str, other: str) -> bool:
    """`예산액` over `예산액비중(%)` in turn with `비중(%)`: the same column as long as the end of the name agrees."""
    return one == other or one.endswith(other[-2:]) or other.endswith(one[-2:]) or not one or not other


def _grid(document: Document, blocks: Sequence[Block]) -> Grid:
    first = blocks[0]
    rows: list[list[Cell]] = []
    remarks: dict[int, str] = {}
    base = len(first.header)
    values = _value_columns(first)
    for block in blocks:
        body = [_slid_back(row, values) for row in block.body]
        body = _carried_over(rows, body, values)
        rows.extend(body)
    rows, remarks = _run_together(rows, values)
    merged = _merge_down(rows, values)
    grid = [_numbered(row, base + i) for i, row in enumerate(merged)]
    header = [tuple(replace(cell, row=r, column=c) for c, cell in enumerate(row)) for r, row in enumerate(first.header)]
    placed = _anchors(merged, grid, base)
    caption = find_caption(document, first.start)
    note = find_unit_note(document, first.start)
    unit = ", ".join(find_units(note)) or None
    return FlatGrid(
        rows=(*header, *placed),
        start=first.start,
        end=blocks[-1].end,
        header_rows=base,
        caption=caption,
        unit=unit,
        kind="tabbed",
        remarks={base + row: remark for row, remark in remarks.items()},
    )


def _value_columns(block: Block) -> int:
    """Where the columns of values begin: the first column that holds figures; the width where there is none."""
    width = len(block.body[0])
    for i in range(width):
        told = [row[i].text for row in block.body if row[i].text]
        if told and sum(map(is_figure, told)) * 2 > len(told):
            return i
    return width


def _slid_back(row: Sequence[Cell], values: int) -> list[Cell]:
    """A row that slid left is put back: the finest name, which every row has, belongs in the last column of names.

    `재활용실적 | | | |` under 전략목표 | 정책사업목표 | 성과지표 | 예산액 | 비중 is a 성과지표.
    """
    cells = list(row)
    if values < 2 or cells[values - 1].text:
        return cells
    told = [cell for cell in cells[:values] if cell.text]
    if not told or any(cell.text for cell in cells[values:]):
        return cells
    shift = values - 1 - told[-1].column
    moved = [_empty(cells[0].start, i) for i in range(values)]
    for cell in told:
        moved[cell.column + shift] = replace(cell, column=cell.column + shift)
    return moved + cells[values:]


def _carried_over(before: list[list[Cell]], body: list[list[Cell]], values: int) -> list[list[Cell]]:
    """The merged cells that a new page repeats are those of the page before: its first printed spelling is kept.

    An empty copy stands for "the same as above".
    """
    if not before or not body:
        return body
    last = [_last_told(before, i) for i in range(values)]
    first = list(body[0])
    for i in range(values - 1):
        known, cell = last[i], first[i]
        if known is None or not cell.text:
            break
        if not _same_name(known.text, cell.text):
            break
        first[i] = replace(cell, text="")
    if first[0].text == "" and body[0][0].text:
        for i in range(values, len(first)):
            above = _last_told(before, i)
            if above is not None and key(above.text) == key(first[i].text):
                first[i] = replace(first[i], text="")
    return [first, *body[1:]]


def _last_told(rows: Sequence[Sequence[Cell]], column: int) -> Cell | None:
    return next((row[column] for row in reversed(rows) if row[column].text), None)


def _same_name(one: str, other: str) -> bool:
    """The same bureau in brackets, or nearly the same words: `으뜸구 만들기 (복지국)` and `뚝구 만들기 (복지국)`."""
    inner = [re.findall(r"[(（]([^()（）]+)[)）]\s*$", text) for text in (one, other)]
    if inner[0] and inner[1]:
        return key(inner[0][0]) == key(inner[1][0])
    return fuzz.ratio(key(one), key(other)) >= SAME


def _run_together(rows: list[list[Cell]], values: int) -> tuple[list[list[Cell]], dict[int, str]]:
    """Names that recognition ran together in one cell: the first continues the group above, the second begins one.

    Which rows are the second's is told by the words that they share with either name; such rows are flagged.
    """
    remarks: dict[int, str] = {}
    for r in range(1, len(rows)):
        for i in range(values - 1):
            cut = _second_name(rows, r, i)
            if cut is not None:
                _part(rows, r, i, cut, values, remarks)
    return rows, remarks


def _second_name(rows: Sequence[Sequence[Cell]], r: int, i: int) -> int | None:
    """Where the second of two names begins in a cell whose first words are the name above; None otherwise."""
    above = _last_told(rows[:r], i)
    cell = rows[r][i]
    if above is None or not cell.text:
        return None
    known, length = key(above.text), 0
    for position, char in enumerate(cell.text):
        length += not char.isspace()
        if length == len(known):
            alike = fuzz.ratio(key(cell.text[: position + 1]), known) >= SAME
            rest = cell.text[position + 1 :]
            return position + 2 if alike and rest.startswith(" ") and len(key(rest)) >= 4 else None
    return None


def _part(rows: list[list[Cell]], r: int, i: int, cut: int, values: int, remarks: dict[int, str]) -> None:
    cell = rows[r][i]
    above = _last_told(rows[:r], i)
    second = cell.text[cut:]
    stop = next((k for k in range(r + 1, len(rows)) if any(rows[k][c].text for c in range(i + 1))), len(rows))
    begins = _likeliest_start(rows, r, stop, values, above.text if above else "", second)
    rows[r][i] = replace(cell, text="")
    rows[begins][i] = replace(cell, text=second, start=cell.end - len(second))
    for k in range(r, stop):
        remarks[k] = "두 칸이 붙어 있어 어느 쪽에 딸린 행인지 확실하지 않습니다. 원문을 확인해 주십시오."


def _likeliest_start(rows: Sequence[Sequence[Cell]], r: int, stop: int, values: int, first: str, second: str) -> int:
    """The first row that shares more pairs of letters with the second name than with the first; never the first row."""
    for k in range(r + 1, stop):
        words = _pairs(rows[k][values - 1].text)
        if len(words & _pairs(second)) > len(words & _pairs(first)):
            return k
    return min(r + 1, stop - 1)


def _pairs(text: str) -> set[str]:
    return {word[i : i + 2] for word in text.split() for i in range(len(word) - 1)}


def _merge_down(rows: list[list[Cell]], values: int) -> list[list[Cell]]:
    """Fill empty cells from above: names under names, and values that stand only where a group begins."""
    level = _merged_level(rows, values)
    merged: list[list[Cell]] = []
    for r, row in enumerate(rows):
        filled = list(row)
        if r:
            begins = next((i for i in range(values) if row[i].text), values)
            for i in range(min(begins, values - 1)):
                filled[i] = merged[-1][i]
            if level is not None and begins > level:
                filled[values:] = [
                    new if new.text else old for new, old in zip(row[values:], merged[-1][values:], strict=True)
                ]
        merged.append(filled)
    return merged


def _merged_level(rows: Sequence[Sequence[Cell]], values: int) -> int | None:
    """The column of names over whose groups the values are merged; None where every row has its own.

    It is the level whose groups begin in exactly the rows that hold values.
    """
    if values >= len(rows[0]) or values < 2:
        return None
    held = {r for r, row in enumerate(rows) if any(cell.text for cell in row[values:])}
    if len(held) == len(rows):
        return None
    for i in range(values - 1):
        begins = {r for r, row in enumerate(rows) if any(row[k].text for k in range(i + 1))}
        if held == begins:
            return i
    return None


def _numbered(row: Sequence[Cell], number: int) -> list[Cell]:
    return [replace(cell, row=number, column=i) for i, cell in enumerate(row)]


def _anchors(merged: list[list[Cell]], grid: list[list[Cell]], base: int) -> list[tuple[Cell, ...]]:
    """Cells that were filled from above keep the row of the cell they repeat, and that cell learns its span."""
    for r in range(1, len(grid)):
        for i, cell in enumerate(merged[r]):
            if cell is merged[r - 1][i]:
                grid[r][i] = grid[r - 1][i]
    spans: dict[tuple[int, int], int] = {}
    for row in grid:
        for i, cell in enumerate(row):
            spans[cell.row, i] = spans.get((cell.row, i), 0) + 1
    return [tuple(replace(cell, rowspan=spans[cell.row, i]) for i, cell in enumerate(row)) for row in grid]
