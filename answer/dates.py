"""Dates as reports print them (2019. 1월, ’18. 3. 20., 7.5., 9.17.~9.27.), and as they are said: 2018년 3월 20일."""

from __future__ import annotations

import re
from dataclasses import dataclass

DATE = re.compile(
    r"(?:20\d\d|['’‘`]\d\d)\s?[.년]|(?<!\d)(?:1[0-2]|[1-9])\s?월|(?<![\d.])(?:1[0-2]|0?[1-9])\s?\.\s?(?:3[01]|[12]\d|0?[1-9])(?=[.(~\s)]|$)"
    r"|상반기|하반기|연중|수시|분기별|매월|매년|반기별|월별|사유 ?발생"
)

_MONTH, _DAY = r"1[0-2]|0?[1-9]", r"3[01]|[12]\d|0?[1-9]"
_END = r"(?=[.(),~～∼\s/]|$)"
_UNTIL = rf"(?=\s?[~～∼]\s?(?:{_MONTH})\s?[.월])"
_WHOLE = (
    rf"(?:(?P<year>20\d\d)\s?[.년]|['’‘`](?P<short>\d\d)\s?[.년]|(?<!\d)(?P<bare>\d\d)년)\s?(?P<month>{_MONTH})"
    rf"(?:\s?[.월](?:\s?(?P<day>{_DAY})(?:일|\.|{_END}))?|{_UNTIL})"
)
_PART = (
    rf"(?<![\d.,])(?P<month>{_MONTH})"
    rf"(?:\.\s?(?P<day>{_DAY})(?:\.|{_END})|월(?:\s?(?P<dated>{_DAY})일)?|{_UNTIL})(?!\d)"
)
_LAST = rf"(?<![\d.])(?P<day>{_DAY})(?:일|\.)(?!\s?\d)"
_LAST_MONTH = re.compile(rf"(?<![\d.])(?P<month>{_MONTH})\.(?!\s?\d)")
_FORMS = tuple(re.compile(form) for form in (_WHOLE, _PART, _LAST))
_TO = re.compile(r"(?:\([월화수목금토일]\))?\s?[~～∼]\s?")


@dataclass(frozen=True, slots=True)
class Dated:
    """A date, or a stretch of time, that stands at `start:end` of a text; `spoken` as it is said."""

    start: int
    end: int
    spoken: str


def says_when(text: str) -> bool:
    """Does the text hold a date or a time of the year?"""
    return DATE.search(text) is not None


def dated(text: str) -> list[Dated]:
    """The dates of a text: `추석(’15.9.25.~9.30.)` → 2015년 9월 25일부터 9월 30일까지."""
    found: list[Dated] = []
    place = 0
    while first := _first(text, place):
        place, spoken = first.end(), _spoken(first)
        if to := _TO.match(text, place):
            forms = _FORMS if _day(first) else (*_FORMS[:2], _LAST_MONTH)
            last = next((m for form in forms if (m := form.match(text, to.end()))), None)
            if last is not None:
                place, spoken = last.end(), f"{spoken}부터 {_spoken(last)}까지"
        found.append(Dated(first.start(), place, spoken))
    return found


def _first(text: str, place: int) -> re.Match[str] | None:
    starts = [match for form in _FORMS[:2] if (match := form.search(text, place))]
    return min(starts, key=lambda match: match.start(), default=None)


def _spoken(match: re.Match[str]) -> str:
    """2018년 10월 4일 of ’18. 10. 4."""
    parts = match.groupdict()
    short = parts.get("short") or parts.get("bare")
    year = parts.get("year") or (f"20{short}" if short else None)
    told = ((year, "년"), (parts.get("month"), "월"), (_day(match), "일"))
    return " ".join(f"{int(number)}{sign}" for number, sign in told if number)


def _day(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    return parts.get("day") or parts.get("dated")
