"""The text between headings and tables as blocks: bullets with their sub-bullets and notes, paragraphs.

A wrapped line belongs to the bullet above it until the next mark, heading or table, even over an empty line:
flattened text has an empty line after every printed one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Document, Grid
from ingest.headings import MARKDOWN_FORMATS
from ingest.lines import Line, read_lines
from ingest.marks import RANKS, SUB, TOP, enumerated_rank
from ingest.outline import section_at
from records import Section

BULLET, NOTE, PARAGRAPH, HEADING = "bullet", "note", "paragraph", "heading"

_MARKS = re.compile(
    r"(?P<mark>[○◦❍●•◎∘⚬▷▶▸►⇨]|[-–─―](?=\s|[가-힣A-Za-z‘’'“\"「『(\d])|[·․‧・∙▪⋅ㆍ]|※|\*(?!\*))\s*(?P<body>\S.*)"
)
_MARKDOWN_MARKS = re.compile(r"(?P<mark>[-*+○◦❍※⇨]|\d{1,3}[.)])\s+(?P<body>\S.*)")
_ENUMERATED = re.compile(
    r"(?P<mark>\d{1,2}\.(?=\s+[가-힣A-Za-z「『‘“(<])|[가나다라마바사아자차카타파하]\.(?=\s)|\d{1,2}\)|[가나다라마바사아자차카타파하]\)"
    r"|\(\d{1,2}\)|[①-⑳❶-❿㉮-㉻])\s*(?P<body>\S.*)"
)
_HEADING_MARK = re.compile(
    r"#{1,6}\s+|[-•*]?\s*[□▢■▣◻◼☐❏❐❑❒◇◆◈❖]\s*(?:\*\*)?|[Ⅰ-Ⅻ]\s*[.．]?\s*|\d{1,2}[.．]?\s+|[①-⑳]\s*"
)
_OFFICE_FORMATS = frozenset({"docx", "hwpx", "hwp"})
"""Formats whose lines keep no indent of what is printed: the marks alone tell what hangs from what."""
UNIT_NOTE = re.compile(r"[(\[]?\s*단위\s*[:：].{1,20}")
PLACE_NOTE = re.compile(r"원문\s?위치\s*[:：]\s*(?P<place>.+)")
"""In a re-typed copy: where its words stand in the public original."""
_STRAY = re.compile(r"[\d.,()%\s]{1,6}")
_SENTENCE = re.compile(r"(?:다|함|음|임|됨|것)\.?$")
_TABULAR = re.compile(r"(?:^|\s)[\d,.△%-]+\s+[\d,.△%-]+\s+[\d,.△%-]+(?:\s|$)|^(?:구\s?분|연\s?도|연\s?번)(?:\s|$)")
LONGEST_PARAGRAPH = 700


@dataclass(slots=True)
class Block:
    """A bullet, note, paragraph or heading line with words of its own.

    `document.text[start:end]` is its own words, mark included; `body` is where they begin after the mark; `parent` is
    the index of the bullet it hangs from, `depth` 0 for what hangs from none.
    """

    kind: str
    start: int
    body: int
    end: int
    section: Section
    depth: int = 0
    parent: int | None = None
    mark: str = ""
    indent: int = 0
    rank: float = TOP


def find_blocks(document: Document, sections: Sequence[Section], grids: Sequence[Grid]) -> list[Block]:
    """All blocks in order. Words inside grids, lists of contents and furniture belong to none."""
    return _Builder(document, sections, grids).build()


def with_children(blocks: Sequence[Block], index: int) -> list[int]:
    """The indexes of a block and of all that hang from it, in order."""
    found = {index}
    for at in range(index + 1, len(blocks)):
        parent = blocks[at].parent
        if parent is None or parent not in found:
            break
        found.add(at)
    return sorted(found)


class _Builder:
    """Walks the lines once, keeping the bullets that are still open."""

    def __init__(self, document: Document, sections: Sequence[Section], grids: Sequence[Grid]) -> None:
        self.document = document
        self.markdown = document.format in MARKDOWN_FORMATS
        self.sections = sections
        self.heading_lines = {each.line: each for each in sections if each.role != "root" and not each.inferred}
        spans = sorted((grid.start, grid.end) for grid in grids if grid.end > grid.start)
        self.starts, self.ends = [start for start, _ in spans], _running_max([end for _, end in spans])
        self.blocks: list[Block] = []
        self.open: list[int] = []
        self.joinable = False

    def build(self) -> list[Block]:
        gap = False
        for line in read_lines(self.document):
            if not line.words:
                gap = gap or not line.raw.strip()
                if self.markdown and not line.raw.strip():
                    self.joinable = False
                continue
            self._read(line, gap)
            gap = False
        return self.blocks

    def _read(self, line: Line, gap: bool) -> None:
        section = section_at(self.sections, line.content_start)
        heading = self.heading_lines.get(line.index + 1)
        if heading is not None or self._in_grid(line) or section.role == "contents":
            self._close()
            if heading is not None and heading.role != "contents" and not self._in_grid(line):
                self._add_heading(line, heading)
            return
        if _STRAY.fullmatch(line.words) and not self.joinable:
            return
        match = (_MARKDOWN_MARKS if self.markdown else _MARKS).match(line.words) or _ENUMERATED.match(line.words)
        if match and not self._is_row(line):
            self._add_bullet(line, section, match)
        elif self._joins(line, section, gap):
            self.blocks[-1].end = line.content_end
        else:
            self._close()
            self._add(Block(PARAGRAPH, line.content_start, line.content_start, line.content_end, section))
            self.joinable = not (UNIT_NOTE.fullmatch(line.words) or self._is_row(line))

    def _in_grid(self, line: Line) -> bool:
        at = bisect_right(self.starts, line.content_start) - 1
        return at >= 0 and line.content_start < self.ends[at]

    def _is_row(self, line: Line) -> bool:
        return "\t" in line.raw.strip() or line.words.startswith("|")

    def _joins(self, line: Line, section: Section, gap: bool) -> bool:
        """Does an unmarked line go on with the block above?"""
        if not self.joinable or not self.blocks or UNIT_NOTE.fullmatch(line.words) or self._is_row(line):
            return False
        last = self.blocks[-1]
        if last.section is not section or (last.kind != PARAGRAPH and _TABULAR.search(line.words)):
            return False
        if last.kind == PARAGRAPH:
            ended = gap and _SENTENCE.search(self.document.text[last.start : last.end])
            return not ended and line.content_end - last.start <= LONGEST_PARAGRAPH
        return True

    def _close(self) -> None:
        self.open, self.joinable = [], False

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self.joinable = True

    def _add_heading(self, line: Line, section: Section) -> None:
        mark = _HEADING_MARK.match(self.document.text[line.content_start : line.content_end])
        body = line.content_start + (mark.end() if mark else 0)
        self._add(Block(HEADING, line.content_start, body, line.content_end, section))
        self.joinable = False

    def _add_bullet(self, line: Line, section: Section, match: re.Match[str]) -> None:
        if self.open and self.blocks[self.open[0]].section is not section:
            self.open = []
        mark = match["mark"]
        body = (
            line.content_end - len(match["body"].rstrip()) if line.raw.rstrip().endswith(match["body"].rstrip()) else 0
        )
        note = mark in ("※", "*") and not (self.markdown and mark == "*")
        block = Block(
            NOTE if note else BULLET, line.content_start, body or line.content_start, line.content_end, section
        )
        block.mark, block.indent = mark, len(line.raw) - len(line.raw.lstrip(" "))
        block.rank = _rank(mark)
        if not note:
            while self.open and not self._holds(self.blocks[self.open[-1]], block):
                self.open.pop()
        if self.open:
            block.parent, block.depth = self.open[-1], self.blocks[self.open[-1]].depth + 1
        self._add(block)
        if not note or not self.open:
            self.open.append(len(self.blocks) - 1)

    def _holds(self, above: Block, below: Block) -> bool:
        """Is `below` a sub-bullet of `above`: a lower mark, or the same mark further in?

        The first line of a page is indented by one space, so one space counts only below a line without any.
        """
        if self.markdown and (below.indent != above.indent or self.document.format not in _OFFICE_FORMATS):
            return below.indent > above.indent
        if below.rank != above.rank:
            return below.rank > above.rank
        return below.rank == SUB and below.mark == above.mark and below.indent > above.indent and above.depth == 0


def _rank(mark: str) -> float:
    return RANKS.get(mark) or enumerated_rank(mark) or TOP


def _running_max(values: list[int]) -> list[int]:
    highest, result = 0, []
    for value in values:
        highest = max(highest, value)
        result.append(highest)
    return result
