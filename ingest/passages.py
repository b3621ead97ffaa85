"""Stretches of text that stand alone for retrieval: a bullet with its sub-bullets, a paragraph, a table and its rows.

The same words stand in several passages on purpose: a fact is found by its own sub-bullet, and read with its parent.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from ingest.blocks import BULLET, HEADING, NOTE, PARAGRAPH, PLACE_NOTE, UNIT_NOTE, Block, find_blocks, with_children
from ingest.clean import fold
from ingest.document import Document, Grid
from ingest.drafts import Draft
from ingest.table_drafts import draft_tables
from records import Passage, Report, Section

_SAYS_NOTHING = re.compile(rf"{UNIT_NOTE.pattern}|{PLACE_NOTE.pattern}|.?")
_NAME = re.compile(
    r"\W*(?:(?:\d{1,2}|[가-하])[.)]\s+)?(?:사\s?업|행\s?사|과\s?업|용\s?역|공\s?사|과\s?제|시\s?설|축\s?제|프로그램|강\s?좌|교\s?육|대\s?회)"
    r"\s?명\s?[:：]\s?(?P<name>.+)"
)
"""`가. 행 사 명: 가을 음악회`: what the bullets beside it (나. 일시, 다. 장소) speak of."""
SHORT_SECTION = 600
LONGEST = 1500


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
    """All passages, by start. `text` is the exact slice; `search_text` adds heading path, parent bullet and team, and
    the report's title where no heading stands above.

    Kinds: bullet, sub, note, paragraph, heading (a heading that says something, a programme with its purpose), section
    (a short □ section whole), table, row, contents.
    """
    blocks = find_blocks(document, sections, grids)
    drafts = [
        *_from_blocks(document, blocks),
        *_from_sections(document, sections, blocks),
        *draft_tables(sections, grids),
    ]
    return _number(document, report, _distinct(drafts), normalise)


def _from_blocks(document: Document, blocks: Sequence[Block]) -> Iterator[Draft]:
    purposes = dict(_purposes(blocks))
    told = {index for first, last in purposes.items() for index in range(first, last + 1)}
    for index, block in enumerate(blocks):
        words = document.text[block.start : block.end]
        if index in purposes:
            end = blocks[purposes[index]].end
            yield Draft("heading", block.start, end, block.section, fold(document.text[block.start : end]), f"b{index}")
        elif block.kind == HEADING:
            if _says_something(words, block.section):
                yield Draft("heading", block.start, block.end, block.section, fold(words), f"b{index}")
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


def _bullet(document: Document, blocks: Sequence[Block], index: int) -> Draft:
    block = blocks[index]
    end, parent = _end_of_tree(blocks, index), block.parent
    above = _first_line(document, blocks[parent]) if parent is not None else ""
    search = f"{above} {_named_beside(document, blocks, index)} {fold(document.text[block.start : end])}".strip()
    key = None if parent is None else f"b{parent}"
    return Draft(_kind(block), block.start, end, block.section, search, f"b{index}", key)


def _named_beside(document: Document, blocks: Sequence[Block], index: int) -> str:
    """The name that the first bullet of a list gives to the thing that all of them tell of; empty without one."""
    block = blocks[index]
    for before in reversed(blocks[:index]):
        if before.section is not block.section or before.kind == HEADING:
            break
        beside = before.parent == block.parent and before.rank == block.rank
        if beside and (named := _NAME.match(fold(document.text[before.start : before.end]))):
            return named["name"]
    return ""


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


def _from_sections(document: Document, sections: Sequence[Section], blocks: Sequence[Block]) -> Iterator[Draft]:
    counts = Counter(block.section.id for block in blocks if block.kind != HEADING and block.parent is None)
    for section in sections:
        if section.role not in ("contents", "heading", "markdown"):
            continue
        words = document.text[section.start : section.end]
        if section.role == "contents":
            yield Draft("contents", *_trimmed(document, section.start, section.end), section, fold(words), section.id)
        elif section.role in ("heading", "markdown") and counts[section.id] > 1 and len(words) < SHORT_SECTION:
            yield Draft("section", *_trimmed(document, section.start, section.end), section, fold(words), section.id)


def _trimmed(document: Document, start: int, end: int) -> tuple[int, int]:
    words = document.text[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


def _distinct(drafts: Sequence[Draft]) -> list[Draft]:
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
    document: Document, report: Report, drafts: Sequence[Draft], normalise: Callable[[str], str]
) -> list[Passage]:
    ids = {draft.key: f"{report.id}-p{number}" for number, draft in enumerate(drafts)}
    return [_passage(document, report, draft, ids, normalise) for draft in drafts]


def _passage(
    document: Document, report: Report, draft: Draft, ids: dict[str, str], normalise: Callable[[str], str]
) -> Passage:
    section = draft.section
    unit = section.department or section.bureau or ""
    untitled = section.role in ("root", "sheet")
    context = [
        report.title if untitled else "",
        unit if unit not in section.path else "",
        section.path,
        section.team or "",
    ]
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
        year=draft.dims.get("year", section.year),
        department=draft.dims.get("department", section.department),
        team=draft.dims.get("team", section.team),
        programme=draft.dims.get("programme", section.programme),
    )
