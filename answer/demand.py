"""What an answer must name: the noun that is counted, priced or sought. 수강생은 몇 명 asks for 수강생 and nobody else.

A noun that only says what kind of thing is sought (사람, 금액, 장소) demands nothing: its kind is checked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from answer.read import ACT_WEIGHT, PHRASE_WEIGHT, Term
from answer.words import ACT_NOUNS, GENERIC_NOUNS, SELECTING, STOP_NOUNS, UNITS_OF

_ASKED = re.compile(r"얼마|몇|언제|어디|누구|누가|며칠")
_BEFORE = re.compile(
    r"\s?(?:수|숫자|개수|갯수|건수|인원|금액|규모|총액)?(?:에게|에서|에는|으로|로|은|는|이|가|을|를|의|도|만|에|란)?"
    r"\s?(?:총|모두|전부|다|각각|대략|정확히|실제로|지금|혹시|도대체|그래서|전체|합쳐|합해)?\s?"
)
"""What may stand between the noun and the question word: 병상 수는 모두 | 몇 개."""
_WHO_DID = re.compile(
    r"(?:한|된|하는|되는|했던|됐던|하신|받은) (?:사람|분|주민|구민|시민|학생|아이|직원|인원)들?"
    r"(?:은|는|이|가|수는|수가)?\s?(?:총|모두|전부|다)?\s?"
)
"""취업한 사람은 | 몇 명."""
_WHAT_WAS = re.compile(
    r"(?:한|된|되는|했던|됐던) (?:것|거|건|건수|개수|권수|곳|업체|기관|단체|제안|사업|금액|돈)(?:들)?"
    r"(?:은|는|이|가|수는|수가|의 수는)?\s?(?:총|모두|전부|다)?\s?"
)
"""채택된 건수는 | 얼마: what is counted is told by what was done with it."""
_COUNTER = re.compile(r"몇 ?[가-힣]{1,2}?(?:이나|[이을가를])? ?(?=[가-힣]{2})")
_END = re.compile(r"\s(?:좀 ?)?(?:알려|말해|말씀|답|대 ?줘|궁금)|[?!.~ㅠㅜㅎㅋ\s]*$")
_COUNT = re.compile(r"\s?(?:수|숫자)[는가를은]?[?!.~\s]*$")
"""병상 수는?: a count, though no counter tells of what."""
KIND_NOUNS = frozenset(
    word
    for words in (
        "사람 인원 분 주민 금액 액수 돈 비용 예산 사업비 총액",
        "건수 개수 횟수 장소 위치 날짜 일정 시기 기간 시점",
        "실적 매출 규모 결과 현황 데 곳 때",
    )
    for word in words.split()
)
"""Nouns that name the kind of the answer; 매출 and 비용 are amounts, which reports call by many names."""
_AGENT = re.compile(r"(?<=[가-힣]{2})(?:자|생|객|인원|률|율)$")
_PRICE = re.compile(r"(?<=[가-힣]{2})(?:비용|비|액|료|값)$")


_PART_OF = re.compile(r"\d\S{0,4} ?\S{0,8} ?(?:중|가운데)(?:에서?)?,? (?P<which>[^?]*?)(?:몇|얼마)")
"""청원 330건 중에서 교통에 관한 건 몇 건: the whole is given, and what tells the part from it must stand there."""


_HEAD = re.compile(r"[은는이가]?\s?(?:총|모두|각각)?\s?")
"""후원금품 95건 가운데 물품은 | 얼마."""


def demanded(text: str, terms: Sequence[Term], sought: str | None) -> frozenset[Term]:
    """The terms that an answer must name, of a question with folded `text`."""
    return _counted(text, terms, sought) | _of_the_part(text, terms)


def _of_the_part(text: str, terms: Sequence[Term]) -> frozenset[Term]:
    which = [match.span("which") for match in _PART_OF.finditer(text)]
    inside = [(t, end) for t in terms for start, end in which if start <= t.start and t.end <= end]
    return frozenset(t for t, end in inside if _demands(t) or (t.weight > 0 and _HEAD.fullmatch(text, t.end, end)))


def _counted(text: str, terms: Sequence[Term], sought: str | None) -> frozenset[Term]:
    places = list(_places(text, sought))
    if sought in {"이유", "방법", "이름"} or len(places) > 1:
        return frozenset()  # of several questions each has a noun of its own, and no passage need hold them all
    heads = [_demanding(text, place, terms) or _doing(text, place, terms) for place in places]
    heads += [_undergone(text, place, terms) for place in places]
    return frozenset(term for term in heads if term)


def _undergone(text: str, place: int, terms: Sequence[Term]) -> Term | None:
    """채택 of 몇 건이 채택됐나요."""
    counter = _COUNTER.match(text, place)
    if counter is None:
        return None
    return next((t for t in terms if t.start == counter.end() and t.forms[0] in SELECTING), None)


def _demanding(text: str, place: int, terms: Sequence[Term]) -> Term | None:
    head = _head(text, place, terms)
    return head if head and _demands(head) else None


def _doing(text: str, place: int, terms: Sequence[Term]) -> Term | None:
    """취업 of 취업한 사람은 몇 명: who is counted is told by what they did."""
    before = [term for term in terms if term.end <= place and term.weight >= ACT_WEIGHT]
    who = (t for t in before if _WHO_DID.fullmatch(text, t.end, place))
    what = (
        t for t in before if _WHAT_WAS.fullmatch(text, t.end, place) and t.forms[0] not in GENERIC_NOUNS | ACT_NOUNS
    )
    return next(iter([*who, *what]), None)


def _places(text: str, sought: str | None) -> list[int]:
    """Where the noun that is asked may end: before a question word, else at the end."""
    asked = [match.start() for match in _ASKED.finditer(text)]
    if asked:
        return asked if sought else []
    ends = sought in UNITS_OF or _COUNT.search(text)
    return [place for match in _END.finditer(text) if (place := match.start()) > 0][:1] if ends else []


def _head(text: str, place: int, terms: Sequence[Term]) -> Term | None:
    before = (term for term in terms if term.end <= place)
    return next((t for t in before if _BEFORE.fullmatch(text, t.end, place)), None)


def _demands(term: Term) -> bool:
    plain = term.forms[0]
    named = term.weight == 1.0 or (term.weight == PHRASE_WEIGHT and " " in term.text)  # 받은 상: 수상
    return named and plain not in KIND_NOUNS | GENERIC_NOUNS | STOP_NOUNS


def with_stem(term: Term, sought: str | None, known: Callable[[str], int]) -> Term:
    """A doer or a price also as what is done: 이용자 → 이용 (`5,844명 이용`), 용역비 → 용역 (beside an amount)."""
    suffix = {"명": _AGENT, "원": _PRICE, "%": _AGENT}.get(sought or "")
    if suffix is None:
        return term
    stem = suffix.sub("", term.forms[0])
    stems = (stem,) if stem != term.forms[0] and known(stem) else ()
    parts = tuple(short if len(short := suffix.sub("", part)) > 1 and known(short) else part for part in term.parts)
    return replace(term, forms=(*term.forms, *stems), parts=parts)
