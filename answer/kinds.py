"""Which operation a question asks for: a rule a row, and the first that fits takes the question."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from answer.plan import OFFICES, SETS, Plan
from answer.read import VERB_WEIGHT, Question

_IN_PAPERS = re.compile(
    r"(?:어느|무슨|어떤) ?(?:항목|보고서|문서|자료|부분|분야(?=에)|쪽|페이지|장|절|대목)(?![가-힣]*(?:부터|까지))"
)
"""어느 항목에서 확인할 수 있나: a place in the reports is asked, whatever else the words would seek."""
_PARTS = frozenset(
    {"사업", "부서", "과", "국", "실국", "연도", "년도", "해", "팀", "재원", "회계", "직급", "급수", "계급"}
)
"""What a listing is broken down by: 2019년 사업별 소요예산."""
DUTY_WORDS = frozenset({"업무", "담당업무", "일", "담당"})
_DUTIES = re.compile(
    r"업무|분장|사무|(?:하는|무슨|어떤) ?일|맡은 ?일|담당하는"
    r"|(?:뭐|뭘|무엇을|뭣) ?(?:하|담당|맡)\S* ?(?:팀|과|부서|곳|데)"
)
_CONFLICT = re.compile(
    r"(?:보고서|표|문서|자료)(?:마다|끼리|별로)|서로 다르|서로 다른(?:데|걸|게|지)|다르게 (?:나|적|기재|표시|쓰)|"
    r"다르다(?:던|는|고)|엇갈|"
    r"(?:표|보고서|문서)\S{0,3} 다[르른]|"
    r"(?:금액|값|수치|숫자|예산액?|개수|수|규모|기간)[이가은는도]? ?(?:서로 )?다[르른]|"
    r"(?:두|여러) ?(?:군데|곳|표)(?:에서|에)? ?(?:서로 )?다르게|이?라는 ?(?:말|데|곳).{1,30}이?라는 ?(?:말|데|곳)|"
    r"인지 .+인지|(?:뭐가|무엇이|어느 ?(?:게|것이|쪽이)|어떤 ?(?:게|것이)) ?맞|"
    r"[이가] .{1,12}[야니까] .{1,12}[야니까]\?|표에서 각각|보고서에서 각각"
)


_ITEMS = re.compile(r"(?:현황|표)\S* ?(?:나오는|있는|실린|적힌|들어 ?있는)? ?항목")
"""예산현황에 나오는 항목을 열거해: the rows of a table."""
_OUTLINE = re.compile(r"(?:추진|업무) ?(?:실적|계획|보고)")
"""주요업무 추진실적에 실린 사업명: 실적 here is the name of a chapter."""
_PICKS = re.compile(
    r"(?:이상|이하|미만|초과)(?:인|의|하는|한|된) (?!적)[가-힣]"
    r"|\d\S{0,3}인 (?!것 ?같)[가-힣]|(?:넘는|넘은|웃도는|밑도는|안 ?되는|못 ?미치는|못 ?되는) [가-힣]"
)
"""참여자가 100명을 넘는 회의: the condition picks out some of what the noun after it names."""
_WHAT_IS_DONE = re.compile("뭘|무엇|뭐|어떤 ?일|할 ?일|일정")
_SORTS = re.compile("종류|가지")


@dataclass(frozen=True, slots=True)
class Asked:
    """A read question with what the plan holds so far. `named`: rows whose whole names the question says."""

    question: Question
    plan: Plan
    named: int = 0

    @property
    def asks(self) -> frozenset[str]:
        """What the words ask for (`answer.words.ASKS`)."""
        return self.question.asks

    @property
    def text(self) -> str:
        """The question as it was asked."""
        return self.question.text

    @property
    def subject(self) -> bool:
        """Does it name something beside what verbs say?"""
        return any(term.weight > VERB_WEIGHT for term in self.question.terms)

    @property
    def offices(self) -> bool:
        """Does it name teams or departments?"""
        return bool(self.plan.scope.teams or self.plan.scope.departments)

    @property
    def of_rows(self) -> bool:
        """Does it name a measure or a condition, which only figures can answer?"""
        return bool(self.plan.measures or self.plan.conditions)

    @property
    def claims(self) -> bool:
        """소송이 10건 이상이라던데 맞나요?: something is said of a subject, to be confirmed."""
        return "confirm" in self.asks and self.subject


def _of_month(asked: Asked) -> bool:
    """2016년 11월 계획, 10월에 하는 일: what is in a month, not a figure of that month."""
    question, plan = asked.question, asked.plan
    open_question = plan.sought in {None, "날짜"} and not (asked.of_rows or plan.function)
    return bool(question.months) and open_question and len([t for t in question.terms if t.weight == 1.0]) <= 1


def _duties(asked: Asked) -> bool:
    """평가팀은 무슨 일을 해?"""
    only = set(asked.plan.terms) <= DUTY_WORDS and not asked.plan.measures
    return only and asked.offices and _DUTIES.search(asked.text) is not None


def _conflict(asked: Asked) -> bool:
    """예산액이 표마다 서로 다르던데?"""
    return bool(asked.plan.terms or asked.plan.measures) and _CONFLICT.search(asked.text) is not None


def _criterion_of_poor(asked: Asked) -> bool:
    """부진 판정 기준이 뭐야?"""
    return asked.question.poor and "criterion" in asked.asks and not asked.plan.conditions


def _items(asked: Asked) -> bool:
    """예산현황에 나오는 항목을 모두 알려 줘"""
    return "list" in asked.asks and asked.plan.entity is None and _ITEMS.search(asked.text) is not None


def _in_papers(asked: Asked) -> bool:
    """이 내용은 어느 항목에 나와?"""
    return "locate" in asked.asks and not asked.of_rows and _IN_PAPERS.search(asked.text) is not None


def _reason(asked: Asked) -> bool:
    """재무과는 왜 목표를 달성하지 못했나: the figure is no reason."""
    plan = asked.plan
    return plan.sought == "이유" and bool(plan.conditions) and (bool(plan.terms) or asked.offices)


def _departments_of_bureau(asked: Asked) -> bool:
    """행정지원국 소속 부서는?"""
    return bool(asked.plan.scope.bureaus) and asked.plan.entity == "department" and not asked.of_rows


def _summary(asked: Asked) -> bool:
    """재무과 성과를 요약해 줘"""
    return "summary" in asked.asks and not asked.plan.conditions


def _ranks_named(asked: Asked) -> bool:
    """체납과태료 징수율과 자치회관 운영 지원 가운데 달성률이 가장 높은 것은?

    Two whole names of rows are compared, not ranked among all.
    """
    return _ranks(asked) and asked.named > 1 and "order" not in asked.asks


def _ranks(asked: Asked) -> bool:
    """달성률이 가장 높은 지표는?"""
    return bool(asked.asks & {"rank_high", "rank_low", "order"})


def _computes_over(asked: Asked) -> bool:
    """100%를 넘은 지표의 평균 달성률은?"""
    return asked.plan.function in {"mean", "sum"} and bool(asked.plan.measures and asked.plan.conditions)


def _broken_down(asked: Asked) -> bool:
    """2019년 사업별 소요예산"""
    plan = asked.plan
    parted = (asked.question.breakdown or "").endswith(tuple(_PARTS))
    return parted and bool(plan.measures) and not (plan.conditions or plan.function or "locate" in asked.asks)


def _confirms(asked: Asked) -> bool:
    """체납정리율이 58.4%라는데 맞아?"""
    return asked.claims and bool(asked.plan.conditions or re.search(r"\d", re.sub(r"\d+년", "", asked.text)))


def _in_month(asked: Asked) -> bool:
    """8월에 기획예산과 예산편성 재정 계획은 뭐가 있나요?"""
    dated = bool(asked.question.months) and not asked.plan.conditions and asked.plan.sought in {None, "날짜"}
    return dated and _WHAT_IS_DONE.search(asked.text) is not None


def _counts_those(asked: Asked) -> bool:
    """달성률 100% 미만인 지표는 몇 개?"""
    return _picks(asked) and "count" in asked.asks and "list" not in asked.asks


def _picks(asked: Asked) -> bool:
    """달성률 100% 미만인 지표는?: a condition, of a set or of what the noun after it names."""
    plan = asked.plan
    if not plan.conditions or (asked.claims and not plan.entity):
        return False
    return plan.entity is not None or not asked.subject or _PICKS.search(asked.text) is not None


def _computes_in(asked: Asked) -> bool:
    """재무과 지표의 평균 달성률은?"""
    plan = asked.plan
    of = plan.entity or plan.scope.departments or plan.scope.bureaus
    return plan.function in {"mean", "sum"} and bool(plan.measures) and bool(of)


def _locates(asked: Asked) -> bool:
    """불법 주정차 단속은 어느 과에서 해?"""
    return "locate" in asked.asks and (asked.plan.entity in OFFICES or asked.plan.sought in {None, "장소"})


def _counts_over_years(asked: Asked) -> bool:
    """2015년과 2018년에 중점사업은 각각 몇 개?"""
    return _counts(asked) and len(asked.plan.scope.years) > 1 and bool(asked.plan.terms)


def _counts(asked: Asked) -> bool:
    """재무과 지표는 몇 개?"""
    return "count" in asked.asks and asked.plan.entity in SETS and not asked.plan.measures


def _names_of_programmes(asked: Asked) -> bool:
    """주요업무 추진실적에 실린 사업명은?"""
    plan = asked.plan
    named = plan.entity == "programme" and plan.sought == "이름" and not plan.conditions
    return named and _OUTLINE.search(asked.text) is not None


def _sorts(asked: Asked) -> bool:
    """지원 종류를 나열해 줘"""
    asks = "list" in asked.asks and not asked.plan.function and set(asked.plan.measures) <= {"실적"}
    return asks and _SORTS.search(asked.text) is not None


def _lists(asked: Asked) -> bool:
    """재무과 지표를 나열해 줘, 팀 이름은?"""
    plan = asked.plan
    whole = plan.entity in SETS and not plan.measures and plan.sought in {None, "장소", "이름"}
    return whole and ("list" in asked.asks or plan.sought == "이름" or not plan.terms)


def _team_alone(asked: Asked) -> bool:
    """평가팀"""
    return _office_alone(asked) and bool(asked.plan.scope.teams)


def _office_alone(asked: Asked) -> bool:
    """재무과: what is known of it."""
    plan = asked.plan
    more = plan.terms or plan.sought or plan.entity or plan.function or asked.of_rows
    return (asked.offices or bool(plan.scope.bureaus)) and not more


def _defines(asked: Asked) -> bool:
    """성과관리가 무엇인가요?"""
    wanted = "criterion" in asked.asks or (asked.plan.sought is None and not asked.plan.measures)
    return "define" in asked.asks and wanted


def _compares(asked: Asked) -> bool:
    """재무과와 징수과, 2018년과 2021년, 얼마나 늘었나"""
    scope = asked.plan.scope
    several = max(len(scope.years), len(scope.departments), len(scope.bureaus)) > 1
    return several or "compare" in asked.asks or asked.plan.function in {"sum", "difference", "change"}


def _figure(asked: Asked) -> bool:
    """재무과 세외수입 징수액 실적은?"""
    return bool(asked.plan.measures)


RULES: tuple[tuple[Callable[[Asked], bool], str], ...] = (
    (_of_month, "schedule"),
    (_duties, "duties"),
    (_conflict, "conflict"),
    (_criterion_of_poor, "define"),
    (_items, "list"),
    (_in_papers, "locate"),
    (_reason, "prose"),
    (_departments_of_bureau, "list"),
    (_summary, "summary"),
    (_ranks_named, "compare"),
    (_ranks, "rank"),
    (_computes_over, "aggregate"),
    (_broken_down, "list"),
    (_confirms, "lookup"),
    (_in_month, "schedule"),
    (_counts_those, "count"),
    (_picks, "filter"),
    (_computes_in, "aggregate"),
    (_locates, "locate"),
    (_counts_over_years, "compare"),
    (_counts, "count"),
    (_names_of_programmes, "list"),
    (_sorts, "list"),
    (_lists, "list"),
    (_team_alone, "duties"),
    (_office_alone, "summary"),
    (_defines, "define"),
    (_compares, "compare"),
    (_figure, "lookup"),
)
"""Rules, with the operation each stands for; the order decides, and what none takes is prose."""


def operation_of(question: Question, plan: Plan, named: int = 0) -> str:
    """The operation that a question asks for, a key of `answer.plan.OPERATIONS`."""
    asked = Asked(question, plan, named)
    return next((operation for fits, operation in RULES if fits(asked)), "prose")
