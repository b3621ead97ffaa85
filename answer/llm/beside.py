"""The words and the year that stand beside each number of a passage: what the passage tells the number of."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from answer.digits import NUMBER, canonical, folded
from answer.llm.years import years_in

Nouns = Callable[[str], frozenset[str]]

_BREAK = re.compile(r"[,;:()\n/•▪□○◦❍※|]| - ")
"""What ends the words that belong to a figure of a bullet."""
_YEAR = re.compile(r"(?:19|20)\d\d(?=\.|[ ]?년)")


@dataclass(frozen=True, slots=True)
class _Occurrence:
    number: str
    nouns: frozenset[str]
    year: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The numbers of a text with what stands beside them."""

    found: tuple[_Occurrence, ...]

    @classmethod
    def of(cls, text: str, nouns: Nouns) -> Beside:
        """Reads a passage: up to the next number or break on either side, and the last year before it in its line."""
        text = folded(text)
        numbers = [match for match in NUMBER.finditer(text) if not _YEAR.match(text, match.start())]
        found = []
        for at, match in enumerate(numbers):
            before = text[numbers[at - 1].end() if at else 0 : match.start()]
            after = text[match.end() : numbers[at + 1].start() if at + 1 < len(numbers) else len(text)]
            words = nouns(_BREAK.split(before)[-1]) | nouns(_BREAK.split(after)[0])
            words = words or nouns(before)  # `참여기업 : 161개`: the label stands before the break
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
            year = next(iter(years_in(line)[-1:]), None)
            found.append(_Occurrence(canonical(match.group()), words, year))
        return cls(tuple(found))

    def fits(self, number: str, said: frozenset[str]) -> bool:
        """May a sentence that says these nouns beside a number mean it? One that does not stand here may."""
        own = [one for one in self.found if one.number == number]
        if not own:
            return True
        mine = frozenset().union(*(one.nouns for one in own))
        others = frozenset().union(*(one.nouns for one in self.found if one.number != number))
        foreign = [noun for noun in said if _among(noun, others) and not _among(noun, mine)]
        return not foreign or any(_among(noun, mine) and not _among(noun, others) for noun in said)

    def in_years(self, number: str, years: frozenset[int], of: frozenset[int]) -> bool:
        """May a sentence that tells a number of these `years` mean it? `of` are the years of the report.

        Without a year a number is not told where the same words stand beside one of another year.
        """
        own = [one for one in self.found if one.number == number]
        if years or not own:
            known = [frozenset({one.year}) if one.year else of for one in own]
            return not own or any(not each or each & years for each in known)
        printed, mine = {one.year for one in own}, frozenset().union(*(one.nouns for one in own))
        return None in printed or not any(o.year and o.year not in printed and o.nouns & mine for o in self.found)


def _among(noun: str, nouns: frozenset[str]) -> bool:
    """Is a noun one of some, or the beginning of one: 재무과 is read as 재무 and 과 where it stands alone."""
    return any(noun.startswith(other) or other.startswith(noun) for other in nouns)
