"""Operations over whole data sets: filter, rank, count, list, sum, mean. They look at every row in scope and say so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from answer.amounts import convert, plain
from answer.arithmetic import added, difference, mean
from answer.context import Context
from answer.corpus import distinct
from answer.datasets import DataSet
from answer.dated import as_asked, names_date
from answer.draft import Draft
from answer.josa import with_josa
from answer.match import Weighed
from answer.normal import compact
from answer.plan import COMPARATORS, ENTITIES, GROUPS, Condition
from answer.read import ACT_WEIGHT, KIND_WEIGHT, SOFT_WEIGHTS
from answer.show import DASHES, PARTED, measure_label, row_label, table
from answer.words import UNITS_OF
from index.rows import Row
from records import Observation, Report

Compare = Callable[[Decimal, Decimal], bool]
COMPARE: dict[str, Compare] = {
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
}
WHOLE = 0.85
"""Share of the subject that a data set must cover to be summed or counted whole."""
SHOWN = 60
"""Rows of a long list that are shown; how many there are in all is always said."""


@dataclass(frozen=True)
class Selection:
    """The rows of a data set that are in scope, before any condition, and the words that say which they are."""

    dataset: DataSet
    rows: tuple[Row, ...]
    scope: str
    score: float
    coverage: float = 1.0

    @property
    def noun(self) -> str:
        """What the rows are called: 지표 or 사업; what parts them (급) where all are of one office."""
        values = {key: {row.dims.get(key) for row in self.rows} for row in self.rows for key in row.dims}
        parts = sorted((key for key in values if key in PARTED), key=lambda key: -len(values[key]))
        same = len(self.rows) > 1 and len({row.name for row in self.rows}) == 1
        return parts[0] if parts and same else ENTITIES[self.dataset.entity]


def select(context: Context, needs: Sequence[str] = ()) -> list[Selection]:
    """Data sets that fit the question, best first, each cut down to its scope. `needs` are measures it must have."""
    found = [choice for dataset in context.corpus.datasets if (choice := _cut(context, dataset, needs))]
    return sorted(found, key=lambda choice: -choice.score)


def _cut(context: Context, dataset: DataSet, needs: Sequence[str]) -> Selection | None:
    if not set(needs) <= dataset.measures or not dataset.rows:
        return None
    corpus = context.corpus
    report = corpus.reports[dataset.report_id]
    if not _reaches(context, dataset, report):
        return None
    shares = re.search("재원|구비|시비|국비", context.question.text)
    rows = [row for row in dataset.rows if in_scope(context, row) and not _left_out(context, row)]
    rows = [as_asked(row, context.question.text) for row in rows if shares or "재원" not in row.dims]
    header, subject = _header(dataset, report), _subject(context)
    held, weight = 0.0, sum(t.weight for t in subject) or 1.0
    for weighed in subject:
        share = weighed.term.coverage(header)
        if share < 0.6:
            named = [row for row in rows if weighed.term.coverage(corpus.row_text(row)) >= 0.6]
            if named and (weighed.term.weight == 1.0 or len(named) == len(rows)):
                rows, share = named, 0.9
        else:  # a word that only some of its headings hold: 시설관리공단, of the budgets under all 사업
            rows = [row for row in rows if weighed.term.coverage(corpus.row_text(row)) >= 0.6] or rows
        held += weighed.weight * share
    if not rows:
        return None
    coverage = held / weight if subject else 1.0
    fit = _entity_fit(context, dataset, rows)
    if not fit:
        return None
    score = 2 * coverage + fit + 0.0005 * (report.year or 0)
    if len(rows) > 2 and len({row.first.table for row in rows}) == 1:
        # the one table of all programmes goes before the tables under each
        score += 0.6 if "단위사업" in context.question.compact else 0.1
    if any(caption and len(caption) > 3 and caption in context.question.compact for caption in dataset.captions):
        score += 0.6  # 예산 현황에서 …: the table itself is named
    if any(names_date(context.question.text, o) for o in rows[0].observations):
        score += 0.4  # 12월까지 집행예정액: the table that has figures of that day
    score += 0.002 * min(len(rows), 100) + sum(0.3 for measure in context.plan.measures if measure in dataset.measures)
    return (
        Selection(dataset, tuple(rows), _scope_words(context, dataset, rows), score, coverage)
        if coverage >= 0.5 or _settled(context)
        else None
    )


def _header(dataset: DataSet, report: Report) -> str:
    return dataset.heading + compact(f"{report.title} {report.agency or ''} {report.department or ''}")


def _subject(context: Context) -> list[Weighed]:
    office = context.plan.scope.departments or context.plan.scope.bureaus
    least = ACT_WEIGHT if office else KIND_WEIGHT  # 뭘로 평가받는지
    return [t for t in context.terms if t.term.weight > least and t.term.weight not in SOFT_WEIGHTS]


def _reaches(context: Context, dataset: DataSet, report: Report) -> bool:
    """Whether rows of a data set may come into question, told without looking at each: an index has thousands."""
    scope = context.plan.scope
    offices, years = {*scope.bureaus, *scope.departments}, set(scope.years)
    if scope.agencies and report.agency not in scope.agencies:
        return False
    if offices and not offices & {*dataset.offices, report.department}:
        return False
    if years and not years & {*dataset.years, report.year}:
        return False
    if _settled(context):
        return True
    subject, header = _subject(context), _header(dataset, report)
    most = sum(t.weight * _most(t.term.coverage(header), t.term.coverage(dataset.text)) for t in subject)
    return most >= 0.5 * sum(t.weight for t in subject)


def _most(header: float, rows: float) -> float:
    """What a term can count for, by its share in the header and in all rows together; shares below 0.6 are halved."""
    whole = sum(share if share >= 0.6 else 2 * share for share in (header, rows))
    return max(header, 0.9 if whole >= 0.6 else 0.0)


def _settled(context: Context) -> bool:
    """An office and a condition say enough: 쓰레기 치우는 과(청소과)에서 못 한 일."""
    scope = context.plan.scope
    return bool((scope.departments or scope.bureaus) and context.plan.conditions)


def _left_out(context: Context, row: Row) -> bool:
    """예비비를 제외하고: rows of that name take no part."""
    name = compact(row.name)
    return any(len(phrase) > 1 and compact(phrase) in name for phrase in context.question.negated)


def in_scope(context: Context, row: Row) -> bool:
    scope, first = context.plan.scope, row.first
    report = context.corpus.reports[first.report_id]
    year = context.corpus.year_of(row)
    if scope.years and year not in scope.years:
        return False
    owners = {first.bureau, first.department or report.department}
    offices = {*scope.bureaus, *scope.departments}
    return (not offices or bool(owners & offices)) and (not scope.teams or first.team in scope.teams)


def _entity_fit(context: Context, dataset: DataSet, rows: Sequence[Row]) -> float:
    wanted = context.plan.entity
    if wanted is None:
        return 0.5 if dataset.entity == "indicator" else 0.3
    if wanted == dataset.entity or (wanted == "programme" and dataset.entity == "item" and "사업" in dataset.heading):
        return 1.0
    if wanted == "programme" and dataset.entity == "item" and {"예산액", "집행액"} <= dataset.measures:
        return 0.9  # a budget by 단위사업 whose column is headed otherwise
    if wanted == "year":
        return 1.0 if len({row.first.year for row in rows}) > 1 else 0.0
    if wanted == "department" and dataset.entity == "bureau":
        return 0.6  # 서구 부서(실국): a report that goes no deeper
    return 0.8 if any(getattr(row.first, wanted) for row in rows) else 0.0


def _scope_words(context: Context, dataset: DataSet, rows: Sequence[Row]) -> str:
    report, scope = context.corpus.reports[dataset.report_id], context.plan.scope
    year = ", ".join(f"{y}년" for y in scope.years) or (f"{report.year}년" if report.year else "")
    names = [report.agency or "", *scope.bureaus, *scope.departments, *scope.teams, year]
    return " ".join(name for name in names if name) or report.title


def resolve(context: Context, condition: Condition) -> Condition:
    """A condition with its measure: the one that is asked, else the one its unit speaks of."""
    if condition.measure:
        return condition
    asked = [m for m in context.plan.measures]
    if condition.unit in ("%", "%p"):
        rates = [m for m in asked if m.endswith(("률", "율", "비중", "비율"))]
        return replace(condition, measure=(rates or ["달성률"])[0], unit="%")
    amounts = [m for m in asked if not m.endswith(("률", "율"))]
    if condition.unit == "원":
        return replace(condition, measure=(amounts or ["예산액"])[0])
    return replace(condition, measure=(asked or ["실적"])[0])


def meets(row: Row, condition: Condition) -> bool | None:
    """Whether a row meets a condition; None when it has no such figure."""
    if condition.measure == "단위":
        main = row.measures.get("실적") or row.first
        return main.unit == condition.value
    observation = row.measures.get(condition.measure)
    if observation is not None and condition.value in row.measures:  # 목표와 실적이 같은: one column against another
        own, other = _counted(observation), _counted(row.measures[condition.value])
        return None if own is None or other is None else COMPARE[condition.comparator](own, other)
    if observation is None or observation.value is None:
        return None
    limit = Decimal(condition.value)
    value = observation.value
    if condition.unit and observation.unit and condition.unit != observation.unit:
        value = convert(value, observation.unit, condition.unit) or value
    return COMPARE[condition.comparator](value, limit)


def _counted(observation: Observation) -> Decimal | None:
    """The figure; a dash in a column of people says that there is nobody."""
    nobody = observation.unit == "명" and observation.text.strip() in DASHES
    return Decimal(0) if observation.value is None and nobody else observation.value


def group_name(row: Row, entity: str) -> str | None:
    if entity == "year":
        return str(row.first.year) if row.first.year else None
    name: str | None = getattr(row.first, entity)
    return name


def filter_years(context: Context) -> Draft | None:
    """Years whose total meets a condition: 현원이 정원을 초과한 해는 언제인가."""
    conditions = [resolve(context, condition) for condition in context.plan.conditions]
    if context.plan.entity != "year" or not conditions:
        return None
    needed = {c.measure for c in conditions} | {c.value for c in conditions if not c.value[-1:].isdigit()}
    totals = [
        r for d in context.corpus.datasets for r in d.totals if needed <= set(r.measures) and in_scope(context, r)
    ]
    judged = {context.corpus.year_of(row): row for row in totals if all(meets(row, c) is not None for c in conditions)}
    if len(judged) < 2:
        return None
    met = [row for row in judged.values() if all(meets(row, c) for c in conditions)]
    draft = context.draft()
    asked = " · ".join(_spelled(c) for c in conditions)
    out_of = draft.computed(f"{len(judged)}개", f"계가 적힌 {len(judged)}개 해를 모두 살핌")
    counted = draft.computed(f"{len(met)}개", f"{asked}인 {len(met)}개 해를 셈")
    draft.say(f"{out_of} 해 가운데 {asked}인 해는 {counted}입니다.")
    for row in met:
        year = context.corpus.year_of(row)
        n = draft.cite_row(row.first)
        told, formula = _gap_told(draft, row, conditions[0], n)
        figures = ", ".join(f"{m} {draft.show(row.measures[m])[0]}" for m in sorted(needed, reverse=True))
        draft.say(f"- {draft.computed(f'{year}년', f'보고서의 기준 연도 {year}년', [n])}: {figures}{told} [{n}]")
        if formula:
            draft.say(f"계산: {formula}")
    draft.say("")
    draft.say(table(context, draft, list(judged.values()), sorted(needed)))
    draft.listed = [f"{year}년" for year, row in judged.items() if row in met]
    return draft


def _gap_told(draft: Draft, row: Row, condition: Condition, n: int) -> tuple[str, str]:
    """How much one column is over or under the other that it is held against; nothing where it is held to a figure."""
    own, other = row.measures[condition.measure], row.measures.get(condition.value)
    if other is None or own.value is None or other.value is None:
        return "", ""
    gap, formula = difference(own.value, other.value)
    shown = draft.amount(abs(gap), own.unit, formula, [n])
    return f" ({shown} {'초과' if gap > 0 else '부족'})", formula


def filter_rows(context: Context) -> Draft | None:
    """Rows (or their departments, programmes …) that meet all conditions, listed whole, with out of how many."""
    conditions = [resolve(context, condition) for condition in context.plan.conditions]
    choice = next(iter(select(context, [c.measure for c in conditions if c.measure != "단위"])), None)
    if choice is None:
        return None
    choice, conditions = _of_unit(choice, conditions)
    judged = [row for row in choice.rows if all(meets(row, c) is not None for c in conditions)]
    met = [row for row in judged if all(meets(row, c) for c in conditions)]
    claimed_all = "confirm" in context.question.asks and re.search("모두|전부|(?<![가-힣])다 ", context.question.text)
    if claimed_all and len(met) < len(judged):
        return _not_all(context, choice, judged, met)
    draft = tell_rows(context, choice, judged, met, conditions)
    if claimed_all and met:
        draft.lines.insert(0, "네, 맞습니다.")
    return draft


def _of_unit(choice: Selection, conditions: Sequence[Condition]) -> tuple[Selection, list[Condition]]:
    """단위가 백만원인 지표 중 목표에 미달한 것: the unit says which rows are looked at, the rest which are meant."""
    units = [c for c in conditions if c.measure == "단위"]
    others = [c for c in conditions if c not in units]
    if not units or not others:
        return choice, list(conditions)
    rows = tuple(row for row in choice.rows if all(meets(row, c) for c in units))
    return replace(choice, rows=rows, scope=f"{choice.scope} {_spelled(units[0])}인"), others


def _not_all(context: Context, choice: Selection, judged: Sequence[Row], met: Sequence[Row]) -> Draft:
    """A claim about all of them that some belie: 목표를 모두 달성했다던데 맞지?"""
    draft = context.draft()
    rest = [row for row in judged if row not in met]
    out_of = draft.computed(f"{len(judged)}개", f"{choice.scope}에서 살펴본 {len(judged)}개")
    counted = draft.computed(f"{len(rest)}개", f"그렇지 않은 {len(rest)}개를 셈")
    draft.say(f"아니요, 모두는 아닙니다. {draft.name(choice.scope)} {out_of} 가운데 {counted}는 그렇지 않습니다.\n")
    draft.say(table(context, draft, rest[:SHOWN]))
    draft.listed = [row.name for row in rest]
    return draft


def tell_rows(
    context: Context, choice: Selection, judged: Sequence[Row], met: Sequence[Row], conditions: Sequence[Condition]
) -> Draft:
    draft = context.draft()
    entity = context.plan.entity or choice.dataset.entity
    if entity not in GROUPS or not any(group_name(row, entity) for row in judged):
        entity = choice.dataset.entity
    noun = ENTITIES[entity] if entity != choice.dataset.entity else choice.noun
    asked = " · ".join(_spelled(c) for c in conditions)
    total = draft.computed(f"{len(judged)}개", f"{choice.scope}에서 살펴본 {choice.noun} {len(judged)}개")
    lead = f"{choice.scope} {choice.noun} {total} 전체 가운데 {asked}인 "
    for condition in conditions:
        if condition.value.replace(".", "").isdigit():
            draft.computed(
                f"{plain(Decimal(condition.value))}{condition.unit or ''}", f"질문의 조건 {condition.words()}"
            )
    if entity in GROUPS and entity != choice.dataset.entity:
        groups = distinct(group_name(row, entity) for row in met)
        everywhere = distinct(group_name(row, entity) for row in judged)
        counted = draft.computed(f"{len(groups)}개", f"{asked}인 지표가 하나라도 있는 {noun}: {', '.join(groups)}")
        out_of = draft.computed(f"{len(everywhere)}개", f"살펴본 {noun} {len(everywhere)}개")
        rows = draft.computed(f"{len(met)}개", f"{asked}인 {choice.noun} {len(met)}개")
        draft.say(f"{lead}것은 {rows}이고, {with_josa(noun, '으로')}는 전체 {out_of} 중 {counted}입니다.")
        draft.listed = groups
    else:
        counted = draft.computed(f"{len(met)}개", f"{asked}인 {noun} {len(met)}개")
        draft.say(f"{lead}것은 {counted}{_share_of(draft, len(met), len(judged))}입니다.")
        draft.listed = [row.name for row in met]
    if not met:
        draft.lines[-1] = f"{lead}것은 없습니다."
        if judged:
            draft.say("살펴본 것은 다음과 같습니다.")
            draft.say(table(context, draft, judged[:10]))
        return draft
    draft.say("")
    draft.say(table(context, draft, met[:SHOWN], [c.measure for c in conditions]))
    return draft


def _share_of(draft: Draft, part: int, whole: int) -> str:
    """(46.96%): how many of all, in percent."""
    if not whole or part == whole:
        return ""
    return f"({draft.percent(Decimal(part), Decimal(whole))[0]})"


def _spelled(condition: Condition) -> str:
    if condition.measure == "단위":
        return f"단위가 {condition.value}"
    if not condition.value.replace(".", "").isdigit():
        if condition.comparator == "eq":
            return f"{with_josa(condition.measure, '과')} {with_josa(condition.value, '이')} 같은 경우"
        word = "많은" if condition.comparator == "gt" else "적은"
        return f"{with_josa(condition.measure, '이')} {condition.value}보다 {word} 경우"
    limit = f"{plain(Decimal(condition.value))}{condition.unit or ''}"
    return f"{condition.measure} {limit} {COMPARATORS[condition.comparator]}"


def rank(context: Context) -> Draft | None:
    """The highest or lowest of a measure, or of groups by the mean or number of their rows; ties are told."""
    plan = context.plan
    measures = [m for m in plan.measures if m == "비교증감"] or list(plan.measures) or _measures_of(context)
    choices = [(choice, measure) for measure in measures for choice in select(context, [measure])[:1]]
    over = re.search("초과|넘|웃도|웃돈|웃돌", context.question.text)
    over = None if {"정원", "현원"} & set(plan.measures) else over
    if over and "달성률" not in measures:
        choices += [(choice, "달성률") for choice in select(context, ["달성률"])[:1]]
    if over:
        choices = [pair for pair in choices if pair[1] == "달성률"] or choices
    if plan.entity in {"department", "bureau"} and not (plan.scope.departments or plan.scope.bureaus):
        choices = [pair for pair in choices if _of_several_offices(pair[0].rows)]
    if not choices or plan.function == "change":
        return None  # a rate of change that no table prints is not ranked by something else
    best = max(choices, key=lambda pair: pair[0].score)
    draft = _rank_rows(context, *best)
    others = [pair for pair in choices if _same_money(pair, best)] or [
        (choice, best[1]) for choice in select(context, [best[1]]) if _same_money((choice, best[1]), best)
    ]
    if draft is not None and others and (second := _rank_rows(context, *others[0], draft)):
        return second
    return draft


def _of_several_offices(rows: Sequence[Row]) -> bool:
    """어느 부서가 가장 낮나: the budget of one department alone ranks none."""
    return len({row.first.department or row.first.bureau for row in rows}) > 1


def _same_money(one: tuple[Selection, str], other: tuple[Selection, str]) -> bool:
    """The same report prints money by 단위사업 in one table and by 사업 in others: both are told."""
    a, b = one[0].dataset, other[0].dataset
    return a is not b and one[1] == other[1] and a.report_id == b.report_id and a.entity == b.entity == "programme"


_OF_TIME = re.compile("짧|길[은었게고]|긴 |오래|기간")


def _measures_of(context: Context) -> list[str]:
    """Measures that a question without one can mean: those in the unit sought, then the rate of achievement."""
    units = UNITS_OF.get(context.plan.sought or "", ())
    if context.plan.entity == "year" and not units and not _OF_TIME.search(context.question.text):
        yearly = [c for c in select(context) if c.coverage >= WHOLE and len({r.first.year for r in c.rows}) > 1]
        return distinct(o.measure for c in yearly for r in c.rows for o in r.observations if _of_amount(o))[:1]
    span = _OF_TIME.search(context.question.text)
    spans = (o.measure for d in context.corpus.datasets for o in (d.rows[0].observations if d.rows and span else ()))
    often = [measure for measure in spans if measure.endswith("기간")]
    often += ["횟수"] if re.search("자주|여러 번", context.question.text) else []
    rows = (o for d in context.corpus.datasets for row in d.rows[:1] for o in row.observations)
    return [*often, *distinct(o.measure for o in rows if o.unit in units), "달성률"]


def _of_amount(observation: Observation) -> bool:
    """Does a figure tell how much was done: neither money nor a stretch of time?"""
    return observation.value is not None and observation.unit not in {*UNITS_OF["원"], *UNITS_OF["기간"]}


def _rank_rows(context: Context, choice: Selection, measure: str, draft: Draft | None = None) -> Draft | None:
    """The first rows of a ranking, with ties; said into `draft` when another ranking stands there already."""
    plan = context.plan
    rows = [row for row in choice.rows if row.measures.get(measure) and row.measures[measure].value is not None]
    rows = [row for row in rows if all(meets(row, c) for c in plan.conditions if c.measure == "단위")]
    if not rows or (len(rows) == 1 and plan.terms):
        return None  # 8번 중 제일 많이 온 회차: the one row that its words name is the first of nothing
    rows = _after(context, choice.dataset, rows, measure) or rows
    ordered = sorted(rows, key=lambda row: _value(row, measure), reverse=plan.descending)
    place = plan.nth or 1
    top = plan.top or 1
    edge = ordered[min(place - 1 + top, len(ordered)) - 1]
    if plan.nth:
        chosen = [
            row for row in ordered if _value(row, measure) == _value(ordered[min(place, len(ordered)) - 1], measure)
        ]
    else:
        chosen = [row for row in ordered if _beyond(_value(row, measure), _value(edge, measure), plan.descending)]
    if draft is None:
        draft = context.draft()
    else:
        draft.say("\n같은 보고서의 다른 표로는 이렇습니다.")
    word = "높은" if plan.descending else "낮은"
    if not measure.endswith(("률", "율", "비중")):
        word = "많은" if plan.descending else "적은"
    total = draft.computed(f"{len(rows)}개", f"{choice.scope}에서 {measure}이(가) 있는 {choice.noun} {len(rows)}개")
    after = f"‘{draft.name(context.question.after)}’ 다음으로" if context.question.after else "가장"
    position = f"{place}번째로" if plan.nth else after
    if plan.nth:
        draft.computed(f"{place}번째", f"질문이 묻는 순위 {place}")
    figures = [draft.show(row.measures[measure]) for row in chosen]
    head = f"{choice.scope} {choice.noun} {total} 가운데 "
    named = draft.name(measure_label(chosen[0], chosen[0].measures[measure]))
    head += f"{with_josa(named, '이')} {position} {word} 것은 "
    if len(chosen) == 1:
        draft.say(
            f"{head}{row_label(context, chosen[0], draft)}, {figures[0][0]}입니다. {draft.marks([figures[0][1]])}"
        )
    else:
        draft.say(f"{head}다음 {draft.computed(f'{len(chosen)}개', f'동률을 포함한 {len(chosen)}개')}입니다.")
    draft.say("")
    draft.say(table(context, draft, chosen[:SHOWN], [measure]))
    draft.listed = [row.name for row in chosen]
    return draft


def _after(context: Context, dataset: DataSet, rows: list[Row], measure: str) -> list[Row]:
    """예비비 다음으로 큰: the rows that come after the one named."""
    name = compact(context.question.after or "")
    before = [r for r in dataset.rows if name and name in compact(r.name) and measure in r.measures]
    if not before:
        return []
    edge, high = _value(before[0], measure), context.plan.descending
    return [r for r in rows if (_value(r, measure) < edge if high else _value(r, measure) > edge)]


def _beyond(value: Decimal, edge: Decimal, descending: bool) -> bool:
    return value >= edge if descending else value <= edge


def _value(row: Row, measure: str) -> Decimal:
    value = row.measures[measure].value
    return value if value is not None else Decimal(0)


def count(context: Context) -> Draft | None:
    """How many rows or groups there are in scope, and how many of them meet the conditions."""
    plan = context.plan
    if plan.conditions:
        return filter_rows(context)
    entity = plan.entity
    if entity is None:
        return None
    choices = [c for c in select(context) if c.dataset.entity == entity or any(group_name(r, entity) for r in c.rows)]
    choices = [c for c in choices if not plan.terms or c.coverage >= WHOLE]
    choice = max(
        choices,
        key=lambda c: (c.score > choices[0].score - 0.6, c.dataset.entity == "indicator", len(c.rows)),
        default=None,
    )
    if choice is None:
        return None
    same_report = [c.rows for c in choices if c.dataset.report_id == choice.dataset.report_id]
    everywhere = [row for rows in same_report for row in rows]
    names = distinct(group_name(r, entity) for r in everywhere) if entity in GROUPS else [r.name for r in choice.rows]
    if not names or (len(names) == 1 and plan.terms):
        return None  # the one row whose name holds the words is named by them; nothing is counted
    draft = context.draft()
    noun = ENTITIES[entity]
    number = draft.computed(
        f"{len(names)}개",
        f"{choice.scope} {with_josa(noun, '을')} 모두 셈: {len(names)}개",
        [draft.cite_row(choice.rows[0].first)],
    )
    report = context.corpus.reports[choice.dataset.report_id]
    draft.say(
        f"{with_josa(f'{choice.scope} {noun}', '은')} 모두 {number}입니다. (‘{report.title}’의 표를 모두 센 것입니다.)"
    )
    draft.say("")
    if entity == choice.dataset.entity and len(names) <= SHOWN:
        draft.say(table(context, draft, choice.rows))
    elif len(names) <= SHOWN:
        draft.say(", ".join(draft.name(name) for name in names))
    draft.listed = names
    return draft


def list_rows(context: Context) -> Draft | None:
    """All rows in scope: indicators of a department, programmes of a budget table, teams of a department."""
    entity = context.plan.entity
    found = select(context, context.plan.measures[:1] if context.question.breakdown else [])
    if entity:
        found = [c for c in found if c.dataset.entity == entity or any(group_name(row, entity) for row in c.rows)]
    if context.terms:
        found = [c for c in found if c.coverage >= WHOLE and (entity or len(c.rows) > 1)]
    if not found:
        return None
    choice = found[0]
    rows = choice.rows
    if len(rows) == 1 and context.terms and entity == choice.dataset.entity:
        return None  # 시설관리공단 위탁사업에는 어떤 것이 있나: the one 사업 that is about it is no list
    draft = context.draft()
    noun = ENTITIES[entity or choice.dataset.entity]
    if entity in GROUPS and entity != choice.dataset.entity:
        names = distinct(group_name(row, entity) for row in rows)
        if not names or (len(names) == 1 and context.terms):
            return None  # 조건부수급자는 어떤 사업에 참여하나: the one row that holds some of the words is no list
        number = draft.computed(
            f"{len(names)}개",
            f"{choice.scope} {noun} {len(names)}개를 모두 셈",
            [draft.cite_row(r.first) for r in rows[:1]],
        )
        draft.say(f"{with_josa(f'{choice.scope} {noun}', '은')} 모두 {number}입니다.")
        draft.say("")
        draft.say(", ".join(names))
        draft.listed = names
        return draft
    number = draft.computed(f"{len(rows)}개", f"{choice.scope} {noun} {len(rows)}개를 모두 셈")
    draft.say(f"{with_josa(f'{choice.scope} {noun}', '은')} 모두 {number}입니다.")
    draft.say("")
    draft.say(table(context, draft, rows[:SHOWN]))
    draft.listed = [row.name for row in rows]
    return draft


def aggregate(context: Context) -> Draft | None:
    """Sum or mean of measures over the rows in scope, with the computation; a printed total is set beside it."""
    plan = context.plan
    measures = list(plan.measures) or (["달성률"] if plan.function == "mean" else _measures_of(context)[:-1])
    choices = [(choice, measure) for measure in measures for choice in select(context, [measure])[:1]]
    if not choices or plan.function not in {"sum", "mean"}:
        return None
    choice, measure = max(choices, key=lambda pair: pair[0].score)
    if plan.terms and choice.coverage < WHOLE:
        return None
    conditions = [resolve(context, c) for c in plan.conditions]
    chosen = [row for row in choice.rows if all(meets(row, c) for c in conditions)]
    draft = context.draft()
    told = [_computed(context, draft, choice, chosen, m) for m in _asked_of(context, choice, measure)]
    if not any(told):
        return _of_unlike(context, choice, chosen, measure)
    if plan.function == "mean" and any(row.measures[measure].unit == "%" for row in chosen):
        draft.say("보고서에 적힌 비율을 단순평균한 값입니다.")
    draft.say("")
    draft.say(table(context, draft, chosen[:SHOWN], [measure]))
    draft.listed = [row.name for row in chosen]
    return draft


def _asked_of(context: Context, choice: Selection, measure: str) -> list[str]:
    """The measures of a data set that are summed: 횟수 합계와 참여자 합계 asks for two."""
    said = [m for m in sorted(choice.dataset.measures) if m in context.plan.measures or _summed(context, m)]
    return [measure, *(m for m in said if m != measure)]


def _summed(context: Context, measure: str) -> bool:
    return (
        re.search(rf"{re.escape(compact(measure))}(?:의|와|과)?(?:합|총합|평균)", context.question.compact) is not None
    )


def _computed(context: Context, draft: Draft, choice: Selection, rows: Sequence[Row], measure: str) -> Decimal | None:
    """Says the sum or mean of one measure; None where its figures are of several units, or are rates to be summed."""
    plan = context.plan
    used = [
        row.measures[measure] for row in rows if measure in row.measures and row.measures[measure].value is not None
    ]
    units = {o.unit for o in used}
    if len(used) < 2 or len(units) != 1 or (plan.function == "sum" and units == {"%"}):
        return None
    numbers = [draft.cite_row(o) for o in used]
    values = [o.value for o in used if o.value is not None]
    unit = units.pop()
    value, formula = mean(values) if plan.function == "mean" else added(values)
    shown = draft.amount(value, unit, formula, numbers)
    counted = draft.computed(f"{len(values)}개", f"{choice.scope} {len(values)}개 행을 모두 씀", numbers)
    kind = "단순평균" if plan.function == "mean" else "합계"
    draft.say(f"{choice.scope} {choice.noun} {counted}의 {measure} {with_josa(kind, '은')} {shown}입니다.")
    draft.say(f"계산: {formula}{unit or ''}")
    if plan.function == "sum":
        _beside_total(context, draft, choice, measure, value, unit)
    if plan.function == "sum" and (plan.sought == "%" or "ratio" in context.question.asks):
        _share_of_total(context, draft, choice, measure, value, numbers)
    return value


def _of_unlike(context: Context, choice: Selection, rows: Sequence[Row], measure: str) -> Draft | None:
    """Why there is no sum or mean: the figures are of several units, or are rates. 재무과 목표의 평균."""
    used = [
        row.measures[measure] for row in rows if measure in row.measures and row.measures[measure].value is not None
    ]
    units = distinct(o.unit for o in used)
    scope = context.plan.scope
    if len(used) < 2 or not (scope.departments or scope.bureaus or context.plan.entity):
        return None
    draft = context.draft()
    what = "평균" if context.plan.function == "mean" else "합계"
    why = f"단위가 서로 달라({', '.join(units)})" if len(units) > 1 else "비율(%)이어서"
    named = with_josa(f"{choice.scope} {choice.noun}의 {measure}", "은")
    draft.say(f"{draft.name(named)} {why} {with_josa(what, '을')} 낼 수 없습니다. 값은 다음과 같습니다.\n")
    draft.say(table(context, draft, rows[:SHOWN], [measure]))
    draft.listed = [row.name for row in rows]
    return draft


def _printed_total(context: Context, choice: Selection, measure: str) -> Observation | None:
    """The total of a measure that the table of the rows prints."""
    tables = dict.fromkeys((row.first.report_id, row.first.table) for row in choice.rows)
    totals = [r for table in tables for r in context.corpus.rows_of_table(*table) if r.first.total]
    printed = [r.measures[measure] for r in totals if measure in r.measures and r.measures[measure].value is not None]
    return printed[0] if len(printed) == 1 else None


def _share_of_total(
    context: Context, draft: Draft, choice: Selection, measure: str, part: Decimal, numbers: Sequence[int]
) -> None:
    """What share of the printed total a sum is: 두 국의 사업을 더하면 전체의 몇 %?"""
    observation = _printed_total(context, choice, measure)
    if observation is None or not observation.value:
        return
    shown, n = draft.show(observation)
    result, formula = draft.percent(part, observation.value, [*numbers, n])
    draft.say(f"전체 {shown}의 {result}입니다. [{n}]\n계산: {formula}")


def _beside_total(
    context: Context, draft: Draft, choice: Selection, measure: str, total: Decimal, unit: str | None
) -> None:
    """The total that the table itself prints, and whether it is the same; a part of the table has none."""
    observation = _printed_total(context, choice, measure)
    if observation is None or len(choice.rows) < len(choice.dataset.rows):
        return
    shown, n = draft.show(observation)
    if observation.value == total:
        draft.say(f"표에 적힌 계 {shown}과(와) 일치합니다. [{n}]")
    else:
        gap = abs((observation.value or Decimal(0)) - total)
        apart = draft.computed(
            f"{plain(gap)}{unit or ''}",
            f"|{plain(observation.value or Decimal(0))} - {plain(total)}| = {plain(gap)}",
            [n],
        )
        draft.say(f"표에 적힌 계는 {shown}로, 세부 항목의 합과 {apart} 다릅니다. [{n}]")


def duties(context: Context) -> Draft | None:
    """What teams do: the duties of the organisation table, team by team."""
    scope = context.plan.scope
    rows = [
        r
        for d in context.corpus.datasets
        for r in d.rows
        if "업무" in r.measures and r.first.team and in_scope(context, r)
    ]
    if not rows or not (scope.teams or scope.departments):
        return None
    draft = context.draft()
    rows = _of_newest(context, draft, rows)
    for team in distinct(row.first.team for row in rows):
        own = [row for row in rows if row.first.team == team]
        numbers = [draft.cite_row(row.first) for row in own]
        words = [draft.name(row.first.item or row.name) for row in own]
        draft.say(f"- {draft.name(team)}: {', '.join(words)} {draft.marks(numbers)}")
        for remark in distinct(o.remark for row in own for o in row.observations):
            draft.say(f"  ※ {draft.remark(remark)}")
    draft.listed = distinct(row.first.team for row in rows)
    return draft


def _of_newest(context: Context, draft: Draft, rows: Sequence[Row]) -> list[Row]:
    """Where no year is asked, the rows of the newest report that has such, said so, with the years that others have."""
    years = sorted({year for row in rows if (year := context.corpus.year_of(row))}, reverse=True)
    if len(years) < 2 or context.plan.scope.years:
        return list(rows)
    newest = [row for row in rows if context.corpus.year_of(row) == years[0]]
    n = draft.cite_row(newest[0].first)
    told = [draft.computed(f"{year}년", f"보고서의 기준 연도 {year}년", [n]) for year in years]
    draft.say(f"{told[0]} 보고서 기준입니다({', '.join(told[1:])} 보고서에도 있습니다). [{n}]\n")
    return newest


def aggregate_all(context: Context) -> Draft | None:
    """A sum or mean over everything of a kind (회의 횟수를 다 더하면), not over two things that are named."""
    if context.plan.function not in {"sum", "mean"} or not re.search(
        "모두|전부|(?<![가-힣])다 |전체|들|총합|총 ?합", context.question.text
    ):
        return None
    return aggregate(context)
