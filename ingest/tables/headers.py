"""Headers of flat text put together again: words spelled out in letters, and two rows of cells read in the wrong order.

A header cell that spans sub-headings stands above the middle, so the text gives first the cells on its left, then the
spanning cell, then the cells on its right, and the sub-headings last:

    단위사업명 예 산 액            단위사업명 | 예산액 | 집행액           | 집행률(%) (9.30.기준)
    집 행 액 집행률(%)       →               |        | 9.30.기준 | 12.31.까지 |
    (9.30.기준)9.30.기준 12.31.까지
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.columns import FIELDS, MEASURES, NAMED_DIMENSIONS, ROLES, TOTALS, key
from ingest.document import Cell
from ingest.tables.flat import Line

_MORE_WORDS = (
    "추진내용 추진일정 명칭 현황 구분 관리대상 관리내용 평가주기 평가대상 평가분야 평가시기 추진현황 정상추진 부진"
    " 주차장 집행예정액 일반직 관리운영직 별정직 임기제 국별 과별 현황별 연도별 사업명 내용 일정 대상 시기 장소 방법"
    " 비고 위탁사업 처리현황 기타 증가액 증가율 팀명"
)
KNOWN = frozenset({*FIELDS, *MEASURES, *NAMED_DIMENSIONS, *ROLES, *TOTALS, *_MORE_WORDS.split()})
"""Words that headers are made of, without blanks."""

_TOKEN = re.compile(r"[^\s()（）]+(?:[(（][^()（）\s]*[)）])*|[(（][^()（）]*[)）]")
_BRACKET = re.compile(r"[(（][^()（）]*[)）]")
_DATED = re.compile(
    r"(?:\d{2,4}[.년]\s?)?\d{1,2}(?:[.월]\s?\d{1,2}[.일]?\s?(?:기준|까지|현재)|월\s?말(?:\s?(?:기준|까지|현재))?)"
)
_YEAR = re.compile(r"(?:['’‘]?\d{2}|(?:19|20)\d\d)년도?")
_ORDINAL = re.compile(r"(\d+)(?:급|차|분기|월|회|년)?")


@dataclass(frozen=True, slots=True)
class Word:
    """One header cell: its words (letters joined) and where they stand; `line` counts from the header's first line."""

    text: str
    start: int
    end: int
    line: int = 0


Path = tuple[Word, ...]
"""The cells over one column, top to bottom."""


def header_words(line: Line, number: int = 0) -> list[Word]:
    """The cells of one header line: `예 산 액 집 행 액 집행률(%)` has three."""
    tokens = [Word(m[0], line.start + m.start(), line.start + m.end(), number) for m in _TOKEN.finditer(line.text)]
    words: list[Word] = []
    run: list[Word] = []
    for token in tokens:
        if len(token.text) == 1 and "가" <= token.text <= "힣":
            run.append(token)
            continue
        words.extend(_spelled(run))
        run = []
        words.append(token)
    words.extend(_spelled(run))
    return _joined_dots(words)


def _spelled(run: Sequence[Word]) -> list[Word]:
    """A run of single letters cut into known words, the longest first: 구 분 예 산 액 → 구분, 예산액."""
    words: list[Word] = []
    at = 0
    while at < len(run):
        size = next((n for n in range(len(run) - at, 0, -1) if _text(run[at : at + n]) in KNOWN), 0)
        if not size:  # up to where the next known word begins
            size = next((n for n in range(1, len(run) - at) if _begins_known(run[at + n :])), len(run) - at)
        words.append(Word(_text(run[at : at + size]), run[at].start, run[at + size - 1].end, run[at].line))
        at += size
    return words


def _begins_known(run: Sequence[Word]) -> bool:
    return any(_text(run[:n]) in KNOWN for n in range(2, len(run) + 1))


def _text(run: Sequence[Word]) -> str:
    return "".join(word.text for word in run)


def _joined_dots(words: Sequence[Word]) -> list[Word]:
    """`별정직 · 임기제` is one cell."""
    joined: list[Word] = []
    glue = False
    for word in words:
        dot = word.text in "․·‧・"
        if joined and (dot or glue):
            joined[-1] = Word(joined[-1].text + word.text, joined[-1].start, word.end, word.line)
        else:
            joined.append(word)
        glue = dot
    return joined


def resolve(lines: Sequence[Line], columns: int, text: str) -> list[Path] | None:
    """The header cells over each of `columns` columns (the name column included); None where the count does not fit.

    `text` is the whole document: a word glued to its neighbour is cut where the rest of the document shows how.
    """
    rows = [words for i, line in enumerate(lines) if (words := header_words(line, i))]
    rows = _without_diagonal(rows)
    if not rows:
        return None
    if len(rows) == 1:
        flat = _with_brackets(rows[0])
        joined = flat if len(flat) == columns else _with_years(flat)
        return [(word,) for word in joined] if len(joined) == columns else None
    ways = (_grouped(rows, text), _groups_side_by_side(rows), _grouped(_joined_group(rows), text), _plain(rows))
    return next((paths for paths in ways if paths is not None and len(paths) == columns), None)


def _joined_group(rows: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """The words of the second line as one spanning cell: `전년대비 증가`."""
    group = rows[1]
    joined = Word(" ".join(word.text for word in group), group[0].start, group[-1].end, group[0].line)
    return [list(rows[0]), [joined], *map(list, rows[2:])]


def _without_diagonal(rows: list[list[Word]]) -> list[list[Word]]:
    """Leave out the labels of a corner cut by a diagonal: 연도 over 구분, 현황별 over 국별."""
    first = next((i for i, row in enumerate(rows) if len(row) > 1), None)
    if first is None or first == 0:
        return rows
    corner = [row[0] for row in rows[:first]]
    named = key(rows[first][0].text) in FIELDS or rows[first][0].text.endswith(("명", "별", "분"))
    return rows[first:] if named else [[corner[-1], *rows[first]], *rows[first + 1 :]]


def _with_brackets(words: Sequence[Word]) -> list[Word]:
    """A cell in brackets belongs to the cell read just before it."""
    joined: list[Word] = []
    for word in words:
        if joined and _BRACKET.fullmatch(word.text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {word.text}", end=word.end)
        else:
            joined.append(word)
    return joined


def _with_years(words: Sequence[Word]) -> list[Word]:
    """A year and the word after it as one cell: `2019년 실적 2020년 실적`."""
    joined: list[Word] = []
    for word in words:
        if joined and _YEAR.fullmatch(joined[-1].text) and not _YEAR.fullmatch(word.text):
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text} {word.text}", end=word.end)
        else:
            joined.append(word)
    return joined


def _grouped(rows: Sequence[Sequence[Word]], text: str) -> list[Path] | None:
    """One spanning cell: left cells, spanning cell, right cells, sub-headings."""
    left = list(rows[0])
    rest = _with_brackets([word for row in rows[1:] for word in row])
    bottom = max(word.line for row in rows for word in row)
    several = [i for i, row in enumerate(rows) if i and len(row) > 1 and row[0].line > left[-1].line]
    last = rows[several[-1]][0].line if several else bottom
    below = [w for w in rest if _DATED.match(w.text) or (several and w.line == last and w.line > rows[1][0].line)]
    if not below and several:
        below = [w for w in rest if w.line == last]
    above = [word for word in rest if word not in below]
    if not below or not above:
        return None
    group, right = above[0], above[1:]
    right, below = _unglued(right, below, text)
    return [*((word,) for word in left), *((group, word) for word in below), *((word,) for word in right)]


def _unglued(right: list[Word], below: list[Word], text: str) -> tuple[list[Word], list[Word]]:
    """Part a word that the end of a right cell and the first sub-heading were glued to: 청소년 / 독서실노상 노외.

    The cut is where the right cell with its end stands elsewhere in the text: `청소년독서실`.
    """
    if not right or not below or right[-1].line >= below[0].line:
        return right, below
    head, word = right[-1], below[0]
    for cut in range(len(word.text) - 1, 1, -1):
        if head.text + word.text[:cut] in text and not _DATED.match(word.text):
            tail = Word(head.text + word.text[:cut], head.start, word.start + cut, head.line)
            return [*right[:-1], tail], [Word(word.text[cut:], word.start + cut, word.end, word.line), *below[1:]]
    return right, below


def _groups_side_by_side(rows: Sequence[Sequence[Word]]) -> list[Path] | None:
    """Several spanning cells over sub-headings that begin again: 일반직 over 4급 … 9급, 관리운영직 over 6급 … 9급."""
    if len(rows) < 3:
        return None
    left, groups = list(rows[0]), [word for row in rows[1:-1] for word in row]
    if not all(_ORDINAL.match(word.text) for word in rows[-1]):
        return None
    shares = restarts([word.text for word in rows[-1]])
    if len(shares) != len(groups):
        return None
    below = iter(rows[-1])
    return [
        *((word,) for word in left),
        *((group, next(below)) for group, share in zip(groups, shares, strict=True) for _ in range(share)),
    ]


def restarts(names: Sequence[str]) -> list[int]:
    """How many numbered names stand before the count begins anew: 4급 5급 6급 6급 7급 → 3, 2."""
    shares: list[int] = []
    before: int | None = None
    for name in names:
        match = _ORDINAL.match(name)
        number = int(match[1]) if match else None
        if before is None or number is None or number <= before:
            shares.append(0)
        shares[-1] += 1
        before = number
    return shares


def _plain(rows: Sequence[Sequence[Word]]) -> list[Path]:
    """No spanning cell at all: a header whose cells merely stand on several lines."""
    return [(word,) for word in _with_brackets([word for row in rows for word in row])]


def header_rows(paths: Sequence[Path]) -> list[tuple[Cell, ...]]:
    """The header as rows of cells: a cell without sub-headings spans all rows, one over several columns repeats."""
    depth = max(len(path) for path in paths)
    return [tuple(_cell(paths, level, column) for column in range(len(paths))) for level in range(depth)]


def _cell(paths: Sequence[Path], level: int, column: int) -> Cell:
    path = paths[column]
    word = path[min(level, len(path) - 1)]
    first = next(i for i, other in enumerate(paths) if word in other)
    return Cell(word.text, word.start, word.end, path.index(word), first)
