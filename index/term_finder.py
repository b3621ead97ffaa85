"""Find the words of a list inside Korean text: longest first, tolerant of spaces and particles.

A word of one or two letters must stand alone, since it is part of too many others (딱지 in 코딱지, 아이 in 아이디어);
a longer one may stand inside a compound or a question typed without spaces (특교금얼마). Marks change that per word:

    ~   open: anything may follow (`상 받~` finds 상을 받은) or stand before
    ^ $ closed: nothing but particles may touch it (`사회복지사$` does not find 사회복지사업)
    !   closed without particles (`빚!` does not find the verb in 갈등을 빚은)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

OPEN_FROM = 3
"""Letters from which a word may be part of a longer one."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ANY_PARTICLE = _words(
    "에서 에게 에 의 께서 도 만 까지 부터 보다 처럼 마다 밖에 들 별 하고 뿐 조차 한테 만큼 대로 인가 인지 인데 입니까"
)
AFTER_CONSONANT = _words("은 이 을 과 이나 이랑 이란 이라 이라는 이라도 이며 이고 이야 이지 이죠 이에요")
AFTER_VOWEL = _words("는 가 를 와 나 랑 란 라 라는 라도 며 고 야 지 죠 예요")
ALL_PARTICLES = sorted(ANY_PARTICLE | AFTER_CONSONANT | AFTER_VOWEL | {"으로", "로"}, key=len, reverse=True)

LETTER = "가-힣0-9A-Za-z"
BETWEEN_WORDS = r"들?(?:[은는이가을를의로도]|에서?|으로)?\s{0,2}"
DOTS = "·・․‧ㆍ∙"


@dataclass(frozen=True, slots=True)
class Found:
    """A word of the list in the text: `word` as the list has it, without marks; `text[start:end]` as it was written."""

    word: str
    start: int
    end: int

    def alone_in(self, text: str) -> bool:
        """Whether the text says nothing else: "간주처리?" """
        return not re.search(rf"[{LETTER}]", text[: self.start] + text[self.end :])


class TermFinder:
    """Finds listed words in a text; words are grouped by first letter, and a group is compiled when first needed."""

    def __init__(self, marked_words: Iterable[str]) -> None:
        """`marked_words`: words with their marks, no two of the same letters."""
        self._words: dict[str, list[str]] = {}
        self._patterns: dict[str, list[WordPattern]] = {}
        for marked in marked_words:
            self._words.setdefault(bare(marked)[0].lower(), []).append(marked)

    def find(self, text: str) -> tuple[Found, ...]:
        """All words found in NFC `text`, from left to right, the longest at each place, without overlaps.

        With the words 어르신 and 혼자 사는 어르신, "혼자사는 어르신은?" gives only 혼자 사는 어르신.
        """
        found = []
        place = 0
        while place < len(text):
            hit = self._at(text, place)
            if hit:
                found.append(hit)
            place = hit.end if hit else place + 1
        return tuple(found)

    def _at(self, text: str, place: int) -> Found | None:
        for pattern in self._beginning_with(text[place].lower()):
            end = pattern.end_at(text, place)
            if end is not None:
                return Found(pattern.word, place, end)
        return None

    def _beginning_with(self, letter: str) -> list[WordPattern]:
        if letter in self._words and letter not in self._patterns:
            longest_first = sorted(self._words[letter], key=lambda marked: (-len(key(marked)), marked))
            self._patterns[letter] = [word_pattern(marked) for marked in longest_first]
        return self._patterns.get(letter, [])


@dataclass(frozen=True, slots=True)
class WordPattern:
    """One word: how it may be written, and what may stand before and after it."""

    word: str
    before: re.Pattern[str]
    body: re.Pattern[str]
    after: re.Pattern[str]

    def end_at(self, text: str, place: int) -> int | None:
        """Where the word ends when it begins at `place`; None when it does not."""
        written = self.body.match(text, place)
        if written and self.before.match(text, place) and self.after.match(text, written.end()):
            return written.end()
        return None


def bare(marked: str) -> str:
    """The word without its marks: `^사회복지사$` → 사회복지사."""
    return marked.strip("~^$! ")


def key(marked: str) -> str:
    """What two spellings of one word share: letters alone, lower case. `혼자 사는 어르신~` → 혼자사는어르신."""
    return re.sub(rf"[\s{DOTS}]", "", bare(marked)).lower()


def word_pattern(marked: str) -> WordPattern:
    """The pattern of one marked word.

    `상 받~`: no letter may stand before; 상, perhaps a particle or spaces, then 받; anything may follow.
    """
    word = bare(marked)
    long = len(key(marked)) >= OPEN_FROM
    body = BETWEEN_WORDS.join(_letters(part) for part in word.split())
    before, after = _left(marked, word, long), _right(marked, word, long)
    return WordPattern(word, _compiled(before), re.compile(body, re.IGNORECASE), _compiled(after))


@cache
def _compiled(edge: str) -> re.Pattern[str]:
    return re.compile(edge)


def _letters(part: str) -> str:
    # A compound may be typed apart (관용 차량), but never one letter off: 공무원 증원 is not 공무원증.
    places = range(2, len(part) - 1) if part.isalpha() else range(0)
    return "".join((r"\s?" if at in places else "") + _letter(letter) for at, letter in enumerate(part))


def _letter(letter: str) -> str:
    return rf"[{DOTS},/\s]?" if letter in DOTS else re.escape(letter)


def _left(marked: str, word: str, long: bool) -> str:
    if marked.startswith("~") or (long and not marked.startswith("^")):
        return rf"(?<![{_kin(word[0])}])" if _kin(word[0]) else ""
    return rf"(?<![{LETTER}])"


def _right(marked: str, word: str, long: bool) -> str:
    if marked.endswith("!"):
        return rf"(?![{LETTER}])"
    if marked.endswith("~") or (long and not marked.endswith("$")):
        return rf"(?![{_kin(word[-1])}])" if _kin(word[-1]) else ""
    more = f"(?:{'|'.join(ALL_PARTICLES)})"  # 들에게는: the second and third follow any sound
    return rf"(?=(?:(?:{'|'.join(particles(word))}){more}{{0,2}})?(?![{LETTER}]))"


def _kin(letter: str) -> str:
    """Letters that would continue this one even at an open edge: 11인 가구 is not 1인 가구, mouse is not MOU."""
    if letter.isdigit():
        return "0-9"
    return "A-Za-z" if letter.isascii() else ""


def particles(word: str) -> list[str]:
    """The particles that fit the word's last sound: 빚 takes 이 and 과, 아이 takes 가 and 와 (한글 맞춤법)."""
    final = final_consonant(word[-1])
    if final is None:
        return ALL_PARTICLES
    fitting = AFTER_CONSONANT if final else AFTER_VOWEL
    direction = "로" if final in (0, 8) else "으로"  # 8 is ㄹ: 서울로, but 공원으로
    return sorted(ANY_PARTICLE | fitting | {direction}, key=len, reverse=True)


def final_consonant(letter: str) -> int | None:
    """The number of the final consonant of a Hangul syllable (0: none, 4: ㄴ, 8: ㄹ); None for other letters."""
    return (ord(letter) - 0xAC00) % 28 if "가" <= letter <= "힣" else None
