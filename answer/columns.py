"""Figures that stand under the wrong measure: `목표 40회, 실적 41회` of a row that has 목표 41 and 실적 40."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from answer.digits import NUMBER, folded, numbers
from answer.normal import fold
from records import Amended, Answer, Citation, Observation

Cells = Callable[[Citation], Sequence[Observation]]
_NO_FIGURE = r"년|번째|위|등|[%가-힣]{0,3} ?(?:이하|이상|미만|초과)"
"""After a measure and a number: a year, a place or a limit, no figure of it (예산액이 2번째로, 달성률 100% 미만)."""


class Columns:
    """The measures of the cited rows, to tell a figure that stands under the wrong one."""

    def __init__(self, answer: Answer, cells: Cells) -> None:
        self._cells = {citation.n: list(cells(citation)) for citation in answer.citations}
        self._heading: list[str] = []

    def misplaced(self, line: str, marks: frozenset[int]) -> list[str]:
        """Numbers given for a measure that none of the cited rows has as the figure of that measure."""
        known: dict[str, list[Observation]] = {}
        for observation in (o for n in marks for o in self._cells.get(n, ())):
            known.setdefault(fold(observation.measure), []).append(observation)
        parts = [part.strip() for part in line.split("|")] if line.startswith("|") else []
        if parts and not marks:
            self._heading = self._heading if set(line) <= set("|- ") else parts
            return []
        told = (
            [(head, part) for head, part in zip(self._heading, parts, strict=False) if part]
            if parts
            else _told(folded(line), known)
        )
        return [number for head, words in told for number in _stray(folded(words), *_label(head, known))]


def _stray(words: str, note: str, observations: Sequence[Observation]) -> list[str]:
    """The first number of `words` where it is the figure of none of `observations`, in digits or unit."""
    printed = NUMBER.search(words)
    if printed is None or not observations:
        return []
    number, unit = numbers(words)[0], words[printed.end() :].strip()
    dated = [o for o in observations if o.as_of and _day(o.as_of) in note]
    fitting = [o for o in dated or observations if number in _figures(o)]
    return [] if any(not o.unit or not unit or unit.startswith(fold(o.unit)) for o in fitting) else [number]


def _figures(o: Observation) -> list[str]:
    """The numbers of a figure: as it is, and as it is printed where it was put right by hand."""
    return numbers(o.text) + (numbers(o.correction.printed) if isinstance(o, Amended) else [])


def _label(heading: str, known: Mapping[str, list[Observation]]) -> tuple[str, list[Observation]]:
    """The note of a heading and the observations of its measure: 집행액(9.30. 기준) → 9.30. 기준, those of 집행액."""
    found = re.fullmatch(r"(.*?)(?:\(([^()]*)\))?", fold(heading).strip())
    measure, note = (found.group(1), found.group(2) or "") if found else (heading, "")
    return note, known.get(measure, [])


def _day(iso: str) -> str:
    """2015-10-31 → 10.31., as headings have it."""
    return ".".join(str(int(part)) for part in iso.split("-")[1:] if part.isdigit()) + "."


def _told(line: str, measures: Iterable[str]) -> list[tuple[str, str]]:
    """Measures of a sentence with the figure that follows each: `목표 30회, 실적 45회` → 목표 30회, 실적 45회."""
    names = "|".join(map(re.escape, sorted(measures, key=len, reverse=True)))
    if not names:
        return []
    figure = rf"(-?\d[\d.]*(?!\d|{_NO_FIGURE})[^\s,()]*)"
    pattern = rf"(?<![가-힣·])((?:{names})(?:\([^()]*\))?)(?:은|는|이|가)?\s(?={figure})"
    return [(match.group(1), match.group(2)) for match in re.finditer(pattern, line)]
