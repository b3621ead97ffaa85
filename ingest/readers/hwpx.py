"""HWPX: paragraphs in their order, tables with their merged cells, text boxes and notes; by python-hwpx.

python-hwpx opens HWP 5 as the same tree, so that `hwp.py` shares what is here.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hwpx

from errors import ProtectedFile
from ingest.document import Document
from ingest.readers.archive import check_archive
from ingest.readers.hwp_marks import HwpMarks
from ingest.readers.writer import Placed, Writer

_INLINE = {"tab": " ", "lineBreak": "\n", "nbSpace": " ", "fwSpace": " ", "hyphen": "-"}
_SKIPPED = frozenset({"header", "footer", "hiddenComment", "secPr", "linesegarray", "parameterset", "fieldBegin"})
_NOTES = frozenset({"footNote", "endNote"})


def read(path: Path) -> Document:
    """An HWPX document."""
    check_archive(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = hwpx.HwpxDocument.open(str(path))
        except hwpx.HwpxError as error:
            if "encrypt" in str(error).lower() or "password" in str(error).lower():
                raise ProtectedFile(
                    "암호가 걸린 한글 문서입니다. 한글에서 암호를 풀고 다시 저장해 주십시오."
                ) from error
            raise
    return render(opened, "hwpx")


def render(opened: Any, format: str) -> Document:
    """The Document of what python-hwpx opened."""
    body = _Body([header.element for header in opened.oxml.headers])
    for section in opened.sections:
        body.write(section.element)
    return body.writer.document(format)


class _Body:
    def __init__(self, headers: list[Any]) -> None:
        self.writer = Writer()
        self.marks = HwpMarks(headers)

    def write(self, parent: Any) -> None:
        """Write the paragraphs that stand directly inside an element."""
        for paragraph in parent.findall("{*}p"):
            self._paragraph(paragraph)

    def _paragraph(self, paragraph: Any) -> None:
        words = _words(paragraph).strip()
        objects = list(_objects(paragraph))
        if words:
            mark = self.marks.mark(paragraph)
            self.writer.line(f"{mark} {words}" if mark else words)
        elif not objects:
            self.writer.line()
        for element in objects:
            self._object(element)

    def _object(self, element: Any) -> None:
        name = _name(element)
        if name == "tbl":
            self._table(element)
        elif name in _NOTES:
            note = " ".join(_cell_words(element).split())
            self.writer.line(f"주) {note}" if note else "")
        elif name == "subList":
            self.write(element)

    def _table(self, table: Any) -> None:
        cells = list(_cells(table))
        nested = [inner for cell in table.iter("{*}tc") if _table_of(cell) is table for inner in _tables_in(cell)]
        told = [cell for cell in cells if cell.text.strip()]
        if len(told) <= 1 and nested:  # a frame around other tables
            for cell in table.iter("{*}tc"):
                if _table_of(cell) is table:
                    for part in cell.findall("{*}subList"):
                        self.write(part)
            return
        caption = " ".join(_cell_words(part) for part in table.findall("{*}caption"))
        width = max((cell.column + cell.colspan for cell in cells), default=0)
        height = max((cell.row + cell.rowspan for cell in cells), default=0)
        self.writer.table(cells, height, width, " ".join(caption.split()), _header_rows(table))
        for inner in nested:
            self._table(inner)
        self.writer.line()


def _name(element: Any) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _words(paragraph: Any) -> str:
    """The words of a paragraph, without those of tables, boxes and notes in it; deleted text is left out."""
    parts: list[str] = []
    deleted = False
    for text in paragraph.iterfind("{*}run/{*}t"):
        parts.append("" if deleted else text.text or "")
        for child in text:
            name = _name(child)
            deleted = name == "deleteBegin" or (deleted and name != "deleteEnd")
            if not deleted:
                parts.append(_INLINE.get(name, "") + (child.tail or ""))
    return "".join(parts)


def _objects(paragraph: Any) -> Iterator[Any]:
    """Tables, the text of boxes and notes, in their order."""
    for run in paragraph.findall("{*}run"):
        for child in run:
            yield from _holding(child)


def _holding(element: Any) -> Iterator[Any]:
    name = _name(element)
    if name == "tbl" or name in _NOTES or name == "subList":
        yield element
    elif name not in _SKIPPED and name != "t":
        for child in element:
            yield from _holding(child)


def _cells(table: Any) -> Iterator[Placed]:
    for row in table.findall("{*}tr"):
        for cell in row.findall("{*}tc"):
            place, span = cell.find("{*}cellAddr"), cell.find("{*}cellSpan")
            if place is None:
                continue
            yield Placed(
                _cell_words(cell),
                _whole(place, "rowAddr", 0),
                _whole(place, "colAddr", 0),
                _whole(span, "rowSpan", 1),
                _whole(span, "colSpan", 1),
            )


def _cell_words(cell: Any) -> str:
    """The words of a cell or note, a line for each paragraph; tables inside stand apart, boxes inside do not."""
    lines: list[str] = []
    for paragraph in cell.iterfind("{*}subList/{*}p"):
        lines.append(_words(paragraph))
        for element in _objects(paragraph):
            if _name(element) != "tbl":
                lines.extend(_words(inner) for inner in element.iter("{*}p"))
    return "\n".join(line.strip() for line in lines if line.strip())


def _table_of(cell: Any) -> Any:
    return next((parent for parent in cell.iterancestors() if _name(parent) == "tbl"), None)


def _tables_in(cell: Any) -> Iterator[Any]:
    """The tables that stand directly in a cell."""
    for table in cell.iter("{*}tbl"):
        if next(parent for parent in table.iterancestors() if _name(parent) == "tc") is cell:
            yield table


def _header_rows(table: Any) -> int | None:
    """한글 repeats the first row on each page when asked to; it says so of cells, and not of all that head a table."""
    count = 0
    for row in table.findall("{*}tr"):
        cells = row.findall("{*}tc")
        if not cells or any(cell.get("header", "0") != "1" for cell in cells):
            break
        count += 1
    return count or None


def _whole(element: Any, name: str, default: int) -> int:
    words = element.get(name, "") if element is not None else ""
    return int(words) if words.isdigit() else default
