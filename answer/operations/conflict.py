"""Figures that differ between reports or tables: all readings, each with its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.amounts import in_won
from answer.context import Context
from answer.corpus import Corpus
from answer.draft import Draft
from answer.match import Weighed, within_scope
from answer.normal import compact
from answer.operations.compare import compare
from answer.operations.lookup import FEW, MONEY_MEASURES, has_figure, sentence
from answer.operations.prose import quote
from answer.plan import ENTITIES, Scope
from answer.read import KIND_WEIGHT, Term
from index.rows import Row
from ingest.numbers import find_amounts
from records import Passage


def conflict(context: Context) -> Draft | None:
    """All readings of a figure, each with its report and table: two that differ are both given, none is chosen."""
    context = _of_tables(context)
    if (counts := _counts(context)) is not None:
        return counts
    chosen = _given(context) or _readings(context)
    if len(chosen) < 2:
        return None
    draft = context.draft()
    for row in chosen[:FEW]:
        title = context.corpus.reports[row.first.report_id].title
        place = [f"‘{draft.name(title)}’", *([draft.name(row.first.section)] if row.first.section else [])]
        draft.say(f"- {sentence(context, draft, row)} ({' > '.join(place)})")
    draft.lines.insert(0, "보고서와 표에 따라 다음과 같이 적혀 있습니다. 기준일과 범위가 다를 수 있어 모두 적습니다.\n")
    return draft


_OWN_LINE = frozenset({"row", "bullet", "sub", "paragraph"})


def _counts(context: Context) -> Draft | None:
    """Counts of teams, programmes … that bullets state differently: 공단본부(5팀), 1본부 7개팀."""
    noun = ENTITIES.get(context.plan.entity or "")
    if noun is None or context.plan.measures or not context.terms:
        return None
    stated = re.compile(rf"(?<![\d.])(\d+) ?개? ?{noun}(?![가-힣])")
    corpus, years = context.corpus, context.plan.scope.years
    found: dict[str, Passage] = {}
    for passage in corpus.index.passages:
        told = stated.search(passage.text) if passage.kind in _OWN_LINE else None
        report = corpus.reports[passage.report_id]
        if told is None or (years and report.year not in years and passage.year not in years):
            continue
        words = corpus.passage_text(passage)
        if all(t.term.coverage(words) >= corpus.enough for t in context.terms if t.term.weight > KIND_WEIGHT):
            found.setdefault(told.group(1), passage)
    if not 1 < len(found) <= CONFLICTING:
        return None
    draft = context.draft()
    draft.say("보고서의 자리에 따라 다음과 같이 적혀 있습니다.\n")
    for passage in found.values():
        quote(context, draft, passage)
    return draft


_REPORT = re.compile(r"\s?(?:의 )?(?:주요업무 ?)?(?:보고서|자료|문서|보고)")


def _of_tables(context: Context) -> Context:
    """The question without names that only say which report or table: 기획과 보고서, 자원비중표의 금액."""
    plan, text = context.plan, context.question.text
    named = [d for d in plan.scope.departments if not re.search(rf"{re.escape(d)}{_REPORT.pattern}", text)]
    reports = [
        m
        for m in plan.measures
        if (m == "비중" and "자원비중" in context.question.compact) or f"{compact(m)}보고서" in context.question.compact
    ]
    measures = tuple(m for m in plan.measures if m not in reports) or (("예산액",) if "비중" in reports else ())
    if re.search(r"(?:보고서|자료|문서).{1,20}(?:보고서|자료|문서)", text):
        plan = replace(plan, scope=replace(plan.scope, departments=tuple(named)))
    return replace(
        context, plan=replace(plan, measures=measures), question=replace(context.question, measures=measures)
    )


def over_years(context: Context) -> Draft | None:
    """2018년이랑 2021년 각각 몇 개: that the years differ is known, each is asked."""
    return compare(context) if len(context.plan.scope.years) > 1 else None


def _given(context: Context) -> list[Row]:
    """The rows in which the amounts stand that the question names: 255,493천원과 86,400천원은 각각 무엇인가."""
    given = {amount.value for amount in find_amounts(context.question.text) if amount.unit != "년"}
    if len(given) < 2:
        return []
    scope = context.plan.scope
    rows = [
        row
        for row in context.corpus.index.rows
        if any(o.value in given for o in row.observations)
        and "재원" not in row.dims
        and (not scope.years or context.corpus.year_of(row) in scope.years)
        and within_scope(context.corpus, row, scope)
    ]
    return rows if len({o.value for row in rows for o in row.observations} & given) > 1 else []


def _readings(context: Context) -> list[Row]:
    """The rows that tell what is asked, the best of each table, whole figures only; words of tables name no subject."""
    corpus, plan = context.corpus, context.plan
    office = replace(plan.scope, teams=())
    money = plan.sought in {"원", "수량"} or bool(set(plan.measures) & MONEY_MEASURES)
    subject = [t for t in context.terms if t.term.weight > KIND_WEIGHT and not _names_table(corpus, t.term)]
    subject = [part for weighed in subject for part in _apart(weighed)]
    groups = _alternatives(context.question.text, subject)
    total = sum(max(t.weight for t in group) for group in groups)
    best: dict[str, tuple[float, Row]] = {}
    for row in corpus.index.rows:
        if "재원" in row.dims or not has_figure(context, row) or (money and not _of_money(row)):
            continue
        if not within_scope(corpus, row, office) or (plan.scope.years and corpus.year_of(row) not in plan.scope.years):
            continue
        words = corpus.row_text(row)
        covered = _covered(groups, words) / total if total else float(_own(row, office))
        covered += 0.01 * _names_it(row, subject)
        table_of = row.first.table if "-t" in row.first.table else f"{row.first.table} {row.name}"
        if covered > best.get(table_of, (0.0, row))[0] or (row.first.team in plan.scope.teams and table_of not in best):
            best[table_of] = (covered, row)
    top = max((covered for covered, _ in best.values()), default=0.0)
    own_team = plan.scope.teams  # 평가팀 사업의 예산현황: the team's own row, whatever its programme is called
    near = [(c, row) for c, row in best.values() if c >= max(0.5, top - 0.35) or row.first.team in own_team]
    return [row for _, row in sorted(near, key=lambda pair: -pair[0])][:CONFLICTING]


def _apart(weighed: Weighed) -> list[Weighed]:
    """특별교부세·특별교부금 is two names."""
    term = weighed.term
    words = [word for word in re.split("[·,/]", term.text) if len(word) > 1]
    if len(words) < 2:
        return [weighed]
    places = [term.start + term.text.index(word) for word in words]
    return [
        replace(weighed, term=replace(term, text=w, forms=(compact(w),), parts=(), start=p, end=p + len(w)))
        for w, p in zip(words, places, strict=True)
    ]


_JOINED = re.compile(r"\s?(?:[,·/]|이랑|랑|와|과|하고|및)\s?")


def _alternatives(text: str, subject: Sequence[Weighed]) -> list[list[Weighed]]:
    """The subject with names that are joined (특별교부세, 특별교부금) together: a row need hold but one of them."""
    groups: list[list[Weighed]] = []
    for weighed in sorted(subject, key=lambda t: t.term.start):
        before = groups[-1][-1].term.end if groups else -1
        if groups and _JOINED.fullmatch(text[before : weighed.term.start]):
            groups[-1].append(weighed)
        else:
            groups.append([weighed])
    return groups


def _covered(groups: Sequence[Sequence[Weighed]], words: str) -> float:
    """The weight of the subject that a row's words cover, the best of each group."""
    return sum(max(t.weight for t in group) * max(t.term.coverage(words) for t in group) for group in groups)


CONFLICTING = 5
"""Readings of one figure that are told."""


def _of_money(row: Row) -> bool:
    return any(in_won(o.value or Decimal(0), o.unit) is not None for o in row.observations)


def _own(row: Row, scope: Scope) -> bool:
    """Is the row about the office itself, not about something of the office?"""
    first = row.first
    return not (first.indicator or first.item) and bool({*scope.bureaus, *scope.departments} & {first.bureau, row.name})


def _names_it(row: Row, subject: Sequence[Weighed]) -> int:
    name = compact(row.name)
    return sum(any(form in name for form in t.term.forms) for t in subject)


def _names_table(corpus: Corpus, term: Term) -> bool:
    """총괄표, 자원비중 or 예산현황 name a table or a report, and no row."""
    form = term.forms[0]
    table = form.endswith("표") and not form.endswith(("지표", "목표"))
    return (table or form in corpus.captions) and not any(form in compact(row.name) for row in corpus.index.rows)
