"""The lines of a document as the outline reads them: where each stands, and its words without furniture."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.clean import collapse_repeats, is_furniture, plain
from ingest.document import Document


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `raw` is `document.text[start:end]`; `words` the same with repeats collapsed, `""` for furniture."""

    index: int
    start: int
    raw: str
    words: str

    @property
    def end(self) -> int:
        return self.start + len(self.raw)

    @property
    def content_start(self) -> int:
        """Offset of the first character that is no white space."""
        return self.start + len(self.raw) - len(self.raw.lstrip())

    @property
    def content_end(self) -> int:
        return self.start + len(self.raw.rstrip())

    @property
    def opens_page(self) -> bool:
        """Does it begin with exactly one space? The extraction left one before the first line of most pages."""
        return self.raw.startswith(" ") and not self.raw.startswith("  ") and bool(self.words)


def read_lines(document: Document) -> list[Line]:
    """All lines of the text, in order."""
    return [Line(index, start, raw, _words(raw)) for index, (start, raw) in enumerate(document.lines())]


def _words(raw: str) -> str:
    if is_furniture(raw):
        return ""
    return collapse_repeats(plain(raw).replace("**", "").replace("\xa0", " ").strip())


def next_worded(lines: list[Line], index: int) -> Line | None:
    """The first line after `index` that has words."""
    return next((line for line in lines[index + 1 :] if line.words), None)
