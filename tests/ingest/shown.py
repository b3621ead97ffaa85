"""What tests of readers look at: the words of a grid, and that every cell stands where it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.document import Document, Grid

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"


def words(grid: Grid) -> list[list[str]]:
    """The words of each row, merged cells repeated."""
    return [[cell.text for cell in row] for row in grid.rows]


def check(document: Document) -> Document:
    """Offsets, places and spans of all cells hold, and rows are of one width; returns the document."""
    for grid in document.grids:
        assert len({len(row) for row in grid.rows}) == 1
        for number, row in enumerate(grid.rows):
            for column, cell in enumerate(row):
                printed = " ".join(document.text[cell.start : cell.end].split())
                assert printed.replace('""', '"').replace("\\|", "|").replace("<br>", " ") == cell.text
                if cell.text:
                    assert grid.start <= cell.start <= cell.end <= grid.end
                    assert cell.row <= number < cell.row + cell.rowspan
                    assert cell.column <= column < cell.column + cell.colspan
    for start, end in document.pages:
        assert 0 <= start <= end <= len(document.text)
    return document


def sample(name: str) -> Path:
    """A real document; skips where the samples are absent."""
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("sample documents (../shared/samples) are not here")
    return path
