"""Whether a figure in a sentence is told of what the source tells it of: its owner, its measure, the words beside it.

The check of figures (`answer.check`) proves that a figure stands in the cited place. Here it is looked at what the
sentence says around it: `목표 45회` of a row whose 실적 is 45, or 징수과의 150.5% where that is 재무과's, is no truth.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from answer.digits import NUMBER, canonical, folded
from answer.llm.evidence import Place
from answer.normal import fold
from records import Figure

_LIMIT = re.compile(r"^[%가-힣]{0,3} ?(?:이하|이상|미만|초과)")
_BREAK = re.compile(r"[,;:()\n/•▪□○◦❍※]| - ")
"""What ends the words that belong to a figure of a bullet."""

Nouns = Callable[[str], frozenset[str]]


def misattributed(sentence: str, places: Sequence[Place], computed: Iterable[Figure], nouns: Nouns) -> list[str]:
    """The numbers of a sentence that it tells of something else than its cited `places` do."""
    parts = [part for place in places for part in place.parts]
    text = folded(sentence)
    found = list(NUMBER.finditer(text))
    bad = []
    for at, match in enumerate(found):
        before = text[found[at - 1].end() if at else 0 : match.start()]
        after = text[match.end() : found[at + 1].start() if at + 1 < len(found) else len(text)]
        number = canonical(match.group())
        if _LIMIT.match(after):
            continue
        holding = {index for index, part in enumerate(parts) if number in part.numbers}
        named = _owners(before, parts) or _owners(text[: match.start()], parts)[-1:]
        meant = [parts[index] for index in holding.intersection(*named)] if named else [parts[i] for i in holding]
        if _other_owner(named, holding | _computed_of(number, parts, computed)) or (
            len(meant) == 1 and _other_label(before, after, number, meant[0], nouns)
        ):
            bad.append(number)
    return bad


def _computed_of(number: str, parts: Sequence[Place], computed: Iterable[Figure]) -> set[int]:
    """The parts that a number was computed from."""
    numbered = {
        n for f in computed if number in {canonical(n) for n in NUMBER.findall(folded(f.text))} for n in f.citations
    }
    return {index for index, part in enumerate(parts) if part.n in numbered}


def _other_owner(named: Sequence[set[int]], proving: set[int]) -> bool:
    """Does a name before a figure belong to other rows and passages than those that prove the figure?"""
    return bool(proving) and not all(owners & proving for owners in named)


def _owners(text: str, parts: Sequence[Place]) -> list[set[int]]:
    """For each name that stands in a text, from left to right: the indexes of the parts that have it."""
    owners: dict[str, set[int]] = {}
    for index, part in enumerate(parts):
        for name in part.names:
            owners.setdefault(name, set()).add(index)
    ends = {name: found[-1].end() for name in owners if (found := list(re.finditer(_loose(name), text)))}
    return [owners[name] for name in sorted(ends, key=lambda name: (ends[name], len(name)))]


def _loose(name: str) -> str:
    """A compact name as it may stand in a sentence: 세외수입징수액 for 세외수입 징수액."""
    return r"[\s·'\"(),.\-]*".join(map(re.escape, name))


def _other_label(before: str, after: str, number: str, place: Place, nouns: Nouns) -> bool:
    return (_measured if place.rows else _worded)(before, after, number, place, nouns)


def _measured(before: str, after: str, number: str, place: Place, nouns: Nouns) -> bool:
    """Does the sentence name a measure of the row beside the figure, and the row has it under others only?"""
    of: dict[str, set[str]] = {}
    known: set[str] = set()
    for observation in (o for row in place.rows for o in row.observations):
        measure = fold(observation.measure)
        known.add(measure)
        for told in NUMBER.findall(folded(observation.text)):
            of.setdefault(canonical(told), set()).add(measure)
    if number not in of:
        return False
    named = _last(before, known) or _next(after, known)
    return named is not None and not any(named in own or own in named for own in of[number])


def _last(text: str, names: Iterable[str]) -> str | None:
    found = [(text.rfind(name) + len(name), len(name), name) for name in names if name in text]
    return max(found)[2] if found else None


def _next(after: str, names: Iterable[str]) -> str | None:
    """The name right behind a figure and its unit: 45회를 목표로."""
    found = re.match(rf"\S{{0,4}} ?({'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})", after)
    return found[1] if found else None


def _worded(before: str, after: str, number: str, place: Place, nouns: Nouns) -> bool:
    """Do the words beside the figure stand beside another figure of the passage, and none beside this one?"""
    said = nouns(before) | nouns(after)
    beside = _beside(folded(place.shown), nouns)
    own = beside.get(number, frozenset())
    others = frozenset().union(*(words for told, words in beside.items() if told != number))
    return bool(said & others) and not said & own


def _beside(text: str, nouns: Nouns) -> Mapping[str, frozenset[str]]:
    """The nouns beside each number of a passage, up to the next number or break on either side."""
    found = list(NUMBER.finditer(text))
    told: dict[str, frozenset[str]] = {}
    for at, match in enumerate(found):
        before = text[found[at - 1].end() if at else 0 : match.start()]
        after = text[match.end() : found[at + 1].start() if at + 1 < len(found) else len(text)]
        words = nouns(_BREAK.split(before)[-1]) | nouns(_BREAK.split(after)[0])
        words = words or nouns(before)  # `참여기업 : 161개`: the label stands before the break
        number = canonical(match.group())
        told[number] = told.get(number, frozenset()) | words
    return told
