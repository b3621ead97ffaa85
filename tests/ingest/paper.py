"""PDFs for tests, drawn with reportlab in a Korean font that every PDF program has."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

canvas = pytest.importorskip("reportlab.pdfgen.canvas", reason="reportlab is not installed (uv sync --extra dev)")
FONT = "HYSMyeongJo-Medium"
ROW = 20

Rows = Sequence[Sequence[str]]


class Paper:
    """Draws lines and tables from the top of a page downwards."""

    def __init__(self, path: Path, **options: Any) -> None:
        from reportlab.pdfbase import pdfmetrics
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont

        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.path = path
        self.canvas = canvas.Canvas(str(path), pagesize=(595, 842), **options)
        self.y = 780.0
        self.canvas.setFont(FONT, 10)

    def line(self, words: str, x: float = 60) -> None:
        self.canvas.drawString(x, self.y, words)
        self.y -= ROW

    def table(
        self, rows: Rows, widths: Sequence[float], spans: Sequence[tuple[int, int, int, int]] = (), open: bool = False
    ) -> None:
        """Ruled; `spans` as (row, column, rows, columns); `open` leaves the outer lines at left and right away."""
        xs = [60.0]
        for width in widths:
            xs.append(xs[-1] + width)
        top = self.y + 14
        covered = {
            (row + i, column + j): (row, column)
            for row, column, height, width in spans
            for i in range(height)
            for j in range(width)
        }

        def cell(row: int, column: int) -> tuple[int, int]:
            return covered.get((row, column), (row, column))

        for number in range(len(rows) + 1):
            for column in range(len(widths)):
                if number in (0, len(rows)) or cell(number - 1, column) != cell(number, column):
                    self.canvas.line(xs[column], top - ROW * number, xs[column + 1], top - ROW * number)
        for number, row in enumerate(rows):
            for column in range(len(widths) + 1):
                outer = column in (0, len(widths))
                if (outer and not open) or (not outer and cell(number, column - 1) != cell(number, column)):
                    self.canvas.line(xs[column], top - ROW * number, xs[column], top - ROW * (number + 1))
            for column, words in enumerate(row):
                self.canvas.drawString(xs[column] + 4, self.y - ROW * number, words)
        self.y -= ROW * (len(rows) + 1)

    def columns(self, rows: Rows, xs: Sequence[float]) -> None:
        """Rows without lines."""
        for row in rows:
            for x, words in zip(xs, row, strict=True):
                self.canvas.drawString(x, self.y, words)
            self.y -= ROW

    def page(self, footer: str = "") -> None:
        """End the page."""
        if footer:
            self.canvas.drawString(290, 30, footer)
        self.canvas.showPage()
        self.canvas.setFont(FONT, 10)
        self.y = 780.0

    def save(self) -> Path:
        self.canvas.save()
        return self.path
