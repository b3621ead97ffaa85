"""Operations over the outline of reports: what a bureau, team or programme did, what is in month N."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.context import Context
from answer.corpus import distinct
from answer.draft import Draft
from answer.normal import compact, holds
from answer.operations.prose import clean, cut, lines_of, say_item, subject_words
from answer.show import table
from answer.words import STOP_NOUNS
from index.rows import Row
from records import PATH_SEPARATOR, PLAN, Passage, Section

BULLETS = 14
ROWS = 40
BULLET = 220
"""How much a summary shows: bullets, table rows, characters of a bullet."""
LONGEST_BULLET = 420
"""Characters of a bullet whose sub-bullets tell figures."""

PLANNED = re.compile(r"계획|예정|향후|하기로|할 ?일|추진일정|앞으로")
_KIND = re.compile(r"(?:주요|추진|운영|사업|업무)+(?:실적|현황|성과|내용|계획|결과)")
"""예산팀의 추진실적: what is told of a subject, and no part of its name."""
ROLES = ("programme", "bureau", "department", "part", "field")


def summary(context: Context) -> Draft | None:
    """A handful of facts, each cited: the rows and the first bullets of the sections that are about the subject."""
    sections = _subject_sections(context)
    if not sections:
        return None
    draft = context.draft()
    where = _when(context, draft, sections)
    draft.say(f"{draft.name(_subject(context, sections))}에 대해 {where}보고서에 적힌 것을 추렸습니다.")
    _say_rows(context, draft, sections)
    for passage in _wanted_first(context, _bullets(context, sections))[:BULLETS]:
        _say_bullet(draft, passage)
    return draft if draft.citations else None


def _wanted_first(context: Context, passages: Sequence[Passage]) -> list[Passage]:
    """What the question wants to be in it comes first: 요약해 줘, 이사회 횟수 넣어서."""
    asked = [word for thing in context.question.wanted for word in thing.split() if word not in STOP_NOUNS]
    held = [p for p in passages if any(holds(compact(p.text), compact(word)) for word in asked)]
    return [*held, *(p for p in passages if p not in held)]


def _subject(context: Context, sections: Sequence[Section]) -> str:
    scope = context.plan.scope
    names = [*scope.agencies, *(f"{y}년" for y in scope.years), *scope.bureaus, *scope.departments, *scope.teams]
    return " ".join([*names, *subject_words(context)]) or sections[0].title


def _when(context: Context, draft: Draft, sections: Sequence[Section]) -> str:
    """The years of the reports, where the question names none: 2015년·2018년."""
    years = sorted({year for s in sections if (year := s.year or context.corpus.reports[s.report_id].year)})
    if context.plan.scope.years or not years:
        return ""
    return "·".join(draft.computed(f"{year}년", f"보고서의 기준 연도 {year}년") for year in years) + " "


def _subject_sections(context: Context) -> list[Section]:
    """Sections whose own name is the subject: of the office asked about, else with the subject in their title."""
    found = [s for s in context.corpus.sections if s.role in ROLES and _year_fits(context, s)]
    scope = context.plan.scope
    offices = {*scope.bureaus, *scope.departments, *scope.teams}
    terms = [t for t in context.terms if not _KIND.fullmatch(t.term.forms[0])]
    terms = terms if terms or offices else context.terms
    if offices:
        named = [
            s
            for s in found
            if offices & {s.bureau, s.department, s.team} or any(compact(o) in compact(s.title) for o in offices)
        ]
        own = [
            s
            for s in named
            if {"bureau": s.bureau, "department": s.department}.get(s.role) in offices or s.team in offices
        ]
        found = named if terms else own or named  # 청소분야 of a bureau is a section below the bureau's own
    if terms:
        scored = [(sum(t.weight * t.term.coverage(compact(s.title)) for t in terms), s) for s in found]
        total = sum(t.weight for t in terms)
        best = max((score for score, _ in scored), default=0.0)
        found = [s for score, s in scored if total and score >= max(0.6 * total, best - 0.05)]
    elif not offices:
        found = [s for s in found if len(_name(s)) > 3 and _name(s) in context.question.compact]
    wanted = PLAN if PLANNED.search(context.question.text) else None
    settled = [s for s in found if (s.status == PLAN) == (wanted == PLAN)]
    return _outermost(settled or found)[:4]


def _name(section: Section) -> str:
    """A title without its number: Ⅰ. 국별 사업추진 현황 → 국별사업추진현황."""
    return compact(re.sub(r"^[\sⅠ-ⅩIVX0-9가-하]{1,4}[.)]\s*|^\d+\s+", "", section.title))


def _year_fits(context: Context, section: Section) -> bool:
    years = context.plan.scope.years
    report = context.corpus.reports[section.report_id]
    agencies = context.plan.scope.agencies
    return (not years or (section.year or report.year) in years) and (not agencies or report.agency in agencies)


def _outermost(sections: Sequence[Section]) -> list[Section]:
    kept: list[Section] = []
    for section in sections:
        inside = any(
            k.report_id == section.report_id and k.start <= section.start and section.end <= k.end for k in kept
        )
        if not inside:
            kept.append(section)
    return kept


def _inside(sections: Sequence[Section], report_id: str, start: int) -> bool:
    return any(s.report_id == report_id and s.start <= start < s.end for s in sections)


def _say_rows(context: Context, draft: Draft, sections: Sequence[Section]) -> None:
    """Table rows of the sections, those of one shape together."""
    shapes: dict[frozenset[str], list[Row]] = {}
    for row in context.corpus.index.rows:
        first = row.first
        if (
            ("-t" in first.table or "예산액" in row.measures)
            and _inside(sections, first.report_id, first.start)
            and any(o.value is not None for o in row.observations)
        ):
            shapes.setdefault(frozenset(row.measures), []).append(row)
    for rows in list(shapes.values())[:3]:
        whole = [row for row in rows if "재원" not in row.dims]
        draft.say("")
        draft.say(table(context, draft, (whole or rows)[:ROWS]))
    if shapes:
        draft.say("")


def _bullets(context: Context, sections: Sequence[Section]) -> list[Passage]:
    """Top bullets in the order of the text, results before purpose and plans, spread over the sections."""
    kinds = {"bullet", "paragraph", "note"}
    found = [p for p in context.corpus.index.passages if p.kind in kinds and _inside(sections, p.report_id, p.start)]
    results = [
        p
        for p in found
        if p.kind == "bullet"
        and (re.search(r"실적|추진일정|추진계획", p.path.rsplit(">", 1)[-1]) or p.status == "실적")
    ]
    rest = [p for p in found if p not in results and p.kind == "bullet"]
    results, rest = _own_fields(context, sections, results), _own_fields(context, sections, rest)
    fields = distinct(p.path for p in results or rest)
    chosen = results + rest
    if len(fields) > 3:  # a bureau with several fields: some of each
        each = max(2, BULLETS // len(fields))
        chosen = [p for path in fields for p in [q for q in chosen if q.path == path][:each]]
    return chosen


_OFFICE = re.compile(r"(?:국|소|과|실|단|본부)$")
_JOINED = re.compile(r"\s*[‧·․・,/&]\s*")


def _own_fields(context: Context, sections: Sequence[Section], passages: Sequence[Passage]) -> list[Passage]:
    """Under a heading of two offices (복지국 · 보건소) the fields that are named after the one asked: 보건분야."""
    scope = context.plan.scope
    asked = {_OFFICE.sub("", name) for name in (*scope.bureaus, *scope.departments)}
    joined = [name for s in sections for name in _JOINED.split(s.title) if len(_JOINED.split(s.title)) > 1]
    if not asked or not asked & {_OFFICE.sub("", name.strip()) for name in joined}:
        return list(passages)
    own = [p for p in passages if any(compact(p.path.rsplit(PATH_SEPARATOR, 1)[-1]).startswith(s) for s in asked)]
    return own or list(passages)


def _say_bullet(draft: Draft, passage: Passage) -> None:
    say_item(draft, passage, _shortened(passage.text))


def _shortened(text: str) -> list[str]:
    """The lines of a bullet; of a long one those of its sub-bullets that tell figures, as many as there is room for."""
    head, *below = lines_of(text)
    if len(clean(text)) > BULLET:
        below = [line for line in below if any(c.isdigit() for c in line)]
    return cut([head, *below], LONGEST_BULLET)


def schedule(context: Context) -> Draft | None:
    """What a report puts into a month: bullets that name it, or a stretch of months that holds it."""
    months = context.question.months
    found = []
    for passage in context.corpus.index.passages:
        if passage.kind not in {"bullet", "sub", "row", "paragraph"} or not _in_scope(context, passage):
            continue
        if any(_holds_month(passage.text, month) for month in months) and "\n-" not in passage.text:
            found.append(passage)
    if not found:
        return None
    draft = context.draft()
    spoken = ", ".join(f"{month}월" for month in months)
    draft.say(f"{draft.name(spoken)}에 보고서에 적힌 일정은 다음과 같습니다.")
    for passage in found[:BULLETS]:
        _say_bullet(draft, passage)
    return draft


def _in_scope(context: Context, passage: Passage) -> bool:
    scope = context.plan.scope
    report = context.corpus.reports[passage.report_id]
    if scope.years and context.corpus.year_of(passage) not in scope.years:
        return False
    offices = {*scope.departments, *scope.bureaus}
    return not offices or bool(offices & {passage.department, report.department})


def _holds_month(text: str, month: int) -> bool:
    if re.search(rf"(?<!\d){month}\s?월|\d\d\.\s?{month}\.", text):
        return True
    stretches = re.findall(r"(?<!\d)(1[0-2]|[1-9])\s?월?\s?[~～∼-]\s?(1[0-2]|[1-9])\s?월", text)
    return any(int(first) <= month <= int(last) for first, last in stretches)


def listed_programmes(context: Context) -> Draft | None:
    """The programmes that a report's outline has: 2022년 주요업무 추진계획에 실린 사업."""
    if (
        context.plan.entity != "programme"
        or "단위사업" in context.question.compact
        or not re.search("계획|추진|업무", context.question.text)
    ):
        return None
    planned = PLANNED.search(context.question.text) is not None
    sections = [
        s
        for s in context.corpus.sections
        if s.role == "programme" and s.programme and _year_fits(context, s) and (s.status == PLAN) == planned
    ]
    offices = {*context.plan.scope.departments}
    reports = context.corpus.reports
    if offices:
        sections = [s for s in sections if offices & {s.department, reports[s.report_id].department}]
    names = distinct(s.programme for s in sections)
    if not names or not (context.plan.scope.years or offices):
        return None
    draft = context.draft()
    number = draft.computed(f"{len(names)}개", f"보고서의 목차에서 사업 {len(names)}개를 셈")
    draft.say(f"보고서에 실린 사업은 모두 {number}입니다.\n")
    for section in sections:
        n = draft.cite(section.report_id, section.start, _line_end(context, section), section.path, section.line)
        draft.say(f"- {draft.name(section.programme or section.title)} [{n}]")
    draft.listed = names
    return draft


def _line_end(context: Context, section: Section) -> int:
    text = context.corpus.text(section.report_id)
    place = text.find("\n", section.start)
    return place if place > section.start else section.end
