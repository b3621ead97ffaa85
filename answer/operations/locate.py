"""Whose something is, in which report and section it stands, and where it is in the world."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.match import Match
from answer.normal import compact
from answer.operations.prose import LESS_COVERED, LONGEST, clean, figures_of, quote, quoted_lines
from answer.plan import OFFICES
from answer.telling import fitting
from index.rows import Row
from records import Passage

_OWNED = re.compile(r"어디 ?(?:지표|소관|담당)|(?:관리|담당|맡)\S{0,4} ?(?:곳|데)")
"""서구 어디 지표야, 관리하는 곳은 어디: an office is asked."""
_IN_REPORT = re.compile(
    r"보고서|문서|자료|출처|페이지|몇 ?쪽|항목|부분|나와|나오|나옵|실려|실렸|적혀|적힌|다루|언급|확인|볼 ?수|소관|담당"
)


def locate(context: Context) -> Draft | None:
    """The office that something belongs to; the place in the reports or, where none is asked of them, in the world."""
    scope, entity = context.plan.scope, context.plan.entity
    if (len(scope.years) > 1 or len(scope.agencies) > 1) and entity and (compared := _compare_owners(context)):
        return compared
    if entity not in OFFICES and _OWNED.search(context.question.text):
        entity = "department"
    rows = [m.row for m in context.rows if m.answers and m.row]
    passages = [m.passage for m in context.passages if m.answers and m.passage]
    if entity in OFFICES and (owned := _owned(context, entity, rows, passages)):
        return owned
    if entity not in OFFICES and not _IN_REPORT.search(context.question.text):
        return _place(context)
    return _stands(context, _apart(context, passages)) if passages else None


PLACES = 3
"""How many places of the reports are told where as many hold the subject alike."""


def _apart(context: Context, passages: Sequence[Passage]) -> list[Passage]:
    """The passages that hold the subject as well as the first, one of each section."""
    covered = {m.passage.id: m.coverage for m in context.passages if m.passage}
    best: dict[tuple[str, str], Passage] = {}
    for passage in passages:
        if covered[passage.id] >= covered[passages[0].id] - LESS_COVERED:
            best.setdefault((passage.report_id, passage.path), passage)
    return list(best.values())[:PLACES]


def _place(context: Context) -> Draft | None:
    """A place in the world, where a bullet tells one: 기록관은 어디에 있나 → `장 소 : 본관 지하 1층`."""
    found = fitting(replace(context, plan=replace(context.plan, sought="장소")))
    if not found or found[0].passage is None:
        return None
    draft = context.draft()
    quote(context, draft, found[0].passage)
    return draft


def _stands(context: Context, passages: Sequence[Passage]) -> Draft:
    """The reports and the sections in which passages stand."""
    draft = context.draft()
    for passage in passages:
        n = draft.cite_passage(passage)
        title = draft.name(context.corpus.reports[passage.report_id].title)
        draft.say(f"‘{title}’의 ‘{draft.name(passage.path)}’에 있습니다. [{n}]")
        draft.say(quoted_lines(draft, passage.text, n))
    return draft


def _owned(context: Context, entity: str, rows: Sequence[Row], passages: Sequence[Passage]) -> Draft | None:
    owner = next(((row, name) for row in rows[:5] if (name := _owner(context, row, entity))), None)
    top = passages[0] if passages else None
    if entity == "team" and top is not None and top.team and (owner is None or owner[0].first.team is None):
        return _team(context, top)
    if owner is None:
        return None
    row, name = owner
    draft = context.draft()
    n = draft.cite_row(row.first)
    draft.say(f"{with_josa(f'‘{row.name}’', '은')} {name} 소관입니다. [{n}]")
    if row.first.programme and row.first.programme != row.name:
        draft.say(f"사업: {draft.name(row.first.programme)}")
    same = {_owner(context, r, entity) for r in rows if compact(r.name) == compact(row.name)} - {name, None}
    if same:
        draft.say(f"같은 이름이 {', '.join(sorted(filter(None, same)))}에도 있습니다.")
    title = context.corpus.reports[row.first.report_id].title
    draft.say("위치: " + " > ".join(part for part in (title, row.first.section) if part))
    _own_digits(draft, n)
    draft.listed = [row.name]
    return draft


def _team(context: Context, passage: Passage) -> Draft:
    draft = context.draft()
    n = draft.cite_passage(passage)
    words = clean(passage.text)
    draft.say(f"담당은 {passage.team}입니다. [{n}]\n> {words[:LONGEST]}")
    for figure in figures_of(words):
        draft.quoted(figure, [n])
    return draft


def _owner(context: Context, row: Row, entity: str) -> str | None:
    """The office of a row, the next wider or narrower one where it has none of that kind."""
    name: str | None = getattr(row.first, entity)
    if name is None and entity == "department":
        name = context.corpus.reports[row.first.report_id].department or row.first.bureau
    if name is None and entity == "bureau":
        name = row.first.department
    return name


def _compare_owners(context: Context) -> Draft | None:
    """Whose something is in each of several years or agencies, and whether that is the same."""
    scope, entity = context.plan.scope, context.plan.entity or "department"
    draft = context.draft()
    owners = []
    sides = [(f"{year}년", replace(scope, years=(year,))) for year in scope.years]
    if len(sides) < 2:
        sides = [(agency, replace(scope, agencies=(agency,))) for agency in scope.agencies]
    for name_of_side, side in sides:
        question = replace(context.question, years=side.years)
        inner = Context(context.corpus, question, replace(context.plan, scope=side), context.terms)
        name, n = _owner_of(inner, draft, entity)
        if name is None:
            return None
        owners.append(name)
        draft.say(f"- {draft.name(name_of_side)}: {name} [{n}]")
    same = len(set(owners)) == 1
    draft.lines.insert(0, f"모두 {owners[0]}으로 같습니다." if same else f"서로 다릅니다({' → '.join(owners)}).")
    return draft


def _owner_of(context: Context, draft: Draft, entity: str) -> tuple[str | None, int]:
    answering: list[Match] = [m for m in (*context.rows, *context.passages) if m.answers]
    for match in answering:
        if match.row and (name := _owner(context, match.row, entity)):
            return name, draft.cite_row(match.row.first)
        passage = match.passage
        name = getattr(passage, entity, None) if passage and entity in {"department", "team"} else None
        if passage and name:
            return name, draft.cite_passage(passage)
    return None, 0


def _own_digits(draft: Draft, n: int) -> None:
    for figure in figures_of(re.sub(r"\[\d+\]", "", draft.text)):
        draft.quoted(figure, [n])
