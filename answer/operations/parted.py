"""Figures by their parts: 직급별 정원, 재원별 예산, 연도별 사업량, 팀별 예산액. The whole alone is no answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from answer.amounts import plain
from answer.context import Context
from answer.corpus import distinct
from answer.draft import Draft
from answer.josa import with_josa
from answer.operations.lookup import candidates, sentence
from answer.operations.sets import in_scope
from answer.show import table
from index.rows import Row
from records import Observation

GRADE, SOURCE, YEAR = "급", "재원", "연도"
DIMENSIONS: Mapping[str, str] = {
    "직급": GRADE,
    "급수": GRADE,
    "계급": GRADE,
    "재원": SOURCE,
    "회계": "회계",
    "연도": YEAR,
    "년도": YEAR,
    "해": YEAR,
}
"""What people have figures parted by, as the dimensions of rows call it; a year is the row's own."""


def by_part(context: Context) -> Draft | None:
    """The rows of one table that the dimension asked tells apart: 직급별 정원과 현원."""
    by = context.question.breakdown
    if by is None or not context.plan.measures:
        return None
    part = DIMENSIONS.get(by, by)
    families = (_family(context, row, part) for row in _anchors(context))
    rows = next((family for family in families if len(family) > 1), [])
    if not rows:
        return None
    draft = context.draft()
    asked = "·".join(context.plan.measures)
    draft.say(
        f"{draft.name(_owner(context, rows[0], part))}의 {by}별 {with_josa(draft.name(asked), '은')} 다음과 같습니다.\n"
    )
    draft.say(table(context, draft, rows))
    for total in _totals(context, rows[0], part):
        draft.say(f"\n{sentence(context, draft, total)}")
    draft.listed = [row.name for row in rows]
    return draft


def _totals(context: Context, row: Row, part: str) -> list[Row]:
    """The row that sums the parts, where the table prints it."""
    rows = [r for r in context.corpus.index.rows if r.first.table == row.first.table]
    if part == SOURCE:
        return [r for r in _same_place(context, row) if r.name == row.name and part not in r.dims][:1]
    return [r for r in rows if r.first.total][:1] if part == GRADE else []


def _same_place(context: Context, row: Row) -> list[Row]:
    """Rows of the row's section and year: the whole may stand in a table of its own."""
    rows = [r for r in context.corpus.index.rows if r.first.section_id == row.first.section_id]
    return [r for r in rows if r.first.year == row.first.year and set(context.plan.measures) & set(r.measures)]


def _owner(context: Context, row: Row, part: str) -> str:
    report = context.corpus.reports[row.first.report_id]
    year = None if part == YEAR else context.corpus.year_of(row)
    name = f"‘{row.first.programme}’" if row.first.programme else None
    names = (f"{year}년" if year else None, row.first.department or report.department or report.agency, name)
    return " ".join(filter(None, names))


def _anchors(context: Context) -> list[Row]:
    """Rows with a measure that is asked, best first; the newest of those that fit alike."""
    asked = set(context.plan.measures)
    return [m.row for m in candidates(context) if m.row and asked & set(m.row.measures)][:CONSIDERED]


CONSIDERED = 12
"""Rows that fit whose tables are looked at for parts."""


def _family(context: Context, anchor: Row, part: str) -> list[Row]:
    """The rows of the anchor's table that differ from it by the part alone."""
    asked = set(context.plan.measures)
    rows = [r for r in context.corpus.index.rows if r.first.table == anchor.first.table and asked & set(r.measures)]
    if part == YEAR:
        same = [r for r in rows if (r.name, r.first.programme) == (anchor.name, anchor.first.programme)]
        return same if len({r.first.year for r in same}) > 1 else []
    if part == GRADE:
        return [r for r in rows if part in r.dims]
    if sum(r.name.endswith(part) for r in rows) > 1 and len(part) > 1:
        return rows  # 회의별 참여자: a table most of whose rows are called so
    return [r for r in rows if part in r.dims and r.name == anchor.name]


AMOUNTS = ("예산액", "집행액")


def by_team(context: Context) -> Draft | None:
    """Money of each team's programmes, added up: 팀별 예산액, in a report that says which team each programme is of."""
    plan = context.plan
    measure = next((m for m in AMOUNTS if m in plan.measures), None)
    if context.question.breakdown != "팀" or measure is None or plan.conditions:
        return None
    budgets = _budgets(context, measure)
    teams = distinct(row.first.team for row in budgets)
    if len(teams) < 2:
        return None
    draft = context.draft()
    years = {context.corpus.year_of(row) for row in budgets}
    told = {team: _added(draft, [r for r in budgets if r.first.team == team], measure) for team in teams}
    when = "".join(f"{draft.computed(f'{year}년', f'보고서의 기준 연도 {year}년')} " for year in years if year)
    draft.say(f"{when}{with_josa(measure, '을')} 사업을 맡은 팀별로 더한 값입니다.\n")
    for team in teams:
        draft.say(f"- {draft.name(team)}: {told[team][1]}")
    highest = max(teams, key=lambda team: told[team][0])
    draft.say(f"{with_josa(measure, '이')} 가장 많은 팀은 {draft.name(highest)}입니다.")
    draft.listed = teams
    return draft


def _added(draft: Draft, rows: Sequence[Row], measure: str) -> tuple[Decimal, str]:
    """The sum of a team's programmes, and the words that tell it with each programme."""
    figures = [row.measures[measure] for row in rows]
    shown = [draft.show(o) for o in figures]
    names = [draft.name(f"‘{row.first.programme}’") for row in rows]
    marks = draft.marks([n for _, n in shown])
    total = sum((o.value or Decimal(0) for o in figures), Decimal(0))
    if len(rows) == 1:
        return total, f"{shown[0][0]} ({names[0]}) {marks}"
    formula = " + ".join(plain(o.value or Decimal(0)) for o in figures) + f" = {plain(total)}"
    amount = draft.amount(total, figures[0].unit, formula, [n for _, n in shown])
    parts = ", ".join(f"{name} {figure}" for name, (figure, _) in zip(names, shown, strict=True))
    return total, f"{amount} ({parts}) {marks}"


def _budgets(context: Context, measure: str) -> list[Row]:
    """One row of money for each programme of a team in scope: the whole before its 구비, a table before a bullet."""
    found: dict[tuple[str, str], Row] = {}
    rows = [row for row in context.corpus.index.rows if _tells(row, measure) and in_scope(context, row)]
    newest = max((context.corpus.year_of(row) or 0 for row in rows), default=0)
    for row in rows:
        if not context.plan.scope.years and context.corpus.year_of(row) != newest:
            continue
        key = (row.first.team or "", row.first.programme or "")
        if key not in found or _rank(row) > _rank(found[key]):
            found[key] = row
    return list(found.values())


def _tells(row: Row, measure: str) -> bool:
    cell: Observation | None = row.measures.get(measure)
    return bool(row.first.team and row.first.programme and row.name == row.first.programme) and (
        cell is not None and cell.value is not None
    )


def _rank(row: Row) -> tuple[bool, ...]:
    return ("집행액" in row.measures, not row.dims, "-t" in row.first.table)
