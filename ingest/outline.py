"""The outline of a report: sections, with what their headings settle for all that stands below (year, 과, 팀, status).

Flattened text loses headings and moves boxes before them; what can be put back from the contents, from numbers that
begin again and from the order of □ headings is put back and marked `inferred`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from ingest.contents import Contents, find_contents
from ingest.document import Document
from ingest.headings import FLAT_BASE, ITEM, PART, SQUARE, Heading, find_headings
from ingest.lines import Line, read_lines
from ingest.names import is_bureau, is_department
from ingest.standing import commonest_year, planned_year, report_status, status_of, year_of
from records import PATH_SEPARATOR, PLAN, Report, Section

CONTENTS_LEVEL = FLAT_BASE + ITEM
_NO_OUTLINE = frozenset({"csv", "tsv", "xlsx", "xls"})
_NAMED = frozenset({"programme", "field", "department", "bureau"})
_CLOSERS = re.compile(r"(?:소요)?예산(?:액|현황)?|집행현황|소요예산액?")
_PLAN_SIGNS = re.compile(r"추진\s?(?:방향|일정|계획)|세부\s?추진계획|소요\s?예산")
_RESULT_SIGNS = re.compile(r"실적|집행|향후")
_BULLET = re.compile(r"[○◦❍●•\-–─·․‧・※*◇□▢■]|\d{1,2}[.)]\s|[①-⑳]|[가-하][.)]\s")


def find_sections(document: Document, report: Report) -> tuple[Section, ...]:
    """The sections of a document, root first, then by start; each ends where the next of its level or above begins.

    Example: `Ⅲ. 2022년 추진계획` > `2 재정운용 예산팀` > `□ 소요예산` gives the last year 2022, 계획, team 예산팀.
    """
    if document.sheets:
        return _build(document, report, _sheet_headings(document), [])
    if document.format in _NO_OUTLINE:
        return _build(document, report, [], [])
    lines = read_lines(document)
    contents = find_contents(lines)
    tables = [(grid.start, grid.end) for grid in document.grids if len(grid.rows) > 1 and len(grid.rows[0]) > 1]
    headings = find_headings(lines, contents, document.format, lambda at: any(a <= at < b for a, b in tables))
    headings = _restore_lost(headings, lines, contents)
    headings = _imply_plan(headings, document, report)
    headings = _reach_back(headings, lines)
    headings = _open_first_part(headings, lines, contents)
    return _build(document, report, headings, [_contents_heading(lines, block) for block in contents])


def section_at(sections: Sequence[Section], offset: int) -> Section:
    """The deepest section that holds `offset`; the root where no other does."""
    index = bisect_right(sections, offset, key=lambda section: section.start) - 1
    while index > 0 and not sections[index].start <= offset < sections[index].end:
        index -= 1
    return sections[max(index, 0)]


def _sheet_headings(document: Document) -> list[Heading]:
    """One a sheet; a sheet named 재무과 or 2021년 is of that 과 or year."""
    return [
        Heading(
            start,
            document.line_of(start) - 1,
            PART,
            "sheet",
            name,
            year=year_of(name),
            bureau=name if is_bureau(name) and not is_department(name) else None,
            department=name if is_department(name) else None,
        )
        for name, start, _ in document.sheets
    ]


def _contents_heading(lines: list[Line], block: Contents) -> Heading:
    return Heading(lines[block.first].content_start, block.first, CONTENTS_LEVEL, "contents", "목차")


def _restore_lost(headings: list[Heading], lines: list[Line], contents: list[Contents]) -> list[Heading]:
    """Where a part's contents name as many programmes as its □ headings begin anew, put the lost headings back."""
    restored = list(headings)
    for block in contents:
        inside = _until_next_part(headings, lines[block.last].end)
        if any(heading.role == "programme" for heading in inside) or len(block.names) == 0:
            continue
        openers = _openers([heading for heading in inside if heading.level == FLAT_BASE + SQUARE])
        if len(openers) != len(block.names):
            continue
        for number, (name, opener) in enumerate(zip(block.names, openers, strict=True), 1):
            line = _purpose_start(lines, opener, block)
            restored.append(
                Heading(
                    line.content_start,
                    line.index,
                    FLAT_BASE + ITEM,
                    "programme",
                    name,
                    number,
                    programme=name,
                    inferred=True,
                )
            )
    return sorted(restored, key=lambda heading: (heading.start, heading.level))


def _until_next_part(headings: list[Heading], offset: int) -> list[Heading]:
    """The headings after `offset` up to the next part."""
    inside: list[Heading] = []
    for heading in headings:
        if heading.start < offset:
            continue
        if heading.role in ("part", "markdown"):
            break
        inside.append(heading)
    return inside


def _openers(squares: list[Heading]) -> list[Heading]:
    """The □ heading with which each programme begins: the first, one after a budget, one whose title comes again."""
    openers: list[Heading] = []
    seen: set[str] = set()
    closed = False
    for heading in squares:
        if not openers or heading.title in seen or closed:
            openers.append(heading)
            seen = set()
        seen.add(heading.title)
        closed = bool(_CLOSERS.fullmatch(re.sub(r"\s", "", heading.title)))
    return openers


def _purpose_start(lines: list[Line], opener: Heading, block: Contents) -> Line:
    """The first line of the purpose paragraph that stands before a programme's first □ heading."""
    start = lines[opener.line]
    for line in reversed(lines[block.last + 1 : opener.line]):
        if not line.words:
            continue
        if _BULLET.match(line.words) or "\t" in line.raw or not re.search(r"[가-힣]{2}", line.words):
            break
        start = line
    return start


def _imply_plan(headings: list[Heading], document: Document, report: Report) -> list[Heading]:
    """A second run of programmes, numbered from 1 again, whose □ headings are those of a plan, is a part of its own."""
    starts = [
        index
        for index, heading in enumerate(headings)
        if heading.role == "programme"
        and heading.number == 1
        and _restarts(headings, index)
        and _looks_planned(headings, index)
    ]
    result = list(headings)
    for index in reversed(starts):
        begin = headings[index]
        end = next((each.start for each in headings[index:] if each.role == "part"), len(document.text))
        year = planned_year(report.title) or commonest_year(document.text[begin.start : end], report.year)
        title = f"{year}년 추진계획" if year else "추진계획"
        part = Heading(
            begin.start, begin.line, FLAT_BASE + PART, "part", title, year=year, status=PLAN, shown=title, inferred=True
        )
        result.insert(index, part)
    return result


def _restarts(headings: list[Heading], index: int) -> bool:
    for heading in reversed(headings[:index]):
        if heading.role == "part":
            return False
        if heading.role == "programme":
            return True
    return False


def _looks_planned(headings: list[Heading], index: int) -> bool:
    """Have the programmes from here on headings of a plan, and none of results?"""
    titles: list[str] = []
    for heading in headings[index + 1 :]:
        if heading.role == "part":
            break
        if heading.level == FLAT_BASE + SQUARE:
            titles.append(heading.title)
    plans = sum(bool(_PLAN_SIGNS.search(title)) for title in titles)
    return plans > 0 and not any(_RESULT_SIGNS.search(title) for title in titles)


def _reach_back(headings: list[Heading], lines: list[Line]) -> list[Heading]:
    """Begin a programme at the box that the extraction put before its heading.

    A box of a new page follows the closing budget of the programme before, and its first line begins with one space:
    ` 구 분 2014년도 2013년도` … `8 시설관리공단 관리`.
    """
    moved: list[Heading] = []
    for index, heading in enumerate(headings):
        before = headings[index - 1] if index else None
        if heading.role == "programme" and before and _CLOSERS.fullmatch(re.sub(r"\s", "", before.title)):
            heading = replace(heading, start=_box_start(lines, before, heading))
        moved.append(heading)
    return moved


def _box_start(lines: list[Line], closer: Heading, heading: Heading) -> int:
    between = [line for line in lines[closer.line + 1 : heading.line] if line.words]
    for place in range(len(between) - 1, 0, -1):
        line = between[place]
        told = any(re.search(r"\d", each.words) for each in between[:place])
        if line.opens_page and told and not re.fullmatch(r"[\d,.()%△\s]+", line.words):
            return line.content_start
    return heading.start


def _open_first_part(headings: list[Heading], lines: list[Line], contents: list[Contents]) -> list[Heading]:
    """Bullets before the first part are its chart of teams, printed before the heading: let the part begin there."""
    first = next((index for index, heading in enumerate(headings) if heading.role == "part"), None)
    if first != 0 or (contents and contents[0].first < headings[0].line):
        return headings
    before = [line for line in lines[: headings[0].line] if line.words]
    bullets = sum(bool(re.match(r"[-○◦❍·․]\s*[가-힣]", line.words)) for line in before)
    if bullets < 3:
        return headings
    return [replace(headings[0], start=before[0].content_start), *headings[1:]]


def _build(document: Document, report: Report, headings: list[Heading], lists: list[Heading]) -> tuple[Section, ...]:
    """Headings into sections: nesting by level, ends, and inherited dimensions."""
    root = Section(
        f"{report.id}-s0",
        report.id,
        None,
        0,
        "root",
        report.title,
        "",
        0,
        len(document.text),
        1,
        year=report.year,
        department=report.department,
        status=report_status(report.title),
    )
    ordered = sorted([*headings, *lists], key=lambda heading: (heading.start, heading.level))
    sections, stack = [root], [root]
    for number, heading in enumerate(ordered, 1):
        while stack[-1].level >= heading.level:
            stack.pop()
        parent = stack[-1]
        end = next((each.start for each in ordered[number:] if each.level <= heading.level), parent.end)
        section = _section(report, document, heading, parent, min(end, parent.end), number, sections)
        sections.append(section)
        stack.append(section)
    return tuple(sections)


def _section(
    report: Report, document: Document, heading: Heading, parent: Section, end: int, number: int, above: list[Section]
) -> Section:
    # a name settles nothing: 주민참여예산제 운영, 도시계획 분야
    named = heading.role in _NAMED or heading.title.endswith("분야")
    named = named or bool(heading.programme or heading.bureau or heading.department)
    status = heading.status or (parent.status if named else status_of(heading.title, parent.status))
    shown = heading.shown or heading.title
    year = heading.year or (year_of(heading.title) if heading.level < FLAT_BASE + ITEM else None)
    if year is None:
        year = _plan_year(report, above) if heading.role == "part" and status == PLAN else parent.year
    return Section(
        id=f"{report.id}-s{number}",
        report_id=report.id,
        parent=parent.id,
        level=heading.level,
        role=heading.role,
        title=heading.title,
        path=f"{parent.path}{PATH_SEPARATOR}{shown}" if parent.path else shown,
        start=heading.start,
        end=end,
        line=heading.line + 1,
        year=year,
        bureau=heading.bureau or parent.bureau,
        department=heading.department or parent.department,
        team=heading.team or parent.team,
        programme=heading.programme or parent.programme,
        status=status,
        inferred=heading.inferred,
    )


def _plan_year(report: Report, above: list[Section]) -> int | None:
    """The year of a plan whose heading names none: that of the plan before it, or the one the title gives."""
    earlier = [section.year for section in above if section.role == "part" and section.status == PLAN and section.year]
    return earlier[-1] if earlier else planned_year(report.title)
