"""What stands on a page of a PDF: its characters and its ruling lines, in points from the top left, upright."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

THIN = 3.0
"""Points; a filled box that is thinner is a drawn line."""

SPACE = 0.16
"""Heights of a letter; a wider gap between two letters is a blank."""


class Glyph(NamedTuple):
    """A character with the room it takes; blanks that were put between words and lines have none."""

    char: str
    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def blank(self) -> bool:
        return self.char.isspace()


class Edge(NamedTuple):
    """A ruling line: at `at` across, from `start` to `end` along."""

    horizontal: bool
    at: float
    start: float
    end: float


Point = tuple[float, float]
_UPRIGHT: dict[int, Callable[[float, float], Point]] = {
    0: lambda x, y: (x, -y),
    90: lambda x, y: (y, x),
    180: lambda x, y: (-x, y),
    270: lambda x, y: (-y, -x),
}


def read_glyphs(page: Any, text_page: Any) -> list[Glyph]:
    """The characters of a page in reading order, with the blanks and line ends that their places ask for.

    The blanks that pdfium makes up itself are left out: on a page full of narrow columns it takes the text for vertical
    writing and puts every letter on a line of its own.
    """
    glyphs: list[Glyph] = []
    for glyph in _real_glyphs(page, text_page):
        if glyphs and not glyph.blank and not glyphs[-1].blank:
            between = _between(glyphs[-1], glyph)
            if between:
                glyphs.append(Glyph(between, 0, 0, 0, 0))
        elif len(glyphs) > 1 and not glyph.blank and _between(glyphs[-2], glyph) == "\n":
            glyphs[-1] = Glyph("\n", 0, 0, 0, 0)  # a written blank at the end of a line
        if not (glyph.blank and glyphs and glyphs[-1].blank):
            glyphs.append(glyph)
    return glyphs


def _between(last: Glyph, next: Glyph) -> str:
    """What parts two letters: nothing, a blank or the end of a line."""
    height = max(last.bottom - last.top, next.bottom - next.top)
    overlap = min(last.bottom, next.bottom) - max(last.top, next.top)
    shortest = min(last.bottom - last.top, next.bottom - next.top)
    if overlap < 0.3 * shortest or next.x0 < last.x0 - 0.5 * height:
        return "\n"
    return " " if next.x0 - last.x1 > SPACE * height else ""


def _real_glyphs(page: Any, text_page: Any) -> Iterator[Glyph]:
    upright = _UPRIGHT[page.get_rotation()]
    raw = text_page.raw
    box = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(raw)):
        char = _char(pdfium.FPDFText_GetUnicode(raw, index))
        if not char or pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        pdfium.FPDFText_GetLooseCharBox(raw, index, box)
        (x0, y0), (x1, y1) = upright(box.left, box.bottom), upright(box.right, box.top)
        yield Glyph(char, min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _char(code: int) -> str:
    if code == 0x0D or code == 0 or code in (0xFFFE, 0xFFFF) or 0xD800 <= code <= 0xDFFF:
        return ""
    return "\n" if code == 0x0A else chr(code)


def read_edges(page: Any) -> list[Edge]:
    """The horizontal and vertical lines that are drawn on a page."""
    upright = _UPRIGHT[page.get_rotation()]
    edges: list[Edge] = []
    for path in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
        filled, stroked = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDFPath_GetDrawMode(path.raw, filled, stroked)
        if not filled.value and not stroked.value:
            continue
        matrices = list(_matrices(path))
        points = [[upright(*_through(point, matrices)) for point in line] for line in _lines(path.raw) if len(line) > 1]
        if stroked.value:
            edges.extend(edge for line in points for edge in _drawn(line))
        else:
            edges.extend(edge for line in points if (edge := _thin(line)) is not None)
    return edges


def image_share(page: Any) -> float:
    """The part of the page, 0..1, that its largest picture covers."""
    width, height = page.get_size()
    areas = [0.0]
    for picture in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3):
        left, bottom, right, top = picture.get_bounds()
        areas.append(abs((right - left) * (top - bottom)))
    return min(1.0, float(max(areas) / max(width * height, 1.0)))


def is_recognised(page: Any) -> bool:
    """Is text of the page drawn invisibly, as programs do that lay what they recognised over a scan?"""
    written = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=3)
    hidden = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
    return any(pdfium.FPDFTextObj_GetTextRenderMode(one.raw) == hidden for one in written)


def _matrices(path: Any) -> Iterator[Any]:
    """From the path's own to that of the outermost form it stands in."""
    one = path
    while one is not None:
        yield one.get_matrix()
        one = one.container


def _through(point: Point, matrices: list[Any]) -> Point:
    x, y = point
    for m in matrices:
        x, y = m.a * x + m.c * y + m.e, m.b * x + m.d * y + m.f
    return x, y


def _lines(path: Any) -> Iterator[list[Point]]:
    """The straight lines of a path, each as its corners; curves end a line."""
    line: list[Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(path), 4000)):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            yield line
            line = [(x.value, y.value)]
        else:
            line.append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield [*line, line[0]]
            line = []
    yield line


def _drawn(line: list[Point]) -> Iterator[Edge]:
    for (x0, y0), (x1, y1) in pairwise(line):
        if abs(y1 - y0) <= 1 < abs(x1 - x0):
            yield Edge(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
        elif abs(x1 - x0) <= 1 < abs(y1 - y0):
            yield Edge(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))


def _thin(line: list[Point]) -> Edge | None:
    """A thin filled box as the line it stands for."""
    xs, ys = [x for x, _ in line], [y for _, y in line]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= THIN < width:
        return Edge(True, (min(ys) + max(ys)) / 2, min(xs), max(xs))
    if width <= THIN < height:
        return Edge(False, (min(xs) + max(xs)) / 2, min(ys), max(ys))
    return None
