"""Which passages tell what is asked: the subject covered, and what is sought standing in a bullet of that subject.

Being near is not being an answer. Each rule says what would be taken for an answer without it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import filterfalse

from answer.bullets import TELLING, Bullet, bullets, with_above
from answer.context import Context
from answer.dates import dated
from answer.match import Match
from answer.normal import Letters, compact
from answer.operations.lookup import MONEY_MEASURES, NO_FIGURE, OUTCOME, PRICE, SPENT_ON, STRICT, taken_in
from answer.read import SOFT_WEIGHTS
from answer.sought import (
    CHOICE_SAID,
    DONE,
    ENUMERATION,
    OFFICE,
    OFFICE_ASKED,
    RESULT,
    SELECTED,
    exact,
    one_of_many,
    satisfies,
)
from answer.wholes import bullet_of_whole
from answer.words import FULFILLED, FULFILLING, LABELS, LEFT_UNDONE, MEASURES, UNDONE, UNITS_OF
from ingest.numbers import find_amounts
from records import PATH_SEPARATOR, PLAN, Passage

_SEVERAL = re.compile(r"몇|얼마|언제|어디|누구|각각|(?:중|가운데)에?서? ?(?:뭐|무엇|어느|어디|어떤)")
LONGEST_TABLE = 450
"""Characters of a table that may be quoted whole; a longer one is told row by row."""
OWN_LEAST, OWN_REASON = 0.2, 0.55
"""Share of the subject that a passage's own words must hold, its heading apart; more where a reason is sought."""
WHOLE_SECTION = 420
"""Characters of a section that may be quoted whole where its heading is what is asked: □ 추진배경."""
BY_BULLET = frozenset({*UNITS_OF, "수량", "날짜", "기간", "사람", "장소", "지명", "등급", "회사"})
"""Kinds of which the bullet that holds them must be about the subject, itself or by what it stands under."""
FAR = 0.3
"""By how much less of the subject than the best a passage may cover: beyond that it is of another thing of its kind."""
LABEL_BONUS, EXACT_BONUS = 0.3, 0.15
"""What a passage gains by a bullet with the label asked (주제가 뭐였나: `- 주 제 : …`); with the very unit asked, or by
standing in an outline (사업개요) where it is asked what something is."""


_QUOTED = re.compile(r"([가-힣]{2,})\s?[“\"'‘「『]([^”\"'’」』]{2,30})[”\"'’」』]")
_ONE_NAME = re.compile(r"(?:이름|명칭)(?:이|은)? ?(?:뭐|무엇|뭔|어떻게)")
_ALL_NAMES = re.compile(r"이름들|명칭들|모두|전부|다 |각각|들의|들은|들이|\d ?(?:개|곳|명|건)")
_PURPOSE = re.compile(r"하고자|기여|도모|목적")
_UNSAID = re.compile(r"(?:현황|내역)$")
"""위탁 현황: 7개 사업 (…) has the label 위탁."""
_COMMA = re.compile(r"(?<=[가-힣)]), ?(?=[가-힣])")
_COUNTS = frozenset({"명", "건", "회", "원", "천원", "백만원", "%"})
_COST = re.compile(r"예산|비용|사업비|소요|투입|공사비|용역비|단가|원가")
_DAY_ALONE = re.compile(r"\s*(?:20\d\d|['’‘]\d\d)\s?[.년]\s?\d{1,2}\s?[.월](?:\s?\d{1,2}\s?[.일]?)?\s*")
_RANK = re.compile(r"\d\s?위|최고|최우수|최다|최대|최초|1등|가장|제일|대상|금상|우수상|상\s?수상")
_REST = re.compile(r"나머지|(?:빼고|제외하고|말고) ?(?:다른|나머지|또)")


@dataclass(frozen=True, slots=True)
class Told:
    """A passage's words as they are judged: the text, its compact form, and the bullets that hold what is sought."""

    passage: Passage
    text: str
    words: str
    bullets: tuple[Bullet, ...]


def fitting(context: Context) -> list[Match]:
    """Passages that answer, best first: those with a bullet of the label or the very unit asked come forward."""
    found = []
    least = max((m.coverage for m in context.passages if m.year_fits and m.scope_fits), default=0.0) - FAR
    for match in context.passages:
        if match.answers and match.coverage >= least and match.passage and (told := _told(context, match.passage)):
            found.append(replace(match, score=match.score + _bonus(context, told)))
    return sorted(found, key=lambda match: -match.score)


def _told(context: Context, passage: Passage) -> Told | None:
    sought = context.plan.sought
    holding = [b for b in bullets(passage.text) if satisfies(sought, b.text, context.question.text)]
    if holding and (sought in BY_BULLET or (sought == "이유" and RESULT.search(context.question.text))):
        holding = _covering(context, passage, holding)
    elif satisfies(sought, passage.text, context.question.text):
        holding = holding or list(bullets(passage.text))
    holding = [b for b in holding if bullet_of_whole(context, passage, b)]
    told = Told(passage, passage.text, compact(passage.text), tuple(holding))
    return told if holding and all(rule(context, told) for rule in RULES) else None


def holding(context: Context, passage: Passage) -> tuple[Bullet, ...]:
    """The bullets of a passage that hold what is sought; of these the ones that name most of the subject themselves.

    Of `신길로 141개 교체` and `영중로 152개 교체` the first, where 신길로 is asked, though the line above names both.
    """
    told = _told(context, passage)
    if told is None:
        return ()
    if "compare" in context.question.asks or context.plan.operation == "compare":
        return told.bullets  # 발주와 준공은 각각 언제: a bullet of each
    found = called(context, told.bullets) or told.bullets
    if context.plan.sought in {"날짜", "기간"}:  # the day before 상반기
        found = tuple(b for b in found if dated(b.text)) or found
    own = [_named(context, Letters(_spoken_of(bullet))) for bullet in found]
    return tuple(bullet for bullet, share in zip(found, own, strict=True) if share >= max(own) - 0.02)


def called(context: Context, bullets: Sequence[Bullet]) -> tuple[Bullet, ...]:
    """The bullets of a thing by the name that the line above gives it; () where the question says no such name.

    Of `유튜브 “가온”, 팟캐스트 “가온 밥상”` and `팟캐스트: 구독자 12명` the latter, where 가온 밥상 is asked.
    """
    asked = context.question.compact
    lines = {line for bullet in bullets for line in (*bullet.above, bullet.text)}
    kinds = {compact(name): kind for line in lines for kind, name in _QUOTED.findall(line)}
    said = sorted((name for name in kinds if name in asked), key=len)
    if len(kinds) < 2 or not said or any(name in asked.replace(said[-1], " ") for name in said[:-1]):
        return ()
    return tuple(bullet for bullet in bullets if bullet.label == kinds[said[-1]])


def _spoken_of(bullet: Bullet) -> str:
    """The words of a bullet; of `- 시 기: 2021. 3 ~ 5월` those that it stands under too."""
    return with_above(bullet) if TELLING.fullmatch(bullet.label or "") else bullet.text


def _named(context: Context, words: Letters) -> float:
    return sum(t.weight * t.term.coverage(words) for t in context.terms)


def _covering(context: Context, passage: Passage, holding: list[Bullet]) -> list[Bullet]:
    """The bullets that are about the subject, by their words and what they stand under; together for several things.

    라이브커머스 in the next bullet is no label of `설맞이 106,199천원`.
    """
    if len(bullets(passage.text)) == 1:
        return holding
    report = context.corpus.reports[passage.report_id]
    head = f"{context.corpus.heading_of(passage)} {report.agency or ''} {report.title}"
    if len(_SEVERAL.findall(context.question.text)) > 1 or context.plan.operation in {"compare", "conflict"}:
        return holding if _covers(context, with_above(holding[0], head, *(b.text for b in holding))) else []
    return [bullet for bullet in holding if _covers(context, with_above(bullet, head))]


def _covers(context: Context, text: str) -> bool:
    if not context.terms:
        return True  # 언제 했는데?: the passage of the turn before is about the subject
    words = Letters(text)
    covered = [(t, t.term.coverage(words)) for t in context.terms]
    total = sum(t.weight for t, share in covered if share or t.term.weight not in SOFT_WEIGHTS) or 1.0
    needed = all(share >= 0.5 for t, share in covered if t.required)
    return needed and sum(t.weight * share for t, share in covered) / total >= context.corpus.enough


def _asked_labels(context: Context) -> list[str]:
    """Labels in the words of the question, and its own nouns: 원문정보공개가 뭐야 → `○ 원문정보공개 : …`."""
    own = [term.term.forms[0] for term in context.terms] if context.plan.sought is None else []
    return [*own, *(label for label, pattern in LABELS.items() if pattern.search(context.question.text))]


def _under_label(context: Context, told: Told) -> bool:
    """Whether a bullet, or the heading above, bears the label asked: 기대효과, 추진배경, 주제."""
    heading = compact(told.passage.path.rsplit(PATH_SEPARATOR, 1)[-1])
    return _labelled(context, told) or any(heading.endswith(label) for label in _asked_labels(context))


def _labelled(context: Context, told: Told) -> bool:
    """- 제안방법 : … where it is asked how."""
    own = _naming(context, told, context.corpus.heading_of(told.passage))
    labels = [_UNSAID.sub("", bullet.label) or bullet.label for bullet in own if bullet.label]
    return any(label.endswith(asked) for label in labels for asked in _asked_labels(context))


def asked_label(context: Context, bullet: Bullet) -> str | None:
    """The label of a bullet where it is one that is asked: 주제가 뭐였나 → 주제."""
    asked = (label for label, pattern in LABELS.items() if pattern.search(context.question.text))
    return bullet.label if bullet.label and bullet.label.endswith(tuple(asked)) else None


def _bonus(context: Context, told: Told) -> float:
    section = told.passage.kind == "section" and len(told.text) <= WHOLE_SECTION
    labelled = _labelled(context, told) or (section and _under_label(context, told))
    unit = context.plan.sought in UNITS_OF and any(exact(context.plan.sought, b.text) for b in told.bullets)
    outline = "define" in context.question.asks and "개요" in told.passage.path
    last = told.passage.kind == "heading" and context.plan.sought == "이유"  # 추진배경 before the purpose in a heading
    return (
        (LABEL_BONUS if labelled else 0.0) + (EXACT_BONUS if unit or outline else 0.0) - (LABEL_BONUS if last else 0.0)
    )


def _no_long_table(context: Context, told: Told) -> bool:
    """A figure of a table is of one of its rows, which are passages too; a table is quoted for what it says in all."""
    if told.passage.kind != "table":
        return True
    of_figures = context.plan.sought in UNITS_OF or context.plan.sought == "수량"
    return len(told.text) <= LONGEST_TABLE and not (of_figures and len(context.corpus.tabled(told.passage)) > 2)


def _no_section_of_figures(context: Context, told: Told) -> bool:
    """A section holds figures of many things; one is asked."""
    return told.passage.kind != "section" or (
        context.plan.sought not in UNITS_OF and len(context.corpus.tabled(told.passage)) <= 2
    )


def _own_words(context: Context, told: Told) -> bool:
    """A heading covers all that stands below it; the passage itself must name some of the subject."""
    if not context.terms:
        return True
    total = sum(t.weight for t in context.terms) or 1.0
    own = sum(t.weight * t.term.coverage(told.words) for t in context.terms) / total
    return _under_label(context, told) or own >= (OWN_REASON if context.plan.sought == "이유" else OWN_LEAST)


def _several_names(context: Context, told: Told) -> bool:
    """Names are asked: `287개` names none."""
    if context.plan.sought != "이름":
        return True
    text = context.question.text
    if _ONE_NAME.search(text) and not _ALL_NAMES.search(text):
        return True
    if "명단" in text:
        return len(re.findall(r"[,、·․](?!\d)", told.text)) >= 2
    listed = len(told.bullets) > 2 and re.search(r"어디 ?어디|누구 ?누구", context.question.text)
    if listed:  # a bullet for each of them
        return True
    return len(re.findall(r"[,、·․](?!\d)", told.text.strip("·․ \n"))) >= 2 or _two_named(told.text)


def _two_named(text: str) -> bool:
    """밤동산, 늘샘드리: two names and no counts (5,844명 이용, 95건 접수)."""
    counted = any(amount.unit in _COUNTS for amount in find_amounts(text))
    return _COMMA.search(text) is not None and not counted


def _reason_of_prose(context: Context, told: Told) -> bool:
    if context.plan.sought != "이유":
        return True
    whole = {"section"} if RESULT.search(context.question.text) else set()
    meant = told.passage.kind == "heading" and _PURPOSE.search(told.text)  # the purpose below a programme's name
    return bool(meant) or told.passage.kind not in {"heading", "row", "table"} | whole


def _no_strict_measure_of_tables(context: Context, told: Told) -> bool:
    in_table = told.passage.kind in {"row", "table"}
    return not (in_table and any(m in STRICT for m in context.plan.measures))


def _more_than_given(context: Context, told: Told) -> bool:
    """Of `구청장 지시사항 287개 중 완료된 건 몇 개`, 287 is given: a passage that only repeats it is no answer."""
    units = UNITS_OF.get(context.plan.sought or "")
    if not units:
        return True
    given = {amount.value for amount in find_amounts(context.question.text)}
    told_ones = {a.value for b in told.bullets for a in find_amounts(b.text) if (a.unit or "") in units}
    return not (len(given) == 1 and told_ones and told_ones <= given)


def _measured(context: Context, told: Told) -> bool:
    """목표치 is not told by a name."""
    sought = context.plan.sought
    counted = sought in UNITS_OF or sought == "수량"
    planned = told.passage.status == PLAN  # 몇 권을 하기로 했나: what a plan tells is what is meant to be done
    strict = [m for m in context.plan.measures if m in STRICT and (m != "목표" or (counted and not planned))]
    return not strict or any(compact(m) in told.words and any(c.isdigit() for c in told.words) for m in strict)


def _priced(context: Context, told: Told) -> bool:
    """제작비 is asked: its name or an amount of money has to stand there."""
    price = PRICE.search(context.question.text)
    measures = set(context.plan.measures)
    if price and price[1] not in told.words:  # 운영비 is not what was given in the same bullet
        return any(_COST.search(with_above(b)) and find_amounts(b.text) for b in told.bullets)
    of_money = bool(measures) and measures <= MONEY_MEASURES and not price
    if of_money and not _COST.search(told.text) and taken_in(told.text, context.question.text):
        return False
    return not of_money or "비예산" in told.words or any(a.won is not None for a in find_amounts(told.text))


def _outcome_of_results(context: Context, told: Told) -> bool:
    """A plan tells no outcome."""
    asked = "실적" in context.plan.measures or OUTCOME.search(context.question.text) is not None
    return told.passage.status != PLAN or not asked


def _named_measures(context: Context, told: Told) -> bool:
    """비공개 결정의 사유: a column's name in the question is part of its subject where no figure is sought."""
    named = [m for m in context.plan.measures if m not in MEASURES]
    return context.plan.sought not in NO_FIGURE or all(compact(m) in compact(told.passage.search_text) for m in named)


def _done(context: Context, told: Told) -> bool:
    """What was done is asked: a plan (국별 3건 이상 제출) does not tell it."""
    return told.passage.status != PLAN or not DONE.search(context.question.text)


def _fulfilled(context: Context, told: Told) -> bool:
    """What was kept or finished is asked: a bullet that does not say so tells how many there are."""
    counted = context.plan.sought in UNITS_OF and FULFILLED.search(context.question.text)
    return not counted or any(FULFILLING.search(b.text) for b in told.bullets)


def _undone(context: Context, told: Told) -> bool:
    """What was left undone is asked."""
    asked = UNDONE.search(context.question.text) and context.plan.sought is None
    return not asked or LEFT_UNDONE.search(told.text) is not None


def _selected(context: Context, told: Told) -> bool:
    """What was chosen is asked: a plan tells none, nor a bullet without a word of choosing."""
    if not SELECTED.search(context.question.text):
        return True
    return told.passage.status != PLAN and any(CHOICE_SAID.search(with_above(b)) for b in _naming(context, told))


def _naming(context: Context, told: Told, *heads: str) -> list[Bullet]:
    """The bullets that name most of the subject, themselves or by what they stand under."""
    whole = sum(t.weight for t in context.terms)
    return [b for b in told.bullets if _named(context, Letters(with_above(b, *heads))) >= OWN_REASON * whole]


def _office(context: Context, told: Told) -> bool:
    """1등 부서는 어디: a bullet that names no office tells none."""
    asked = OFFICE_ASKED.search(context.question.text)
    return not asked or any(OFFICE.search(b.text) for b in _naming(context, told))


def _enumerated(context: Context, told: Told) -> bool:
    """The names of 28 things are asked: a passage with fewer than two of them beside each other names none.

    It has their number too, or a bullet about the subject names just as many.
    """
    named = ENUMERATION.search(context.question.text)
    if not named:
        return True
    number = int(named["number"])
    marks = [(b, len(re.findall(r"[,、/](?!\d)|(?<=[가-힣])[·․](?=[가-힣])", b.text))) for b in told.bullets]
    many = [b for b, count in marks if count >= max(2, number // 2)]
    numbered = re.compile(rf"(?<![\d.,]){number} ?(?:개|건|곳|명|팀|편|종|가지)")
    said = any(numbered.search(with_above(b)) for b in many)
    whole = sum(t.weight for t in context.terms) or 1.0
    return said or any(n == number - 1 and _named(context, Letters(b.text)) / whole >= OWN_REASON for b, n in marks)


def _broken_down(context: Context, told: Told) -> bool:
    """사업별 금액: the parts are asked, one amount is no answer."""
    part = context.question.breakdown
    if part is None or f"{part}별" in told.words:
        return True
    sought = context.plan.sought
    amounts = [a.unit for a in find_amounts(told.text) if sought in UNITS_OF or sought == "수량"]
    return bool(amounts) and max(map(amounts.count, amounts)) > 1


def _ranked(context: Context, told: Told) -> bool:
    """The first of several is asked: words that tell no rank tell no first."""
    asked = context.question.asks & {"rank_high", "rank_low"}
    several = len({a.value for b in told.bullets for a in find_amounts(b.text) if a.unit in _COUNTS}) > 3
    if not asked or several:
        return True
    ranked = [b for b in told.bullets if _RANK.search(b.text)]
    return any(not context.terms or _named(context, Letters(b.text)) > 0 for b in ranked)


def _spent_on(context: Context, told: Told) -> bool:
    """어디에 썼나: a bullet that tells no use tells none."""
    return not SPENT_ON.search(context.question.text) or re.search(r"용도|사용처|사용\s?:|내역", told.text) is not None


def _one_of_many(context: Context, told: Told) -> bool:
    """인스타그램만 몇 명: what several have together (블로그, 인스타그램 등 82명) is not what one of them has."""
    return not one_of_many(told.text, context.question.text)


def _others_named(context: Context, told: Told) -> bool:
    """자유, 두암 빼고 나머지 두 곳은 어디: the names that are given are not those that are left."""
    if not _REST.search(context.question.text):
        return True
    asked = context.question.compact
    items = [re.findall(r"[가-힣]{2,}", item) for b in told.bullets for item in re.split(r"[,、/]|\s및\s", b.text)]
    return len(items) > 1 and any(words and not any(word in asked for word in words) for words in items)


_TOTAL = re.compile(r"총액|합계|총 ?얼마|모두 ?얼마|(?:다|전부) ?(?:합|더)")
_RANGE = re.compile(r"\d[\d,]*(?:만|천|백만|억)?원?\s?[~～∼-]\s?\d[\d,]*\s?(?:만|천|백만|억)?원")


def _total_told(context: Context, told: Told) -> bool:
    """포상금 총액: the range that one prize lies in (30만원 ~ 200만원) is no total."""
    amounts = [a for a in find_amounts(_RANGE.sub(" ", told.text)) if a.won is not None]
    return not (_TOTAL.search(context.question.text) and _RANGE.search(told.text)) or bool(amounts)


def _of_the_amount(context: Context, told: Told) -> bool:
    """남은 23,510권은 몇 %: the share of another amount (7,176권 완료, 23%) is none of this one."""
    asked = {value for value, unit in context.question.amounts if unit != "%" and value > 1}
    told_ones = {amount.value for amount in find_amounts(told.text)}
    return context.plan.sought != "%" or not asked or bool(asked & told_ones)


def _no_day_of_the_paper(context: Context, told: Told) -> bool:
    """A day that stands alone on its line, as below a title, is the day of the paper."""
    if context.plan.sought not in {"날짜", "기간"}:
        return True
    lines = told.text.split("\n")
    return not any(map(_DAY_ALONE.fullmatch, lines)) or any(map(dated, filterfalse(_DAY_ALONE.fullmatch, lines)))


RULES: tuple[Callable[[Context, Told], bool], ...] = (
    _no_long_table,
    _no_section_of_figures,
    _own_words,
    _several_names,
    _reason_of_prose,
    _no_strict_measure_of_tables,
    _more_than_given,
    _measured,
    _priced,
    _outcome_of_results,
    _broken_down,
    _named_measures,
    _done,
    _fulfilled,
    _undone,
    _selected,
    _office,
    _enumerated,
    _ranked,
    _spent_on,
    _one_of_many,
    _others_named,
    _total_told,
    _of_the_amount,
    _no_day_of_the_paper,
)
"""All must hold of a passage that is an answer."""
