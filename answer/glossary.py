"""Our own glossary: words of administration that reports use and do not explain, in general terms and without figures.

The words stand in `glossary_data/glossary.tsv` (term, explanation, aliases), for anyone to extend. An explanation is
never evidence: an answer that gives one says that it comes from outside the reports.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from errors import DataFileError
from index.term_finder import OPEN_FROM, Found, TermFinder, bare, key
from index.tsv import Row, read_tsv, split_terms

DATA = Path(__file__).with_name("glossary_data") / "glossary.tsv"

# Spaces are counted, not starred: a page of blanks must not make the search slow.
GAP = r"\s{0,2}"
TAIL = rf"[\s'\"’”」』)]{{0,4}}(?:은|는|이|가|을|를|의|이란|란|이라는|라는|이라고|라고|에{GAP}(?:대해|대하여|관해)서?)?"
FILLER = rf"{GAP}(?:게|것이|것은|건|말은|말이|말의|용어는|용어가|용어의|용어)?{GAP}(?:도대체|대체|정확히|쉽게)?{GAP}"
END = rf"{GAP}[?？.!]{{0,5}}$"

MEANING = re.compile(
    rf"{TAIL}{FILLER}(?:무슨{GAP}(?:뜻|말|의미|소리)|어떤{GAP}(?:뜻|의미|말)|뜻(?:이야|인|이에|이죠|입)"
    rf"|(?:뜻|의미|개념|정의)(?!{GAP}(?:있|없|깊))[은는이가을를도]?(?:\s|{END})|무엇을{GAP}(?:말|뜻|의미))"
    rf"|(?:이란|란){END}"
)
"""What follows a word whose meaning is asked, whatever stands before: 재무과의 간주처리가 무슨 뜻이야, 협치란?"""

WHAT = re.compile(
    rf"{TAIL}{FILLER}(?:뭐(?:야|예|에|죠|지|니|냐|임|인|라|래|{END})|뭔(?:가|지|데|말)|(?:어떤|무슨){GAP}(?:제도|돈|것|거)"
    rf"|무엇(?:인|이야|이죠|이지|입|이에|{END})|(?:설명|풀이)(?:좀|해|을|를|부탁|\s|{END})"
    rf"|(?:차이점?|다른{GAP}점)[은는이가을를]?(?:{GAP}(?:뭐|뭔|무엇|알려|설명)|{END})|어떻게{GAP}(?:달|다르|다른))"
)
"""What asks a meaning only when the word opens the question: 성과지표가 뭐야; 재무과 성과지표가 뭐야 asks a list."""

OPENING = re.compile(
    r"\W*(?:(?:그런데|근데|그럼|그|혹시|도대체|여기서|행정\s*용어|용어|보고서(?:에서?|에\s*나오는|에\s*나온)?)\W*)*"
)
"""What may stand before the first word of a question without narrowing it."""

JOINED = re.compile(r"\s*(?:와|과|하고|이랑|랑|및|,|·|ㆍ|/)\s*")


@dataclass(frozen=True, slots=True)
class GlossaryEntry:
    """A term, what it means in general, and the other names it goes by."""

    term: str
    explanation: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Glossary:
    """The entries in the order of the file. Texts handed to it are NFC."""

    entries: tuple[GlossaryEntry, ...]

    def find(self, text: str) -> GlossaryEntry | None:
        """The entry of the longest term or alias that stands in `text`; the first of equals; None without any.

        "추가 경정 예산이 뭐야?" → 추가경정예산. What is asked of it does not matter (특별교부금이 얼마야), but for
        words of one or two letters, which are everyday words too: 도서관 이용 현황 has nothing of 예산이용.
        """
        found = self._finder.find(text)
        asked = self._asked(text, found)
        named = [hit for hit in found if len(key(hit.word)) >= OPEN_FROM or hit in asked or hit.alone_in(text)]
        return self._entry(max(named, key=lambda hit: len(key(hit.word)))) if named else None

    def asked(self, text: str) -> tuple[GlossaryEntry, ...]:
        """The entries whose meaning `text` asks, in order; empty where something else is asked about the term.

        "정원과 현원이 뭐야?" → 정원, 현원. "달성률이 가장 낮은 지표가 뭐야?" → nothing.
        """
        hits = self._asked(text, self._finder.find(text))
        return tuple(dict.fromkeys(self._entry(hit) for hit in hits))

    def _asked(self, text: str, found: tuple[Found, ...]) -> tuple[Found, ...]:
        for last, hit in enumerate(found):
            meaning = MEANING.match(text, hit.end)
            if not meaning and not WHAT.match(text, hit.end):
                continue
            first = _first_joined(text, found, last)
            if meaning or OPENING.fullmatch(text, 0, found[first].start):
                return found[first : last + 1]
        return ()

    def _entry(self, hit: Found) -> GlossaryEntry:
        return self._by_name[hit.word]

    @cached_property
    def _by_name(self) -> dict[str, GlossaryEntry]:
        return {bare(name): entry for entry in self.entries for name in _names(entry)}

    @cached_property
    def _finder(self) -> TermFinder:
        return TermFinder(name for entry in self.entries for name in _names(entry))


@cache
def load_glossary(path: Path = DATA) -> Glossary:
    """The glossary that ships, or that of another file in its format; read once.

    Raises DataFileError, with file and line, for a digit in an explanation, one that is not 합니다체, or a name that
    stands there twice.
    """
    entries = []
    lines: dict[str, int] = {}
    for row in read_tsv(path, ("용어", "풀이", "다른 이름"), optional=1):
        entry = _entry_of(path, row)
        _check(path, row.line, entry, lines)
        entries.append(entry)
    return Glossary(tuple(entries))


def _first_joined(text: str, found: Sequence[Found], last: int) -> int:
    """Where the enumeration that ends with `last` begins: 정원과 현원이 → 정원."""
    first = last
    while first > 0 and JOINED.fullmatch(text, found[first - 1].end, found[first].start):
        first -= 1
    return first


def _entry_of(path: Path, row: Row) -> GlossaryEntry:
    term, explanation, aliases = row.cells
    return GlossaryEntry(term, explanation, split_terms(path, row.line, aliases) if aliases else ())


def _check(path: Path, line: int, entry: GlossaryEntry, lines: dict[str, int]) -> None:
    if re.search(r"\d", entry.explanation):
        raise DataFileError(path, line, f"{entry.term}의 풀이에 숫자가 있습니다. 숫자 없이 뜻만 적으십시오.")
    if not entry.explanation.endswith("니다."):
        raise DataFileError(path, line, f"{entry.term}의 풀이가 합니다체가 아닙니다. '…입니다.'처럼 끝맺으십시오.")
    for name in _names(entry):
        if key(name) in lines:
            raise DataFileError(
                path, line, f"{bare(name)}은(는) {lines[key(name)]}번째 줄에도 있습니다. 하나만 두십시오."
            )
        lines[key(name)] = line


def _names(entry: GlossaryEntry) -> Sequence[str]:
    return (entry.term, *entry.aliases)
