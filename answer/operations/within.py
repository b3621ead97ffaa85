"""Two columns of one row held against each other: 목표와 실적, 예산액과 집행액, this year and the last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from answer.amounts import plain
from answer.arithmetic import difference, growth, quotient
from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.plan import Plan
from answer.show import row_label
from index.rows import Row
from records import Observation

PAIRS: tuple[tuple[str, str], ...] = (
    ("목표", "실적"),
    ("정원", "현원"),
    ("집행액", "예산액"),
    ("전년도예산액", "예산액"),
    ("2014년", "2015년"),
)
"""Measures that are held against each other, the second against the first."""
DERIVED = frozenset({"과부족", "비교증감", "달성률", "집행률", "비중", "비율", "예상잔액", "증가율", "증가액"})
"""Measures that are computed from others: nothing is taken away from them."""
_TIMES = re.compile(r"몇 ?배")
LAST_YEAR = re.compile("전년|작년|지난해")


class Sides(NamedTuple):
    """Two figures of a row, in one unit; `high` is held against `low`."""

    low: Observation
    high: Observation


def asked_pair(context: Context, row: Row) -> tuple[str, str] | None:
    """The two measures of one unit that are asked, as the row has them."""
    asked = [m for m in context.plan.measures if m in row.measures]
    known = next((pair for pair in PAIRS if set(pair) <= set(asked)), None)
    derived = asked and any(m in DERIVED for m in asked)
    if known is None and len(asked) == 2 and not derived and len({row.measures[m].unit for m in asked}) == 1:
        known = asked[0], asked[1]
    return known


def within_row(context: Context, row: Row) -> Draft | None:
    """Difference or rate of change between the two sides of a row: 목표에서 몇 건 모자랐나 → 실적 − 목표."""
    sides = None if _printed(context.plan, row) else _sides(context, row)
    if sides is None:
        return None
    draft = context.draft()
    shown, numbers = zip(*map(draft.show, sides), strict=True)
    telling, formula = _compute(context, draft, sides, shown, numbers)
    draft.say(f"{with_josa(row_label(context, row, draft), '은')} {telling}. {draft.marks(numbers)}")
    draft.say(f"계산: {formula}")
    draft.listed = [row.name]
    return draft


def _printed(plan: Plan, row: Row) -> bool:
    """Does the row print what is asked, so that nothing is computed anew? A share is computed elsewhere."""
    if plan.function == "ratio":
        return True
    grown = any(measure.endswith(("증가율", "증감률")) for measure in row.measures)
    if grown and plan.function in {"change", "difference"}:
        return True
    return plan.function == "difference" and "비교증감" in plan.measures and "비교증감" in row.measures


def _sides(context: Context, row: Row) -> Sides | None:
    """The pair of the row that is asked most, of this year and the last where the question names that."""
    measures = context.plan.measures
    pairs = [pair for pair in PAIRS if pair[0] in row.measures and pair[1] in row.measures]
    pairs += [pair for pair in [asked_pair(context, row)] if pair and pair not in pairs]
    yearly = LAST_YEAR.search(context.question.text) is not None
    pairs.sort(key=lambda p: (yearly and "전년" not in p[0], -sum(m in measures for m in p)))
    if not pairs:
        return None
    sides = Sides(*(row.measures[measure] for measure in pairs[0]))
    return sides if None not in (sides.low.value, sides.high.value) and sides.low.unit == sides.high.unit else None


def _compute(
    context: Context, draft: Draft, sides: Sides, shown: Sequence[str], numbers: Sequence[int]
) -> tuple[str, str]:
    """What is told of the two sides, up to the full stop, and the computation."""
    low, high = (o.measure for o in sides)
    a, b = (o.value or Decimal(0) for o in sides)
    both = f"{low} {shown[0]}, {high} {with_josa(shown[1], '으로')}"
    change = context.plan.function == "change"
    if change and a and _TIMES.search(context.question.text):
        times, formula = quotient(b, a)
        result = draft.computed(f"{plain(times)}배", formula, numbers)
        return f"{both} {with_josa(high, '이')} {low}의 {result}입니다", formula
    if change and a:
        rate, formula = growth(a, b)
        return f"{both} 증감률은 {draft.computed(f'{plain(rate)}%', formula, numbers)}입니다", formula
    gap, formula = difference(b, a)
    unit = sides.low.unit
    result = draft.amount(abs(gap), "%p" if unit == "%" else unit, formula, numbers)
    if low == "집행액":
        spent = with_josa(shown[0], "을")
        return f"예산액 {shown[1]} 가운데 {spent} 집행해 {with_josa(result, '이')} 남았습니다", formula
    if gap == 0:
        return f"{both} 같습니다", formula
    word = "많습니다" if gap > 0 else "적습니다"
    return f"{both} {with_josa(high, '이')} {low}보다 {result} {word}", formula
