"""Money or people by count where one bullet or row tells both: 건당 얼마, 한 권당 비용, 업체당 얼마."""

from __future__ import annotations

import re
from decimal import Decimal

from answer.amounts import in_won
from answer.arithmetic import quotient
from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.match import Match
from records import Observation

PER = re.compile(
    r"(?P<unit>건|권|명|개|회|번|업체|곳|개소|대|마리)당|한 ?(?P<one>건|권|명|개|회|번|곳|대)(?:에|당| 당)"
)


def per_unit(context: Context) -> Draft | None:
    """Money by count where one bullet or row tells both: 건당 얼마, 한 권당 비용, 업체당 얼마."""
    match = PER.search(context.question.text)
    if match is None:
        return None
    unit = match["unit"] or match["one"]
    units = {"번": ("회", "차"), "업체": ("개", "업체"), "곳": ("개소", "곳", "개")}.get(unit, (unit,))
    for found in [
        m for m in (*context.rows, *context.passages) if m.year_fits and m.scope_fits and m.coverage >= PER_COVERAGE
    ]:
        told = _told_with(context, found)
        money = next((o for o in told if in_won(Decimal(1), o.unit) is not None and o.value), None)
        people = next((o for o in told if o.unit == "명" and o.value), None)
        count = next((o for o in told if o.unit in units and o.value), None)
        above = money or people
        if above is not None and count is not None and above is not count:
            return _say_per(context, above, count)
    return None


PER_COVERAGE = 0.55


def _told_with(context: Context, match: Match) -> list[Observation]:
    """The figures that stand together with a match: in its row, or in the same bullet."""
    if match.row is not None:
        return list(match.row.observations)
    passage = match.passage
    rows = context.corpus.rows_within(passage.report_id, passage.start, passage.end) if passage else []
    years = context.plan.scope.years
    rows = [row for row in rows if not years or context.corpus.year_of(row) in years]
    return [o for row in rows for o in row.observations if "재원" not in row.dims]


def _say_per(context: Context, above: Observation, count: Observation) -> Draft:
    draft = context.draft()
    (shown, n), (counted, m) = draft.show(above), draft.show(count)
    value, formula = quotient(above.value or Decimal(0), count.value or Decimal(1))
    result = draft.amount(value, above.unit, formula, [n, m])
    draft.say(f"{shown}을(를) {with_josa(counted, '으로')} 나누면 {count.unit}당 {result}입니다. {draft.marks([n, m])}")
    draft.say(f"계산: {formula}{above.unit or ''}")
    return draft
