"""DOCX: paragraphs and tables in their order, headings as `#`, list marks as Word shows them, merged cells resolved."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from errors import ProtectedFile
from ingest.document import Document
from ingest.readers.archive import check_archive
from ingest.readers.list_marks import ListMarks
from ingest.readers.writer import Placed, Writer

_TEXT, _TAB, _BREAK, _HYPHEN = qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")
_RETURN = qn("w:cr")
_PARAGRAPH, _TABLE, _BOX = qn("w:p"), qn("w:tbl"), qn("w:txbxContent")
_WRAPPERS = frozenset(qn(f"w:{name}") for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))
_SKIPPED = frozenset((*(qn(f"w:{name}") for name in ("del", "moveFrom", "pPr", "rPr", "instrText")), _BOX))
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_HEADING = re.compile(r"(?:heading|제목)\s*([1-6])$", re.I)


_WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
"""What Word calls a document that has macros; they are parts of their own, which nobody here opens."""

PartFactory.part_type_for[_WITH_MACROS] = DocumentPart


def read(path: Path) -> Document:
    """A Word document. Text marked as deleted is left out, inserted text is kept; macros are passed over."""
    check_archive(path)
    try:
        document: Any = Package.open(str(path)).main_document_part.document
    except KeyError as error:
        raise ProtectedFile("워드 본문이 없습니다. 암호가 걸렸으면 풀고 워드에서 다시 저장해 주십시오.") from error
    body = _Body(document)
    body.write(document.element.body)
    return body.writer.document("docx", (document.core_properties.title or "").strip() or body.title)


class _Body:
    def __init__(self, document: Any) -> None:
        self.writer = Writer()
        self.title: str | None = None
        self.marks = ListMarks(document)
        self.styles = {style.style_id: style for style in document.styles}

    def write(self, parent: Any) -> None:
        """Write what stands inside an element: paragraphs and tables, those in content controls too."""
        for child in parent:
            if child.tag == _PARAGRAPH:
                self._paragraph(child)
            elif child.tag == _TABLE:
                self._table(child)
            elif child.tag in _WRAPPERS:
                self.write(child)

    def _paragraph(self, paragraph: Any) -> None:
        words = _words(paragraph).strip()
        if words:
            style = self._style(paragraph)
            if style.lower() in ("title", "제목") and self.title is None:
                self.title = " ".join(words.split())
            self.writer.line(self._prefix(paragraph, style) + words)
        else:
            self.writer.line()
        for box in _boxes(paragraph):
            self.write(box)

    def _style(self, paragraph: Any) -> str:
        found = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
        style = self.styles.get(found.get(qn("w:val"))) if found is not None else None
        return (style.name or "") if style is not None else ""

    def _prefix(self, paragraph: Any, style: str) -> str:
        heading = _HEADING.match(style)
        mark = self.marks.mark(paragraph)
        return ("#" * int(heading[1]) + " " if heading else "") + (f"{mark} " if mark else "")

    def _table(self, table: Any) -> None:
        cells, height, width, inner = _cells(table)
        told = [cell for cell in cells if cell.text.strip()]
        if len(told) <= 1 and inner:  # a frame around other tables
            for row in _rows(table):
                for element in _row_cells(row):
                    self.write(element)
            return
        self.writer.table(cells, height, width, header_rows=_header_rows(table))
        for nested in inner:
            self._table(nested)
        self.writer.line()


def _words(element: Any) -> str:
    """The words of a paragraph, without those deleted and those of text boxes in it."""
    parts: list[str] = []
    for child in element:
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _TAB:
            parts.append(" ")
        elif child.tag in (_BREAK, _RETURN):
            parts.append("\n")
        elif child.tag == _HYPHEN:
            parts.append("-")
        elif child.tag not in _SKIPPED and child.tag != _FALLBACK:
            parts.append(_words(child))
    return "".join(parts)


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes anchored in a paragraph; Word stores each a second time for old programs."""
    for box in paragraph.iter(_BOX):
        if not any(parent.tag in (_FALLBACK, _BOX) for parent in box.iterancestors()):
            yield box


def _cells(table: Any) -> tuple[list[Placed], int, int, list[Any]]:
    """(cells, rows, columns, tables nested in the cells)."""
    cells: list[Placed] = []
    open_cells: dict[int, int] = {}  # column → index of the merged cell that goes on below
    nested: list[Any] = []
    width = 0
    rows = list(_rows(table))
    for number, row in enumerate(rows):
        column = _number(row, "w:trPr", "w:gridBefore", 0)
        for element in _row_cells(row):
            span = _number(element, "w:tcPr", "w:gridSpan", 1)
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            goes_on = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            if goes_on and column in open_cells:
                above = cells[open_cells[column]]
                cells[open_cells[column]] = _taller(above, number)
            else:
                if merge is not None:
                    open_cells[column] = len(cells)
                else:
                    open_cells.pop(column, None)
                cells.append(Placed(_cell_words(element), number, column, 1, span))
                nested.extend(element.iterchildren(_TABLE))
            column += span
        width = max(width, column)
    return cells, len(rows), width, nested


def _taller(cell: Placed, number: int) -> Placed:
    return Placed(cell.text, cell.row, cell.column, number - cell.row + 1, cell.colspan)


def _rows(table: Any) -> Iterator[Any]:
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _rows(child)


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _row_cells(child)


def _cell_words(cell: Any) -> str:
    paragraphs = (element for element in cell.iter(_PARAGRAPH) if _nearest_cell(element) is cell)
    return "\n".join(words for words in map(_words, paragraphs) if words.strip())


def _nearest_cell(element: Any) -> Any:
    return next(parent for parent in element.iterancestors() if parent.tag == qn("w:tc"))


def _header_rows(table: Any) -> int | None:
    """Rows that Word repeats on each page are the header; None where the author did not say."""
    count = 0
    for row in _rows(table):
        if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is None:
            break
        count += 1
    return count or None


def _number(element: Any, properties: str, name: str, default: int) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    words = found.get(qn("w:val"), "") if found is not None else ""
    return int(words) if words.isdigit() else default
