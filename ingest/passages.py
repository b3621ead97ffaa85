"""Stretches of text that stand alone for retrieval: a bullet with its sub-bullets, a paragraph, a table and its rows.

The same words stand in several passages on purpose: a fact is found by its own sub-bullet, and read with its parent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from ingest.blocks import BULLET, HEADING, NOTE, PARAGRAPH, PLACE_NOTE, UNIT_NOTE, Block, find_blocks, with_children
from ingest.clean import fold
from ingest.document import Cell, Document, Grid
from ingest.outline import section_at
from ingest.tables.shape import count_header_rows
from records import Passage, Report, Section

_SAYS_NOTHING = re.compile(rf"{UNIT_NOTE.pattern}|{PLACE_NOTE.pattern}|.?")
SHORT_SECTION = 600
LONGEST = 1500
TABLE_ROWS = 25
ROWS_EACH = 300
"""A grid of more rows than this has no passage for each row, only one for every `TABLE_ROWS` of them."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A passage before it has its number. `key` is what a child names as its `parent`."""

    kind: str
    start: int
    end: int
    section: Section
    search: str
    key: str
    parent: str | None = None


def identity(text: str) -> str:
    """The text as it is: what stands for `normalise` where search needs no mending."""
    return text


def make_passages(
    document: Document,
    report: Report,
    sections: Sequence[Section],
    grids: Sequence[Grid],
    normalise: Callable[[str], str] = identity,
) -> list[Passage]:
    """All passages, by start. `text` is the exact slice; `search_text` adds heading path, parent bullet and team.

    Kinds: bullet, sub, note, paragraph, heading (a heading that says something, a programme with its purpose), section
    (a short □ section whole), table, row, contents.
    """
    blocks = find_blocks(document, sections, grids)
    drafts = [
        *_from_blocks(document, blocks),
        *_from_sections(document, sections, blocks),
        *_from_grids(document, sections, grids),
    ]
    return _number(document, report, _distinct(drafts), normalise)


def _from_blocks(document: Document, blocks: Sequence[Block]) -> Iterator[_Draft]:
    purposes = dict(_purposes(blocks))
    told = {index for first, last in purposes.items() for index in range(first, last + 1)}
    for index, block in enumerate(blocks):
        words = document.text[block.start : block.end]
        if index in purposes:
            end = blocks[purposes[index]].end
            yield _Draft(
                "heading", block.start, end, block.section, fold(document.text[block.start : end]), f"b{index}"
            )
        elif block.kind == HEADING:
            if _says_something(words, block.section):
                yield _Draft("heading", block.start, block.end, block.section, fold(words), f"b{index}")
        elif index not in told and not _SAYS_NOTHING.fullmatch(fold(words)):
            yield _bullet(document, blocks, index)


def _purposes(blocks: Sequence[Block]) -> Iterator[tuple[int, int]]:
    """(first, last) of the blocks that are a programme's heading with its purpose below: who does what, and why.

    A programme whose heading was lost has the paragraphs alone.
    """
    for index, block in enumerate(blocks):
        lost = block.kind == PARAGRAPH and block.section.inferred and block.section is not blocks[index - 1].section
        if (_is_programme(block.section) and block.kind == HEADING) or (block.section.role == "programme" and lost):
            last = index
            while last + 1 < len(blocks) and _goes_on(blocks[last + 1], block):
                last += 1
            yield index, last


def _is_programme(section: Section) -> bool:
    """Is it the section of a programme itself, not one below it?"""
    named = section.role == "markdown" and section.programme is not None and section.programme in section.title
    return section.role == "programme" or named


def _goes_on(block: Block, heading: Block) -> bool:
    return block.kind == PARAGRAPH and block.section is heading.section


def _bullet(document: Document, blocks: Sequence[Block], index: int) -> _Draft:
    block = blocks[index]
    end, parent = _end_of_tree(blocks, index), block.parent
    above = _first_line(document, blocks[parent]) if parent is not None else ""
    search = f"{above} {fold(document.text[block.start : end])}".strip()
    key = None if parent is None else f"b{parent}"
    return _Draft(_kind(block), block.start, end, block.section, search, f"b{index}", key)


def _kind(block: Block) -> str:
    if block.kind == BULLET:
        return "bullet" if block.parent is None else "sub"
    return {NOTE: "note", PARAGRAPH: "paragraph"}[block.kind]


def _says_something(words: str, section: Section) -> bool:
    """Does a heading tell more than its title: `□ 소요예산: 총 268,000천원(시 221,000)`, `◇ 순찰 운영(18회)`?"""
    if section.role == "field":
        return bool(re.search(r"\d", words))
    rest = re.split(r"[:：]", words, maxsplit=1)
    return section.role == "heading" and len(rest) == 2 and not re.search(r"단위\s*$", rest[0])


def _end_of_tree(blocks: Sequence[Block], index: int) -> int:
    """The end of a bullet with as many of its sub-bullets as keep it readable."""
    start, end = blocks[index].start, blocks[index].end
    for child in with_children(blocks, index)[1:]:
        if blocks[child].end - start > LONGEST:
            break
        end = blocks[child].end
    return end


def _first_line(document: Document, block: Block) -> str:
    return fold(document.text[block.body : block.end])


def _from_sections(document: Document, sections: Sequence[Section], blocks: Sequence[Block]) -> Iterator[_Draft]:
    counts = Counter(block.section.id for block in blocks if block.kind != HEADING and block.parent is None)
    for section in sections:
        if section.role not in ("contents", "heading", "markdown"):
            continue
        words = document.text[section.start : section.end]
        if section.role == "contents":
            yield _Draft("contents", *_trimmed(document, section.start, section.end), section, fold(words), section.id)
        elif section.role in ("heading", "markdown") and counts[section.id] > 1 and len(words) < SHORT_SECTION:
            yield _Draft("section", *_trimmed(document, section.start, section.end), section, fold(words), section.id)


def _trimmed(document: Document, start: int, end: int) -> tuple[int, int]:
    words = document.text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _from_grids(document: Document, sections: Sequence[Section], grids: Sequence[Grid]) -> Iterator[_Draft]:
    for number, grid in enumerate(grids):
        anchor = getattr(grid, "anchor", None)
        section = section_at(sections, grid.start if anchor is None else anchor)
        header = count_header_rows(grid) if len(grid.rows) > 1 else 0
        count = len(grid.rows)
        if count <= TABLE_ROWS:
            yield _table(document, grid, section, range(count), f"t{number}", None)
        else:
            for first in range(header, count, TABLE_ROWS):
                rows = range(first, min(first + TABLE_ROWS, count))
                yield _table(document, grid, section, rows, f"t{number}.{first}", None)
        if header < count <= ROWS_EACH and len(grid.rows[0]) > 1:
            yield from _rows(document, grid, section, header, f"t{number}")


def _table(document: Document, grid: Grid, section: Section, rows: range, key: str, parent: str | None) -> _Draft:
    cells = [cell for row in rows for cell in _own_cells(grid, row)]
    whole = len(rows) == len(grid.rows)
    start = grid.start if whole or not cells else min(cell.start for cell in cells)
    end = grid.end if whole or not cells else max(cell.end for cell in cells)
    words = " ".join(dict.fromkeys(cell.text for row in rows for cell in grid.rows[row] if cell.text))
    return _Draft("table", start, end, section, f"{fold(grid.caption)} {grid.unit or ''} {words}", key, parent)


def _own_cells(grid: Grid, row: int) -> list[Cell]:
    """The cells whose words stand in this row (a merged cell counts in its first)."""
    return [cell for cell in grid.rows[row] if cell.row == row and cell.text and cell.end > cell.start]


def _rows(document: Document, grid: Grid, section: Section, header: int, key: str) -> Iterator[_Draft]:
    names = [
        " ".join(dict.fromkeys(grid.rows[row][column].text for row in range(header) if grid.rows[row][column].text))
        for column in range(len(grid.rows[0]))
    ]
    for row in range(header, len(grid.rows)):
        own = _own_cells(grid, row)
        if not own:
            continue
        pairs = [f"{name} {cell.text}".strip() for name, cell in zip(names, grid.rows[row], strict=True) if cell.text]
        search = " ".join([fold(grid.caption), *dict.fromkeys(pairs)]).strip()
        start, end = min(cell.start for cell in own), max(cell.end for cell in own)
        parent = key if len(grid.rows) <= TABLE_ROWS else None
        yield _Draft("row", start, end, section, search, f"{key}r{row}", parent)


def _distinct(drafts: Sequence[_Draft]) -> list[_Draft]:
    """In order of start, the wider first; of two with the same words the one that comes first."""
    ordered = sorted(drafts, key=lambda draft: (draft.start, -draft.end, draft.kind))
    seen: set[tuple[int, int]] = set()
    kept = []
    for draft in ordered:
        if (draft.start, draft.end) not in seen and draft.end > draft.start:
            seen.add((draft.start, draft.end))
            kept.append(draft)
    return kept


def _number(
    document: Document, report: Report, drafts: Sequence[_Draft], normalise: Callable[[str], str]
) -> list[Passage]:
    ids = {draft.key: f"{report.id}-p{number}" for number, draft in enumerate(drafts)}
    return [_passage(document, report, draft, ids, normalise) for draft in drafts]


def _passage(
    document: Document, report: Report, draft: _Draft, ids: dict[str, str], normalise: Callable[[str], str]
) -> Passage:
    section = draft.section
    unit = section.department or section.bureau or ""
    context = [unit if unit not in section.path else "", section.path, section.team or ""]
    search = " ".join(part for part in [*context, draft.search] if part)
    return Passage(
        id=ids[draft.key],
        report_id=report.id,
        section_id=section.id,
        path=section.path,
        kind=draft.kind,
        text=document.text[draft.start : draft.end],
        search_text=normalise(" ".join(search.split())),
        start=draft.start,
        end=draft.end,
        line=document.line_of(draft.start),
        page=document.page_of(draft.start),
        parent=ids.get(draft.parent) if draft.parent else None,
        status=section.status,
        year=section.year,
        department=section.department,
        team=section.team,
        programme=section.programme,
    )
