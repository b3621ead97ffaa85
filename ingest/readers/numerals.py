"""The numbers of list marks, in the words of Word's and 한글's files: 3 as 3, 다, Ⅲ, ③ or c."""

from __future__ import annotations

from collections.abc import Callable

_SYLLABLES = "가나다라마바사아자차카타파하"
_LETTERS = "ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_CIRCLED = tuple(chr(0x2460 + n) for n in range(20))
_CIRCLED_SYLLABLES = tuple(chr(0x326E + n) for n in range(14))

_SERIES: dict[str, tuple[str, ...]] = {
    "ganada": tuple(_SYLLABLES),
    "hangul_syllable": tuple(_SYLLABLES),
    "chosung": tuple(_LETTERS),
    "hangul_jamo": tuple(_LETTERS),
    "circled_hangul_syllable": _CIRCLED_SYLLABLES,
    "upperroman": _ROMAN,
    "roman_capital": _ROMAN,
    "lowerroman": tuple(word.lower() for word in _ROMAN),
    "roman_small": tuple(word.lower() for word in _ROMAN),
    "upperletter": tuple(_LATIN),
    "latin_capital": tuple(_LATIN),
    "lowerletter": tuple(_LATIN.lower()),
    "latin_small": tuple(_LATIN.lower()),
    "decimalenclosedcircle": _CIRCLED,
    "decimalenclosedcirclechinese": _CIRCLED,
    "circled_digit": _CIRCLED,
}


def numeral(number: int, kind: str) -> str:
    """Examples: (3, "ganada") is 다, (3, "CIRCLED_DIGIT") is ③, (3, "decimal") is 3."""
    series = _SERIES.get(kind.lower(), ())
    return series[number - 1] if 0 < number <= len(series) else str(number)


class Counters:
    """The running numbers of one list: counting on one level begins those below anew."""

    def __init__(self, start: Callable[[int], int]) -> None:
        self._start = start
        self._counts: dict[int, int] = {}

    def step(self, depth: int) -> None:
        """The next item of a level."""
        self._counts[depth] = self._counts.get(depth, self._start(depth) - 1) + 1
        for deeper in [other for other in self._counts if other > depth]:
            del self._counts[deeper]

    def at(self, depth: int) -> int:
        """The number that a level stands at."""
        return self._counts.get(depth, self._start(depth))
