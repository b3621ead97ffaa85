"""The figures of a twin: every amount and count times one whole number, everywhere.

Multiplication keeps what reports are checked by: sums stay sums, a rate stays its quotient, ranks and ties stay, 백만원
still converts to 억. Rates, scores, ordinals, dates and lengths of time stay. No amount keeps its digits, so an answer
that was remembered is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from answer.amounts import spoken
from eval.twin_words import Edit
from ingest.checks import COUNTED as LISTED
from ingest.numbers import MONEY_UNITS
from records import Observation

FACTORS = (3, 4, 6, 7)

COUNTED = (
    "억원 조원 천원 만원 백만원 천만원 원 명 천명 만명 건 회 개 개소 곳 대 톤 권 마리 가구 세대 ㎡ 편 그루 부 팀 관왕 "
    "개교 개사 업체 km m"
)
SCALED_UNITS: frozenset[str | None] = frozenset([*COUNTED.split(), None])
"""Units whose figures are multiplied where they stand in a table or a labelled bullet; a count may print none."""

_MONEY = r"(?:조|억|천만|백만|만|천)?원"
_UNITS = rf"(?:{_MONEY}|[천만]?명|개소|건|회(?!의)|대(?![가-힣])|톤|권|마리|가구|세대|㎡)"
_NUMBER = r"(?<![\d,.\-~∼’‘'`제])\d[\d,]*(?:\.\d+)?"
PROSE = re.compile(
    rf"(?<![\d,.])\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|{_NUMBER}(?=(?:/\d[\d,]*(?:\.\d+)?)*\s?{_UNITS})|(?<=\d/)\d[\d,]*(?:\.\d+)?(?=\s?{_UNITS})"
)
"""A figure of a sentence: 161명, both of 4,272/13,351백만원, any with a comma. 제1회, ’21 and 1~3회 are none."""

SPOKEN = re.compile(r"\d[\d,]*(?:\.\d+)?(?:조|억)\s?(?:\d[\d,]*(?:\.\d+)?[천백]?만?\s?)*원?")
"""An amount as it is said: 3억 4,800만원, 57.92억."""

_PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)((?:조|억|만|천|백)*)")
_WORTH = {"조": 10**12, "억": 10**8, "만": 10**4, "천": 10**3, "백": 10**2}
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")


def times(number: str, factor: int, commas: bool = True) -> str:
    """`1,829` times 3 is `5,487`, `40.5` is `121.5`; a figure that grows past 999 gets its comma where `commas`."""
    value = Decimal(number.replace(",", "")) * factor
    grown = commas and "." not in number and len(number) < 4
    return f"{value:,}" if "," in number or grown else str(value)


def times_spoken(amount: str, factor: int) -> str:
    """`3억 4,800만원` times 3 is `10억 4,400만원`; an amount in fractions of 억 stays in them."""
    simple = re.fullmatch(r"(\d[\d,]*\.\d+|\d[\d,]*)(조|억)(\s?원?)", amount)
    if simple:
        return times(simple[1], factor) + simple[2] + simple[3]
    words = spoken(in_base(amount) * factor)
    return words if amount.endswith("원") else words.removesuffix("원")


def in_base(amount: str) -> Decimal:
    """`3억4천8백만` → 348,000,000. 만 closes what stands before it: 4천8백만 is 4,800 × 만."""
    total, open_ = Decimal(0), Decimal(0)
    for digits, worths in _PART.findall(amount):
        small = Decimal(digits.replace(",", ""))
        for sign in worths:
            if sign in "천백":
                small *= _WORTH[sign]
            else:
                total, open_, small = total + (open_ + small) * _WORTH[sign], Decimal(0), Decimal(0)
        open_ += small
    return total + open_


def figure_edits(text: str, observed: Sequence[Observation], factor: int, commas: bool) -> list[Edit]:
    """The figures of a report that are multiplied: of observations by their unit, of sentences by their words.

    How many 사업 or 지표 a 국 has stays: the report lists as many.
    """
    counts = {o.row for o in observed if o.measure in LISTED}
    left = [o for o in observed if o.unit not in SCALED_UNITS or (o.row in counts and o.unit not in MONEY_UNITS)]
    places = {(o.start, o.end) for o in left}
    scaled = [o for o in observed if (o.start, o.end) not in places]
    edits = {(edit.start, edit.end): edit for edit in _observed(text, scaled, factor, commas)}
    kept = list(places)
    done = [(start, end) for start, end in edits]
    for edit in prose_edits(text, factor, commas):
        if not any(edit.start < end and start < edit.end for start, end in done + kept):
            edits[edit.start, edit.end] = edit
    return list(edits.values())


def prose_edits(text: str, factor: int, commas: bool = True) -> Iterator[Edit]:
    """The figures of running text, amounts as they are said first."""
    said = [Edit(found.start(), found.end(), times_spoken(found[0], factor)) for found in SPOKEN.finditer(text)]
    yield from said
    for found in PROSE.finditer(text):
        if not any(edit.start <= found.start() < edit.end for edit in said):
            yield Edit(found.start(), found.end(), times(found[0], factor, commas))


def _observed(text: str, observed: Iterable[Observation], factor: int, commas: bool) -> Iterator[Edit]:
    for o in observed:
        words = text[o.start : o.end]
        if o.value is None or SPOKEN.search(words):
            continue
        for found in _DIGITS.finditer(words):
            start = o.start + found.start()
            yield Edit(start, start + len(found[0]), times(found[0], factor, commas))
