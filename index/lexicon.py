"""The lexicon of administrative Korean: what people write → what reports write.

Two plain files in `lexicon_data/`, for anyone to extend:

- `synonyms.tsv`  word, terms (`|` between), kind: 관용차 → 행정차량, 공용차량
- `hanja.tsv`     hanja, hangul: 市 → 시

Expansion goes from the word to the terms only. Where two words may each stand in for the other, both are entries of
their own (어르신 → 노인, 노인 → 어르신); a broad word never leads to a narrow one (폐기물 does not ask for 종량제봉투).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from errors import DataFileError
from index.term_finder import TermFinder, bare, key
from index.tsv import read_tsv, split_terms

DATA = Path(__file__).with_name("lexicon_data")

KINDS = {
    "abbr": "줄임말: 특교금",
    "plain": "시민이 쓰는 쉬운 말: 관용차",
    "variant": "같은 뜻의 다른 용어나 옛 이름: 동사무소",
    "loan": "외래어와 로마자: CCTV",
    "hanja": "어려운 한자어: 익년",
    "question": "묻는 말에 담긴 측정값: 얼마나 남았",
    "local": "한 기관에서만 쓰는 말: 사업의 별칭",
}
"""What the third column of `synonyms.tsv` may say."""

RATE_SPELLING = re.compile(r"(?<=[가-힣])[률율](?=(?:은|이|을|의|도|과|만|로|별)?(?![가-힣]))")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `synonyms.tsv`; `word` with its marks (see `index.term_finder`)."""

    word: str
    terms: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Expansion:
    """A word found in a text and the terms reports use for it; `text[start:end]` is how it was written there."""

    word: str
    terms: tuple[str, ...]
    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Lexicon:
    """Words and readings of hanja. Texts handed to it are NFC."""

    entries: tuple[Entry, ...]
    readings: Mapping[str, str]

    def expand(self, text: str) -> tuple[Expansion, ...]:
        """The lexicon's words in `text`, from left to right, each with its terms; the longest word wins.

        "혼자사는 어르신은 몇 명?" → one Expansion: word 혼자 사는 어르신, terms 독거노인 …, start 0, end 8.
        """
        found = self._finder.find(text)
        return tuple(self._expansion(hit.word, hit.start, hit.end) for hit in found)

    def hangul(self, text: str) -> str:
        """`text` with listed hanja replaced, syllable by syllable, so that offsets stay: 區 예산 → 구 예산."""
        return self._hanja.sub(lambda match: self.readings[match.group()], text)

    def plus(self, entries: Iterable[Entry]) -> Lexicon:
        """A lexicon that also holds `entries`; one with a word that is known replaces what was known of it.

        For words added while the program runs; check them with `entry_fault` first.
        """
        merged = {key(entry.word): entry for entry in (*self.entries, *entries)}
        return Lexicon(tuple(merged.values()), self.readings)

    def _expansion(self, word: str, start: int, end: int) -> Expansion:
        entry = self._by_word[word]
        return Expansion(word, entry.terms, entry.kind, start, end)

    @cached_property
    def _by_word(self) -> dict[str, Entry]:
        return {bare(entry.word): entry for entry in self.entries}

    @cached_property
    def _finder(self) -> TermFinder:
        return TermFinder(entry.word for entry in self.entries)

    @cached_property
    def _hanja(self) -> re.Pattern[str]:
        # A word before its letters (年間 연간), but letter by letter after a figure (3年間 3년간).
        longest_first = sorted(self.readings, key=lambda hanja: (-len(hanja), hanja))
        choices = (re.escape(hanja) if len(hanja) == 1 else rf"(?<!\d){hanja}" for hanja in longest_first)
        return re.compile("|".join(choices) or r"(?!)")


def load_lexicon(extra: Path | None = None) -> Lexicon:
    """The lexicon that ships, and the words of `extra`, a file in the format of `synonyms.tsv`, before it.

    Raises DataFileError, with file and line, for a line that cannot be used.
    """
    shipped = Lexicon(read_entries(DATA / "synonyms.tsv"), _read_readings(DATA / "hanja.tsv"))
    return shipped.plus(read_entries(extra)) if extra else shipped


def read_entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a file of synonyms. Raises DataFileError for an unknown kind or a repeated word."""
    entries = []
    lines: dict[str, int] = {}
    for row in read_tsv(path, ("말", "용어", "종류")):
        word, terms, kind = row.cells
        entry = Entry(word, split_terms(path, row.line, terms), kind)
        _check(path, row.line, entry, lines)
        entries.append(entry)
    return tuple(entries)


def entry_fault(entry: Entry) -> str | None:
    """Why an entry cannot be used, with the remedy, to show to whoever typed it; None when it can."""
    faults = {
        f"{entry.word!r}에 글자가 없습니다. 찾을 말을 적으십시오.": not key(entry.word),
        f"종류 {entry.kind!r}을(를) 모릅니다. {', '.join(KINDS)} 중 하나를 적으십시오.": entry.kind not in KINDS,
        f"{bare(entry.word)!r}의 용어가 없습니다. 하나 이상 적으십시오.": not entry.terms,
        f"{bare(entry.word)!r}이(가) 제 용어로도 적혀 있습니다. 용어에서 빼십시오.": key(entry.word)
        in map(key, entry.terms),
    }
    return next((message for message, broken in faults.items() if broken), None)


def spell_rates(text: str) -> str:
    """Both spellings of a rate made one, by the spelling rule: 율 after a vowel or ㄴ, else 률 (한글 맞춤법 제11항).

    집행율은 → 집행률은, 정리률 → 정리율, 환율 stays. For comparing names with questions, not for showing.
    """
    return RATE_SPELLING.sub(lambda match: _rate_after(text[match.start() - 1]), text)


def _rate_after(syllable: str) -> str:
    return "율" if (ord(syllable) - 0xAC00) % 28 in (0, 4) else "률"


def _check(path: Path, line: int, entry: Entry, lines: dict[str, int]) -> None:
    letters = key(entry.word)
    fault = entry_fault(entry)
    if letters in lines:
        fault = f"{bare(entry.word)!r}은(는) {lines[letters]}번째 줄에도 있습니다. 한 줄로 합치십시오."
    if fault:
        raise DataFileError(path, line, fault)
    lines[letters] = line


def _read_readings(path: Path) -> dict[str, str]:
    readings: dict[str, str] = {}
    for row in read_tsv(path, ("한자", "한글")):
        hanja, hangul = row.cells
        if len(hanja) != len(hangul):
            raise DataFileError(path, row.line, f"{hanja}, {hangul}: 글자 수가 다릅니다. 한 자에 한 음절을 적으십시오.")
        if hanja in readings:
            raise DataFileError(path, row.line, f"{hanja}이(가) 앞에도 있습니다. 하나만 남기십시오.")
        readings[hanja] = hangul
    return readings
