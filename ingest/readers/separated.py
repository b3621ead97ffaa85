"""CSV and TSV: the text is the file's own, so that line numbers are the file's; cells know where they stand in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from ingest.document import Cell, Document
from ingest.readers.carve import carve, check_width
from ingest.readers.decode import read_text

DELIMITERS = (",", "\t", ";", "|")
TRIED = 50
"""Records that are looked at to find the delimiter."""

Place = tuple[int, int]
"""(start, end) of a field's words, inside its quotes."""

_NAMED = re.compile(r"sep=(.)\n")


def read(path: Path) -> Document:
    """A delimited file. A file without rows of one width is read as plain text."""
    text, warnings = read_text(path)
    return parse(text, warnings)


def parse(text: str, warnings: tuple[str, ...] = ()) -> Document:
    """See `read`. Example: `부서,예산\\n재무과,"1,200"` gives a grid whose last cell is `1,200`, without the quotes."""
    named = _NAMED.match(text)
    start = named.end() if named else 0
    delimiter = named[1] if named else find_delimiter(text)
    if delimiter is None:
        return Document(text=text, format="csv", warnings=(*warnings, "칸을 나누는 기호가 없어 글로 읽었습니다."))
    rows = [
        [_cell(text, place, number, column) for column, place in enumerate(record)]
        for number, record in enumerate(records(text, delimiter, start))
    ]
    check_width(max(map(len, rows)))
    carved = carve(rows)
    found = (*warnings, *_ragged(rows, text), *(_headless(text, rows[number]) for number in carved.headless))
    return Document(text=text, format="csv", grids=carved.grids, warnings=found)


def find_delimiter(text: str) -> str | None:
    """The character that cuts most records into the same number of fields, two or more; None where none does."""
    best: tuple[float, str] | None = None
    for delimiter in DELIMITERS:
        widths = Counter(len(record) for record in islice(records(text, delimiter), TRIED) if len(record) > 1)
        lines = sum(1 for record in islice(records(text, delimiter), TRIED) if record != [] and _wide(record))
        if widths and (best is None or widths.most_common(1)[0][1] / max(lines, 1) > best[0]):
            best = (widths.most_common(1)[0][1] / max(lines, 1), delimiter)
    return best[1] if best and best[0] >= 0.5 else None


def _wide(record: list[Place]) -> bool:
    return len(record) > 1 or record[0][0] < record[0][1]


def records(text: str, delimiter: str, start: int = 0) -> Iterator[list[Place]]:
    """The records of a delimited text, each as the places of its fields; a quoted field may hold line ends."""
    mark = re.escape(delimiter)
    quoted = re.compile(rf'[ ]*"(?P<inside>[^"]*(?:""[^"]*)*)"[ ]*(?={mark}|\n|\Z)')
    bare = re.compile(rf"[^{mark}\n]*")
    record: list[Place] = []
    at = start
    while at < len(text):
        match = quoted.match(text, at) if text[at] in ' "' else None
        if match:
            record.append(match.span("inside"))
        else:
            match = bare.match(text, at)
            assert match is not None
            record.append(match.span())
        at = match.end()
        if at < len(text) and text[at] == delimiter:
            at += 1
            if at < len(text) and text[at] != "\n":
                continue
            record.append((at, at))
        at += 1
        yield record
        record = []


def _cell(text: str, place: Place, row: int, column: int) -> Cell:
    raw = text[place[0] : place[1]]
    words = raw.strip()
    start = place[0] + (len(raw) - len(raw.lstrip()) if words else 0)
    folded = " ".join(words.replace('""', '"').split()) if '"' in words or " " in words or "\n" in words else words
    return Cell(folded, start, start + len(words), row, column)


def _ragged(rows: list[list[Cell]], text: str) -> Iterator[str]:
    """A record wider than the others is often a thousands comma without quotes: said, since figures would shift."""
    widths = Counter(len(row) for row in rows if sum(1 for cell in row if cell.text) > 1)
    if not widths:
        return
    usual = widths.most_common(1)[0][0]
    wide = [row for row in rows if len(row) > usual and any(cell.text for cell in row[usual:])]
    for row in wide[:5]:
        line = text.count("\n", 0, row[0].start) + 1
        yield (
            f"{line}번째 줄은 칸이 {len(row)}개로 다른 줄({usual}개)보다 많습니다. 천 단위 쉼표가 있는 숫자는 "
            '따옴표로 묶어 주십시오(예: "1,234").'
        )


def _headless(text: str, row: list[Cell]) -> str:
    line = text.count("\n", 0, row[0].start) + 1
    return f"{line}번째 줄에서 시작하는 표에 머리글이 없어 수치의 뜻을 모릅니다. 칸 이름을 넣어 주십시오."
