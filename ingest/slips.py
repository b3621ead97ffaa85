"""Slips of character recognition in names, mended in a second field for search; the printed words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

_LONE_WORDS = (
    "및 등 수 내 외 후 중 전 구 시 동 국 과 군 도 각 첫 새 총 그 타 본 비 액 건 명 회 개 당 간 별 암 물 길 집 눈 비"
)
LONE = frozenset(_LONE_WORDS.split())
"""Syllables that stand alone in names: 이용자 수, 암 관리, 관내 및 관외."""

ENDS = frozenset(("수", "등", "비", "액", "수·율"))
"""Syllables that may stand alone at a name's end."""

LONGEST_TEXT = 300_000
"""Letters of a text up to which its own words are asked whether two pieces are one word."""


def mend_name(name: str) -> str:
    """A name with what recognition broke put right, by its own form alone.

    A name cannot end in an object particle, so 을/울/를 at its end was 율: `구세 정리를` → `구세 정리율`, `활동을` →
    `활동율`. A syllable alone at the end belongs to the word before: `교육 이수 율` → `교육 이수율`.
    """
    words = _joined_ends(name.split())
    return re.sub(r"(?<=[가-힣]{2})[을울를]$", "율", " ".join(words))


def _joined_ends(words: list[str]) -> list[str]:
    """A syllable alone at the end, joined to the one before when that is alone too (지 수), else when it is no word."""
    if len(words) < 2 or not _is_syllable(words[-1]):
        return words
    if words[-1] not in ENDS or (len(words) > 2 and _is_syllable(words[-2]) and words[-2] not in LONE):
        return [*words[:-2], words[-2] + words[-1]]
    return words


def _is_syllable(word: str) -> bool:
    return len(word) == 1 and "가" <= word <= "힣"


def mender(text: str) -> Callable[[str], str]:
    """`mend_name` that also joins words broken in the middle, as the rest of the text shows: `장서 이 용실적`.

    Two pieces are one word when the text prints them joined elsewhere and the second never stands by itself.
    """
    if len(text) > LONGEST_TEXT:
        return mend_name
    words = re.findall(r"[가-힣A-Za-z0-9·․]+", text)
    before: dict[str, set[str]] = {}
    for first, second in pairwise(words):
        before.setdefault(second, set()).add(first)

    @lru_cache(maxsize=4096)
    def is_fragment(piece: str) -> bool:
        return all(first + piece in text for first in before.get(piece, ()))

    @lru_cache(maxsize=4096)
    def joins(first: str, second: str) -> bool:
        if not re.match(r"[가-힣]", second):
            return False
        if _is_syllable(first) and first not in LONE:
            return True
        if _is_syllable(second) and second not in LONE:
            return False  # settled with the word after it
        return first + second in text and is_fragment(second)

    def belongs_before(first: str, lone: str, after: str) -> bool:
        """센터이 용 만족도: 이용 is commoner here than 용만, so 용 ends the word before."""
        return text.count(first[-1] + lone) > text.count(lone + after[0])

    @lru_cache(maxsize=4096)
    def mend(name: str) -> str:
        mended: list[str] = []
        words = name.split()
        for number, word in enumerate(words):
            lone = _is_syllable(word) and word not in LONE and 0 < number < len(words) - 1
            if (lone and belongs_before(words[number - 1], word, words[number + 1])) or (
                mended and joins(mended[-1], word)
            ):
                mended[-1] += word
            else:
                mended.append(word)
        return mend_name(" ".join(mended))

    return mend
