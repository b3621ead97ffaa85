"""The words of a twin: new names for agencies, departments and teams, some new nouns, and years moved alike.

A name is changed wherever it stands, in reports and questions alike, longest names first. Years move by the same number
of years, written 2021년, ’21년 or 21년; months and days stay.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from index.search import Index
from records import Observation

STEMS = tuple(
    re.findall(
        r"\S+",
        "가람 나래 다솜 마루 바름 새솔 아람 자람 차오름 한빛 누리 도담 두레 라온 미르 보람 비단 샛별 소담 슬기 "
        "시나브로 아침 여울 으뜸 이음 채움 초록 큰솔 토담 푸름 하늘 해솔 향기 혜윰 가온 고운 나눔 단비 들꽃 맑음",
    )
)
"""Parts of made-up names; no report is about them."""

OPEN_SYLLABLES, CLOSED_SYLLABLES = (
    "가나다라마바사아자차하고노도로모보소호거너더러머버",
    "강난달람말벌솔온잔찬탄별길민빈진담한",
)
SUFFIX = re.compile(r"(?:담당관|추진단|사무국|센터|[과국실팀단소구군])$")
WORD = re.compile(r"[가-힣]{3,6}")
PLAIN_WORDS = re.compile(
    r"목표|실적|달성|예산|집행|정원|현원|비율|건수|사업|지표|부서|기관|주민|보고|계획|추진|운영|관리"
)
"""Words that reports everywhere are made of: changing them would change the language, not the corpus."""

NOUNS = 30
RARE = 8
"""A noun is changed that stands in at most so many passages."""

_YEAR = re.compile(
    r"(?<![\d,.])(?:19[89]|20[0-3])\d(?!\d|,\d|\.\d+%|\s*(?:명|건|원|천원|백만원|만원|억|회|개|대|톤|㎡|권|마리))"
)
_SHORT_YEAR = re.compile(
    r"(?<=[’‘'`´])\d\d(?=\s*[년.~∼\-]|\s|$)|(?<![\d.,])\d\d(?=년(?!간|째|차|\s*(?:이상|이하|경과|동안)))"
)


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters `start` to `end` of a text become `new`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Words:
    """What each name becomes, by how many years years move, and the years (mod 100) that short forms may mean."""

    names: Mapping[str, str]
    shift: int
    short_years: frozenset[int]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = [_spellings(name) for name in sorted(self.names, key=lambda name: (-len(name), name))]
        return re.compile("|".join(parts) or r"(?!)")

    def edits(self, text: str) -> Iterator[Edit]:
        """The changes of names and years in a text, in no order; they never overlap."""
        for found in self._pattern.finditer(text):
            yield Edit(found.start(), found.end(), self.names["".join(found[0].split())])
        for found in _YEAR.finditer(text):
            yield Edit(found.start(), found.end(), str(int(found[0]) + self.shift))
        for found in _SHORT_YEAR.finditer(text):
            if int(found[0]) in self.short_years:
                yield Edit(found.start(), found.end(), f"{(int(found[0]) + self.shift) % 100:02d}")

    def change(self, text: str) -> str:
        return apply(text, self.edits(text))


def _spellings(name: str) -> str:
    """A pattern of a name, also set wide (예 산 팀); a short one begins a word: 서구 is not in 강서구."""
    whole = (r"(?<![가-힣])" if len(name) < 4 else "") + re.escape(name)
    return whole if len(name) < 3 else whole + r"|(?<![가-힣])" + " {1,3}".join(map(re.escape, name))


def cells_apart(file: str, text: str) -> str:
    """The text of a CSV file with tabs where commas part cells, letter for letter as long; other text as it is.

    `2021,100,190` are three cells and no number, while a quoted "1,829" is one.
    """
    if not file.endswith(".csv"):
        return text
    parts = text.split('"')
    return '"'.join(part.replace(",", "\t") if place % 2 == 0 else part for place, part in enumerate(parts))


def apply(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made, which must not overlap."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


def make_words(index: Index, chance: random.Random) -> Words:
    """New words for a corpus; another state of `chance` gives others."""
    observed = [observation for row in index.rows for observation in row.observations]
    taken = set(index.words())
    names = dict(_office_names(_offices(index, observed), chance))
    names |= {agency: new for agency, new in _agency_names(index, chance).items() if agency not in names}
    names |= {noun: _coined(noun, chance, taken) for noun in _nouns(index, observed, names, chance)}
    years = [report.year for report in index.reports.values() if report.year] or [2020]
    short = frozenset(year % 100 for year in range(min(years) - 3, max(years) + 3))
    return Words(names, chance.choice([2, 3, 4]), short)


def _offices(index: Index, observed: Iterable[Observation]) -> list[str]:
    names = {name for o in observed for name in (o.bureau, o.department, o.team) if name}
    names |= {report.department for report in index.reports.values() if report.department}
    return sorted(name for name in names if SUFFIX.search(name) and " " not in name and len(name) > 2)


def _office_names(names: Iterable[str], chance: random.Random) -> Iterator[tuple[str, str]]:
    """재무과 → 나눔마루과: two parts that no other office has, and the old ending."""
    pairs = [one + other for one in STEMS for other in STEMS if one != other]
    for name, new in zip(names, chance.sample(pairs, k=len(pairs)), strict=False):
        ending = SUFFIX.search(name)
        assert ending is not None, "offices are chosen by their ending"
        yield name, new + ending[0]


def _agency_names(index: Index, chance: random.Random) -> dict[str, str]:
    """햇살구 → 라온구 by its stem, so that 햇살역 changes too; a stem of one letter (서구) only with its ending."""
    agencies = sorted({report.agency for report in index.reports.values() if report.agency})
    found = {}
    for agency, stem in zip(agencies, chance.sample(STEMS, k=len(STEMS)), strict=False):
        old = agency[:-1] if SUFFIX.search(agency) and len(agency) > 2 else agency
        found[old] = stem if old != agency else stem + agency[-1]
    return found


def _nouns(index: Index, observed: Iterable[Observation], names: Mapping[str, str], chance: random.Random) -> list[str]:
    """Rare words inside names of rows, never the last: the reader knows a 지표 by how its name ends."""
    rows = {name for o in observed for name in (o.programme, o.indicator, o.item) if name}
    last = {words[-1] for name in rows if (words := WORD.findall(name))}
    inner = {word for name in rows for word in name.split()[:-1] if WORD.fullmatch(word)}
    fit = [
        word
        for word in sorted(inner - last)
        if not PLAIN_WORDS.search(word) and 0 < index.frequency(word) <= RARE and not any(n in word for n in names)
    ]
    return chance.sample(fit, k=min(NOUNS, len(fit)))


def _coined(noun: str, chance: random.Random, taken: set[str]) -> str:
    """A word of as many letters that stands nowhere, ending as the noun does so that its particles still fit."""
    while True:
        ends = CLOSED_SYLLABLES if (ord(noun[-1]) - 0xAC00) % 28 else OPEN_SYLLABLES
        word = "".join(chance.choices(OPEN_SYLLABLES + CLOSED_SYLLABLES, k=len(noun) - 1)) + chance.choice(ends)
        if word not in taken:
            taken.add(word)
            return word
