"""How a follow-up may be meant: the plan before it with slots replaced, best reading first.

A reading that finds nothing gives way to the next. New subject words are required; earlier ones stay as a preference
that cannot outweigh them, so that 구세는? after 시세 체납정리율 asks for 구세 체납정리율.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from answer.context import Context
from answer.corpus import Corpus, distinct
from answer.datasets import entity_of
from answer.dialogue import AGAINST, ASKING, Conversation, Turn, has_name, is_whole, own_terms, says_what, wishes
from answer.kinds import operation_of
from answer.match import weigh
from answer.narrow import Narrow, Replaced, narrowed
from answer.operations import again
from answer.operations.per_unit import PER, per_unit
from answer.operations.prose import prose
from answer.operations.sets import group_name, select
from answer.operations.share import of_its_whole
from answer.plan import OFFICES, Plan, Scope
from answer.read import Question, Term
from answer.words import LABELS, RATES, UNIT_NAMES, UNITS_OF
from index.rows import Row
from records import Passage

PREFERENCE = 0.45
"""Weight of all earlier subject words together against the new ones: below half, so that they never suffice."""

_SOURCE = re.compile(
    r"출처|어디에 ?(?:나|적|있|실)|어디서 ?(?:나온|본|확인|찾)|(?:어느|무슨) ?(?:보고서|문서|자료|부분|쪽|페이지)"
    r"|몇 ?(?:쪽|페이지)|근거(?:는|가|를| ?자료)|원문"
)
_PLACES = {"첫": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "마지막": -1}
_PLACE = re.compile(
    r"(첫|두|세|네|다섯|여섯|일곱|\d+) ?번째(?!로)|(\d+) ?번(?=은|는|의|이|째| )|(\d+) ?위|(마지막)(?! ?으로)"
)
_NEXT = re.compile(r"^(?:그럼 ?|그러면 ?)?(?:그 ?)?(?:바로 ?)?다음(?:으로|은|에는|순위|위|[ ?]|$)")
_WITHIN = re.compile(
    r"그 ?중|그 ?가운데|이 ?중|이 ?가운데|(?:그|이|위|앞의?) ?(?:것|지표|사업|부서|과|팀|항목|금액)들"
    r"|(?:둘|셋|넷) ?(?:중|다|이|을|의)|둘 |모두 ?(?:몇|합)|다 ?(?:합|더)"
)
_OTHERS = re.compile(r"나머지|그 ?외|그 ?밖|이외|다른 ?(?:지표|사업|부서|과|팀|것|건|거)")
_PAIR = re.compile(r"둘|두 ?(?:개|곳|과|부서|값|해|지표|사업)")
_OFFICE = re.compile(
    r"(?:그|이|해당|같은) ?(과|부서|담당관|국|실국|실|팀)(?![가-힣]*들)(?=에|의|은|는|이|가|도|소관|[ ?]|$)"
)
_MORE, _LESS = re.compile(r"더 ?(?:높|많|큰|크|잘|우수)"), re.compile(r"더 ?(?:낮|적|작|못|저조)")
_BEFORE = re.compile(
    r"전년도?(?!.{0,3}대비)|작년|지난해|그 ?전 ?해|전 ?해|직전 ?(?:연도|년도|해)"
    r"|(?:한 ?해|1년|일 ?년) ?(?:전|앞)|앞선 ?해|전 ?연도"
)
_AFTER = re.compile(r"이듬해|다음 ?해|그 ?다음 ?해|이후 ?해")
_OTHER_YEARS = re.compile(r"다른 ?(?:해|연도|년도)")
_ATTRIBUTE = re.compile(r"(?:[율률수액비]|금액|인원|기간|일정|장소|대상|방법|시기|이유|내용|주기|예산|위원)$")
"""Ends of words that name a property of the subject before, not another subject: 지적 건수, 채택률."""

_RELATION = re.compile(
    r"전년|작년|지난해|(?:목표|계획|정원|예산|당초) ?(?:대비|보다|에서)|늘|줄|초과|모자|증가|감소|남[았은]|웃돌|밑돌"
)
"""A difference within one row, not between the rows told before: 목표보다 얼마나 초과했어?"""
_TO_OWN = re.compile(r"전년|작년|지난해|목표|계획|정원|당초|예산|남[았은]")
_PERCENT = re.compile(r"몇 ?(?:%|퍼센트|프로|퍼)|비율|[가-힣]{2}[률율][은이]")
_OWNER = re.compile(r"(?:담당|소관|어느|무슨|맡은|주관) ?(?:하는 ?)?(?:부서|과|팀|국|실국|곳)|누가 ?(?:맡|담당|해|하)")

_UNIT = re.compile(
    r"(?<![\d가-힣])(?P<unit>억 ?원|억|천만 ?원|백만 ?원|만 ?원|천 ?원|원|퍼센트|%|만 ?명|천 ?명|명)"
    r" ?(?:단위)?(?:으로|로)(?=는|만|도|요| |\?|$)"
)
_FUND = re.compile(r"(?<![가-힣])(구|시|도|국가|나라|정부) (?:돈|예산|부담|지원)")
_NUMBERED = re.compile(r"(?:제 ?)?(?P<number>\d+) ?(?P<counter>회|차|호|기(?!간)|분기|단계|기수)(?! ?(?:했|열|실시))")
_NUMBER_TERM = re.compile(r"제?\d+(?:회|차|호|기|분기|단계)?")

_POINTS_AT = re.compile(r"그(?:것|거|건|게|걸|중|때|쪽|곳)|그 |거기|이(?:것|거|건)|나머지|말고|같은|둘|방금|앞에|위에")
"""Words that point at something told before, where 그럼 and 그리고 only lead on."""

RISES = frozenset({"증가액", "증감", "증감액", "증가율", "증감률"})
"""What tables print of how much a figure rose."""

Operation = again.Operation
Item = TypeVar("Item")


@dataclass(frozen=True)
class Reading:
    """One way to understand a question. `first` is tried before the operations of the plan; `alone`, nothing else."""

    context: Context
    first: tuple[Operation, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Follow:
    """A follow-up beside the turn it leans on."""

    corpus: Corpus
    question: Question
    plan: Plan
    conversation: Conversation

    @cached_property
    def last(self) -> Turn:
        turn = self.conversation.last
        assert turn is not None
        return turn

    @cached_property
    def before(self) -> Plan:
        return self.last.typed

    @property
    def text(self) -> str:
        return self.question.text

    @cached_property
    def wish(self) -> bool:
        return wishes(self.question, self.plan)

    @cached_property
    def strong(self) -> list[Term]:
        return own_terms(self.question)

    def rows(self, turn: Turn) -> tuple[Row, ...]:
        """The rows a turn used, in the order it told them; a longer list of names stands for the rows it lists."""
        rows = tuple(row for key in turn.rows if (row := self.corpus.row_with(key)))
        if len(turn.listed) <= len(rows):
            return rows
        names, entity = set(turn.listed), turn.typed.entity
        everything = self.universe(turn)
        listed = [row for row in everything if row.name in names or (entity and group_name(row, entity) in names)]
        return tuple(listed) or rows

    def passages(self, turn: Turn) -> tuple[Passage, ...]:
        return tuple(self.corpus.passages_of(turn.passages))

    def universe(self, turn: Turn) -> tuple[Row, ...]:
        """All rows that a turn looked at: those of its data set in its scope, before its conditions."""
        plan = turn.typed
        question = replace(self.question, asks=frozenset(turn.asks), terms=turn.terms)
        context = Context(self.corpus, question, plan, weigh(self.corpus, turn.terms))
        used = set(turn.rows)
        needs = [c.measure for c in plan.conditions if c.measure and c.measure != "단위"]
        choices = select(context, needs) or select(replace(context, terms=[]), needs)
        holding = (choice for choice in choices if used & {row.first.id for row in choice.rows})
        choice = next(holding, choices[0] if choices and not used else None)
        return choice.rows if choice else ()


def resume(corpus: Corpus, question: Question, plan: Plan, conversation: Conversation) -> Iterator[Reading]:
    """The readings of a follow-up, best first; there is always one."""
    terms = tuple(term for term in question.terms if not says_what(term.text))
    question = replace(question, terms=(*_funds(question.text), *terms))
    if plan.sought == "이유":
        plan = replace(plan, conditions=())  # 왜 목표를 못 채웠대?: the figure was told, the reason is asked
    plan = replace(plan, terms=tuple(term.text for term in terms), unit=plan.unit or _unit(question.text))
    follow = Follow(corpus, question, plan, conversation)
    for way in WAYS:
        meant = False
        for reading in way(follow):
            meant = True
            yield reading
        if meant and way is _years:
            return  # 직전 연도는?: what is told of another year is no answer


def _funds(text: str) -> tuple[Term, ...]:
    """그중 구 돈은?: one letter that says whose money, which is no word of its own to the analyser."""
    match = _FUND.search(text)
    if match is None:
        return ()
    name = {"구": "구비", "시": "시비", "도": "도비"}.get(match.group(1), "국비")
    return (Term(name, (name,), (), 1.0, *match.span()),)


def _unit(text: str) -> str | None:
    """억원 단위로, 천원으로는: a unit alone, which a whole question would have to say with a verb."""
    match = _UNIT.search(text)
    if match is None:
        return None
    unit = match["unit"].replace(" ", "")
    return UNIT_NAMES.get(unit, unit)


def _source(follow: Follow) -> Iterator[Reading]:
    if _SOURCE.search(follow.text) and not follow.strong and not has_name(follow.plan.scope):
        plan = replace(follow.before, operation="locate", unit=None)
        rows, passages = follow.rows(follow.last), follow.passages(follow.last)
        yield Reading(_narrow(follow, follow.question, plan, rows, (), passages), (again.sources,), alone=True)


def _ordinal(follow: Follow) -> Iterator[Reading]:
    if follow.before.operation == "rank" and _NEXT.search(follow.text) and not follow.strong and not follow.wish:
        ranked = replace(follow.before, nth=(follow.before.nth or follow.before.top or 1) + 1, top=None)
        question = replace(follow.question, asks=_asks(follow.last))
        yield Reading(_wide(follow, question, ranked, follow.last.terms, scaled=False))
    match = _PLACE.search(follow.text)
    if match is None or follow.question.asks & {"rank_high", "rank_low"} or follow.plan.nth:
        return
    word = next(group for group in match.groups() if group)
    place = _PLACES.get(word) or int(word)
    rows, listed = follow.rows(follow.last), follow.last.listed
    question, plan = _with_wish(follow, follow.before.scope)
    if follow.before.operation == "rank" and len(rows) < 2 and place > 1:
        ranked = replace(follow.before, nth=place, top=None)
        yield Reading(_wide(follow, replace(question, asks=_asks(follow.last)), ranked, follow.last.terms))
    chosen = _at(rows, place) if len(rows) >= len(listed) or not listed else None
    if chosen is not None and len(rows) > 1:
        yield Reading(_narrow(follow, question, plan, (chosen,)), (again.once_more,))
    elif (name := _at(listed, place)) and len(listed) > 1:
        yield from _named(follow, question, plan, name)
    passages = follow.passages(follow.last)
    yield Reading(_narrow(follow, question, plan, (), (), passages), (again.item_of(place),), alone=True)


def _named(follow: Follow, question: Question, plan: Plan, name: str) -> Iterator[Reading]:
    """One name of a list of names: the rows that bear it."""
    entity = follow.before.entity or "department"
    rows = [r for r in follow.universe(follow.last) if r.name == name or group_name(r, entity) == name]
    if rows:
        yield Reading(_narrow(follow, question, plan, rows), (again.once_more,))


def _at(items: Sequence[Item], place: int) -> Item | None:
    index = place - 1 if place > 0 else len(items) + place
    return items[index] if 0 <= index < len(items) else None


def _rest(follow: Follow) -> Iterator[Reading]:
    """나머지는?: the rows of the same data set and scope that the earlier answer did not list."""
    team = (match := _OFFICE.search(follow.text)) is not None and match.group(1) == "팀"
    if not _OTHERS.search(follow.text) or follow.strong or team:
        return  # 그 팀이 맡은 다른 사업은?: what the team has, wherever it stands
    none = follow.before.conditions and not follow.last.listed
    told = set() if none else {row.first.id for row in follow.rows(follow.last)}
    office = follow.last.department if _OFFICE.search(follow.text) else None  # 그 부서 다른 지표
    rest = tuple(
        row
        for row in follow.universe(follow.last)
        if row.first.id not in told and office in {None, row.first.department}
    )
    if rest and (told or none):
        yield from _over(follow, rest)


def _inside(follow: Follow) -> Iterator[Reading]:
    """그중 제일 낮은 건?, 평균은?, 둘 중 더 높은 건?: the rows of the earlier answer and no others."""
    within = (_RELATION.search(follow.text) or "confirm" in follow.question.asks) and not _between_years(follow)
    wanted = follow.question.asks & {"sum", "mean", "difference", "compare"} or follow.plan.conditions
    asked = bool(wanted and not within) or _grouped(follow)
    pointed = _WITHIN.search(follow.text)
    other_year = bool(follow.plan.scope.years) and follow.plan.scope.years != follow.before.scope.years
    counted = "count" in follow.question.asks and not follow.plan.conditions and not other_year
    if not (pointed or ((asked or counted) and not follow.strong)) or has_name(follow.plan.scope):
        return
    if other_year and follow.plan.function in {"difference", "change"}:
        return
    rows = _recent(follow, 2 if _PAIR.search(follow.text) or asked or counted else 1)
    columns = {c.measure for c in follow.plan.conditions} - {"", "단위"}
    if columns and not any(columns & row.measures.keys() for row in rows):
        return  # 그중 전년보다 줄어든 곳은?: the rows that were counted have no such column
    if len(rows) > 1:
        yield from _over(follow, rows)


def _between_years(follow: Follow) -> bool:
    """얼마나 늘었어? after 2014년 and 2013년 of one thing: what lies between the two, not within one of them."""
    pair = () if _TO_OWN.search(follow.text) or not follow.plan.function else _pair(follow)
    return len({follow.corpus.year_of(row) for row in pair}) > 1


def _columns(follow: Follow) -> Iterator[Reading]:
    """두 가지를 합하면? after 전부공개 and 부분공개 of one row: its columns that the last turns asked for."""
    turns = [turn for turn in follow.conversation.turns if turn.rows][-2:]
    if follow.plan.function not in {"sum", "difference"} or follow.strong or len(turns) < 2:
        return
    rows = [follow.rows(turn) for turn in turns]
    measures = tuple(distinct(m for turn in turns for m in turn.typed.measures))
    shared = [row for row in rows[0] if row in rows[1]]
    if shared and len(measures) > 1 and not _TO_OWN.search(follow.text):
        narrow = _narrow(follow, follow.question, follow.plan, shared)
        yield Reading(narrow, (again.columns(measures),), alone=True)


def _share(follow: Follow) -> Iterator[Reading]:
    """제출 건수 대비 몇 %야?, 채택률은? after 총 38건 중 7건 채택."""
    if follow.plan.measures or not _PERCENT.search(follow.text) or has_name(follow.plan.scope):
        return
    rows, passages = follow.rows(follow.last), follow.passages(follow.last)
    near = tuple(p for p in _neighbours(follow, rows, passages) if _holds(p, rows, passages))
    yield Reading(_narrow(follow, follow.question, follow.plan, (), (), near), (again.part_of_whole,), alone=True)


def _grouped(follow: Follow) -> bool:
    """어느 부서가 제일 많아? after a list of rows that meet a condition: the departments of those rows are counted."""
    ranked = follow.question.asks & {"rank_high", "rank_low"} and not follow.plan.measures
    return bool(ranked and follow.before.conditions and follow.plan.entity in OFFICES)


def _recent(follow: Follow, least: int) -> tuple[Row, ...]:
    """Rows of the last turns: of the nearest that told several, else of as many single answers as are meant."""
    if least == 2 and (pair := _pair(follow)):
        return pair
    found: list[Row] = []
    for turn in reversed(follow.conversation.turns[-4:]):
        rows = follow.rows(turn)
        if len(rows) > 1 and len(found) < least:
            return rows
        found[:0] = [row for row in rows if row not in found]
        if len(found) >= least > 1:
            return tuple(found)
    return tuple(found)


def _pair(follow: Follow) -> tuple[Row, ...]:
    """The first rows of the last two turns where both asked the same of different subjects: 총무국? 보건소는?"""
    turns = [turn for turn in follow.conversation.turns if turn.rows][-2:]
    if len(turns) < 2 or turns[1] is not follow.last:
        return ()
    one, two = (turn.typed for turn in turns)
    same = (one.measures, one.sought, one.operation) == (two.measures, two.sought, two.operation)
    other = one.scope != two.scope or turns[0].terms != turns[1].terms
    rows = [follow.rows(turn) for turn in turns]
    single = not one.conditions and one.operation in {"lookup", "prose"} and all(_lead(r) for r in rows)
    return (rows[0][0], rows[1][0]) if same and other and single and rows[0][0] != rows[1][0] else ()


def _lead(rows: Sequence[Row]) -> bool:
    """Whether the first row speaks for the answer: few rows, or a total before its parts."""
    return 1 <= len(rows) <= 3 or (bool(rows) and is_whole(rows[0]))


def _over(follow: Follow, rows: Sequence[Row]) -> Iterator[Reading]:
    """A question over given rows: ranked, summed, filtered, counted, or told once more."""
    before, question = follow.before, follow.question
    measures = follow.plan.measures or before.measures or tuple(distinct(c.measure for c in before.conditions))
    grouped = _grouped(follow)
    measures = () if grouped else measures
    measures = tuple(m for m in measures if m != "단위" and any(m in row.measures for row in rows))
    plan = replace(
        follow.plan,
        measures=measures,
        entity=follow.plan.entity or entity_of(rows[0]),
        scope=_scope_of(follow, rows),
        unit=follow.plan.unit or before.unit,
    )
    asks = _superlative(question)
    plan = replace(plan, descending=plan.descending if asks == question.asks else "rank_high" in asks)
    question = replace(question, asks=asks, measures=measures)
    plan = replace(plan, operation=operation_of(question, plan))
    first: tuple[Operation, ...] = ()
    if grouped:
        plan = replace(plan, operation="rank")
    elif asks & {"rank_high", "rank_low"} and len(rows) <= 5:
        first = (again.extreme,)
    elif plan.function in {"sum", "mean", "difference"}:
        plan = replace(plan, operation="aggregate")
        few = len(rows) == 2 if plan.function == "difference" else len(rows) <= 5
        first = (again.together,) if few else ()
    elif "count" in asks and not plan.conditions:
        plan, first = replace(plan, operation="list"), (again.counted,)
    elif not plan.conditions and not asks & {"rank_high", "rank_low"}:
        first = (again.once_more,)
    yield Reading(_narrow(follow, question, plan, rows, question.terms), first, alone=False)


def _superlative(question: Question) -> frozenset[str]:
    """더 높은 of two is the highest of them."""
    for pattern, ask in ((_MORE, "rank_high"), (_LESS, "rank_low")):
        if pattern.search(question.text):
            return frozenset((question.asks - ASKING) | {ask})
    return question.asks


def _scope_of(follow: Follow, rows: Sequence[Row]) -> Scope:
    """The earlier scope where all rows lie within it, else none: it only words the answer."""
    scope = follow.before.scope
    departments = {row.first.department for row in rows}
    return Scope(
        departments=scope.departments if departments <= set(scope.departments) else (),
        bureaus=scope.bureaus if {row.first.bureau for row in rows} <= set(scope.bureaus) else (),
    )


def _office(follow: Follow) -> Iterator[Reading]:
    """그 과에서 목표를 가장 많이 넘긴 건?: the department or team that answered is the scope, and nothing else."""
    match = _OFFICE.search(follow.text)
    if match is None or has_name(follow.plan.scope):
        return
    kind, name = _pointed_office(follow.last, match.group(1))
    if name is None:
        return
    scope = replace(follow.plan.scope, years=follow.plan.scope.years or follow.before.scope.years, **{kind: (name,)})
    listing = "list" in follow.question.asks and follow.plan.entity  # 그 팀이 맡은 다른 사업은 뭐가 있나
    own = follow.wish or follow.strong or listing
    question, plan = (follow.question, follow.plan) if own else _with_wish(follow, scope)
    entity = plan.entity if plan.entity not in {"department", "team"} or "count" in question.asks else None
    if question.asks & {"rank_high", "rank_low"}:
        plan = replace(plan, entity=entity or "indicator", measures=plan.measures or _ranked(plan))
    plan = replace(plan, scope=scope, entity=plan.entity if "locate" in question.asks else plan.entity and entity)
    plan = replace(plan, operation=operation_of(question, plan))
    if plan.operation in {"rank", "filter", "count", "aggregate"}:
        question = replace(question, terms=tuple(follow.strong))  # 많이 넘긴 is the ranking itself
    yield Reading(_wide(follow, question, plan, (), scaled=False))


def _pointed_office(turn: Turn, noun: str) -> tuple[str, str | None]:
    """The slot of a scope and the office that 그 과, 그 팀 or 그 실국 points at."""
    if noun == "팀":
        return "teams", turn.team
    if noun in {"국", "실국"} or turn.department is None:
        return ("bureaus", turn.bureau) if turn.bureau else ("departments", turn.department)
    return "departments", turn.department


def _ranked(plan: Plan) -> tuple[str, ...]:
    return tuple(distinct(c.measure for c in plan.conditions)) or ("달성률",)


def _owner(follow: Follow) -> Iterator[Reading]:
    """담당 부서는?: whose the rows or passages of the earlier answer are."""
    if not _OWNER.search(follow.text) or follow.strong or follow.question.asks & {"rank_high", "rank_low", "count"}:
        return
    rows, passages = follow.rows(follow.last), follow.passages(follow.last)
    entity = follow.plan.entity if follow.plan.entity in OFFICES else "department"
    plan = replace(follow.before, operation="locate", entity=entity, unit=None)
    if rows or passages:
        first = (again.once_more,) if len(rows) > 1 else ()
        yield Reading(_narrow(follow, follow.question, plan, rows, (), passages), first)


def _years(follow: Follow) -> Iterator[Reading]:
    """전년도는요?, 이듬해는?, 다른 해는?: relative to the year that the earlier answer was about."""
    if follow.strong or has_name(follow.plan.scope):
        return
    rows = follow.rows(follow.last)
    answered = {year for row in rows if (year := follow.corpus.year_of(row))} or set(follow.before.scope.years)
    if follow.plan.scope.years and follow.plan.function in {"difference", "change"}:  # 2013년 예산과의 차액은?
        years = tuple(sorted({*(follow.before.scope.years or answered), *follow.plan.scope.years}))
        question, plan = _with_wish(follow, replace(follow.before.scope, years=years))
        plan = replace(plan, operation="compare", function=follow.plan.function, measures=follow.before.measures)
        yield Reading(_wide(follow, replace(question, years=years), plan, follow.last.terms, scaled=False))
        return
    if _BEFORE.search(follow.text) and (follow.plan.function or re.search(r"보다|대비", follow.text)):
        return
    if _BEFORE.search(follow.text):
        if any("전년도예산액" in row.measures for row in rows):
            measures = ("전년도예산액",)
            plan = replace(follow.plan, measures=measures, scope=follow.before.scope, operation="lookup")
            yield Reading(_narrow(follow, replace(follow.question, measures=measures), plan, rows), (again.once_more,))
        wanted = tuple(sorted(year - 1 for year in answered))
    elif _AFTER.search(follow.text):
        wanted = tuple(sorted(year + 1 for year in answered))
    elif _OTHER_YEARS.search(follow.text):
        wanted = tuple(year for year in follow.corpus.years() if year not in answered)
    else:
        return
    if wanted and (not follow.plan.scope.years or follow.question.year_note):
        scope = replace(follow.before.scope, years=wanted)
        question = replace(follow.question, years=wanted, year_note=None)
        for years in _together_then_each(wanted):
            asked = replace(question, years=years)
            meant, plan = _with_wish(replace(follow, question=asked), replace(scope, years=years))
            yield Reading(_wide(follow, meant, plan, follow.last.terms, scaled=False))


def _together_then_each(years: tuple[int, ...]) -> list[tuple[int, ...]]:
    """All the years together, then each alone, the newest first."""
    return [years, *((year,) for year in reversed(years) if len(years) > 1)]


def _same_subject(follow: Follow) -> Iterator[Reading]:
    """그럼 실적은?, 억원으로는?, 왜?: the same rows with another wish, then the same subject wherever it stands."""
    question, plan = follow.question, follow.plan
    if follow.strong or has_name(plan.scope) or (plan.scope.years and plan.scope.years != follow.before.scope.years):
        return
    if _NUMBERED.search(follow.text) and any(_NUMBER_TERM.fullmatch(term.forms[0]) for term in follow.last.terms):
        return  # 2회는? after 제1회: another subject
    question, plan = _with_wish(follow, follow.before.scope)
    rows, passages = follow.rows(follow.last), follow.passages(follow.last)
    yield from _beside(follow, rows, passages)
    if PER.search(follow.text) and rows:
        yield Reading(_narrow(follow, question, plan, rows), (per_unit,), alone=True)
    told = [row for row in rows if row.dims] or rows
    if plan.sought == "%" and not plan.measures and len(told) == 1:
        yield Reading(_narrow(follow, question, plan, told), (of_its_whole,), alone=True)
    if _only_unit(follow) and follow.before.function in {"sum", "mean", "difference"} and 1 < len(rows) <= FEW:
        yield Reading(
            _narrow(follow, question, replace(plan, function=follow.before.function), rows), (again.together,)
        )
    if plan.measures == ("비교증감",) and rows and (printed := RISES & set(rows[0].measures)):
        plan = replace(plan, measures=tuple(sorted(printed)), operation="lookup", sought=None)
        yield Reading(_narrow(follow, question, plan, rows[:1]), (again.once_more,))
    if plan.function in {"difference", "change"} and rows and _lead(rows):
        rows, plan = rows[:1], replace(plan, sought=None)
        question = replace(question, sought=None)
    universal = question.asks & {"rank_high", "rank_low"} or (follow.before.function and not follow.wish)
    if plan.sought == "이유":
        near = _neighbours(follow, rows, passages)
        plan = replace(plan, measures=(), operation="prose")
        yield Reading(_narrow(follow, question, plan, rows, (), near), (again.reasons,), alone=True)
        yield Reading(_narrow(follow, question, plan, (), (), near))
        return
    elif "criterion" in question.asks or (question.poor and rows):
        yield Reading(_narrow(follow, question, plan, rows), (again.judged,))
    elif rows and not universal and not (plan.conditions and "confirm" not in question.asks):
        narrow = _narrow(follow, question, plan, rows, question.terms, passages)
        first = () if plan.function in {"difference", "change", "ratio"} else (again.once_more,)
        yield Reading(narrow, first, alone=len(rows) > 1 and bool(first))
    elif passages and not universal and follow.wish:
        yield Reading(_narrow(follow, question, plan, (), question.terms, passages))
    yield Reading(_wide(follow, question, plan, follow.last.terms, scaled=False))


def _beside(follow: Follow, rows: Sequence[Row], passages: Sequence[Passage]) -> Iterator[Reading]:
    """그 결과는?, 언제 운영했는데?, 총 얼마?: what the bullets around the answer before tell of it."""
    question, plan = follow.question, follow.plan
    if plan.measures or plan.function or plan.conditions or not (rows or passages) or len(rows) > FEW:
        return
    near = tuple(p for p in _neighbours(follow, rows, passages) if p.kind != "heading")
    if any(pattern.search(follow.text) for pattern in LABELS.values()):
        yield Reading(_narrow(follow, question, plan, (), (), near), (again.labelled,), alone=True)
    counted = follow.before.sought in UNITS_OF and follow.before.sought != "원"
    sought = "원" if plan.sought == "수량" and counted and "얼마" in follow.text else plan.sought
    if sought in _SOUGHT_BESIDE and sought != follow.before.sought:
        holding = tuple(p for p in near if _holds(p, rows, passages))
        plan = replace(plan, sought=sought, operation="prose")
        asked = replace(question, sought=sought)
        yield Reading(_narrow(follow, asked, plan, (), question.terms, holding), (prose,), alone=True)


_SOUGHT_BESIDE = frozenset(
    {"날짜", "기간", "장소", "지명", "이름", "사람", "원", "명", "건", "회", "개", "장소수", "회사"}
)
FEW = 5
"""Rows up to which an answer is about one thing."""


def _holds(passage: Passage, rows: Sequence[Row], passages: Sequence[Passage]) -> bool:
    """Whether a passage holds the answer before, in a bullet of it."""
    spans = [(p.report_id, p.start, p.end) for p in passages]
    spans += [(row.first.report_id, row.first.start, row.first.end) for row in rows]
    return any(passage.report_id == r and passage.start < e and s < passage.end for r, s, e in spans)


def _only_unit(follow: Follow) -> bool:
    return follow.plan.unit is not None and not (follow.plan.measures or follow.plan.function)


def _neighbours(follow: Follow, rows: Sequence[Row], passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """Bullets around an answer, the nearest first: those that hold it, then those of its section."""
    spans = [(p.report_id, p.start, p.end) for p in passages]
    spans += [(row.first.report_id, row.first.start, row.first.end) for row in rows]
    sections = {p.section_id for p in passages} | {row.first.section_id for row in rows}
    reports = {report_id for report_id, _, _ in spans}
    found: list[tuple[tuple[int, int], Passage]] = []
    for passage in follow.corpus.index.passages:
        if passage.report_id not in reports or passage.kind in {"contents", "table", "row", "section"}:
            continue
        holds = any(passage.report_id == r and passage.start < e and s < passage.end for r, s, e in spans)
        if holds or passage.section_id in sections:
            distance = min(abs(passage.start - s) for r, s, _ in spans if r == passage.report_id)
            found.append(((0 if holds else 1, distance), passage))
    return tuple(passage for _, passage in sorted(found, key=lambda pair: pair[0]))


def _other_subject(follow: Follow) -> Iterator[Reading]:
    """재무과는요?, 2018년은?, 아니 A 말고 B: new slots over the old ones."""
    question, scope = follow.question, follow.plan.scope
    old, named = follow.before.scope, has_name(replace(follow.plan.scope, agencies=()))
    merged = replace(
        scope,
        agencies=scope.agencies or old.agencies,
        years=scope.years or old.years,
        bureaus=scope.bureaus if named else old.bureaus,
        departments=scope.departments if named else old.departments,
        teams=scope.teams if named else old.teams,
    )
    question, plan = _with_wish(follow, merged)
    attribute = bool(follow.strong) and all(_ATTRIBUTE.search(term.text) for term in follow.strong)
    if attribute and not named and not scope.years:
        rows, passages = follow.rows(follow.last), follow.passages(follow.last)
        yield Reading(_narrow(follow, question, plan, rows, question.terms, passages))
    scaled = bool(follow.strong) and not attribute
    old_terms, question = _renumbered(follow, question)
    yield Reading(_wide(follow, question, plan, old_terms, scaled))
    if not follow.wish and follow.strong and plan.sought and not plan.measures:
        yield Reading(_wide(follow, replace(question, sought=None), replace(plan, sought=None), old_terms, scaled))
    if scope.years and not named and (heir := _heir(follow, merged)):
        yield Reading(_wide(follow, question, replace(plan, scope=heir), follow.last.terms, scaled))
    if follow.strong and not attribute and not named:
        free = replace(plan, scope=replace(merged, bureaus=(), departments=(), teams=()))
        yield Reading(_wide(follow, question, free, follow.last.terms, scaled))
    if (follow.strong or named) and follow.wish and not _POINTS_AT.search(follow.text):
        yield Reading(Context(follow.corpus, follow.question, follow.plan, weigh(follow.corpus, follow.question.terms)))


def _renumbered(follow: Follow, question: Question) -> tuple[tuple[Term, ...], Question]:
    """2회 추경도 after 제1회 추경: the number of the kind is the new subject, and the earlier number goes."""
    match = _NUMBERED.search(follow.text)
    old = tuple(term for term in follow.last.terms if not (match and _NUMBER_TERM.fullmatch(term.forms[0])))
    if match is None or len(old) == len(follow.last.terms):
        return old, question
    number, counter = match["number"], match["counter"]
    term = Term(f"제{number}{counter}", (f"제{number}{counter}", f"제{number}"), (), 1.0, *match.span())
    rest = tuple(term for term in question.terms if not _NUMBER_TERM.fullmatch(term.forms[0]))
    return old, replace(question, terms=(term, *rest))


def _against(follow: Follow) -> Iterator[Reading]:
    """보건소와 비교하면 얼마나 차이가 나? after the budget of another office: the two side by side."""
    new, old = follow.plan.scope, follow.before.scope
    both = replace(
        old,
        departments=_beside_each_other(old.departments, new.departments),
        bureaus=_beside_each_other(old.bureaus, new.bureaus),
        teams=_beside_each_other(old.teams, new.teams),
    )
    if not AGAINST.search(follow.text) or follow.strong or both == old:
        return
    question, plan = _with_wish(follow, both)
    plan = replace(plan, operation="compare", measures=plan.measures or follow.before.measures, sought=None)
    asked = replace(question, measures=plan.measures, sought=None)
    yield Reading(_wide(follow, asked, plan, follow.last.terms, scaled=False))


def _beside_each_other(old: tuple[str, ...], new: tuple[str, ...]) -> tuple[str, ...]:
    """Names of one kind: those of before and, where there were any, the new ones."""
    return tuple(distinct((*old, *new))) if old else ()


def _heir(follow: Follow, scope: Scope) -> Scope | None:
    """The department whose report of that year it is, where the earlier one is not in it: names change."""
    reports = [r for r in follow.corpus.reports.values() if r.year in scope.years and r.department]
    owners = distinct(report.department for report in reports)
    if len(owners) == 1 and scope.departments and owners[0] not in scope.departments:
        return replace(scope, departments=(owners[0],))
    return None


def _with_wish(follow: Follow, scope: Scope) -> tuple[Question, Plan]:
    """The question with what it wants: its own wish, completed from the earlier one; without any, the earlier one."""
    question, plan, before = follow.question, replace(follow.plan, scope=scope), follow.before
    several = len(scope.years) > 1 or len(scope.departments) > 1
    if not follow.wish:
        plan = replace(
            before, scope=scope, unit=plan.unit or before.unit, entity=plan.entity or before.entity, terms=plan.terms
        )
        question = replace(question, asks=_asks(follow.last) | (question.asks & {"list"}))
        operation = operation_of(replace(question, measures=plan.measures), plan) if several else before.operation
    else:
        ranked = question.asks & {"rank_high", "rank_low", "count"} or plan.conditions
        measures = plan.measures or (before.measures if _still(plan, before) else ())
        if ranked and not measures:
            measures = tuple(distinct(c.measure for c in before.conditions))
        plan = replace(plan, measures=measures, entity=plan.entity or (before.entity if ranked else None))
        operation = operation_of(question, plan)
    question = replace(question, measures=plan.measures, sought=plan.sought, unit=plan.unit, years=scope.years)
    return question, replace(plan, operation=operation)


def _still(plan: Plan, before: Plan) -> bool:
    """Whether the earlier measure is still meant: 얼마야? says no other, 몇 %? fits a rate only."""
    if plan.sought in {None, "수량"} or plan.sought == before.sought:
        return True
    return plan.sought == "%" and bool(set(before.measures) & RATES)


def _asks(turn: Turn) -> frozenset[str]:
    return frozenset(turn.asks) - {"confirm"}


def _wide(follow: Follow, question: Question, plan: Plan, old: Sequence[Term], scaled: bool = True) -> Context:
    """The whole corpus, with the question's own words and, as a preference or in full, the earlier ones."""
    kept = [term for term in old if not _dropped(question, term)]
    if scaled and question.terms:
        new_weight = sum(t.weight for t in weigh(follow.corpus, question.terms))
        old_weight = sum(t.weight for t in weigh(follow.corpus, kept)) or 1.0
        factor = PREFERENCE * min(1.0, new_weight / old_weight)
        kept = [replace(term, weight=term.weight * factor) for term in kept]
    terms = (*question.terms, *kept)
    words = " ".join(term.text for term in kept)
    question = replace(question, terms=terms, raw=f"{question.raw} {words}".strip())
    plan = replace(plan, terms=tuple(dict.fromkeys(term.text for term in terms)))
    kind = Replaced if scaled else Context
    return kind(follow.corpus, question, plan, weigh(follow.corpus, terms))


def _dropped(question: Question, term: Term) -> bool:
    """A word that is taken back (공유재산 말고) or said again in the new question."""
    if any(term.text in phrase for phrase in question.negated):
        return True
    return any(term.forms[0] in new.forms[0] or new.forms[0] in term.forms[0] for new in question.terms)


def _narrow(
    follow: Follow,
    question: Question,
    plan: Plan,
    rows: Sequence[Row],
    terms: Sequence[Term] = (),
    passages: Sequence[Passage] = (),
) -> Narrow:
    """Only the given rows and passages."""
    kept = tuple(terms)
    plan = replace(plan, terms=tuple(term.text for term in kept) or plan.terms)
    question = replace(question, terms=kept or follow.last.terms)
    corpus = narrowed(follow.corpus, rows) if rows else follow.corpus
    return Narrow(corpus, question, plan, weigh(corpus, kept), kept=tuple(rows), quoted=tuple(passages))


Way = Callable[[Follow], Iterator[Reading]]

WAYS: tuple[Way, ...] = (
    _source,
    _ordinal,
    _rest,
    _columns,
    _inside,
    _share,
    _owner,
    _office,
    _years,
    _same_subject,
    _against,
    _other_subject,
)
"""The kinds of follow-ups, the most particular first; each gives its readings, or none where it does not apply."""
