"""The rules that turn a read question into a plan."""

from __future__ import annotations

import re
from dataclasses import replace

from answer.corpus import Corpus, distinct
from answer.criterion import CRITERION
from answer.kinds import operation_of
from answer.links import Link, spans
from answer.normal import compact
from answer.ordinals import with_ordinals
from answer.plan import OFFICES, Condition, Plan, Scope
from answer.read import Question
from answer.words import MEASURES, STOP_NOUNS

FUNCTION_ORDER = ("mean", "sum", "change", "difference", "ratio")


def make_plan(corpus: Corpus, question: Question, links: list[Link]) -> tuple[Question, Plan]:
    """The question with its subject terms, and the plan the rules make of it."""
    question = _yearless(corpus, _after(corpus, question), links)
    named = [link for link in links if not _inside(corpus, question, link)]
    links = [link for link in named if not (_negated(question, link) or _aside(question, link))]
    terms = with_ordinals(question.text, corpus.reader.terms(question, spans(named)), corpus.ordinals)
    question = replace(question, unknown=_unknown_offices(corpus, question, named))
    terms = tuple(term for term in terms if not any(term.text in phrase for phrase in question.negated))
    if question.entity in OFFICES and any(link.kind in OFFICES for link in links):
        terms = tuple(term for term in terms if term.text not in MADE_UP_OF)
    question = replace(question, terms=terms)
    question = _with_short_measures(corpus, _without_named_measures(corpus, question))
    terms = question.terms
    scope = Scope(
        agencies=tuple(distinct(link.name for link in links if link.kind == "agency")),
        years=question.years,
        bureaus=_names(links, "bureau", without="department"),
        departments=_names(links, "department"),
        teams=_names(links, "team"),
    )
    plan = Plan(
        operation="lookup",
        measures=_measures(question) or _funded(question),
        conditions=_conditions(question) or _poor(corpus, question),
        scope=scope,
        terms=tuple(term.text for term in terms),
        entity=question.entity,
        function=_function(question),
        descending="rank_low" not in question.asks or ("rank_high" in question.asks and not _low_first(question)),
        top=question.top,
        nth=question.nth,
        sought=None if question.sought == "방법" and "define" in question.asks else question.sought,
        unit=question.unit,
    )
    plan = _of_groups(corpus, question, plan)
    question = replace(question, measures=plan.measures or question.measures)
    if plan.entity == "indicator" and "count" in question.asks and scope.bureaus and not scope.departments:
        plan = replace(plan, measures=tuple(distinct((*plan.measures, *_printed_count(corpus, scope)))))
        question = replace(question, measures=plan.measures)
    defines = {"criterion", "define"} & question.asks
    if question.poor and not defines and plan.entity in {"programme", "bureau"} and "부진" in corpus.measure_names:
        if plan.entity == "bureau" and not scope.bureaus:  # 부진 사업이 있는 국은 몇 곳
            some = (Condition("부진", "ge", "1"),)
            plan = replace(plan, operation="filter", measures=("부진",), conditions=some)
            return replace(question, measures=("부진",), conditions=some), plan
        # 행정지원국 부진 사업은 몇 개: the table of bureaus prints it
        plan = replace(plan, measures=("부진",), conditions=(), entity=None)
        return replace(question, measures=("부진",)), replace(plan, operation="lookup")
    return question, replace(plan, operation=operation_of(question, plan, len(corpus.named_in(question.compact))))


def _after(corpus: Corpus, question: Question) -> Question:
    """재정 운용 다음으로 큰: the longest stretch before 다음 that is a row's name takes no part in the ranking."""
    words = (question.after or "").split()
    spelled = (" ".join(words[start:]) for start in range(len(words)))
    name = next((phrase for phrase in spelled if corpus.is_named(compact(phrase))), None)
    return replace(question, after=name, negated=(*question.negated, name)) if name else replace(question, after=None)


def _yearless(corpus: Corpus, question: Question, links: list[Link]) -> Question:
    """올해 예산액 of an agency whose reports name no year: the year of that report, whichever it is."""
    agencies = {link.name for link in links if link.kind == "agency"}
    years = {report.year for report in corpus.reports.values() if report.agency in agencies}
    return replace(question, years=(), year_note=None) if question.year_note and years == {None} else question


_OF_A_SUM = re.compile(r"(?:합계|총합|총액|합)(?:에서|의|중|가운데)?.{0,40}(?:차지|비중|비율|몇 ?(?:%|퍼센트|프로))")
_GROWN = re.compile(r"(?:전년|작년|지난해|보다|대비|에 비해).{0,12}몇 ?(?:%|퍼센트|프로)|(?:증가|증감|감소)[율률]")


def _function(question: Question) -> str | None:
    """The computation asked; 합계 that is only what a share is of, or what grew, is not itself asked."""
    asks = question.asks
    if "sum" in asks and "ratio" in asks and _OF_A_SUM.search(question.text):
        return "ratio"
    if "sum" in asks and "change" in asks and _GROWN.search(question.text):
        return "change"
    return next((name for name in FUNCTION_ORDER if name in asks), None)


_GROUPED = {"부서": "department", "과": "department", "국": "bureau", "실국": "bureau", "팀": "team"}
_THINGS = {"programme": ("사업 수", "사업수"), "indicator": ("지표 수", "지표수", "성과지표수")}


def _of_groups(corpus: Corpus, question: Question, plan: Plan) -> Plan:
    """Plans about offices by a mean (부서별 평균 상위 2개) or by how many things they have (사업이 20개 이상인 국)."""
    group = _GROUPED.get(question.breakdown or "")
    if group and plan.entity in {"indicator", None} and plan.function == "mean":
        return replace(plan, entity=group)
    printed = next((m for m in _THINGS.get(plan.entity or "", ()) if m in plan.measures), None)
    if printed:  # 두 국의 사업 수: the number is asked, the things are not
        return replace(plan, entity=None)
    counted = plan.conditions and not plan.measures and not any(c.measure for c in plan.conditions)
    counted = counted and all(c.unit in {"개", "건"} for c in plan.conditions)
    summed = plan.function == "sum" and not plan.measures and len(plan.scope.bureaus) > 1
    summed = summed or (plan.function == "ratio" and not plan.measures and bool(plan.scope.bureaus))
    thing = plan.entity if summed else next((k for k, word in _WORDS.items() if word.search(question.compact)), None)
    if thing in _THINGS and (summed or (counted and plan.entity in OFFICES)):
        measure = next((m for m in _THINGS[thing] if m in corpus.measure_names), _THINGS[thing][0])
        conditions = tuple(replace(c, measure=measure) for c in plan.conditions)
        return replace(plan, measures=(measure,), conditions=conditions, entity=None if summed else plan.entity)
    return plan


MADE_UP_OF = frozenset({"구성", "조직", "편제", "구성되", "이루어지"})
"""Words that only ask for the parts of an office: 기획과를 구성하는 팀."""
_WORDS = {"programme": re.compile("사업(?!목표)"), "indicator": re.compile("지표")}


def _without_named_measures(corpus: Corpus, question: Question) -> Question:
    """A measure that is only part of a row's own name is not asked: 참여자 of 다문화가족 지원사업 참여자 수."""
    names = corpus.named_in(question.compact)
    rest = question.compact
    for name in names:
        rest = rest.replace(name, " ")
    own = [
        m
        for m in question.measures
        if m not in MEASURES and compact(m) not in rest and any(compact(m) in n for n in names)
    ]
    for m in (m for m in question.measures if m not in MEASURES):  # 과학프로그램 참여자: as a row's name begins
        said = re.findall(rf"([가-힣A-Za-z0-9]{{2,}}) ?{re.escape(m)}", question.text)
        own += [m] if any(corpus.is_named(compact(word + m)) for word in said) else []
    return replace(question, measures=tuple(m for m in question.measures if m not in own)) if own else question


def _with_short_measures(corpus: Corpus, question: Question) -> Question:
    """총수익, 총비용, 수지: the last is 경영수지, which the same table prints."""
    named = [m for m in question.measures if m not in MEASURES]
    if not named:
        return question
    beside = {o.section_id for r in corpus.index.rows for o in r.observations if o.measure in named}
    near = {o.measure for r in corpus.index.rows for o in r.observations if o.section_id in beside} - {
        *MEASURES,
        *named,
    }
    short = {
        t: [m for m in near if compact(m).endswith(t.forms[0]) and compact(m) != t.forms[0]] for t in question.terms
    }
    meant = {term: found[0] for term, found in short.items() if len(found) == 1}
    terms = tuple(term for term in question.terms if term not in meant)
    return replace(question, measures=(*question.measures, *meant.values()), terms=terms)


def _printed_count(corpus: Corpus, scope: Scope) -> list[str]:
    """The column that prints how many indicators a bureau has, where a table has one: 지표수."""
    rows = (row for row in corpus.index.rows if row.first.bureau in scope.bureaus)
    return distinct(measure for row in rows for measure in row.measures if measure.endswith("지표수"))


_OFFICE = re.compile(
    r"(?<![가-힣])([가-힣]{2,8}(?:과|국|담당관|팀))"
    r"(?=의 |에서|은 |는 | (?:성과|지표|예산|실적|목표|업무|정원|현원|인력|인원|달성))"
)
_OFFICE_AND_YEAR = re.compile(
    r"(?<![가-힣])([가-힣]{0,6}(?:지원|행정|정책|복지|안전|교육|문화|체육|관광|경제|일자리|교통|환경|청소|위생|보건|홍보"
    r"|민원|여권|지적|녹지|치수|법무|회계|재생|주택|건축|청년|여성|가족|보육|아동|세무)(?:과|국|담당관))"
    r"(?= (?:20)?\d\d년)"
)
"""교육지원과 2021년 성과지표; 추진계획과 2021년 실적 names two things and no office."""
_NO_OFFICE = re.compile(
    r"(?:현황|실적|계획|결과|내용|목표|건수|횟수|인원|금액|기간|방법|일정|개요|배경|근거|등급|규모|효과)$"
)
"""What no office is named after: 운영현황과 is 운영현황 with a particle."""
_PLACE = re.compile(r"[가-힣]{2,}(?:구|시|군)$")


def _unknown_offices(corpus: Corpus, question: Question, links: list[Link]) -> tuple[str, ...]:
    """Offices and places that no report names: 관광과의 성과지표, 강남구의 시세 징수."""

    def unknown(name: str, start: int, end: int) -> bool:
        linked = any(link.start < end and start < link.end for link in links)
        stem = name[:-1]  # 정원과 현원, 운영현황과 예산: a particle, no office
        joined = stem in STOP_NOUNS or stem in question.measures or _NO_OFFICE.search(stem)
        return not linked and not joined and not corpus.index.frequency(name)

    named = (m for pattern in (_OFFICE, _OFFICE_AND_YEAR) for m in pattern.finditer(question.text))
    found = [m.group(1) for m in named if unknown(m.group(1), *m.span(1))]
    for morpheme in corpus.index.morphemes.analyse(question.text):
        if (
            morpheme.tag == "NNP"
            and _PLACE.search(morpheme.form)
            and unknown(morpheme.form, morpheme.start, morpheme.end)
        ):
            found.append(morpheme.form)
    return tuple(found)


def _names(links: list[Link], kind: str, without: str | None = None) -> tuple[str, ...]:
    """Names of a kind; one that is also of the kind `without` at the same place is left to that (감사담당관)."""
    taken = {(link.start, link.name) for link in links if link.kind == without}
    return tuple(distinct(link.name for link in links if link.kind == kind and (link.start, link.name) not in taken))


def _negated(question: Question, link: Link) -> bool:
    """아니 재무과 말고 징수과: the name before 말고 is not meant."""
    return any(link.name.replace(" ", "") in phrase.replace(" ", "") for phrase in question.negated)


def _aside(question: Question, link: Link) -> bool:
    """부서가 감사담당관까지 해서 몇 개야?, 국이나 보건소 같은 데: what only widens, or is an example, is no filter."""
    rest = question.text[link.end :]
    return re.match(r"\s?(?:까지|포함|을 포함|를 포함|도 포함|같은 ?(?:데|곳|부서|과|국|실국|기관))", rest) is not None


def _inside(corpus: Corpus, question: Question, link: Link) -> bool:
    """영등포구지 is a paper, not 영등포구 with a particle: the longer word stands in the reports."""
    rest = re.match(r"[가-힣]{1,2}", question.text[link.end :])
    name = compact(link.name)
    return rest is not None and any(
        corpus.index.frequency(name + rest.group()[:n]) for n in (1, 2) if n <= len(rest.group())
    )


def _funded(question: Question) -> tuple[str, ...]:
    """재원을 시비와 구비로 나누어: the budget is asked, by its sources."""
    sources = re.findall("구비|시비|국비|도비", question.text)
    return ("예산액",) if len(set(sources)) > 1 and "재원" in question.text else ()


def _measures(question: Question) -> tuple[str, ...]:
    """잔액 that the table does not print is what is left of the budget: it is computed, not looked up."""
    if "difference" in question.asks and "예상잔액" not in question.measures:
        return tuple(m for m in question.measures if m != "잔액")
    return question.measures


def _poor(corpus: Corpus, question: Question) -> tuple[Condition, ...]:
    """부진 by the report's own criterion (※ 부진판정 기준: 달성률 80% 이하); nothing where no report states one."""
    asked = "지표" in question.text or question.entity in {"indicator", "department"}
    if not question.poor or not asked or {"define"} & question.asks:
        return ()
    passage = corpus.criterion
    found = CRITERION.search(passage.text) if passage else None
    if passage is None or found is None:
        return ()
    comparator = "le" if found.group(2) == "이하" else "lt"
    return (Condition("달성률", comparator, found.group(1), "%", source=passage.id),)


def _low_first(question: Question) -> bool:
    return re.search(r"깎|줄|감소|삭감|낮|적은|작은|못", question.text) is not None


def _conditions(question: Question) -> tuple[Condition, ...]:
    if "change" in question.asks or ("difference" in question.asks and question.entity is None):
        return tuple(c for c in question.conditions if c.measure != "비교증감")  # 얼마나 늘어난 거예요?
    ranked = question.asks & {"rank_high", "rank_low"}
    if ranked and any(c.measure == "단위" for c in question.conditions):
        return tuple(c for c in question.conditions if c.measure == "단위")
    if ranked and all(not c.value.strip("0") or c.measure for c in question.conditions):
        return ()  # 가장 많이 초과한: 초과 is what is ranked
    return question.conditions
