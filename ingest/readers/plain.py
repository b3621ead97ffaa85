"""Plain text: the cleaned text itself."""

from __future__ import annotations

from pathlib import Path

from ingest.document import Document
from ingest.readers.decode import read_text


def read(path: Path) -> Document:
    """A text file in UTF-8, UTF-16 or CP949."""
    text, warnings = read_text(path)
    return Document(text=text, format="txt", warnings=warnings)
