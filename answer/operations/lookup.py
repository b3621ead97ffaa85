"""One figure of a row: which rows answer, the best of them, and the sentence that tells it with its whole row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from answer.amounts import in_won, plain
from answer.context import Context
from answer.draft import Draft
from answer.match import Match
from answer.normal import compact
from answer.operations.sets import meets, resolve
from answer.operations.within import within_row
from answer.plan import ENTITIES
from answer.show import measure_label, row_label, table
from answer.sought import DONE, ENUMERATION, counted_apart, given, one_of_many, units_asked
from answer.wholes import row_of_whole
from answer.words import FULFILLED, FULFILLING, RATES, SAME, UNDONE, UNITS_OF
from index.rows import Row
from ingest.numbers import find_amounts
from records import EXPECTED, PLAN, Observation

TIE = 0.045
"""Matches whose coverage differs by less are equally meant."""
FEW = 8
ASIDE = 4
"""Other figures of a row that are told beside those asked; of more, only those in the units asked."""


def candidates(context: Context) -> list[Match]:
    """Rows that answer: year and scope fit, the subject is covered, and a figure of the kind sought is there."""
    return whole_figures(
        context, [match for match in context.rows if match.answers and match.row and has_figure(context, match.row)]
    )


def whole_figures(context: Context, matches: list[Match]) -> list[Match]:
    """Without a word of 재원 in the question the whole is meant, not its 구비 or 시비."""
    if re.search("재원|구비|시비|국비|도비|국·시비|서울시 ?돈|구 ?돈", context.question.text):
        return matches
    whole = [m for m in matches if m.row and "재원" not in m.row.dims]
    return whole or matches


OUTCOME = re.compile(r"(?:결과|성과)(?:는|를|가|은|을|도)(?![가-힣])")
"""Asks for an outcome, which a plan does not tell."""
PRICE = re.compile(
    r"([가-힣]+(?:작비|설비|공비|요비|행비|영비|건비|보비|출비|육비|진비|매액|매가|입액|수료|용료|대료|치비|리비|역비|사비|전비|축비|재비|급비|입비)|(?<![가-힣])경비)"
    r"[은는이가를을도]?[\s?]*(?:$|얼마|총|알려|말)"
)
"""Asks for a price by its name (제작비): only that name or an amount of money answers it."""
MONEY_MEASURES = frozenset({"예산액", "집행액", "전년도예산액", "비교증감", "예상잔액", "소요예산"})
_TAKEN_IN = re.compile(r"후원|기부|모금|징수|매각|매출|판매|수상|상금|수입|수익|세입|체납|과태료")
"""Money that comes in: 후원금품 387,724천원 is not what 운영에 들어간 예산 was."""
_TOOK_IN = re.compile(r"모[은인였]|모았|걷|거둔|거뒀|받[은았]|벌[었어]|번 돈|판 |팔[았린]|들어온|확보")
_MONEY_WORDS = re.compile(r"세입|수입액|예산|비용|모금|기금|보조금|교부|지원금|매각|징수액|가격|단가|봉급|수익")
SPENT_ON = re.compile(
    r"(?:어디(?:에|에다)?(?: ?어디(?:에)?)?|무엇에|뭐에|뭘로) ?(?:다 )?(?:썼|쓴|사용했|집행했|지출했)"
)
"""예비비는 어디에 썼나: what the money was for is asked, not how much it was."""
_CONTENT = re.compile(r"(?:무슨|어떤) ?내용|내용[은이]? ?(?:뭐|무엇|뭔)")
"""무슨 내용이었나: how many there were is no content."""
_SPENT = re.compile(r"집행|사용|지출|지급|결산")
NO_FIGURE = frozenset({"이유", "용도", "방법", "근거", "사람", "회사", "이름", "지명", "날짜"})
"""What a row of figures never answers, unless a measure is named too."""


WHO = frozenset({"사람", "회사"})
_WITHOUT = re.compile(r"비예산|예산 ?없음|해당 ?없음|없음")
"""소요예산: 비예산: the cell says that there is none, which answers how much."""


def tells_who(observation: Observation) -> bool:
    """사업주체 용역: a cell that says who does it."""
    return observation.value is None and observation.measure.endswith(("주체", "담당", "기관", "업체", "수행자"))


def without_money(observation: Observation) -> bool:
    """소요예산: 비예산: a cell that says that nothing is spent."""
    return observation.measure in MONEY_MEASURES and compact(observation.text).startswith(("비예산", "해당없음"))


def taken_in(told: str, question: str) -> bool:
    """Whether words tell of money that came in, where a question about a budget names none."""
    asked = _TAKEN_IN.search(question) or _TOOK_IN.search(question)
    return _TAKEN_IN.search(told) is not None and not asked


_AS_OF = re.compile(r"(?<!\d)(?P<month>1[0-2]|[1-9]) ?월 ?(?:말|초|\d{1,2} ?일)? ?(?:기준|현재|까지|시점)")


def _of_another_day(context: Context, row: Row) -> bool:
    """9월 말 기준 집행액 is not the one of 10월 31일."""
    asked = _AS_OF.search(context.question.text)
    days = [
        o.as_of for o in row.observations if o.measure in context.plan.measures and o.measure == "집행액" and o.as_of
    ]
    return asked is not None and bool(days) and all(int(day.split("-")[1]) != int(asked["month"]) for day in days)


def has_figure(context: Context, row: Row) -> bool:
    plan = context.plan
    if plan.sought in WHO and any(map(tells_who, row.observations)):
        return True
    if any(o.measure in plan.measures and _WITHOUT.fullmatch(o.text.strip()) for o in row.observations):
        return True
    if plan.sought in {"이유", "용도"} or (plan.sought in NO_FIGURE and not plan.measures):
        return False
    other = {value for value, unit in context.question.amounts if unit != "%" and value > 1}
    unasked = not set(plan.measures) & set(row.measures)
    if plan.sought == "%" and other and unasked and not other & {o.value for o in row.observations}:
        return False  # 남은 23,510권은 몇 %: the share of another amount is none of this one
    whole = given(context.question.text)
    if ENUMERATION.search(context.question.text) or counted_apart(context.question.text):
        return False
    counted = UNITS_OF.get(plan.sought or "")
    named = any(m in row.measures and row.measures[m].value not in whole for m in plan.measures)
    told = {o.value for o in row.observations if not counted or (o.unit or "") in counted}
    if whole and told <= whole and not named:
        return False
    if SPENT_ON.search(context.question.text) or not row_of_whole(context, row):
        return False
    if _CONTENT.search(context.question.text) and not plan.measures:
        return False
    if one_of_many(row.search_text, context.question.text):
        return False
    if UNDONE.search(context.question.text) and not (plan.measures or plan.conditions):
        return False
    if FULFILLED.search(context.question.text) and counted and not FULFILLING.search(row.search_text):
        return False
    if "집행액" in plan.measures and "집행액" not in row.measures and not _SPENT.search(row.search_text):
        return False
    if any(without_money(o) for o in row.observations) and set(plan.measures) & MONEY_MEASURES:
        return True
    money = any(in_won(Decimal(1), o.unit) is not None and o.value is not None for o in row.observations)
    price = PRICE.search(context.question.text)
    of_money = price[1] not in compact(row.search_text) if price else set(plan.measures) <= MONEY_MEASURES
    if (price or plan.measures) and of_money and not money:
        return False
    of_budget = bool(plan.measures) and set(plan.measures) <= MONEY_MEASURES - set(row.measures)
    if of_budget and taken_in(row.search_text, context.question.text):
        return False
    if _of_another_day(context, row):
        return False
    if OUTCOME.search(context.question.text) and all(o.status == PLAN for o in row.observations):
        return False
    if (
        "예정" in context.question.text
        and "집행액" in plan.measures
        and all(o.status != EXPECTED for o in row.observations)
    ):
        return False
    if plan.sought == "수량" and not plan.measures and _MONEY_WORDS.search(context.question.text) and not money:
        return False
    if DONE.search(context.question.text) and all(o.status == PLAN for o in row.observations):
        return False
    if plan.measures and "-t" in row.first.table and not any(measure in row.measures for measure in plan.measures):
        return False
    if plan.measures and any(measure in row.measures for measure in plan.measures):
        return True
    if plan.measures and not plan.sought and set(plan.measures) & RATES:
        return False
    if plan.measures and set(plan.measures) <= STRICT - RATES:
        return False
    units = units_asked(plan.sought, context.question.text)
    if units and not (plan.sought == "%" and plan.function in {"sum", "difference"}):  # 합쳐서 얼마고 몇 %?
        return any(o.value is not None and (o.unit or "") in units for o in row.observations)
    if plan.measures and all(m in STRICT for m in plan.measures):
        return False
    own = set(plan.measures) - {"실적", "예산액", "비율", "목표"}
    if own and not own & set(row.measures) and not set(plan.measures) & set(row.measures):
        return False
    budget = {"예산액", "집행액", "집행률", "재원 비율"}
    if plan.measures == ("실적",) and set(row.measures) <= budget:
        return False
    if "재원 비율" in row.measures and "재원" not in context.question.text:
        return False
    return any(o.value is not None for o in row.observations)


STRICT = frozenset(
    {"목표", "달성률", "집행률", "집행액", "예상잔액", "정원", "현원", "과부족", "비중", "전년도예산액", "비교증감"}
)
"""Measures that nothing else stands in for; 실적 and 예산액 may be a labelled bullet's plain figure."""


def best_rows(context: Context, found: Sequence[Match]) -> list[Row]:
    """The best match and those equally meant; of several reports the newest, unless years were asked."""
    if not found:
        return []
    top = found[0]
    equal = [m for m in found if m.coverage >= top.coverage - TIE and m.score >= top.score - 0.09]
    rows = [m.row for m in equal if m.row]
    rows += _of_other_measures(context, found, rows)
    if (
        context.plan.function == "sum" and rows[0].first.total and not SAME.search(context.question.text)
    ):  # 예산액 합계: the printed total, not its parts beside it
        rows = [row for row in rows if row.first.total]
    if not context.plan.scope.years:
        newest = max((y for r in rows if (y := context.corpus.year_of(r))), default=None)
        others = sorted({y for r in rows if (y := context.corpus.year_of(r)) and y != newest})
        if others and newest and _same_subject(rows):
            rows = [r for r in rows if context.corpus.year_of(r) == newest]
            years = ", ".join(f"{y}년" for y in others)
            context.notes.append(
                f"연도를 말씀하지 않아 가장 최근인 {newest}년 보고서로 답했습니다. {years} 자료도 있습니다."
            )
    return rows[:FEW]


def _of_other_measures(context: Context, found: Sequence[Match], rows: Sequence[Row]) -> list[Row]:
    """총수익, 총비용, 경영수지: rows of the best one's section for measures asked that no best row has."""
    missing = set(context.plan.measures) - {measure for row in rows for measure in row.measures}
    first = rows[0].first
    beside = [m.row for m in found if m.row and m.coverage >= found[0].coverage - TIE and m.row not in rows]
    return [row for row in beside if missing & set(row.measures) and row.first.section_id == first.section_id]


def _same_subject(rows: Sequence[Row]) -> bool:
    return len({row.name for row in rows}) < len(rows) or len(rows) > 1


def lookup(context: Context) -> Draft | None:
    """The figure asked, with its whole row."""
    rows = best_rows(context, candidates(context)) or _of_report(context)
    if not rows or _claimed_elsewhere(context, rows):
        return None
    rows = _with_sources(context, rows)
    by = context.question.breakdown
    if by and len(rows) == 1 and by not in " ".join(rows[0].dims) and f"{by}별" not in compact(rows[0].search_text):
        return None
    if context.plan.conditions:
        conditions = [resolve(context, c) for c in context.plan.conditions]
        if "confirm" in context.question.asks:
            rows = [row for row in rows if all(meets(row, c) is not None for c in conditions)] or rows
        elif context.plan.operation == "filter":  # what fails the condition is no answer
            rows = [row for row in rows if all(meets(row, c) is not False for c in conditions)]
            if not rows:
                return None
    draft = context.draft()
    verdict = _verdict(context, draft, rows)
    alone = len(rows) == 1 or context.plan.function == "ratio"
    computes = context.plan.function in {"difference", "change"}
    if computes and alone and (computed := within_row(context, rows[0])):
        return computed
    if len(rows) <= 3:
        for row in rows:
            draft.say(("- " if len(rows) > 1 else "") + sentence(context, draft, row))
    else:
        draft.say(
            f"묻는 말에 맞는 것이 {draft.computed(f'{len(rows)}개', f'이름이 맞는 행 {len(rows)}개')} "
            "있어 모두 적습니다."
        )
        draft.say("")
        draft.say(table(context, draft, rows))
    if context.plan.function == "sum" and len(rows) == 1:
        _say_sum(context, draft, rows[0])
    if verdict:
        draft.lines.insert(0, verdict)
    draft.listed = [row.name for row in rows]
    return draft


def _say_sum(context: Context, draft: Draft, row: Row) -> None:
    """전부공개와 부분공개를 합하면: columns of one row that are asked, of one unit."""
    asked = [o for o in row.observations if o.measure in context.plan.measures and o.value is not None]
    units = {o.unit for o in asked}
    if len({o.measure for o in asked}) < 2 or len(units) > 1 or units & {"%", None}:
        return
    values = [o.value or Decimal(0) for o in asked]
    formula = " + ".join(map(plain, values)) + f" = {plain(sum(values, Decimal(0)))}"
    numbers = [draft.cite_row(o) for o in asked]
    shown = draft.amount(sum(values, Decimal(0)), asked[0].unit, formula, numbers)
    draft.say(f"모두 더하면 {shown}입니다. {draft.marks(numbers)}\n계산: {formula}")


def _claimed_elsewhere(context: Context, rows: Sequence[Row]) -> bool:
    """38건 전부 채택했다며?: a passage that covers as much has 38건, and these rows have not."""
    amounts = context.question.amounts
    if "confirm" not in context.question.asks or not amounts or context.plan.measures or context.plan.conditions:
        return False
    if any((o.value, o.unit) in amounts for row in rows for o in row.observations):
        return False
    least = max((m.coverage for m in context.rows if m.row in rows), default=1.0)
    passages = (m.passage for m in context.passages if m.answers and m.passage and m.coverage >= least)
    return any((a.value, a.unit) in amounts for p in passages for a in find_amounts(p.text))


_THE_REPORT = re.compile(r"\d\d년도? ?(?:[가-힣]+ )?(?:보고서|자료|문서)")
"""2015년 보고서 보면: the report of that year, whichever year its figures are of."""


def _of_report(context: Context) -> list[Row]:
    """Rows of another year in the report of the year asked: 2015년 보고서 tells what the 공단 earned in 2014."""
    years = context.plan.scope.years
    if not years:
        return []
    any_year = replace(context.plan, scope=replace(context.plan.scope, years=()))
    relaxed = Context(context.corpus, replace(context.question, years=()), any_year, context.terms)
    of = context.corpus.reports
    own = [m for m in candidates(relaxed) if m.row and of[m.row.first.report_id].year in years]
    rows = best_rows(relaxed, own)
    told = {context.corpus.year_of(row) for row in rows}
    if len(told) != 1 or (any(context.plan.measures) and not set(context.plan.measures) & set(rows[0].measures)):
        return []
    other = told.pop()
    if _THE_REPORT.search(context.question.text):
        return rows
    context.notes.append(f"{years[0]}년 값은 보고서에 없습니다. {years[0]}년 보고서에 실린 것은 {other}년 값입니다.")
    return rows


def _with_sources(context: Context, rows: list[Row]) -> list[Row]:
    """With a word of 재원 in the question, the whole row and all of its shares: 시비와 구비로 나누어."""
    if not re.search("재원|구비|시비|국비|도비|국·시비", context.question.text) or len(rows) > 2:
        return rows
    printed = {o.row for o in rows[0].observations}
    table_rows = context.corpus.rows_of_table(rows[0].first.report_id, rows[0].first.table)
    family = [r for r in table_rows if printed & {o.row for o in r.observations} or r.name == rows[0].name]
    return family[:6] if len(family) > 1 else rows


def sentence(context: Context, draft: Draft, row: Row) -> str:
    """재무과 ‘…’의 2021년 실적은 5,792백만원(57억 9,200만원)입니다(목표 1,829백만원, 달성률 316%). [1]"""
    asked = asked_of(context, row)
    draft.told.append(row.first.id)
    rest = [o for o in row.observations if o not in asked and (o.value is not None or o.text.strip("- "))]
    shown, numbers = [], []
    for observation in asked:
        figure, n = draft.show(observation)
        numbers.append(n)
        shown.append(f"{draft.name(measure_label(row, observation))} {figure}")
    year = context.corpus.year_of(row)
    when = f"{draft.computed(f'{year}년', f'보고서의 기준 연도 {year}년', numbers)} " if year else ""
    text = f"{row_label(context, row, draft)}: {when}{', '.join(shown)}입니다."
    if len(rest) > ASIDE:
        units = {o.unit for o in asked}
        rest = [o for o in rest if o.unit in units]
    if rest:
        others = []
        for observation in rest[:6]:
            figure, n = draft.show(observation)
            numbers.append(n)
            others.append(f"{draft.name(measure_label(row, observation))} {figure}")
        text = text[:-1] + f"({', '.join(others)})."
    remarks = list(dict.fromkeys(o.remark for o in row.observations if o.remark))
    return f"{text} {draft.marks(numbers)}" + "".join(f" ※ {draft.remark(remark)}" for remark in remarks)


def asked_of(context: Context, row: Row) -> list[Observation]:
    """The observations of a row that are asked: by measure, else by the unit sought, else its result, else all."""
    plan = context.plan
    asked = [o for o in row.observations if o.measure in plan.measures]
    if plan.function == "change" and plan.sought == "%":  # 몇 % 늘었나, where the table prints it
        asked += [o for o in row.observations if o not in asked and o.measure.endswith(("증가율", "증감률"))]
    if not asked and plan.sought in WHO:
        asked = [o for o in row.observations if tells_who(o)]
    if not asked and (units := UNITS_OF.get(plan.sought or "")):
        asked = [o for o in row.observations if (o.unit or "") in units and o.measure != "목표"]
        thing = ENTITIES.get(plan.entity or "", "-")  # 지표는 몇 개: 지표 116개, not 시·도 17개
        asked = [o for o in asked if o.measure.startswith(thing)] or asked
    if not asked:
        asked = [o for o in row.observations if o.measure in {"실적", "집행액", "현원"}]
    return asked or [o for o in row.observations if o.value is not None][:4] or list(row.observations[:1])


_REACHED = re.compile(
    r"목표(?:를|치를|는|만큼|만큼은|에|치에)? ?(?:다 |모두 |제대로 )?"
    r"(?:채웠|채운|달성했|달성한|이뤘|이룬|도달했|충족했|넘었|넘겼)"
    r"(?:어|나|니|는지|는가|던가|습니까|을까|을지|지\s?\??$| ?(?:건|거|것)(?:가|니|야|예요|인가))|목표 ?달성 ?여부"
)
"""목표는 채웠어?: yes or no is asked."""


_MORE_THAN = re.compile(
    r"목표(?:치)?보다 ?(?:더 )?(?:많이|많았|높았|더|초과|넘)\S{0,4} ?\S{0,6}"
    r"(?:나요?|습니까|을까요?|는지|던가요?|어요)(?=[\s?.]|$)"
)
"""목표보다 많이 왔나요?: yes or no likewise."""


def reached(context: Context, row: Row) -> str | None:
    """Yes or no to whether a row reached its target, by its printed rate."""
    rate = row.measures.get("달성률")
    if rate is None or rate.value is None:
        return None
    if _MORE_THAN.search(context.question.text):
        below = "목표와 같습니다" if rate.value == 100 else "목표를 달성하지 못했습니다"
        return "네, 목표를 넘었습니다." if rate.value > 100 else f"아니요, {below}."
    if not _REACHED.search(context.question.text):
        return None
    return "네, 목표를 달성했습니다." if rate.value >= 100 else "아니요, 목표를 달성하지 못했습니다."


def _verdict(context: Context, draft: Draft, rows: Sequence[Row]) -> str | None:
    """네 or 아니요 to a claim that the question makes: 목표 넘겼다던데 맞지?"""
    if len(rows) == 1 and "confirm" not in context.question.asks and (answer := reached(context, rows[0])):
        return answer
    if "confirm" not in context.question.asks:
        return None
    claimed = claimed_values(context)
    if claimed and len(rows) == 1 and not any(c.measure for c in context.plan.conditions):
        told = [o for o in rows[0].observations if (o.unit or "") in claimed]
        if any(o.value in claimed[o.unit or ""] for o in told) and not context.plan.conditions:
            return "네, 맞습니다."
        main = [o for o in told if o in asked_of(context, rows[0])]
        if len(main) == 1 and main[0].value not in claimed[main[0].unit or ""]:
            return "아니요, 보고서의 값과 다릅니다."
    if not context.plan.conditions or len(rows) != 1:
        return None
    conditions = [resolve(context, c) for c in context.plan.conditions]
    judged = [meets(rows[0], c) for c in conditions]
    if any(j is None for j in judged):
        return None
    if all(judged):
        return "네, 맞습니다."
    rate = rows[0].measures.get("달성률")
    if rate is not None and rate.value is not None:
        if rate.value < 100:
            return "아니요, 사실과 다릅니다. 목표를 달성하지 못했습니다."
        return (
            "아니요, 사실과 다릅니다. 목표를 달성했습니다."
            if rate.value == 100
            else "아니요, 사실과 다릅니다. 목표를 넘었습니다."
        )
    return "아니요, 사실과 다릅니다."


def claimed_values(context: Context) -> dict[str, set[Decimal]]:
    """The figures that a question claims, by unit: 시세 체납정리율이 58.4%라는데 → {"%": {58.4}}."""
    claimed: dict[str, set[Decimal]] = {}
    for amount in find_amounts(context.question.text):
        if amount.unit and amount.unit not in {"년", "차"}:
            claimed.setdefault(amount.unit, set()).add(amount.value)
    return claimed
