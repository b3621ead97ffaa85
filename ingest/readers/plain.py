"""Plain text: the cleaned text itself."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.readers.decode import read_text

PAGE_END = "\f"
"""Programs that take the text out of a PDF end each page with a form feed."""


def read(path: Path) -> Document:
    """A text file in UTF-8, UTF-16 or CP949."""
    text, warnings = read_text(path)
    return Document(text=text, format="txt", pages=_pages(text), warnings=warnings)


def _pages(text: str) -> tuple[tuple[int, int], ...]:
    if PAGE_END not in text.rstrip():
        return ()
    ends = [at for at, char in enumerate(text.rstrip()) if char == PAGE_END]
    starts = [0, *(end + 1 for end in ends)]
    return tuple(zip(starts, [*ends, len(text)], strict=True))
