"""How exactly Korean Tesseract reads figures off pictures of made-up tables: why scanned PDFs are refused.

Run:  apt-get install tesseract-ocr tesseract-ocr-kor fonts-noto-cjk && .venv/bin/python -m bench.ocr

A row is right when its last three figures are; `sure` counts wrong figures that Tesseract itself was sure of
(confidence 90 or more), which no reader could tell from right ones.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
KOREAN = 1
"""The Korean letters of the font's file."""
COLUMNS = (40, 130, 270, 410, 450, 490, 530, 575)
"""Edges of the columns in points."""
ROWS, PAGES, LINE = 30, 4, 24
SURE = 90.0
SEED = 7


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page is drawn, and how Tesseract is told to cut it (`--psm`)."""

    name: str
    dpi: int
    ruled: bool
    worn: bool
    cut: int


SCANS = (
    Scan("300 dpi, no lines, clean", 300, False, False, 6),
    Scan("300 dpi, ruled, clean", 300, True, False, 4),
    Scan("300 dpi, ruled, worn", 300, True, True, 4),
    Scan("200 dpi, no lines, worn", 200, False, True, 6),
    Scan("200 dpi, ruled, worn", 200, True, True, 4),
)


def table_rows(count: int) -> list[list[str]]:
    """Made-up indicator rows with figures of one to six digits."""
    random = np.random.default_rng(SEED)
    rows = []
    for n in range(count):
        goal = int(10 ** random.uniform(0.3, 5))
        done = max(1, int(goal * random.uniform(0.5, 1.8)))
        names = [f"살림{n % 9 + 1}과", "물길 정비와 관리", "정비한 물길 처리실적", "건"]
        rows.append([*names, f"{goal:,}", f"{done:,}", f"{100 * done / goal:.1f}"])
    return rows


def draw(rows: Sequence[Sequence[str]], scan: Scan) -> Image.Image:
    """A page of A4 with the rows in 10 points."""
    scale = scan.dpi / 72
    page = Image.new("L", (int(595 * scale), int(842 * scale)), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, int(10 * scale), index=KOREAN)
    for number, row in enumerate(rows):
        y = 50 + LINE * number
        for x, words in zip(COLUMNS, row, strict=False):
            pen.text(((x + 3) * scale, y * scale), words, 0, font=font)
        if scan.ruled:
            _rule(pen, y - 4, scale)
    return worn(page) if scan.worn else page


def _rule(pen: ImageDraw.ImageDraw, top: float, scale: float) -> None:
    for x in COLUMNS:
        pen.line((x * scale, top * scale, x * scale, (top + LINE) * scale), 0, 2)
    for y in (top, top + LINE):
        pen.line((COLUMNS[0] * scale, y * scale, COLUMNS[-1] * scale, y * scale), 0, 2)


def worn(page: Image.Image) -> Image.Image:
    """As a copier gives it: a little askew, soft and grainy."""
    turned = page.rotate(0.4, fillcolor=255, resample=Image.Resampling.BICUBIC)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(0.8)), dtype=float)
    grain = np.random.default_rng(SEED).normal(0, 18, soft.shape)
    return Image.fromarray((soft + grain).clip(0, 255).astype("uint8"))


def read_lines(page: Image.Image, scan: Scan, folder: Path) -> list[list[tuple[str, float]]]:
    """The lines that Tesseract reads, each as its words with their confidence (0 to 100)."""
    picture = folder / "page.png"
    page.save(picture, dpi=(scan.dpi, scan.dpi))
    command = ["tesseract", str(picture), "-", "-l", "kor", "--psm", str(scan.cut), "tsv"]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for word in csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE):
        if word["text"].strip():
            place = (word["block_num"], word["par_num"], word["line_num"])
            lines.setdefault(place, []).append((word["text"], float(word["conf"])))
    return list(lines.values())


def figures(line: Sequence[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    """The figures of a line, marks of lines and dots around them taken off."""
    for word, sure in line:
        bare = re.sub(r"[^\d.,]", "", word).strip(".,")
        if bare:
            yield bare, sure


def compare(scan: Scan, folder: Path) -> tuple[int, int]:
    """(rows whose figures are right, wrong figures that Tesseract was sure of) of `PAGES` pages."""
    rows = table_rows(ROWS * PAGES)
    right = astray = 0
    for first in range(0, len(rows), ROWS):
        part = rows[first : first + ROWS]
        read = [list(figures(line))[-3:] for line in read_lines(draw(part, scan), scan, folder)]
        known = {figure for row in part for figure in row[-3:]}
        right += sum([figure for figure, _ in line] in [row[-3:] for row in part] for line in read)
        astray += sum(figure not in known and sure >= SURE for line in read for figure, sure in line)
    return right, astray


def main() -> int:
    print(f"{'pages':<28}{'rows right':>12}{'of':>6}{'wrong and sure':>18}")
    with tempfile.TemporaryDirectory() as folder:
        for scan in SCANS:
            right, astray = compare(scan, Path(folder))
            print(f"{scan.name:<28}{right:>12}{ROWS * PAGES:>6}{astray:>18}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
