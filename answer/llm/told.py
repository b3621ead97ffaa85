"""The figures of a sentence, each with what the sentence says of it: the words beside it, the names, the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from answer.digits import NUMBER, canonical
from answer.llm.mentions import Mention, Mentions
from answer.llm.years import years_in
from records import ACTUAL

LIMIT = re.compile(r"[%가-힣]{0,3} ?(?:이하|이상|미만|초과)")
"""Behind a number: a bound and no figure. 달성률 100% 미만."""
ENDS = re.compile(r",|(?<=[고며])\s")
"""What ends the words that belong to a figure before it."""
_APART = re.compile(r"가운데|중에서?(?![가-힣])|보다|비해|달리")
"""Parts what is compared with from what is told: 재무과와 징수과 가운데 재무과가 150.5%."""
_DAY = re.compile(r"\d{1,2}\. ?\d{1,2}\.")
_OF_MONTH = re.compile(r"\d월 ?$")
_DONE = re.compile(r"[%a-z가-힣]{0,5} ?[가-힣]{2}(?:해|했|하여|하였|됐|되었)(?![가-힣]*(?:예정|계획))")
_WHOLE = re.compile(r"가운데|중(?:에서?)?(?![가-힣])")
_UNIT = re.compile(r"[%a-z가-힣]{0,5} ?")


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence says of one number, `at` a place of its text.

    `clause` are the words before it since the last number, `after` those behind it up to the next. `owners` are the
    parts of the evidence that each name before it is of, `measures` what the measure named for it may mean (None: none
    is), `inherited` the last measure named at all, `years` the year that it is told of.
    """

    number: str
    at: int
    sentence: str
    clause: str
    after: str
    owners: tuple[frozenset[int], ...]
    measures: frozenset[str] | None
    inherited: frozenset[str]
    years: frozenset[int]


def told_in(text: str, mentions: Mentions, newest: int | None) -> list[Told]:
    """The figures of a folded text in order; years, bounds (100% 미만) and digits of names are none.

    `newest` is the year that 올해 means.
    """
    named = mentions.find(text)
    figures = [m for m in NUMBER.finditer(text) if not _no_figure(m, text, named)]
    bounds = [0, *(m.end() for m in figures)], [*(m.start() for m in figures[1:]), len(text)]
    turns: list[Mention] = []
    found: list[Told] = []
    for match, begin, end in zip(figures, *bounds, strict=False):
        clause, after = text[begin : match.start()], text[match.end() : end]
        past = [m for m in named if m.start < match.start()]
        here = _told_of([m for m in past if m.start >= begin], clause, begin)
        turns = _in_turn(here) if "각각" in clause else turns
        told = turns[:1] or here
        behind = [replace(m, start=m.start - match.end()) for m in named if m.start >= match.end()]
        found.append(
            Told(
                canonical(match.group()),
                match.start(),
                text,
                clause,
                after,
                owners=tuple([m.owners for m in told if m.owners] or [m.owners for m in past if m.owners][-1:]),
                measures=_last_measure(told) or _behind(after, behind),
                inherited=_last_measure(past) or frozenset(),
                years=_years(text, match, newest),
            )
        )
        turns = turns[1:]
    return [told for told in found if not LIMIT.match(told.after)]


def _last_measure(named: Sequence[Mention]) -> frozenset[str] | None:
    return next((m.measures for m in reversed(named) if m.measures), None)


def _years(text: str, match: re.Match[str], newest: int | None) -> frozenset[int]:
    """The year that a number is told of: the one named last before it, else the first behind it."""
    before = years_in(text[: match.start()], newest)
    return frozenset(before[-1:] or years_in(text[match.end() :], newest)[:1])


def _no_figure(match: re.Match[str], text: str, named: Iterable[Mention]) -> bool:
    """A year, a day, or digits of a name: 2021년, 9.30. 기준, 신길6동."""
    after = text[match.end() :]
    year = len(match.group()) == 4 and match.group()[:2] in {"19", "20"} and after.lstrip().startswith("년")
    day = bool(_DAY.match(text, match.start()) or after.startswith("월") or _OF_MONTH.search(text[: match.start()]))
    return year or day or any(m.start <= match.start() < m.end for m in named)


def shares(text: str) -> list[tuple[str, str]]:
    """The numbers of which one is told out of the other: 지표 230개 가운데 달성률 100% 미만인 것은 27개 → 230, 27."""
    found = [m for m in NUMBER.finditer(text) if not LIMIT.match(text, m.end()) and not _no_figure(m, text, ())]
    pairs = pairwise(found)
    return [(canonical(a.group()), canonical(b.group())) for a, b in pairs if _WHOLE.search(text[a.end() : b.start()])]


def _told_of(here: list[Mention], clause: str, begin: int) -> list[Mention]:
    """The names of what is told, without those it is compared with: 재무과와 징수과 가운데 재무과가."""
    apart = [begin + found.end() for found in _APART.finditer(clause)]
    kept = [m for m in here if m.start >= apart[-1]] if apart else here
    return kept or here


def _in_turn(here: Sequence[Mention]) -> list[Mention]:
    """What 각각 tells in turn: 목표와 실적은 각각 30회, 45회; the rows where several are named, else the measures."""
    rows = [m for m in here if m.owners]
    measures = [m for m in here if m.measures]
    return rows if len(rows) > 1 and len(measures) < 2 else measures


def _behind(after: str, named: Sequence[Mention]) -> frozenset[str] | None:
    """The measure right behind a figure and its unit: 45회를 목표로; what was done is 실적: 45회 추진해."""
    close = (m for m in named if m.measures and _UNIT.fullmatch(after[: m.start]))
    done = frozenset({ACTUAL}) if _DONE.match(after) else None
    return next((m.measures for m in close), done)
