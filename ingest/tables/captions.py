"""What names a table of flat text: the heading or bullet above it, and the `(단위: …)` note beside it."""

from __future__ import annotations

import re

from ingest.columns import find_units
from ingest.document import Document

REACH = 6
"""How many lines with words above a table are searched."""

_MARK = re.compile(r"^\s*(?:[□■▢◇◆○◦❍●-]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]\s*\.|\d{1,2}\s*\.?\s|[가-하]\.|[①-⑳]|#+)\s*")
_NOTE = re.compile(r"^[(\[〔（]?\s*단위\s*[:：][^\n]*$")


def lines_above(document: Document, offset: int, reach: int = REACH) -> list[str]:
    """The lines with words above an offset, the nearest first."""
    above = document.text[:offset].rsplit("\n", 40)
    words = [line.strip() for line in reversed(above) if line.strip()]
    return words[:reach]


def find_caption(document: Document, offset: int) -> str:
    """The nearest heading or bullet above a table; empty where prose or another table stands between."""
    for line in lines_above(document, offset):
        if _NOTE.match(line) or re.fullmatch(r"\d{1,2}", line):
            continue
        if "\t" in line or line.startswith("|"):
            return ""
        if len(line) > 60:
            return ""
        return strip_mark(line)
    return ""


def strip_mark(line: str) -> str:
    """A heading without its mark, its note of units and its spaced letters: `4 예 산 현 황` → `예산현황`."""
    words = re.sub(r"[(\[〔（]\s*단위\s*[:：][^)\]〕）]*[)\]〕）]", "", _MARK.sub("", line)).replace("*", "")
    folded = " ".join(words.split()).strip(" :：")
    return re.sub(r"(?<![가-힣])[가-힣](?: [가-힣])+(?![가-힣])", lambda m: m[0].replace(" ", ""), folded)


def find_unit_note(document: Document, offset: int) -> str:
    """The `(단위: 천원)` in the two lines above a table."""
    for line in lines_above(document, offset, 2):
        if find_units(line):
            return line
        if not re.fullmatch(r"\d{1,2}", line) and not _MARK.match(line):
            break
    return ""
