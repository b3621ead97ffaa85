"""What share a figure is of a whole: of the printed total, of another column, or of the bullet it is a part of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.normal import compact
from answer.operations.compare import named_in, part_of
from answer.operations.lookup import best_rows, candidates
from answer.show import row_label
from index.rows import Row
from ingest.numbers import find_amounts
from records import Observation

OF_WHOLE = re.compile(r"차지|전체|가운데|중|대비|에서|비율|비중|몫|의 ?몇")
SHARES = frozenset({"비율", "비중"})


def share(context: Context) -> Draft | None:
    """One figure as a percentage of another, where no table prints it."""
    plan = context.plan
    if plan.function != "ratio" or not OF_WHOLE.search(context.question.text):
        return None
    asked = SHARES & set(plan.measures)
    others = set(plan.measures) - SHARES  # 지표 수 비중: what is printed is the share of the budget
    measured = (set(match.row.measures) for match in candidates(context) if match.row)
    if asked and any(asked & row and others <= row for row in measured):
        return None  # printed
    open_plan = replace(plan, measures=tuple(m for m in plan.measures if m not in SHARES), sought=None)
    relaxed = Context(context.corpus, context.question, open_plan, context.terms)
    rows = best_rows(relaxed, candidates(relaxed))
    if not rows:
        return None
    row = rows[0]
    return _of_bullet(relaxed, row) or _of_column(relaxed, row) or _of_total(relaxed, row)


def of_its_whole(context: Context) -> Draft | None:
    """몇 퍼센트지? after a part was told: of the bullet it is a part of, or of the total of its table."""
    row = next((m.row for m in context.rows if m.row), None)
    if row is None or any(o.unit == "%" for o in row.observations):
        return None
    return _of_bullet(context, row) or _of_total(context, row)


def _of_bullet(context: Context, row: Row) -> Draft | None:
    """접수 319건(구민 203 / 공무원 116) 중 공무원 제안: a part of a labelled figure, of its whole."""
    family = [r for r in context.corpus.rows_of_table(row.first.report_id, row.first.table) if r.name == row.name]
    whole = next((r.first for r in family if not part_of(r) and r.first.value), None)
    named = [(sum(named_in(t.term, part_of(r)) for t in context.terms), r) for r in family]
    most = max((count for count, _ in named), default=0)
    parts = [r for count, r in named if count == most > 0]  # 아침 현안, of 수요일 및 현안 and 아침 현안
    parts = parts or _said_last(context, family)
    parts = parts or [row] if part_of(row) else parts
    if whole is None or len(parts) != 1 or parts[0].first.unit != whole.unit:
        return None
    return _say(context, parts[0], parts[0].first, whole, f"전체({row.name})")


def _said_last(context: Context, family: Sequence[Row]) -> list[Row]:
    """공무원 of 구민창안·공무원제안 접수 건 중 공무원 제안: the part that the words after 중 name."""
    asked = re.split(r"(?:가운데|중)(?:에서?)? ", context.question.text)[-1]
    return [row for row in family if part_of(row) and part_of(row) in compact(asked)] if asked else []


def _of_column(context: Context, row: Row) -> Draft | None:
    """1,203건 중 전부공개 1,121건, 사업 150개 중 부진 1개: one column of a row, of another."""
    measure = next((m for m in context.plan.measures if m in row.measures), None)
    part = row.measures.get(measure or "")
    if part is None or part.value is None:
        return None
    given = {amount.value for amount in find_amounts(context.question.text)}
    base = next((o for o in row.observations if o.value in given and o.measure != measure), None)
    base = base or next((o for o in row.observations if o.measure != measure and _is_whole(context, o)), None)
    counted = next((o for o in row.observations if o.measure.endswith("수") and o.measure != measure), None)
    if base is None and counted is not None and part.unit in {None, "개"} and _exceeds(counted, part):
        base = counted
    if base is None or not base.value or part.unit not in {None, base.unit}:
        return None
    return _say(context, row, part, base, base.measure)


def _is_whole(context: Context, observation: Observation) -> bool:
    """소계 가운데 전부공개의 비율: the column that the question names as the whole."""
    name = re.escape(compact(observation.measure))
    return re.search(rf"{name}(?:가운데|중|에서|대비)", context.question.compact) is not None


def _exceeds(base: Observation, part: Observation) -> bool:
    return base.value is not None and part.value is not None and base.value >= part.value


def _of_total(context: Context, row: Row) -> Draft | None:
    measure = next((m for m in context.plan.measures if m in row.measures), "예산액")
    part = row.measures.get(measure)
    totals = [r for r in context.corpus.rows_of_table(row.first.report_id, row.first.table) if r.first.total]
    whole = next((t.measures[measure] for t in totals if measure in t.measures), None)
    if part is None or whole is None or part.value is None or not whole.value or row.first.total:
        return None
    return _say(context, row, part, whole, "전체")


def _say(context: Context, row: Row, part: Observation, whole: Observation, base: str) -> Draft:
    draft = context.draft()
    (shown, n), (all_of_it, n_whole) = draft.show(part), draft.show(whole)
    result, formula = draft.percent(part.value or Decimal(0), whole.value or Decimal(1), [n, n_whole])
    label = f"{row_label(context, row, draft)}의 {part.measure}"
    draft.say(
        f"{with_josa(label, '은')} {with_josa(shown, '으로')} {draft.name(base)} {all_of_it}의 {result}입니다. "
        f"{draft.marks([n, n_whole])}"
    )
    draft.say(f"계산: {formula}")
    draft.listed = [row.name]
    return draft
