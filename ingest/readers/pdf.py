"""PDF: the text layer page by page, ruled and unruled tables as grids, tables that run over pages joined."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2

from errors import ProtectedFile, ReadError, UnreadableFile
from ingest.document import Document, Grid
from ingest.readers.carve import carve
from ingest.readers.pdf_join import Part, join_parts, stack
from ingest.readers.pdf_page import Glyph, image_share, is_recognised, read_edges, read_glyphs
from ingest.readers.pdf_tables import Found, PageTables
from ingest.readers.writer import Writer, is_box

FEWEST_LETTERS = 20
"""A page with fewer letters under a picture is a scan."""
SCAN_SHARE = 0.5
SHOWN = 10
"""How many pages a warning lists."""

TAIL = 4096
"""Bytes at the end of a file, where the mark of its end must stand."""

_CUT = "PDF의 끝이 잘려 있어 뒤쪽 내용이 빠졌을 수 있습니다. 원본을 다시 받아 주십시오."
_SCAN = (
    "글자 정보가 없는 스캔 PDF입니다. 한글·워드 원본을 넣어 주십시오. 원본이 없으면 문자 인식(OCR) 프로그램으로 글자를 "
    "넣고 수치를 대조한 PDF를 넣어 주십시오."
)
_GARBAGE = (
    "PDF의 글자 정보가 깨져 있어(글꼴에 글자 표가 없음) 읽을 수 없습니다. 한글·워드 원본을 넣거나, 문자 인식(OCR) "
    "프로그램으로 글자를 다시 넣고 수치를 대조한 PDF를 넣어 주십시오."
)


def read(path: Path) -> Document:
    """A PDF with a text layer.

    Raises ProtectedFile for one with a password, UnreadableFile for a scan and for a text layer that is garbage.
    """
    try:
        pdf = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error) from error
    try:
        document = _Reader(pdf).read()
    finally:
        pdf.close()
    return replace(document, warnings=(*document.warnings, *([_CUT] if _is_cut(path) else [])))


def _is_cut(path: Path) -> bool:
    """A PDF ends in a mark of its end; pdfium reads what is left of one that was cut off."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL))
        return b"%%EOF" not in file.read()


def _refusal(error: Exception) -> ReadError:
    words = str(error).lower()
    if "password" in words or "security" in words:
        return ProtectedFile("암호가 걸린 PDF입니다. 암호를 풀고 다시 저장해 주십시오.")
    return UnreadableFile(
        "PDF가 중간에 잘렸거나 손상되었습니다. PDF 보기 프로그램에서 열어 다시 저장하거나 원본을 다시 받아 주십시오."
    )


class _Reader:
    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self.writer = Writer()
        self.parts: list[Part] = []
        self.scanned: list[int] = []
        self.recognised: list[int] = []
        self.broken: list[int] = []

    def read(self) -> Document:
        for number in range(len(self.pdf)):
            self._page(number)
        document = self.writer.document("pdf")
        self._check(document.text)
        for group in join_parts(self.parts, document.text):
            self.writer.grids.extend(_grids(group, document))
        self._warn(self.scanned, "글자 정보가 없는 그림이어서 읽지 못했습니다. OCR이 필요합니다.")
        self._warn(self.recognised, "그림에서 문자 인식(OCR)으로 얻은 글자입니다. 수치를 원본과 대조해 주십시오.")
        self._warn(self.broken, "손상되어 읽지 못했습니다. 원본을 다시 받아 주십시오.")
        return self.writer.document("pdf", self._title())

    def _warn(self, pages: Sequence[int], words: str) -> None:
        if pages:
            listed = ", ".join(map(str, pages[:SHOWN])) + (f"쪽 등 {len(pages)}" if len(pages) > SHOWN else "")
            self.writer.warnings.append(f"{listed}쪽은 {words}")

    def _title(self) -> str | None:
        title = self.pdf.get_metadata_value("Title").strip()
        # Programs put file names there: "Microsoft Word - 보고서.docx", "제목 없음".
        return title if re.search(r"[가-힣]", title) and not re.search(r"\.\w{3,4}$|제목\s?없음", title) else None

    def _check(self, text: str) -> None:
        letters = len(re.sub(r"\s", "", text))
        if self.scanned and (not letters or 2 * len(self.scanned) > len(self.pdf)):
            raise UnreadableFile(_SCAN)
        if not letters and self.broken:
            raise _refusal(ValueError())
        if not letters:
            raise UnreadableFile(_SCAN)
        if is_garbage(text):
            raise UnreadableFile(_GARBAGE)

    def _page(self, number: int) -> None:
        start = self.writer.offset
        try:
            page = self.pdf[number]
        except pypdfium2.PdfiumError:
            self.broken.append(number + 1)
            self.writer.pages.append((start, start))
            return
        try:
            text_page = page.get_textpage()
            glyphs = read_glyphs(page, text_page)
            text_page.close()
            if image_share(page) > SCAN_SHARE:
                self._picture(page, sum(not glyph.blank for glyph in glyphs), number + 1)
            self._write(glyphs, PageTables(glyphs, read_edges(page)), number + 1)
        finally:
            page.close()
        self.writer.pages.append((start, self.writer.offset))

    def _picture(self, page: Any, letters: int, number: int) -> None:
        """A page that a picture fills: a scan, or one over which recognised letters were laid."""
        if letters < FEWEST_LETTERS:
            self.scanned.append(number)
        elif is_recognised(page):
            self.recognised.append(number)

    def _write(self, glyphs: Sequence[Glyph], tables: PageTables, page: int) -> None:
        """The words in their order; a table where the first of its words stands."""
        words: list[str] = []
        written: set[int] = set()
        inside: int | None = None
        for number, glyph in enumerate(glyphs):
            if glyph.blank:
                if inside is None:
                    words.append(glyph.char)
                continue
            table = tables.of.get(number)
            if table is None:
                if inside is not None:
                    words.append("\n")
                words.append(glyph.char)
            elif table not in written:
                written.add(table)
                self._flush(words)
                self._table(tables.found[table], page)
            inside = table
        self._flush(words)

    def _flush(self, words: list[str]) -> None:
        text = "".join(words).strip("\n")
        words.clear()
        if text.strip():
            for line in text.split("\n"):
                self.writer.line(line.strip())

    def _table(self, found: Found, page: int) -> None:
        caption, unit = self.writer.above()
        start = self.writer.offset
        if is_box(found.boxes, found.height, found.width):
            self.writer.box(found.boxes)
            return
        rows = self.writer.rows(found.boxes, found.height, found.width)
        end = self.writer.offset
        self.writer.close_table()
        self.parts.append(Part(rows, page, caption, unit, found.edges, found.header_rows, start, end))


def _grids(group: Sequence[Part], document: Document) -> list[Grid]:
    """The grids of a table, whose parts may stand on several pages."""
    first = group[0]
    grids = []
    for grid in carve(stack(group), fill=False).grids:
        header = first.header_rows if first.header_rows and not grid.caption else grid.header_rows
        grids.append(
            replace(
                grid,
                caption=grid.caption or first.caption,
                unit=grid.unit or first.unit,
                header_rows=header,
                page=document.page_of(grid.start),
            )
        )
    return grids


def is_garbage(text: str) -> bool:
    """Is a text layer no text: characters of fonts without a table, which read as private or stray letters?

    Private characters alone are no proof: 한글 writes bullets with them.
    """
    letters = [char for char in text[:200_000] if not char.isspace()]
    odd = sum(_is_odd(char) for char in letters)
    return len(letters) >= FEWEST_LETTERS and odd * 4 > len(letters)


def _is_odd(char: str) -> bool:
    if char < "\x80" or "가" <= char <= "힣":
        return char < " "
    if "\u0080" <= char <= "\u024f":
        return char not in "·°±×÷²³¹½¼¾§®©«»¶"
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs", "Mn")
