"""Read our own data files: tab-separated lines that anyone can extend in a text editor.

A line that begins with `#`, and whatever follows ` #` on a line, is a comment; empty lines are skipped. Cells are
trimmed and brought to NFC. A broken line is refused with its file and number, never skipped.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import DataFileError

COMMENT = re.compile(r"(?:^|\s)#.*$")


@dataclass(frozen=True, slots=True)
class Row:
    """One line that holds data: its cells, and its number counted from 1."""

    line: int
    cells: tuple[str, ...]


def read_tsv(path: Path, columns: Sequence[str], optional: int = 0) -> tuple[Row, ...]:
    """The rows of a file whose lines hold `columns`; the last `optional` of them may be empty or left out.

    `빚!<TAB>채무|부채<TAB>plain  # the noun alone` gives the cells ("빚!", "채무|부채", "plain"). Cells that were left
    out are empty strings. Raises DataFileError for a file that is missing or not UTF-8, and for a line with a missing
    or surplus cell.
    """
    rows = []
    for number, line in enumerate(_lines(path), start=1):
        content = COMMENT.sub("", line)
        if content.strip():
            rows.append(Row(number, _cells(path, number, content, columns, optional)))
    return tuple(rows)


def split_terms(path: Path, line: int, cell: str) -> tuple[str, ...]:
    """The terms of a cell such as `행정차량|공용차량`. Raises DataFileError when one is empty or stands there twice."""
    terms = tuple(term.strip() for term in cell.split("|"))
    if not all(terms) or len(set(terms)) < len(terms):
        message = f"{cell!r}에 빈 말이나 겹치는 말이 있습니다. 말과 말 사이에 세로줄(|)을 하나씩 두십시오."
        raise DataFileError(path, line, message)
    return terms


def _lines(path: Path) -> list[str]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(path, None, "UTF-8이 아닙니다. 편집기에서 UTF-8로 다시 저장하십시오.") from error
    except OSError as error:
        raise DataFileError(path, None, "파일을 읽을 수 없습니다. 경로와 읽기 권한을 확인하십시오.") from error
    return unicodedata.normalize("NFC", text).splitlines()


def _cells(path: Path, line: int, content: str, columns: Sequence[str], optional: int) -> tuple[str, ...]:
    cells = tuple(cell.strip() for cell in content.rstrip("\t ").split("\t"))
    required = len(columns) - optional
    if not required <= len(cells) <= len(columns):
        wanted = ", ".join(columns)
        message = f"칸이 {len(cells)}개입니다. 탭으로 나누어 {wanted} 순서로 적으십시오."
        raise DataFileError(path, line, message)
    for name, cell in zip(columns[:required], cells, strict=False):
        if not cell:
            raise DataFileError(path, line, f"{name} 칸이 비어 있습니다. 값을 적거나 줄을 지우십시오.")
    return cells + ("",) * (len(columns) - len(cells))
