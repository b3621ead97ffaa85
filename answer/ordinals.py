"""제1회, 2차, 3단계: a number that tells one of several things of a name from the others.

제3회 추경 is not told by 제2회 추가경정예산, however much else of it fits. Reports write 제1회 where people say 1차.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from answer import words
from answer.read import Term

ORDINAL = re.compile(r"제\d{1,3}(?:회|차|기|호|단계|분기)|[1-9]0대|\d{1,2}세")
"""A compact word that is such a number, or an age; evidence without it is of another thing."""
_PRINTED = re.compile(r"제\s?\d{1,3}\s?(?P<counter>회|차|기|단계|분기)\s?(?P<noun>[가-힣]{2,})")
_SAID = re.compile(r"(?<![\d.])(?:제\s?)?(?P<number>\d{1,3})\s?(?P<counter>회|차|기|단계|분기)(?=\s?[가-힣]{2,})")
_ALIKE = {"회": "회차", "차": "회차"}
BEGINNING = 2
"""Letters by which the noun after a number is known: 추가경정예산 by 추가."""

Known = Mapping[str, frozenset[str]]


def printed(texts: Iterable[str]) -> Known:
    """The counters that reports number things with, by the beginning of the name: 추가 → {회}."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for match in _PRINTED.finditer(text):
            found.setdefault(match["noun"][:BEGINNING], set()).add(match["counter"])
    return {noun: frozenset(counters) for noun, counters in found.items()}


def with_ordinals(text: str, terms: Sequence[Term], known: Known) -> tuple[Term, ...]:
    """The terms of a folded question, a number before the name of a thing that reports number being one of them.

    1차 추경 → 제1회, 추경. A number before anything else may also count (10회 실시) and stays what it was.
    """
    found = list(terms)
    for match in _SAID.finditer(text):
        named = next((t for t in found if _named_after(match, t)), None)
        counter = _counter(match, named, known) if named else None
        if named and counter:
            inside = [t for t in found if match.start() <= t.start and t.end <= match.end()]
            rest = [t for t in found if t not in inside and t is not named]
            number = f"제{match['number']}{counter}"
            found = [*rest, Term(number, (number,), (), 1.0, *match.span()), _without(match, named)]
    ages = [Term(m.group(), (m.group().replace(" ", ""),), (), 1.0, *m.span()) for m in words.AGE.finditer(text)]
    kept = [t for t in found if not any(age.start < t.end and t.start < age.end for age in ages)]
    return tuple(sorted([*kept, *ages], key=lambda term: term.start))


def _named_after(match: re.Match[str], term: Term) -> bool:
    """추경 of 1회 추경 and of 1회추경."""
    return 0 <= term.start - match.end() <= 1 or term.start <= match.start() < match.end() < term.end


def _counter(match: re.Match[str], term: Term, known: Known) -> str | None:
    """The counter that reports number this thing with, where the one that was said may stand for it."""
    said = match["counter"]
    forms = (form.removeprefix("제").removeprefix(f"{match['number']}{said}")[:BEGINNING] for form in term.forms)
    counters = {c for form in forms for c in known.get(form, ()) if _ALIKE.get(c, c) == _ALIKE.get(said, said)}
    return said if said in counters else min(counters, default=None)


def _without(match: re.Match[str], term: Term) -> Term:
    """추경 of 1회추경 that was read as one word."""
    if term.start >= match.end():
        return term
    number = f"{match['number']}{match['counter']}"
    forms = tuple(form.removeprefix("제").removeprefix(number) for form in term.forms)
    return replace(term, text=text, forms=forms, start=match.end()) if (text := forms[0]) else term
