"""Rates that no table prints, from the two columns they are made of: 집행률 by the end of the year, of 시비 alone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.context import Context
from answer.dated import names_date
from answer.draft import Draft
from answer.josa import with_josa
from answer.operations.lookup import best_rows, candidates
from answer.operations.within import within_row
from answer.show import measure_label, row_label
from index.rows import Row
from records import Observation

MADE_OF = {"집행률": ("집행액", "예산액"), "달성률": ("실적", "목표")}
"""A rate, and of what it is the percentage of what."""
GROWTH = frozenset({"증가율", "증감률", "감소율", "신장률"})
SOURCES = re.compile("국비|시비|구비|도비")


def by_another_day(context: Context) -> Draft | None:
    """집행률 by 12.31., where the printed one is of 9.30."""
    made = _plain(context)
    if made is None:
        return None
    rate, part, whole = made
    rows = [row for row in best_rows(context, candidates(context)) if rate in row.measures]
    told = [(row, o) for row in rows[:1] if (o := _of_day(context, row, rate, part)) and whole in row.measures]
    return _say(context, rate, [(row, o, row.measures[whole]) for row, o in told])


def _of_day(context: Context, row: Row, rate: str, part: str) -> Observation | None:
    """The figure of the day asked, where the printed rate is of another."""
    text = context.question.text
    if any(names_date(text, o) for o in row.observations if o.measure == rate):
        return None
    asked = [o for o in row.observations if o.measure == part and names_date(text, o)]
    return asked[0] if len(asked) == 1 and asked[0].as_of != row.measures[rate].as_of else None


def unprinted(context: Context) -> Draft | None:
    """The rate of rows that print only what it is made of; of 시비 and 구비 each its own."""
    made = _plain(context)
    if made is None:
        return None
    rate, part, whole = made
    side = Context(context.corpus, context.question, replace(context.plan, measures=(part, whole)), context.terms)
    rows = [m.row for m in candidates(side) if m.row and part in m.row.measures and whole in m.row.measures]
    rows = [row for row in rows if rate not in row.measures]
    asked = set(SOURCES.findall(context.question.text))
    rows = [row for row in rows if row.dims.get("재원") in asked] if asked else rows[:1]
    if asked and rows:
        rows = [row for row in rows if row.name == rows[0].name and row.first.table == rows[0].first.table]
    return _say(context, rate, [(row, row.measures[part], row.measures[whole]) for row in rows[:4]])


def _plain(context: Context) -> tuple[str, str, str] | None:
    plan = context.plan
    rate = next((m for m in plan.measures if m in MADE_OF), None)
    if rate is None or plan.conditions or plan.function in {"mean", "sum"} or len(plan.scope.years) > 1:
        return None
    return rate, *MADE_OF[rate]


def _say(context: Context, rate: str, told: Sequence[tuple[Row, Observation, Observation]]) -> Draft | None:
    told = [t for t in told if t[1].value is not None and t[2].value and t[1].unit == t[2].unit]
    if not told:
        return None
    draft = context.draft()
    for row, part, whole in told:
        (shown, n), (of, m) = draft.show(part), draft.show(whole)
        result, formula = draft.percent(part.value or Decimal(0), whole.value or Decimal(1), [n, m])
        name = f"{row_label(context, row, draft)}의 {draft.name(measure_label(row, part))}"
        draft.say(
            f"{with_josa(name, '은')} {whole.measure} {of} 가운데 {with_josa(shown, '으로')} "
            f"{with_josa(rate, '으로')} 셈하면 {result}입니다. {draft.marks([n, m])}"
        )
        draft.say(f"계산: {formula}")
    draft.say("보고서에 적힌 비율이 아니라 셈한 값입니다.")
    draft.listed = [row.name for row, _, _ in told]
    return draft


def growth(context: Context) -> Draft | None:
    """증가율 that no table prints, from the two columns of the row: 예산액 and 전년도예산액."""
    plan = context.plan
    said = GROWTH & {*plan.measures, *plan.terms}
    if plan.function != "change" or not said:
        return None
    measures = tuple(m for m in plan.measures if m not in GROWTH) or ("예산액", "전년도예산액")
    question, plan = replace(context.question, measures=measures), replace(plan, measures=measures)
    side = Context(context.corpus, question, plan, [t for t in context.terms if t.term.text not in GROWTH])
    pairs = (m.row for m in candidates(side) if m.row and {"예산액", "전년도예산액"} <= set(m.row.measures))
    row = next(pairs, None)
    return within_row(side, row) if row else None
