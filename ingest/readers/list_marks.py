"""The marks of a Word list, which stand in its numbering and not in its text: `1.`, `가.`, `-`."""

from __future__ import annotations

from typing import Any, NamedTuple

from docx.oxml.ns import qn

from ingest.readers.numerals import Counters, numeral

BULLET = "-"


class _Level(NamedTuple):
    format: str
    words: str  # "%1." with the numbers of the levels
    start: int


class ListMarks:
    """Counts the paragraphs of each list of a document, in order."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._styles = {style.style_id: style.element for style in document.styles}
        self._counters: dict[str, Counters] = {}
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is not None and hasattr(part, "element"):
            self._read(part.element)

    def mark(self, paragraph: Any) -> str:
        """The mark of the next paragraph; "" where it is in no list. Bullets of every look are `-`."""
        number, depth = self._place(paragraph)
        level = self._levels.get(number, {}).get(depth)
        if level is None or level.format == "none":
            return ""
        if level.format == "bullet":
            return BULLET
        levels = self._levels[number]
        if number not in self._counters:
            self._counters[number] = Counters(lambda at: levels[at].start)
        counters = self._counters[number]
        counters.step(depth)
        words = level.words
        for at, other in levels.items():
            words = words.replace(f"%{at + 1}", numeral(counters.at(at), other.format))
        return words.strip()

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """(list, level) of a paragraph, its own or its style's."""
        own = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if own is None:
            style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
            element = self._styles.get(style.get(qn("w:val"))) if style is not None else None
            own = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}") if element is not None else None
        if own is None:
            return "", 0
        number, depth = own.find(qn("w:numId")), own.find(qn("w:ilvl"))
        told = depth.get(qn("w:val"), "0") if depth is not None else "0"
        return (number.get(qn("w:val"), "") if number is not None else ""), int(told) if told.isdigit() else 0

    def _read(self, numbering: Any) -> None:
        abstract = {
            element.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): _read_level(level) for level in element.findall(qn("w:lvl"))
            }
            for element in numbering.findall(qn("w:abstractNum"))
        }
        for element in numbering.findall(qn("w:num")):
            base = element.find(qn("w:abstractNumId"))
            if base is not None:
                self._levels[element.get(qn("w:numId"))] = abstract.get(base.get(qn("w:val")), {})


def _read_level(level: Any) -> _Level:
    def value(name: str, default: str) -> str:
        found = level.find(qn(name))
        return found.get(qn("w:val"), default) if found is not None else default

    start = value("w:start", "1")
    return _Level(value("w:numFmt", "decimal"), value("w:lvlText", ""), int(start) if start.isdigit() else 1)
