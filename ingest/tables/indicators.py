"""Indicator tables of flat text: `주요사업명 성과지표 단위 목표 실적 달성률`, whose rows lost their cells.

What is left of the cells (measured on rows whose cells are beyond doubt):

- A row ends in its unit and its figures. One line with words before the unit is a one-line indicator.
- The lines of one cell are parted by an empty line. An indicator of two lines (an even number) has its figures after a
  single line end, one of three lines (an odd number) after an empty line: the figures stand at mid-height.
- A single line end between two lines of words is the border between 사업 and 지표. A 사업 that is merged over several
  rows has an empty line there instead.
- White space at the end of a line is a wrap inside a phrase: the cell goes on, as after an adnominal form.
- A line that is wider than any indicator cell holds both cells: `안전한 도로 유지 도로시설물 보수 | 건 10 12 120`.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ingest.columns import UNITS, key
from ingest.document import Cell, Document, Grid
from ingest.numbers import parse_number
from ingest.tables.flat import FIGURE, FlatGrid, Line, cell_at, fold, is_taken, lines_of, words_of
from ingest.tables.phrases import is_action, wants_more

UNSURE = "사업명과 지표명의 경계가 확실하지 않습니다. 두 이름을 이어서 원문과 견주어 주십시오."

CLEAR = 2.0
"""Score of a cut from which on a line reads as two names (measured: true pairs 2 to 3, single names at most 0)."""

_HEADER_WORDS = ("지표", "단위", "목표", "실적")
_HEADING = re.compile(r"[▢□■◆◇○◦❍※]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]+\s*\.|<|【")


@dataclass(frozen=True, slots=True)
class Row:
    """One row before its words are parted: the lines of words, and the figures' words with their places."""

    lines: tuple[Line, ...]
    words: Line | None  # words before the unit on the figures' own line
    unit: tuple[int, int]
    figures: tuple[tuple[str, int, int], ...]
    gap: int  # empty lines before the figures' line
    first: bool  # first row under a header


@dataclass(frozen=True, slots=True)
class Parting:
    """A row's words parted: (start, end) of 사업 and 지표; `programme` is None where that of the row above goes on."""

    programme: tuple[int, int] | None
    indicator: tuple[int, int]
    sure: bool


@dataclass(slots=True)
class Lexicon:
    """What rows beyond doubt teach: how wide each cell gets, and how the names of each kind begin and end."""

    indicator_width: float = 0.0
    programme_width: float = 0.0
    programme_ends: Counter[str] = field(default_factory=Counter)
    indicator_starts: Counter[str] = field(default_factory=Counter)
    indicator_ends: Counter[str] = field(default_factory=Counter)
    wholes: Counter[str] = field(default_factory=Counter)


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """The indicator tables of flat text, one a header."""
    tables = [(header, rows) for header, rows in _tables(document, taken) if rows]
    lexicon = learn(document, [row for _, rows in tables for row in rows])
    return [_grid(document, header, rows, lexicon) for header, rows in tables]


def _tables(document: Document, taken: Sequence[Grid]) -> Iterator[tuple[list[Line], list[Row]]]:
    """(header lines, rows) of each table."""
    lines = [line for line in lines_of(document) if not is_taken(line.start, line.end, taken)]
    at = 0
    while at < len(lines):
        size = _header_size(lines, at)
        if not size:
            at += 1
            continue
        header = lines[at : at + size]
        at += size
        begin = at
        while at < len(lines) and not _HEADING.match(lines[at].text) and not _header_size(lines, at):
            at += 1
        yield header, list(_rows(lines[begin:at], len(_figure_names(header))))


def _header_size(lines: Sequence[Line], at: int) -> int:
    """How many lines a header that begins here takes; 0 where none begins."""
    words = key(lines[at].text)
    if not all(word in words for word in _HEADER_WORDS) or any(char.isdigit() for char in words):
        return 0
    size = 1
    while (
        at + size < len(lines)
        and size < 4
        and re.fullmatch(r"달성[률율도]|\(?[%％]\)?|비고", key(lines[at + size].text))
    ):
        size += 1
    return size


def _figure_names(header: Sequence[Line]) -> list[tuple[str, int, int]]:
    """The names of the figures' columns: what the header says after 단위."""
    words = [word for line in header for word in words_of(line)]
    after = next((i for i, (word, _, _) in enumerate(words) if "단위" in word), len(words))
    names: list[tuple[str, int, int]] = []
    for word, start, end in words[after + 1 :]:
        if names and re.fullmatch(r"\(?[%％]\)?|\(.*", word):
            names[-1] = (f"{names[-1][0]}{word}", names[-1][1], end)
        else:
            names.append((word, start, end))
    return names


def _rows(lines: Sequence[Line], count: int) -> Iterator[Row]:
    """Rows of a table's lines: each ends with a unit and as many figures as the header names."""
    waiting: list[Line] = []
    first = True
    for line in lines:
        tail = _tail(line, count)
        if tail is None:
            waiting.append(line)
            continue
        words, unit, figures = tail
        yield Row(tuple(waiting), words, unit, figures, line.gap, first)
        waiting, first = [], False


def _tail(line: Line, count: int) -> tuple[Line | None, tuple[int, int], tuple[tuple[str, int, int], ...]] | None:
    """(words, unit, figures) of a line that ends a row: `폐자원 수거량 톤 310 330 106`."""
    words = words_of(line)
    figures = words[-count:]
    if len(words) <= count or not all(FIGURE.fullmatch(word) for word, _, _ in figures):
        return None
    unit = words[-count - 1]
    if FIGURE.fullmatch(unit[0]) and unit[0] not in UNITS:
        return None
    names = words[: -count - 1]
    if not names:
        return None, (unit[1], unit[2]), tuple(figures)
    start, end = names[0][1], names[-1][2]
    text = line.text[: end - line.start]
    return Line(text, start, end, line.gap, False, line.indented), (unit[1], unit[2]), tuple(figures)


# --- parting 사업 from 지표 -------------------------------------------------------------------------------------------


def borders(row: Row) -> list[int]:
    """Where the words of a row may be parted: the number of leading lines that are the 사업, likeliest first.

    0 says that the 사업 of the row above goes on. A row whose indicator stands on the figures' own line is parted
    before it.
    """
    count = len(row.lines)
    if row.words is not None:
        return [count] if not count or _may_end(row.lines[-1]) else []
    single = [i for i in range(1, count) if row.lines[i].gap == 0]
    if single:
        return single[-1:]
    odd = row.gap > 0
    sizes = [size for size in range(1, count + 1) if (size % 2 == 1) == odd]
    sizes.sort(key=lambda size: abs(size - (3 if odd else 2)))
    return [count - size for size in sizes if _border_fits(row, count - size)]


def _border_fits(row: Row, border: int) -> bool:
    if border == 0:
        return not row.first
    return _may_end(row.lines[border - 1])


def _may_end(line: Line) -> bool:
    """May a cell end with this line? Not with a wrap, an adnominal form or a conjunction."""
    return not line.open and not wants_more(line.text)


def learn(document: Document, rows: Sequence[Row]) -> Lexicon:
    """Learn from the rows that leave no doubt: those parted by a single line end, and indicators of one line."""
    lexicon = Lexicon()
    for row in rows:
        if row.words is not None and not row.lines:
            continue  # one line may hold both cells
        found = borders(row)
        if not found:
            continue
        programme, indicator = _parts(row, found[0])
        _learn_cell(lexicon, programme, lexicon.programme_ends, None)
        _learn_cell(lexicon, indicator, lexicon.indicator_ends, lexicon.indicator_starts)
        lexicon.programme_width = max([lexicon.programme_width, *(width(line.text) for line in programme)])
        lexicon.indicator_width = max([lexicon.indicator_width, *(width(line.text) for line in indicator)])
    return lexicon


def _learn_cell(lexicon: Lexicon, lines: Sequence[Line], ends: Counter[str], starts: Counter[str] | None) -> None:
    words = " ".join(line.text for line in lines).split()
    if not words:
        return
    ends[words[-1]] += 1
    if starts is not None:
        starts[words[0]] += 1


def _parts(row: Row, border: int) -> tuple[list[Line], list[Line]]:
    own = [row.words] if row.words is not None else []
    return list(row.lines[:border]), [*row.lines[border:], *own]


def width(text: str) -> float:
    """Printed width in Hangul letters: a blank or a Latin letter counts half.

    >>> width("쾌적한 LED")
    5.0
    """
    return sum(1.0 if unicodedata.east_asian_width(char) in "WF" else 0.5 for char in text)


def part(row: Row, lexicon: Lexicon) -> Parting:
    """Part one row's words into 사업 and 지표."""
    if row.words is not None and not row.lines:
        return _part_line(row, row.words, lexicon)
    found = borders(row)
    if not found:
        return _guess(row)
    programme, indicator = _parts(row, found[0])
    return Parting(_place(programme), _place(indicator) or row.unit, _is_sure(row, found[0], lexicon))


def _is_sure(row: Row, border: int, lexicon: Lexicon) -> bool:
    """A border inside lines that are all parted by empty lines is sure when the 사업 ends as 사업 names do."""
    if row.words is not None or border == 0 or any(line.gap == 0 for line in row.lines[1:]):
        return True
    last = row.lines[border - 1].text.split()[-1]
    return bool(len(borders(row)) == 1 or lexicon.programme_ends[last] or is_action(last))


def _guess(row: Row) -> Parting:
    lines = list(row.lines)
    middle = max(1, len(lines) - 2) if lines else 0
    programme, indicator = _parts(row, middle if len(lines) > middle or row.words else 0)
    return Parting(_place(programme), _place(indicator) or row.unit, False)


def _place(lines: Sequence[Line]) -> tuple[int, int] | None:
    return (lines[0].start, lines[-1].end) if lines else None


def _part_line(row: Row, line: Line, lexicon: Lexicon) -> Parting:
    """A row on one line holds one cell, or both: first of its table, too wide for one cell, or read as two."""
    words = words_of(line)
    wide = row.first or width(line.text) > lexicon.indicator_width + 0.5
    cuts = sorted(((_cut_score(words, i, lexicon), -i) for i in range(1, len(words))), reverse=True)
    if not cuts or not (wide or cuts[0][0] >= CLEAR):
        return Parting(None, (line.start, line.end), not row.first)
    best, cut = cuts[0][0], -cuts[0][1]
    sure = wide and best > 0 and (len(cuts) == 1 or best - cuts[1][0] >= 1)
    return Parting((words[0][1], words[cut - 1][2]), (words[cut][1], words[-1][2]), sure)


def _cut_score(words: Sequence[tuple[str, int, int]], cut: int, lexicon: Lexicon) -> float:
    """How well a line is parted before word `cut`: both sides fit their columns and end and begin as such names do."""
    left, right = [w for w, _, _ in words[:cut]], [w for w, _, _ in words[cut:]]
    score = 0.0
    if wants_more(left[-1]):
        score -= 4
    score -= max(0.0, width(" ".join(left)) - lexicon.programme_width)
    score -= max(0.0, width(" ".join(right)) - lexicon.indicator_width)
    score += 2 if lexicon.programme_ends[left[-1]] else 0
    score += 1 if is_action(left[-1]) else 0
    score += 1 if lexicon.indicator_starts[right[0]] else 0
    score -= 2 if is_action(right[0]) else 0
    score -= 2 if len(left) == 1 else 0
    score -= 2 if len(right) == 1 else 0
    score -= 3 if right[0] in ("및", "등") else 0
    return score


# --- the grid ---------------------------------------------------------------------------------------------------------


def _grid(document: Document, header: Sequence[Line], rows: Sequence[Row], lexicon: Lexicon) -> Grid:
    names = _figure_names(header)
    body: list[list[Cell]] = []
    remarks: dict[int, str] = {}
    programme: Cell | None = None
    for number, row in enumerate(rows, start=1):
        parted = part(row, lexicon)
        if parted.programme is not None:
            programme = cell_at(document, *parted.programme, number, 0)
        name = programme or Cell("", parted.indicator[0], parted.indicator[0], number, 0)
        cells = [name, cell_at(document, *parted.indicator, number, 1), cell_at(document, *row.unit, number, 2)]
        cells += [Cell(word, start, end, number, 3 + i) for i, (word, start, end) in enumerate(row.figures)]
        body.append(cells)
        if not parted.sure:
            remarks[number] = UNSURE
    top = _header_cells(document, header, names)
    return FlatGrid(
        rows=(top, *(tuple(cells) for cells in body)),
        start=header[0].start,
        end=rows[-1].figures[-1][2],
        header_rows=1,
        caption="",
        kind="indicators",
        remarks=remarks,
    )


def _header_cells(
    document: Document, header: Sequence[Line], names: Sequence[tuple[str, int, int]]
) -> tuple[Cell, ...]:
    words = words_of(header[0])
    unit = next(i for i, (word, _, _) in enumerate(words) if "단위" in word)
    indicator = next(i for i, (word, _, _) in enumerate(words) if "지표" in word)
    programme = words[:indicator] or [("사업명", header[0].start, header[0].start)]
    first = Cell(fold(" ".join(w for w, _, _ in programme)), programme[0][1], programme[-1][2], 0, 0)
    cells = [first]
    for column, (word, start, end) in enumerate((words[indicator], words[unit], *names), start=1):
        cells.append(Cell(word, start, end, 0, column))
    return tuple(cells)


def is_consistent(target: str, actual: str, rate: str) -> bool | None:
    """Does a printed 달성률 follow from 목표 and 실적 (within a point or a hundredth)? None where one is missing.

    >>> is_consistent("30", "45", "150"), is_consistent("0", "1", "100")
    (True, None)
    """
    numbers = [parse_number(text) for text in (target, actual, rate)]
    if any(number is None for number in numbers) or not numbers[0]:
        return None
    goal, done, told = (float(number) for number in numbers if number is not None)
    return abs(100 * done / goal - told) <= max(1.0, abs(told) / 100)
