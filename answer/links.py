"""Names in a question that stand in the index: agencies, bureaus, departments, teams. Typos are mended by jamo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from answer.normal import compact, fold, jamo, sound
from index.term_finder import ALL_PARTICLES, TermFinder

KINDS = ("agency", "bureau", "department", "team")
LONG = 6
"""Letters from which two jamo of a name may be misspelt."""

_ENDS = ("과", "국", "관", "실", "팀", "소", "단", "구")

_WORD = re.compile(r"[가-힣ㄱ-ㅎㅏ-ㅣ0-9a-z·]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A name of the index found in a question, at `start`..`end` of its folded text."""

    kind: str
    name: str
    start: int
    end: int


class Names:
    """The names of an index by kind, ready to be found in questions."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        self._kinds: dict[str, list[tuple[str, str]]] = {}
        for kind in KINDS:
            for name in names.get(kind, ()):
                for spelling in spellings(kind, name):
                    entries = self._kinds.setdefault(spelling, [])
                    if (kind, name) not in entries:
                        entries.append((kind, name))
        self._finder = TermFinder(f"^{spelling}$" for spelling in self._kinds if len(spelling) > 1)
        self._letters = {spelling: _letters(spelling) for spelling in self._kinds if len(spelling) >= 3}

    def find(self, text: str) -> list[Link]:
        """Names in folded `text`, left to right; a misspelt one only where nothing else was found."""
        links = [
            Link(kind, name, hit.start, hit.end)
            for hit in self._finder.find(text)
            for kind, name in self._kinds[_key(hit.word)]
        ]
        for match in _WORD.finditer(text):
            if any(link.start < match.end() and match.start() < link.end for link in links):
                continue
            links += self._misspelt(match.group(), match.start())
        return sorted(links, key=lambda link: (link.start, -link.end))

    def _misspelt(self, word: str, start: int) -> list[Link]:
        """The name that a word is with or without its last particle: 기획에산과 ends in one, and in 과."""
        for stem in dict.fromkeys((word, _stem(word))):
            best = self._nearest(stem)
            if best is not None:
                return [Link(kind, name, start, start + len(stem)) for kind, name in self._kinds[best]]
        return []

    def _nearest(self, stem: str) -> str | None:
        """The name that a jamo of a word differs from: of a long one two, since 교육지원과 is no 보육지원과."""
        if len(stem) < 3 or stem in self._kinds:
            return None
        most = 1 if len(stem) < LONG else 2
        best = process.extractOne(_letters(stem), self._letters, scorer=Levenshtein.distance, score_cutoff=most)
        if best is None or abs(len(best[2]) - len(stem)) > 1:
            return None
        # One that ends like no office is one by a single jamo: 기획예산가, but not 주택가 or 복지정책이
        alike = stem.endswith(_ENDS) or (best[1] == 1 and len(best[2]) == len(stem) > 3)
        return str(best[2]) if alike else None


def _letters(text: str) -> str:
    """Jamo, those that stand alone too: ㄱ획예산과."""
    return unicodedata.normalize("NFKD", text)


def spellings(kind: str, name: str) -> list[str]:
    """How a name may stand in a question, folded and without gaps: 서구, 서구청."""
    base = _key(name)
    return [base, f"{base}청"] if kind == "agency" and base.endswith(("구", "시", "군")) else [base]


def _key(name: str) -> str:
    return re.sub(r"[\s·]", "", fold(name))


def _stem(word: str) -> str:
    """A word without its particle: ㄱ획예산과는 → ㄱ획예산과."""
    for particle in ALL_PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= 3:
            return word[: -len(particle)]
    return word


class Vocabulary:
    """Words that stand in the index, to mend typos in the subject of a question."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {word for word in words if len(word) >= 2 and not word.isascii()}
        self._jamo = {word: jamo(word) for word in self._words}
        self._by_sound = {sound(word): word for word in sorted(self._words, reverse=True)}

    def ends_a_word(self, word: str) -> bool:
        return len(word) > 1 and any(known.endswith(word) for known in self._words)

    def mend(self, word: str) -> str | None:
        """The word of the index that `word` is a typo of; None when it stands there or nothing is like it.

        A word that sounds the same is taken first (껀수 → 건수, 게선 → 개선), else one of which few jamo differ.
        """
        if len(word) < 2 or word in self._words:
            return None
        if alike := self._by_sound.get(sound(word)):
            return alike
        if len(word) == 2:
            return None
        cutoff = 80.0
        best = process.extractOne(jamo(word), self._jamo, scorer=fuzz.ratio, score_cutoff=cutoff)
        return best[2] if best and abs(len(best[2]) - len(word)) <= 1 and compact(best[2]) != word else None


def spans(links: Sequence[Link]) -> list[tuple[int, int]]:
    return [(link.start, link.end) for link in links]
