"""The marks of 한글 paragraphs that stand in their shape and not in their text: bullets (□), numbers (1., 가.)."""

from __future__ import annotations

import unicodedata
from typing import Any, NamedTuple

from ingest.readers.numerals import Counters, numeral

PLAIN_BULLET = "-"


class _Head(NamedTuple):
    type: str  # BULLET, NUMBER, OUTLINE
    shape: str
    level: int  # from 0


class _Level(NamedTuple):
    words: str  # "^1." with the numbers of the levels
    format: str
    start: int


class HwpMarks:
    """Counts the numbered paragraphs of a document, in order. `headers` are the roots of its header parts."""

    def __init__(self, headers: list[Any]) -> None:
        self._heads: dict[str, _Head] = {}
        self._bullets: dict[str, str] = {}
        self._numberings: dict[str, list[_Level]] = {}
        self._counters: dict[tuple[str, str], Counters] = {}
        for header in headers:
            self._read(header)

    def mark(self, paragraph: Any) -> str:
        """The mark of the next paragraph; "" where its shape has none."""
        head = self._heads.get(paragraph.get("paraPrIDRef", ""))
        if head is None:
            return ""
        if head.type == "BULLET":
            return self._bullets.get(head.shape, PLAIN_BULLET)
        levels = self._numberings.get(head.shape) or next(iter(self._numberings.values()), [])
        if head.level >= len(levels):
            return ""
        key = (head.type, head.shape)
        if key not in self._counters:
            self._counters[key] = Counters(lambda at: levels[at].start)
        counters = self._counters[key]
        counters.step(head.level)
        words = levels[head.level].words
        for at, level in enumerate(levels):
            words = words.replace(f"^{at + 1}", numeral(counters.at(at), level.format))
        return words.strip()

    def _read(self, header: Any) -> None:
        for shape in header.iter("{*}paraPr"):
            heading = shape.find(".//{*}heading")
            if heading is not None and heading.get("type", "NONE") != "NONE":
                place = (heading.get("idRef", "0"), _whole(heading.get("level"), 0))
                self._heads[shape.get("id", "")] = _Head(heading.get("type"), *place)
        for bullet in header.iter("{*}bullet"):
            self._bullets[bullet.get("id", "")] = _seen(bullet.get("char", ""))
        for numbering in header.iter("{*}numbering"):
            self._numberings[numbering.get("id", "")] = [
                _Level(head.text or "", head.get("numFormat", "DIGIT"), _whole(head.get("start"), 1))
                for head in numbering.iter("{*}paraHead")
            ]


def _seen(char: str) -> str:
    """A bullet of a symbol font has a private character that says nothing elsewhere."""
    return char if char and unicodedata.category(char[0]) not in ("Co", "Cc", "Cn") else PLAIN_BULLET


def _whole(words: str | None, default: int) -> int:
    return int(words) if words and words.isdigit() else default
