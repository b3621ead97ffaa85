"""The grader of golden questions: does an answer hold what it must, and nothing that it must not?

Answers and expectations are compared after `flat`: NFKC, one kind of middle dot, small letters, no white space, no
commas between the digits of a number. A number is found only whole: 287 is not in 1,287, nor 86 in 86.5.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eval.questions import Alternatives, Golden, Listed, Place
from records import Answer, Citation

LONGEST = 1200
"""Characters of an answer to a question about one fact; a longer one hides the fact and is wrong."""

ONE_FACT = frozenset(
    {"lookup", "prose", "budget", "unit", "definition", "locate", "noisy", "schedule", "staff", "aggregate", "followup"}
)

UNREFUSED, REFUSED, LACKS, HOLDS = "거절하지 않음", "거절함", "빠짐", "틀린 값"
SHORT_LIST, LONG_LIST, TOO_LONG, UNCITED = "목록에서 빠짐", "목록에 더함", "너무 김", "출처 다름"

_DOTS = str.maketrans(dict.fromkeys("․・‧•∙⋅ㆍ･", "·"))
_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_BETWEEN_NUMBERS = re.compile(r"(?<=\d)(?P<dot>\.?)\s+(?=\d)")
_APART, _TAKEN = "\ue000", "\ue001"
"""Signs that stand in no report: between two numbers, and in place of a name that was found."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its kind (a constant of this module) and what was missing or too much."""

    kind: str
    what: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}" if self.what else self.kind


@dataclass(frozen=True, slots=True)
class Grade:
    """`faults` of the words; `places` are the due places that no citation holds. A missing place is no wrong answer."""

    faults: tuple[Fault, ...] = ()
    places: tuple[Place, ...] = ()

    @property
    def right(self) -> bool:
        return not self.faults


def flat(text: str) -> str:
    """The text as it is compared. Two numbers with white space between them stay two.

    >>> flat("1. 287건, 13,351 백만원") == f"1.{_APART}287건,13351백만원"
    True
    """
    plain = unicodedata.normalize("NFKC", text.translate(_DOTS)).translate(_DOTS).lower()
    plain = _BETWEEN_NUMBERS.sub(lambda found: found["dot"] + _APART, _COMMA.sub("", plain))
    return "".join(plain.split())


def holds(text: str, wanted: str) -> bool:
    """Does a text that is flat hold `wanted`, the numbers at its ends whole?

    >>> holds(flat("달성률 86.5%"), "86"), holds(flat("달성률 86.5%"), "86.5")
    (False, True)
    """
    words = flat(wanted)
    before = r"(?<!\d)(?<!\d\.)" if words[:1].isdigit() else ""
    after = r"(?!\.?\d)" if words[-1:].isdigit() else ""
    return re.search(before + re.escape(words) + after, text) is not None


def grade(golden: Golden, answer: Answer) -> Grade:
    """Grade the answer to the last turn of a golden conversation."""
    text = flat(answer.text)
    faults = [*_refusal(golden, answer), *_words(golden, text)]
    if golden.listed:
        faults += _list(golden.listed, text)
    if golden.family in ONE_FACT and len(answer.text) > LONGEST:
        faults.append(Fault(TOO_LONG, f"{len(answer.text):,}자"))
    missing = tuple(place for place in golden.cite if not is_cited(place, answer.citations))
    return Grade(tuple(faults), missing)


def is_cited(place: Place, citations: Iterable[Citation]) -> bool:
    """Does one citation of the place's file hold all its strings?"""
    quotes = (flat(citation.quote) for citation in citations if place.file in citation.file)
    return any(all(flat(words) in quote for words in place.contains) for quote in quotes)


def _refusal(golden: Golden, answer: Answer) -> list[Fault]:
    if golden.refuse == answer.refused:
        return []
    return [Fault(UNREFUSED) if golden.refuse else Fault(REFUSED, answer.reason or "")]


def _words(golden: Golden, text: str) -> list[Fault]:
    lacking = [Fault(LACKS, group[0]) for group in golden.must if not _any(group, text)]
    return lacking + [Fault(HOLDS, bad) for bad in golden.must_not if holds(text, bad)]


def _list(listed: Listed, text: str) -> list[Fault]:
    missing = [item[0] for item in listed.items if not _any(item, text)]
    extra = strangers(listed, text)
    faults = [Fault(SHORT_LIST, _some(missing))] if missing else []
    return faults + ([Fault(LONG_LIST, _some(extra))] if extra else [])


def strangers(listed: Listed, text: str) -> list[str]:
    """Names of the universe that stand in a flat text and are no items.

    An item's own words do not count twice: 재활용선별장 선별량 is due, so 선별량 inside it is no stranger.
    """
    due = {flat(name) for item in listed.items for name in item}
    for name in sorted(due, key=len, reverse=True):
        text = text.replace(name, _TAKEN)
    return [name for name in listed.universe if flat(name) not in due and flat(name) in text]


def _any(group: Alternatives, text: str) -> bool:
    return any(holds(text, each) for each in group)


def _some(names: Sequence[str], shown: int = 4) -> str:
    more = f" 외 {len(names) - shown}" if len(names) > shown else ""
    return f"{', '.join(names[:shown])}{more}"
