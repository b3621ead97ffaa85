"""Small tables of words in flat text: 추진내용 | 추진일정, 구분 | 평가대상 | 평가시기, 명칭 | 현황 | 소속.

A date tells where a row ends (or, in a column of its own in the middle, where it begins); the lines of one cell and the
border between cells differ in whether an empty line parts them, which way round the count of columns tells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ingest.columns import key
from ingest.document import Cell, Document, Grid
from ingest.tables.captions import find_caption
from ingest.tables.flat import FlatGrid, Line, fold, free_lines
from ingest.tables.headers import KNOWN, Word, header_words

UNSURE = "칸의 경계가 확실하지 않습니다. 원문을 확인해 주십시오."

_YEAR = r"['’‘`´]?\s?(?:\d{4}|\d{2})\s?[.년]"
_DAY = rf"(?:{_YEAR}\s?\d{{1,2}}\s?[.월]?(?:\s?\d{{1,2}}\s?[.일])?|\d{{1,2}}\s?[.월](?:\s?\d{{1,2}}\s?[.일]?)?)"
WHEN = re.compile(
    rf"{_DAY}\s*(?:[~∼～]\s*(?:{_DAY}|\d{{1,2}}\.?월?)?)?|반기별|분기별|월별|매월|매년|연중|수시|상시|상반기|하반기"
)
"""A time or period: `’22. 1. ~ 3.`, `'16. 1월 ~ '16. 12월`, `’22. 12. ~`, `반기별`."""

_DATED = re.compile(r"(?:일정|시기|주기|기간|일시)$")
_NAMES = frozenset(("구분", "추진내용", "내용", "목록", "항목", "사업명", "사업내용", "세부내용", "추진사항"))
_LABEL = re.compile(
    r"(?:대상|내용|주기|시기|일정|분야|현황|명칭|비고|목록|구분|방법|기간|장소|소속\(비고\)|담당|주관)$"
)
_STOP = re.compile(r"[□■▢◇◆※]|\d{1,2}\s+[가-힣]|[ⅠⅡⅢⅣⅤ]+\s*\.|[-․]\s|[①-⑳]|ㅇㅇ")
_ITEM = re.compile(r"(?P<name>.*?)\s*(?P<words>[○◦❍].*)")

Span = tuple[int, int]
Rows = tuple[list[list[Span | None]], dict[int, str]]
"""Cells of each row as places in the text (None: empty), and remarks by row."""


def find(document: Document, taken: Sequence[Grid]) -> list[Grid]:
    """The small tables of words, each as a grid whose cells hold words."""
    lines = free_lines(document, taken)
    grids = (_table(document, lines, at) for at in range(len(lines)))
    return [grid for grid in grids if grid is not None]


def _table(document: Document, lines: Sequence[Line], at: int) -> Grid | None:
    header = _header(lines[at])
    if header is None:
        return None
    read = _reader(header)
    if read is None:
        return None
    body = _body(lines[at + 1 :], header, items=read is _items)
    rows, remarks = read(header, body)
    if not rows:
        return None
    top = tuple(Cell(word.text, word.start, word.end, 0, i) for i, word in enumerate(header))
    cells = [
        tuple(_cell(document, span, n, i, lines[at]) for i, span in enumerate(row)) for n, row in enumerate(rows, 1)
    ]
    return FlatGrid(
        rows=(top, *cells),
        start=lines[at].start,
        end=max(cell.end for row in cells for cell in row),
        header_rows=1,
        caption=find_caption(document, lines[at].start),
        kind="worded",
        remarks={row + 1: remark for row, remark in remarks.items()},
    )


def _cell(document: Document, span: Span | None, row: int, column: int, header: Line) -> Cell:
    start, end = span or (header.end, header.end)
    return Cell(fold(document.text[start:end]), start, end, row, column)


def _header(line: Line) -> list[Word] | None:
    if any(char.isdigit() for char in line.text) or len(line.text) > 40:
        return None
    words = header_words(line)
    plain = [key(word.text) for word in words]
    if len(words) < 2 or plain[0] not in _NAMES or not all(w in KNOWN or _LABEL.search(w) for w in plain):
        return None
    return words


def _reader(header: Sequence[Word]) -> Callable[[Sequence[Word], Sequence[Line]], Rows] | None:
    names = [key(word.text) for word in header]
    if _DATED.search(names[-1]):
        return _dated_last
    if len(names) > 2 and _DATED.search(names[1]):
        return _dated_second
    return _items if any(name.endswith("현황") for name in names) and "명칭" in names else None


def _body(lines: Sequence[Line], header: Sequence[Word], items: bool) -> list[Line]:
    body: list[Line] = []
    for line in lines[:40]:
        marked = bool(_STOP.match(line.text)) or (not items and line.text.startswith(("○", "◦", "❍")))
        if marked or len(line.text) > 60 or _header(line) is not None:
            break
        body.append(line)
    return body


def _span(lines: Sequence[Line]) -> Span | None:
    return (lines[0].start, lines[-1].end) if lines else None


def _cut(line: Line, start: int, end: int) -> Line | None:
    """A part of a line, trimmed; None where it holds no words."""
    words = line.text[start:end]
    if not words.strip():
        return None
    first = line.start + start + len(words) - len(words.lstrip())
    return Line(words.strip(), first, first + len(words.strip()), line.gap, line.open, line.indented)


def _dated_last(header: Sequence[Word], body: Sequence[Line]) -> Rows:
    """Rows that end in their date; a date alone between two names is that of both."""
    rows: list[list[Span | None]] = []
    remarks: dict[int, str] = {}
    waiting: list[Line] = []
    merged: Span | None = None
    for line in body:
        date = _last_date(line.text)
        if date is None:
            waiting.append(line)
            continue
        before = _cut(line, 0, date[0])
        own = [*waiting, *([before] if before else [])]
        when = (line.start + date[0], line.start + date[1])
        groups = _groups(own, len(header) - 1)
        rows.append([*(groups or _padded(own, len(header) - 1)), when])
        if groups is None:
            remarks[len(rows) - 1] = UNSURE
        merged, waiting = (when if before is None and line.gap == 0 else None), []
    if merged and len(header) == 2 and 0 < len(waiting) <= 2:
        rows.append([_span(waiting), merged])
    return rows, remarks


def _last_date(text: str) -> Span | None:
    """The date that a line ends in."""
    for match in WHEN.finditer(text):
        if match.end() == len(text.rstrip()):
            return match.start(), match.end()
    return None


def _groups(lines: Sequence[Line], columns: int) -> list[Span | None] | None:
    """The lines of a row as `columns` cells, by whichever of empty lines and line ends gives that many.

    One line alone is a name and the rest: `성과관리 150개 주요사업 … 평가`.
    """
    if columns == 1:
        return [_span(lines)] if lines else None
    if len(lines) == 1:
        name, _, rest = lines[0].text.partition(" ")
        start = lines[0].end - len(rest.strip())
        return [(lines[0].start, lines[0].start + len(name)), (start, lines[0].end), *[None] * (columns - 2)]
    for parted_by_gap in (False, True):
        groups = _grouped(lines[1:], parted_by_gap)
        if len(groups) == columns - 1 and not any(group[-1].text.endswith((",", "·", "및")) for group in groups):
            return [_span(lines[:1]), *map(_span, groups)]
    return None


def _grouped(lines: Sequence[Line], parted_by_gap: bool) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in lines:
        if groups and (line.gap > 0) != parted_by_gap:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _padded(lines: Sequence[Line], columns: int) -> list[Span | None]:
    """The first line as name, the rest in the next cell."""
    return [_span(lines[:1]), _span(lines[1:]), *[None] * (columns - 2)][:columns]


def _dated_second(header: Sequence[Word], body: Sequence[Line]) -> Rows:
    """Rows `이름 시기 대상`: each begins on the line of its date; what follows up to the next is its last cell."""
    rows: list[list[Span | None]] = []
    rest: list[list[Line]] = []
    for line in body:
        date = max(WHEN.finditer(line.text), key=lambda match: len(match[0]), default=None)
        name = _cut(line, 0, date.start()) if date else None
        if date and name and not name.text.startswith(("(", "（")):
            rows.append([(name.start, name.end), (line.start + date.start(), line.start + date.end())])
            after = _cut(line, date.end(), len(line.text))
            rest.append([after] if after else [])
        elif rows:
            bracket = re.match(r"[(（][^()（）]*[)）]\s*", line.text)
            part = _cut(line, bracket.end() if bracket else 0, len(line.text))
            rest[-1].extend([part] if part else [])
    empty: list[Span | None] = [None] * (len(header) - 3)
    return [[*row, _span(lines), *empty] for row, lines in zip(rows, rest, strict=True)], {}


def _items(header: Sequence[Word], body: Sequence[Line]) -> Rows:
    """Rows `구분 명칭 ○ 현황 비고`: the name stands before the mark, on its line or the one above."""
    names = [key(word.text) for word in header]
    name_at, state_at = names.index("명칭"), next(i for i, name in enumerate(names) if name.endswith("현황"))
    rows: list[list[Span | None]] = []
    for number, line in enumerate(body):
        item = _ITEM.fullmatch(line.text)
        if item is None:
            continue
        name = _cut(line, 0, item.end("name")) or (body[number - 1] if number else None)
        if name is None:
            continue
        state = [line.start + item.start("words") + 1, line.end]
        for below in body[number + 1 :]:
            if not below.text.startswith(("(", "（")):
                break
            state[1] = below.end
        row: list[Span | None] = [None] * len(header)
        row[name_at], row[state_at] = _named(name, name_at), (state[0], state[1])
        rows.append(row)
    return rows, {}


def _named(name: Line, name_at: int) -> Span:
    """The name without the word of the column before it: `장비 행정차량` under 구분 | 명칭."""
    words = name.text.split(" ")
    if name_at and len(words) == 2 and min(map(len, words)) > 1:
        return name.end - len(words[1]), name.end
    return name.start, name.end
