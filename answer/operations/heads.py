"""What a row of a table stands under, and what stands under that: 전략목표 of a 실국, 성과지표 of a 사업.

Merged cells to the left of a row head it. They are no figures, so that nothing else tells them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from answer.context import Context
from answer.corpus import MADE_DIMENSIONS, distinct
from answer.dialogue import has_name
from answer.draft import Draft
from answer.josa import with_josa
from answer.match import Weighed, within_scope
from answer.normal import compact
from answer.operations.lookup import TIE
from answer.show import table
from answer.words import UNITS_OF
from index.rows import Row

_TOLD = r"(?:명|이름)?(?:은|는|이|가|을|를|도|이란|란)?\s?(?:각각|모두|전부|다|좀|전체|목록)*\s?"
_WHAT = (
    r"(?:무엇|무어|뭐|뭔|뭘|머|어떤|알려|말해|말씀|적어|적으|써|보여|나열|열거|정리|제시|답|찾아|대 ?줘|어떻게|[?.!]|$)"
)
_BELONGS = frozenset(
    {"속하", "포함", "포함되", "들어가", "들", "딸리", "해당", "해당하", "소속", "이름", "전략", "정책"}
)
_RANKED = frozenset({"rank_high", "rank_low", "sum", "mean", "difference", "change", "ratio", "compare", "order"})
LEAST_NAME = 4
"""Letters from which what heads a row is known by its name alone."""
WHOLE = 0.9
MOST_TABLED = 30


def over(context: Context) -> Draft | None:
    """The cell that heads a row or the rows of an office: 기획실의 전략목표는?, 승소율은 어느 정책사업목표에 속해?"""
    column = _asked_column(context)
    if column is None or context.plan.sought in UNITS_OF or context.question.asks & {"count", *_RANKED}:
        return None
    terms = [t for t in context.terms if not _of_column(t.term.forms[0], column)]
    rows = _found(context, column, terms) if terms else _of_office(context, column)
    values = distinct(row.dims[column] for row in rows)
    if not values:
        return None
    draft = context.draft()
    owner = draft.name(_row_name(rows[0]) if terms and len(rows) == 1 else _office_name(context))
    of = f"{owner}의 " if owner else ""
    firsts = [next(row for row in rows if row.dims[column] == value) for value in values]
    if len(values) == 1:
        marks = draft.marks(_cited(draft, firsts[0], values[0]))
        draft.say(f"{of}{with_josa(column, '은')} ‘{draft.name(values[0])}’입니다. {marks}")
        draft.listed = [rows[0].name]
        return draft
    number = draft.computed(f"{len(values)}개", f"표에서 {column} {len(values)}개를 셈")
    draft.say(f"{of}{with_josa(column, '은')} 모두 {number}입니다.\n")
    several = terms or len({row.first.bureau for row in firsts}) > 1
    for row, value in zip(firsts, values, strict=True):
        whose = f"{draft.name(_row_name(row) if terms else row.first.bureau or '')}: " if several else ""
        draft.say(f"- {whose}{draft.name(value)} {draft.marks(_cited(draft, row, value))}")
    draft.listed = values
    return draft


def _row_name(row: Row) -> str:
    return " ".join(filter(None, (row.first.department or row.first.bureau, f"‘{row.name}’")))


def _office_name(context: Context) -> str:
    scope = context.plan.scope
    return " ".join((*scope.agencies, *scope.bureaus, *scope.departments))


def under(context: Context) -> Draft | None:
    """All indicators of a programme or of a goal that is named: 주차시설 확충 및 관리 사업의 성과지표는?"""
    plan = context.plan
    asked = plan.measures or plan.conditions or plan.function or context.question.asks & (_RANKED | {"locate"})
    if plan.entity != "indicator" or asked or not context.terms:
        return None
    heads: dict[str, list[Row]] = {}
    for row in context.corpus.index.rows:
        if row.first.indicator and _within(context, row):
            for value in _heads_of(row):
                heads.setdefault(value, []).append(row)
    name = _named_head(context, list(heads))
    if name is None:
        return None
    rows = heads[name]
    draft = context.draft()
    number = draft.computed(f"{len(rows)}개", f"‘{name}’에 딸린 지표 {len(rows)}개를 셈")
    draft.say(f"‘{draft.name(name)}’의 지표는 모두 {number}입니다.\n")
    if any(o.value is not None for row in rows for o in row.observations):
        draft.say(table(context, draft, rows[:MOST_TABLED]))
    else:
        for row in rows[:MOST_TABLED]:
            draft.say(f"- {draft.name(row.name)} [{draft.cite_row(row.first)}]")
    draft.listed = [row.name for row in rows]
    return draft


def _asked_column(context: Context) -> str | None:
    """The column of merged cells whose words are asked, not how many there are."""
    text = context.question.text
    for column in sorted(context.corpus.head_columns, key=len, reverse=True):
        spelled = r"\s?".join(column)
        if re.search(rf"{spelled}{_TOLD}{_WHAT}|(?:어느|어떤|무슨) ?{spelled}(?!수)", text):
            return column
    return None


def _of_column(word: str, column: str) -> bool:
    return word in _BELONGS or word.removesuffix("명") in column or column in word


def _of_office(context: Context, column: str) -> list[Row]:
    if not has_name(context.plan.scope):
        return []
    return [row for row in context.corpus.index.rows if column in row.dims and _within(context, row)]


def _found(context: Context, column: str, terms: Sequence[Weighed]) -> list[Row]:
    """The row that the rest of the question names best, with its like."""
    question = replace(context.question, measures=(), terms=tuple(t.term for t in terms))
    inner = Context(context.corpus, question, replace(context.plan, measures=()), list(terms))
    found = [m for m in inner.rows if m.row and m.answers and column in m.row.dims]
    if not found:
        return []
    top = found[0]
    return [m.row for m in found if m.row and m.coverage >= top.coverage - TIE and m.score >= top.score - TIE][:5]


def _within(context: Context, row: Row) -> bool:
    scope = context.plan.scope
    agency = row.first.agency or context.corpus.reports[row.first.report_id].agency
    fits = (not scope.agencies or agency in scope.agencies) and within_scope(context.corpus, row, scope)
    return fits and (not scope.years or context.corpus.year_of(row) in scope.years)


def _heads_of(row: Row) -> list[str]:
    dims = (value for key, value in row.dims.items() if key not in MADE_DIMENSIONS)
    return distinct([row.first.programme, *dims])


def _named_head(context: Context, names: Sequence[str]) -> str | None:
    """The head that the question names whole, else the one that alone holds all of its words."""
    asked = context.question.compact
    whole = [name for name in names if len(compact(name)) >= LEAST_NAME and compact(name) in asked]
    if whole:
        return max(whole, key=len)
    terms = [t for t in context.terms if not _of_column(t.term.forms[0], "정책사업목표") and not t.term.weight < 1.0]
    if len("".join(t.term.forms[0] for t in terms)) < LEAST_NAME + 2:
        return None
    covering = [n for n in names if all(t.term.coverage(compact(n)) >= WHOLE for t in terms)]
    return covering[0] if len(covering) == 1 else None


def _cited(draft: Draft, row: Row, value: str) -> list[int]:
    """The row, and the merged cell above it where the words stand."""
    first = row.first
    numbers = []
    text = draft.open_text(first.report_id)
    place = text.rfind(value, 0, max(first.row_end, first.end))
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        numbers.append(draft.cite(first.report_id, place, place + len(value), first.section, line))
    return [*numbers, draft.cite_row(first)]
