"""The bullets of a passage, each with those it stands under: what a figure is of stands in its line or above it.

Of `○ 공동구매 - 추진실적: 106,199천원 - 라이브커머스 운영` the amount belongs to 공동구매, not to 라이브커머스.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ingest.marks import BOX, LOW, NOTE, RANKS, enumerated_rank

_MARK = re.compile(
    r"^(?P<indent>\s*)(?P<mark>[□◇▢■▶①-⑳]|[○◦❍●]|[-–](?=\s)|[·․•‧∙]|[※*Ü⇨](?=\s)"
    r"|(?:\d{1,2}|[가나다라마바사아자차카타파하])[.)](?=\s+\S)|\d{1,2}(?=\s+[가-힣]))"
)
_RANKS = {**RANKS, **dict.fromkeys("□▢◇■▶", BOX), **dict.fromkeys("※*Ü⇨", NOTE)}
"""In the words of a passage boxes stand too, and what is noted hangs from the bullet before it."""
_LOWEST = LOW
_LABEL = re.compile(
    r"^[\W_]*(?:(?:\d{1,2}|[가-하])[.)]\s+)?(?P<label>[가-힣]+(?:\s?[가-힣]+)?|[가-힣](?:\s[가-힣]){2,5})"
    r"\s?(?:\([^()]*\)\s?)?[:：]"
)

TELLING = re.compile(
    r"(?:참여|사업|추진|주요|지원|운영)?(?:대상|내용|시기|기간|방법|장소|규모|주체|목적|근거|일시|인원|횟수)"
)
"""Labels that tell a side of something else."""


@dataclass(frozen=True, slots=True)
class Bullet:
    """One bullet: its words, and the words of the bullets it stands under, from the outermost."""

    text: str
    above: tuple[str, ...]

    @property
    def label(self) -> str | None:
        """What the bullet says it tells, without blanks: `- 시 기: 2021. 3 ~ 5월` → 시기; None for a plain bullet."""
        match = _LABEL.match(self.text)
        return re.sub(r"\s", "", match["label"]) if match else None


@lru_cache(maxsize=16384)
def bullets(text: str) -> tuple[Bullet, ...]:
    """The bullets of a passage in order; the whole text as one where it has no marks."""
    found: list[Bullet] = []
    open_ones: list[tuple[tuple[float, int], str]] = []
    for depth, words in _lines(text):
        while open_ones and open_ones[-1][0] >= depth:
            open_ones.pop()
        bullet = Bullet(words, tuple(above for _, above in open_ones))
        if TELLING.fullmatch(bullet.label or ""):
            bullet = Bullet(words, (*bullet.above, *_before(found, bullet)))
        found.append(bullet)
        open_ones.append((depth, words))
    return tuple(found)


def _before(found: Sequence[Bullet], bullet: Bullet) -> tuple[str, ...]:
    """The bullet that a label beside it speaks of: `- 보고회 개최: 분기별 1회` of `- 참여대상: 구청장, 국장단`."""
    beside = (b for b in reversed(found) if b.above == bullet.above and not TELLING.fullmatch(b.label or ""))
    return tuple(b.text for b in list(beside)[:1])


def _rank(mark: str) -> float:
    return _RANKS.get(mark) or enumerated_rank(mark) or _LOWEST


def _lines(text: str) -> Iterator[tuple[tuple[float, int], str]]:
    """Bullets with their depth; a line without a mark goes on with the one before."""
    depth, words = (-1.0, 0), ""
    for line in text.split("\n"):
        match = _MARK.match(line)
        if match is None:
            words = f"{words} {line.strip()}".strip()
            continue
        if words:
            yield depth, words
        depth, words = (_rank(match["mark"]), len(match["indent"])), line.strip()
    if words:
        yield depth, words


def with_above(bullet: Bullet, *heads: str) -> str:
    """The words a bullet is read with: `heads` (its path, its parent) and the bullets above it."""
    return " ".join((*heads, *bullet.above, bullet.text))
