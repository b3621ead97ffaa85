"""The names of rows and measures that stand in a sentence, with their places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from answer.llm.evidence import Place
from answer.normal import compact, fold

_ENDINGS = re.compile(r"(?:액|수|률|비)$")
"""What people leave out of the name of a measure: 예산 for 예산액."""
SHORT = 3
"""Letters up to which a name is looked for at the beginning of words only: 정원 does not stand in 소정원."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: `owners` are the indexes of the parts of the evidence that have it; `measures` is what it may
    mean as the name of a measure, and then it names no row."""

    start: int
    end: int
    owners: frozenset[int]
    measures: frozenset[str]


class Mentions:
    """All names of some parts of evidence."""

    def __init__(self, parts: Sequence[Place]) -> None:
        owners: dict[str, set[int]] = defaultdict(set)
        for index, part in enumerate(parts):
            for name in part.names:
                owners[name].add(index)
        self._owners = owners
        self._measures = _aliases({fold(o.measure) for part in parts for row in part.rows for o in row.observations})
        names = sorted({*owners, *self._measures}, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(_loose, names))) if names else None

    def find(self, text: str) -> list[Mention]:
        """The names in a folded text from left to right, the longest where one holds another."""
        found = self._pattern.finditer(text) if self._pattern else ()
        return [self._mention(match) for match in found]

    def _mention(self, match: re.Match[str]) -> Mention:
        name = compact(match.group())
        measures = self._measures.get(name, ())
        owners = () if measures else self._owners.get(name, ())
        return Mention(match.start(), match.end(), frozenset(owners), frozenset(measures))


def _aliases(measures: set[str]) -> dict[str, set[str]]:
    """Compact ways to name each measure; its own name means itself alone: 전년도예산액 is no 예산액."""
    found: dict[str, set[str]] = defaultdict(set)
    for measure in measures:
        name = compact(measure)
        for other in {_ENDINGS.sub("", name), *(["전년", "전년도"] if name.startswith("전년") else [])} - {name}:
            if len(other) > 1:
                found[other].add(measure)
    for measure in measures:
        found[compact(measure)] = {measure}
    return found


def _loose(name: str) -> str:
    """A compact name as it may stand in a sentence: 세외수입징수액 for 세외수입 징수액."""
    begins = r"(?<![가-힣])" if len(name) <= SHORT else ""
    return begins + r"[\s·'\"(),.\-]*".join(map(re.escape, name))
