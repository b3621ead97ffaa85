"""Two or three questions that may follow an answer, made from the rows and passages it used: cheap, none is tried.

Each template asks only what the index is known to hold: another measure of the row, the office's other rows, the
budget of the programme. A test asks them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.normal import compact
from index.rows import Row
from records import Passage

MOST = 3
LONGEST_NAME = 30
"""Letters of a row's name that a question may hold."""
NEAR_ENOUGH = 0.6
"""Share of the subject that a row must cover to be offered where nothing answered."""
ASKED: dict[str, str] = {
    "달성률": "몇 %인가요?",
    "집행률": "몇 %인가요?",
    "실적": "얼마인가요?",
    "목표": "얼마인가요?",
    "예산액": "얼마인가요?",
    "집행액": "얼마인가요?",
    "현원": "몇 명인가요?",
    "정원": "몇 명인가요?",
}
"""Measures worth asking, and how they are asked."""


def suggestions(context: Context, draft: Draft, refused: bool) -> tuple[str, ...]:
    """Up to MOST questions that follow; for a refusal, of the rows that came near; () where nothing did."""
    rows = [row for row_id in draft.rows if (row := context.corpus.row(row_id))]
    passages = [p for passage_id in draft.passages if (p := context.corpus.passage(passage_id))]
    if refused:
        rows = [m.row for m in context.rows if m.row and m.scope_fits and m.coverage >= NEAR_ENOUGH]
    asked = compact(context.question.raw)
    found = dict.fromkeys(q for q in _questions(context, rows, passages) if compact(q) != asked)
    return tuple(found)[:MOST]


def _questions(context: Context, rows: list[Row], passages: list[Passage]) -> Iterator[str]:
    for row in rows[:1]:
        yield from (question for make in OF_ROWS for question in make(context, row))
    for passage in passages[:1]:
        yield from (question for make in OF_PASSAGES for question in make(context, passage))


def _measures(context: Context, row: Row) -> Iterator[str]:
    """A figure of the row that was not asked: 2021년 재무과 세외수입 징수액 달성률은 몇 %인가요?"""
    if len(row.name) > LONGEST_NAME or "-t" not in row.first.table:
        return
    office = row.first.department or row.first.bureau or ""
    owner = f"{office} " if office and office not in row.name else ""
    year = context.corpus.year_of(row)
    when = f"{year}년 " if year else ""
    for measure, asks in ASKED.items():
        cell = row.measures.get(measure)
        named = measure in context.plan.measures or row.name.endswith(measure)
        if cell is not None and cell.value is not None and not named:
            yield f"{when}{owner}{row.name} {with_josa(measure, '은')} {asks}"
            return


def _below_target(context: Context, row: Row) -> Iterator[str]:
    if row.first.department and row.first.indicator and {"목표", "실적", "달성률"} <= row.measures.keys():
        yield f"{row.first.department}에서 목표를 달성하지 못한 지표는 무엇인가요?"
        yield f"{row.first.department} 지표 가운데 달성률이 가장 높은 것은 무엇인가요?"


def _least_spent(context: Context, row: Row) -> Iterator[str]:
    report = context.corpus.reports[row.first.report_id]
    if {"예산액", "집행률"} <= row.measures.keys() and report.year and "-t" in row.first.table:
        yield f"{report.year}년 {report.department or report.agency or ''} 예산 집행률이 가장 낮은 사업은 무엇인가요?"


def _largest_bureau(context: Context, row: Row) -> Iterator[str]:
    agency = context.corpus.reports[row.first.report_id].agency
    if agency and row.first.bureau == row.name and "예산액" in row.measures:
        yield f"{agency}에서 예산액이 가장 많은 실국은 어디인가요?"


def _bureau(context: Context, row: Row) -> Iterator[str]:
    """What else the bureau of a bullet did."""
    year, bureau = context.corpus.year_of(row), row.first.bureau
    if year and bureau and not row.first.department and "-b" in row.first.table:
        yield f"{year}년 {bureau} 주요사업을 요약해 주세요."


def _programme(context: Context, row: Row) -> Iterator[str]:
    """What else was done in the programme of a bullet, and what it cost."""
    programme, year = row.first.programme, context.corpus.year_of(row)
    if "-b" not in row.first.table or not programme or not year:
        return
    if any("예산액" in other.measures for other in context.corpus.rows_of_programme(programme, year)):
        yield f"{year}년 {programme} 예산은 얼마인가요?"
    yield f"{year}년 {programme} 사업을 요약해 주세요."


def _budget(context: Context, passage: Passage) -> Iterator[str]:
    """The budget of the programme that a bullet belongs to."""
    programme, year = passage.programme, context.corpus.year_of(passage)
    named = programme and any("예산액" in row.measures for row in context.corpus.rows_of_programme(programme, year))
    if named and year:
        yield f"{year}년 {programme} 예산은 얼마인가요?"


def _team(context: Context, passage: Passage) -> Iterator[str]:
    if passage.team and passage.department:
        yield f"{passage.department} {passage.team}은 무슨 일을 하나요?"


OF_ROWS: tuple[Callable[[Context, Row], Iterator[str]], ...] = (
    _measures,
    _below_target,
    _least_spent,
    _largest_bureau,
    _bureau,
    _programme,
)
OF_PASSAGES: tuple[Callable[[Context, Passage], Iterator[str]], ...] = (_budget, _team)
