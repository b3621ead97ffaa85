"""Operations over groups of rows: departments or bureaus by their mean, by how many rows they have, or how many miss.

Every group is looked at; a mean is the plain mean of the printed rates, and said to be so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from answer.amounts import plain, rounded
from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.operations.sets import COMPARE, Selection, group_name, meets, resolve, select
from answer.plan import COMPARATORS, ENTITIES, GROUPS, Condition
from answer.show import table
from index.rows import Row

COUNTS = frozenset({"지표수", "지표 수", "사업 수", "사업수"})
"""Printed counts that counting the rows themselves stands in for where no table of groups prints them."""

NONE_MET = re.compile(r"(?:하나도|한 ?개도|전혀|아예) ?없|없는 ?(?:부서|과|국|실국)")
ALL_MET = re.compile(
    r"(?:모든|전) ?(?:성과 ?)?지표|(?:지표|목표|달성률)(?:가|를|이|의|을)? ?(?:달성률이? )?"
    r"(?:하나도 ?빠짐없이|빠짐없이|예외 ?없이|모두|전부|다) |100 ?%를? (?:모두|전부)"
)
"""모든 지표가 100%인 부서: one row that fails keeps its group out."""
ROWS_SHOWN = 40


@dataclass(frozen=True)
class Grouping:
    """Rows of a data set by department, bureau, … with the score each group gets and how that score came about."""

    choice: Selection
    entity: str
    rows: Mapping[str, Sequence[Row]]
    scores: Mapping[str, Decimal]
    what: str
    unit: str
    measure: str | None


def rank_groups(context: Context) -> Draft | None:
    """The group with the highest or lowest mean, the most rows, or the most rows that miss; ties told."""
    plan = context.plan
    grouping = _grouping(context, plan.entity if plan.entity in GROUPS else None)
    if grouping is None:
        return None
    ordered = sorted(grouping.scores, key=lambda name: grouping.scores[name], reverse=plan.descending)
    edge = grouping.scores[ordered[min(plan.nth or plan.top or 1, len(ordered)) - 1]]
    if plan.nth:
        chosen = [name for name in ordered if grouping.scores[name] == edge]
    else:
        chosen = [n for n in ordered if COMPARE["ge" if plan.descending else "le"](grouping.scores[n], edge)]
    draft = context.draft()
    word = ("높은" if plan.descending else "낮은") if grouping.measure else ("많은" if plan.descending else "적은")
    place = f"{draft.computed(f'{plan.nth}번째', f'질문이 묻는 순위 {plan.nth}')}로" if plan.nth else "가장"
    parts = ", ".join(_scored(context, draft, grouping, name) for name in chosen)
    draft.say(f"{_lead(draft, grouping)} 가운데 {with_josa(grouping.what, '이')} {place} {word} 곳은 {parts}입니다.")
    _say_rows(context, draft, grouping, chosen)
    return draft


def compare_groups(context: Context) -> Draft | None:
    """Means of several departments side by side: 감사담당관과 총무과의 평균 달성률, 복지국의 과별 평균."""
    plan = context.plan
    several = len({*plan.scope.departments, *plan.scope.bureaus}) > 1
    by_part = {"과": "department", "부서": "department", "국": "bureau", "실국": "bureau"}.get(
        context.question.breakdown or ""
    )
    counts = set(plan.measures) <= COUNTS and (
        plan.measures or (plan.conditions and "compare" in context.question.asks)
    )
    if not (plan.function == "mean" or counts) or not (several or by_part):
        return None
    grouping = _grouping(context, by_part or ("bureau" if len(plan.scope.bureaus) > 1 else "department"))
    if grouping is None:
        return None
    ordered = sorted(grouping.scores, key=lambda name: -grouping.scores[name])
    draft = context.draft()
    for name in ordered:
        draft.say(f"- {_scored(context, draft, grouping, name)}")
    if grouping.scores[ordered[0]] == grouping.scores[ordered[1]]:
        draft.say(f"{with_josa(grouping.what, '이')} 같습니다.")
    else:
        word = "높은" if grouping.measure else "많은"
        draft.say(f"{with_josa(grouping.what, '이')} 가장 {word} 곳은 {draft.name(ordered[0])}입니다.")
    _say_rows(context, draft, grouping, [])
    draft.listed = ordered
    return draft


def filter_groups(context: Context) -> Draft | None:
    """Groups whose mean meets a condition (평균이 100% 미만인 과), or without a row that does (하나도 없는 부서)."""
    plan = context.plan
    if plan.entity not in GROUPS or not plan.conditions:
        return None
    if plan.function == "mean":
        return _filter_scores(context)
    if NONE_MET.search(context.question.text):
        return _filter_rows(context, "{}인 지표가 하나도 없는", lambda met: not any(met))
    if ALL_MET.search(context.question.text) and "confirm" not in context.question.asks:
        return _filter_rows(context, "모든 지표가 {}인", all)
    counted = set(plan.measures) <= COUNTS and {c.measure for c in plan.conditions} <= COUNTS and plan.measures
    return _filter_scores(context) if counted and not _is_printed(context, plan.entity) else None


def _filter_scores(context: Context) -> Draft | None:
    grouping = _grouping(context, context.plan.entity)
    if grouping is None:
        return None
    condition = resolve(context, context.plan.conditions[0])
    limit = Decimal(condition.value)
    met = [name for name, score in grouping.scores.items() if COMPARE[condition.comparator](score, limit)]
    draft = context.draft()
    asked = draft.computed(f"{plain(limit)}{grouping.unit}", f"질문의 조건 {condition.words()}")
    counted = draft.computed(f"{len(met)}개", f"조건에 맞는 곳 {len(met)}개")
    draft.say(
        f"{_lead(draft, grouping)} 가운데 {with_josa(grouping.what, '이')} "
        f"{asked} {_word(condition)}인 곳은 {counted}입니다."
    )
    for name in met:
        draft.say(f"- {_scored(context, draft, grouping, name)}")
    _say_rows(context, draft, grouping, [])
    draft.listed = met
    return draft


def _filter_rows(context: Context, what: str, wanted: Callable[[list[bool]], bool]) -> Draft | None:
    """Groups of whose rows none, or all, meet the conditions."""
    conditions = [resolve(context, condition) for condition in context.plan.conditions]
    choice = next(iter(select(context, [c.measure for c in conditions])), None)
    if choice is None or context.plan.entity is None:
        return None
    groups = _by_name(choice.rows, context.plan.entity)
    kept = [n for n, rows in groups.items() if wanted([all(meets(r, c) for c in conditions) for r in rows])]
    draft = context.draft()
    noun = ENTITIES[context.plan.entity]
    out_of = draft.computed(f"{len(groups)}개", f"{choice.scope} {noun} {len(groups)}개를 모두 살핌")
    asked = what.format(" · ".join(draft.name(_said(condition)) for condition in conditions))
    counted = draft.computed(f"{len(kept)}개", f"{asked} {noun} {len(kept)}개를 셈")
    for name in kept or list(groups)[:1]:
        draft.cite_row(groups[name][0].first)
    draft.say(f"{choice.scope} {noun} {out_of} 가운데 {asked} 곳은 {counted}입니다.\n")
    draft.say(", ".join(draft.name(name) for name in kept))
    draft.listed = kept
    return draft


def _said(condition: Condition) -> str:
    """달성률 100%인, not 달성률 100% 정확히인."""
    return condition.words().removesuffix(f" {COMPARATORS['eq']}")


def _word(condition: Condition) -> str:
    return COMPARATORS[condition.comparator]


def _by_name(rows: Sequence[Row], entity: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        if name := group_name(row, entity):
            groups.setdefault(name, []).append(row)
    return groups


def _grouping(context: Context, entity: str | None) -> Grouping | None:
    """The groups a question is about, scored; None where it is not about groups of indicators."""
    plan = context.plan
    mean = plan.function == "mean"
    conditions = [resolve(context, c) for c in plan.conditions or context.question.conditions]
    conditions = [c for c in conditions if c.measure != "비교증감" and c.measure not in COUNTS]
    counted = not mean and (not plan.measures or set(plan.measures) <= COUNTS or bool(conditions))
    if entity is None or not (mean or counted):
        return None
    if counted and plan.measures and _is_printed(context, entity):
        return None
    measure = next((m for m in plan.measures if m not in COUNTS), "달성률") if mean else None
    needs = [measure] if measure else [c.measure for c in conditions]
    choice = next((c for c in select(context, needs) if c.dataset.entity == "indicator"), None)
    if choice is None:
        return None
    groups = _by_name(choice.rows, entity)
    if len(groups) < 2:
        return None
    if measure:
        scores = {name: _mean(rows, measure) for name, rows in groups.items()}
        return Grouping(choice, entity, groups, scores, f"{measure} 평균", "%", measure)
    if conditions:
        groups = {name: [r for r in rows if all(meets(r, c) for c in conditions)] for name, rows in groups.items()}
    thing = "사업" if any(m.startswith("사업") for m in plan.measures) else "지표"
    what = f"{' · '.join(c.words() for c in conditions)} {thing} 수" if conditions else f"{thing} 수"
    things = {n: len({r.first.programme for r in rows}) if thing == "사업" else len(rows) for n, rows in groups.items()}
    return Grouping(choice, entity, groups, {n: Decimal(count) for n, count in things.items()}, what, "개", None)


def _is_printed(context: Context, entity: str) -> bool:
    """Does a table of these groups print the count that is asked (국별 사업 수)? Then nothing is counted anew."""
    return any(choice.dataset.entity == entity for choice in select(context, context.plan.measures[:1]))


def _mean(rows: Sequence[Row], measure: str) -> Decimal:
    values = [row.measures[measure].value or Decimal(0) for row in rows]
    return sum(values, Decimal(0)) / len(values)


def _lead(draft: Draft, grouping: Grouping) -> str:
    noun = ENTITIES[grouping.entity]
    count = len(grouping.rows)
    draft.name(grouping.what)
    of = f"{grouping.choice.scope} {noun}"
    return f"{of} {draft.computed(f'{count}개', f'{of} {count}개를 모두 견줌')}"


def _scored(context: Context, draft: Draft, grouping: Grouping, name: str) -> str:
    rows = grouping.rows[name]
    numbers = [draft.cite_row(row.first) for row in rows[:ROWS_SHOWN]]
    score = grouping.scores[name]
    if grouping.measure is None:
        text = draft.computed(f"{plain(score)}개", f"{name}의 {grouping.what}을(를) 셈", numbers)
    else:
        values = " + ".join(plain(row.measures[grouping.measure].value or Decimal(0)) for row in rows)
        shown = plain(rounded(score))
        text = draft.computed(f"{shown}%", f"({values}) / {len(rows)} = {shown}", numbers)
    return f"{draft.name(name)} {text}"


def _say_rows(context: Context, draft: Draft, grouping: Grouping, names: Sequence[str]) -> None:
    if grouping.measure:
        draft.say("평균은 보고서에 적힌 비율의 단순평균입니다.")
    for name in names:
        if grouping.rows[name]:
            draft.say("")
            draft.say(table(context, draft, grouping.rows[name][:ROWS_SHOWN]))
    draft.listed = list(names)
