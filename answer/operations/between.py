"""Columns of the one row that a question is about, held against each other where it asks how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence

from answer.arithmetic import difference
from answer.context import Context
from answer.dated import as_asked, names_date
from answer.draft import Draft
from answer.josa import with_josa
from answer.normal import compact
from answer.operations.lookup import FEW, candidates
from answer.operations.within import LAST_YEAR, Sides, asked_pair, within_row
from answer.show import measure_label, row_label
from answer.words import SAME
from index.rows import Row


def between_columns(context: Context) -> Draft | None:
    """목표와 실적의 차이, 목표에서 얼마나 모자라: two columns of the one row that the question is about."""
    plan, scope = context.plan, context.plan.scope
    several = max(len(scope.years), len(set(scope.departments)), len(scope.bureaus), len(scope.agencies)) > 1
    same = SAME.search(context.question.text) and len(plan.measures) == 2
    if (plan.function not in {"difference", "change"} and not same) or several:
        return None
    rows = [as_asked(m.row, context.question.text) for m in candidates(context) if m.row]
    dated = (made for row in rows[:FEW] if (made := _between_dates(context, row)))
    if (len(plan.measures) == 1 or "집행액" in plan.measures) and (between := next(dated, None)):
        return between
    grown = plan.function == "change" and LAST_YEAR.search(context.question.text)
    if grown and (row := next((r for r in rows if {"예산액", "전년도예산액"} <= set(r.measures)), None)):
        return within_row(context, row)
    if len(plan.measures) > 1:
        row = next((row for row in rows if asked_pair(context, row)), None)
    else:
        row = rows[0] if rows and plan.measures and _named_whole(context, rows) else None
    return within_row(context, row) if row else None


def _between_dates(context: Context, row: Row) -> Draft | None:
    """9.30. 집행액과 12.31.까지 집행액의 차이: two figures of one measure of the row, both of whose dates are named."""
    text = context.question.text
    measured = ([o for o in row.observations if o.measure == measure] for measure in context.plan.measures)
    named = ([o for o in found if o.value is not None and names_date(text, o)] for found in measured)
    sides = next((Sides(*two) for two in named if len(two) == 2 and two[0].unit == two[1].unit), None)
    if sides is None or sides.low.value is None or sides.high.value is None:
        return None
    draft = context.draft()
    (shown_a, n_a), (shown_b, n_b) = map(draft.show, sides)
    gap, formula = difference(sides.high.value, sides.low.value)
    result = draft.amount(gap, sides.low.unit, formula, [n_a, n_b])
    one, other = (draft.name(measure_label(row, o)) for o in sides)
    draft.say(
        f"{with_josa(row_label(context, row, draft), '은')} {one} {shown_a}, {other} {with_josa(shown_b, '으로')} "
        f"차이는 {result}입니다. {draft.marks([n_a, n_b])}"
    )
    draft.say(f"계산: {formula}")
    draft.listed = [row.name]
    return draft


def _named_whole(context: Context, rows: Sequence[Row]) -> bool:
    """Does the question say the whole name of the best row, and of no other?"""
    named = {row.name for row in rows if compact(row.name) in context.question.compact}
    return named == {rows[0].name}
