"""HTML: blocks as lines, headings as `#`, tables with their merged cells; scripts and hidden parts are dropped."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import lxml.html

from errors import UnreadableFile
from ingest.document import Document
from ingest.readers.carve import MOST_COLUMNS, check_width
from ingest.readers.decode import decode
from ingest.readers.writer import Placed, Writer

_DROPPED = re.compile(
    "script|style|noscript|template|head|iframe|object|embed|svg|canvas|select|option|datalist|audio|video|map"
)
_BLOCKS = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    "h[1-6]|header|hr|html|legend|li|main|nav|ol|p|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.I)


def read(path: Path) -> Document:
    """A web page, or an HTML table under another name. No address in it is ever opened."""
    text, warnings = decode(_recoded(path.read_bytes()))
    root = _parse(text)
    writer = Writer()
    writer.warnings.extend(warnings)
    _Blocks(writer).write(root)
    title = root.findtext(".//title")
    return writer.document("html", " ".join(title.split()) if title else None)


def _recoded(raw: bytes) -> bytes:
    """Pages say their encoding: one that says EUC-KR is expected to be, and is not worth a warning."""
    said = _CHARSET.search(raw[:4096])
    if said and said[1].lower() in (b"euc-kr", b"ks_c_5601-1987", b"cp949", b"ms949"):
        try:
            return raw.decode("cp949").encode()
        except UnicodeDecodeError:
            return raw
    return raw


def _parse(text: str) -> Any:
    # The words are decoded already; a declaration of another encoding must not be believed again.
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    body = re.sub(r"\A\s*<\?xml[^>]*>", "", text)
    root = lxml.html.document_fromstring(body.encode(), parser=parser) if body.strip() else None
    if root is None:
        raise UnreadableFile("HTML 파일에 읽을 내용이 없습니다. 원본을 다시 저장해 주십시오.")
    return root


class _Blocks:
    """Walks the tree and writes a line for each block."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.words = ""
        self.prefix = ""

    def write(self, element: Any) -> None:
        """Write what stands inside an element."""
        self._inside(element)
        self._flush()

    def _element(self, element: Any) -> None:
        if not _is_shown(element):
            return
        tag = element.tag
        if tag == "table" and not _lays_out(element):
            self._flush()
            self._table(element)
        elif tag == "br":
            self._break()
        elif tag == "pre":
            self._flush()
            self.writer.line(element.text_content().strip("\n"))
        elif _BLOCKS.fullmatch(tag):
            self._flush()
            self.prefix = _prefix(element)
            self._inside(element)
            self._flush()
            self.prefix = ""
        else:
            self._inside(element)

    def _inside(self, element: Any) -> None:
        self.words += element.text or ""
        for child in element:
            self._element(child)
            self.words += child.tail or ""

    def _break(self) -> None:
        if self.prefix.startswith("#"):
            self.words += " "
        else:
            self._flush()

    def _flush(self) -> None:
        words = " ".join(self.words.split())
        self.words = ""
        if words:
            self.writer.line(self.prefix + words)
            self.prefix = ""

    def _table(self, table: Any) -> None:
        caption = table.find("caption")
        name = " ".join(caption.text_content().split()) if caption is not None else ""
        cells, height, width, header = _cells(table)
        self.writer.table(cells, height, width, name, header)
        self.writer.line()


def _prefix(element: Any) -> str:
    """`# ` for headings, as deep as their level; `- ` for items of a list."""
    heading = re.fullmatch(r"h([1-6])", element.tag)
    if heading:
        return "#" * int(heading[1]) + " "
    return "- " if element.tag == "li" else ""


def _is_shown(element: Any) -> bool:
    if not isinstance(element.tag, str) or _DROPPED.fullmatch(element.tag):
        return False
    return "hidden" not in element.attrib and not _HIDDEN.search(element.get("style", ""))


def _lays_out(table: Any) -> bool:
    """A table around tables lays out a page: it is read cell by cell."""
    return table.find(".//table") is not None


def _cells(table: Any) -> tuple[list[Placed], int, int, int | None]:
    """(cells, rows, columns, header rows) with rowspan and colspan resolved to places."""
    taken: set[tuple[int, int]] = set()
    cells: list[Placed] = []
    width = widest = 0
    rows = [row for row in table.iter("tr") if _is_shown(row)]
    for number, row in enumerate(rows):
        column = 0
        elements = [element for element in row if element.tag in ("td", "th") and _is_shown(element)]
        check_width(len(elements))
        for element in elements:
            while (number, column) in taken:
                column += 1
            check_width(column + 1)
            colspan = _span(element, "colspan", 1)
            rowspan = min(_span(element, "rowspan", len(rows)), len(rows) - number)
            taken.update((number + i, column + j) for i in range(rowspan) for j in range(colspan))
            cells.append(Placed(_words(element), number, column, rowspan, colspan))
            column += colspan
        # A lone cell over "all columns" often says more columns than there are.
        width, widest = max(width, column if len(elements) > 1 else 0), max(widest, column)
    head = sum(1 for row in rows if row.getparent().tag == "thead")
    return cells, len(rows), width or widest, head or None


def _span(element: Any, name: str, zero: int) -> int:
    """`rowspan="0"` reaches to the end of the table; what is no number is 1."""
    words = element.get(name, "1").strip()
    number = int(words) if words.isdigit() else 1
    return min(number, MOST_COLUMNS) if number else zero


def _words(cell: Any) -> str:
    """The words of a cell, a line for each block."""
    lines = Writer()
    _Blocks(lines).write(cell)
    return lines.document("html").text.rstrip("\n")
