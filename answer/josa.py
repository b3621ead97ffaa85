"""Particles that fit the word before them, also after figures, percent signs and Latin letters."""

from __future__ import annotations

import re

PAIRS = {"은": ("은", "는"), "이": ("이", "가"), "을": ("을", "를"), "과": ("과", "와"), "으로": ("으로", "로")}

_DIGIT_SOUNDS = {
    "0": "영",
    "1": "일",
    "2": "이",
    "3": "삼",
    "4": "사",
    "5": "오",
    "6": "육",
    "7": "칠",
    "8": "팔",
    "9": "구",
}
_LETTER_SOUNDS = {"l": "엘", "m": "엠", "n": "엔", "r": "알"}
_SIGN_SOUNDS = {"%": "트", "㎡": "터"}
_TAIL = re.compile(r"[\s)\]’'\"”」』>*]+$|\([^()]*\)\s*$")


def with_josa(word: str, particle: str) -> str:
    """`word` with the right form of `particle`: 예산 → 예산은, 100% → 100%는, 3 → 3은, 서울 (으로) → 서울로.

    What stands in trailing brackets or quotes is not heard: ‘소송 승소율’ → ‘소송 승소율’은.
    """
    after_consonant, after_vowel = PAIRS[particle]
    final = _final(word)
    if particle == "으로" and final == 8:  # ㄹ: 서울로
        return word + after_vowel
    return word + (after_consonant if final else after_vowel)


def _final(word: str) -> int:
    """Number of the last sound's closing consonant, 0 for none."""
    heard = word
    while (shorter := _TAIL.sub("", heard)) != heard and shorter:
        heard = shorter
    last = heard[-1:].lower()
    sound = _DIGIT_SOUNDS.get(last) or _LETTER_SOUNDS.get(last) or _SIGN_SOUNDS.get(last) or last
    code = ord(sound) - 0xAC00 if sound else -1
    return code % 28 if 0 <= code < 11172 else 0
