"""What names a table of a document that keeps its tables: the heading and the `(단위: 천원)` note above it."""

from __future__ import annotations

import re

from ingest.readers.carve import UNIT_NOTE

LONGEST = 60
"""Letters; a longer line is prose."""

_MARK = re.compile(r"(?:#{1,6}|[□■▢▣◇◆○●◦❍ㅇ▷▶·ㆍ•*<\[【-]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s*\.?|\d{1,2}\s*[.)]|[가-하]\s*\.|[①-⑳])\s*")
_END = re.compile(r"\s*[>\]】:：]\s*$")


def find_caption(text: str, offset: int) -> tuple[str, str | None]:
    """(caption, unit) from the lines above `offset`.

    Example: `### 예산 현황` and `(단위: 천원)` above a table give `("예산 현황", "천원")`.
    """
    unit: str | None = None
    above = text[max(0, offset - 600) : offset].rstrip("\n").split("\n")
    for line in reversed(above[-6:]):
        words = line.strip()
        note = UNIT_NOTE.search(words)
        if note and note["unit"]:
            unit = unit or note["unit"]
            words = (words[: note.start()] + words[note.end() :]).strip()
        if not words:
            continue
        if len(words) > LONGEST or "\t" in words or words.startswith("|"):
            return "", unit
        return tidy_caption(words), unit
    return "", unit


def tidy_caption(words: str) -> str:
    """A heading without its mark: `□ 예산 현황` and `<예산 현황>` become `예산 현황`."""
    return _END.sub("", _MARK.sub("", words.strip("*_ "), count=1)).strip("*_ ")
