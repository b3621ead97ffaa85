"""Forms of Korean text for comparing: spacing, dots, hanja, width and spelling of rates do not matter.

`fold` keeps word gaps, `compact` has none: 세외수입 체납 정리율 and 세외수입체납정리률 are the same compact text.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.lexicon import spell_rates

DOTS = str.maketrans({char: "·" for char in "․・‧•∙⋅ㆍ･⋅"})
QUOTES = str.maketrans({"‘": "'", "’": "'", "`": "'", "“": '"', "”": '"', "～": "~", "∼": "~"})
_KEEP = re.compile(r"[^0-9a-z가-힣%.+]")
_THOUSANDS = re.compile(r"(?<!\d)(?<!\d[,.])\d{1,3}(?:,\d{3})+(?!\d|,\d)")
"""A figure with separators; `1829,5792,316` is three cells of a row and none."""
_WORD_GAP = re.compile(r"[^0-9a-z가-힣%.+]+")
_SPACED_LABEL = re.compile(r"(?<![가-힣])[가-힣](?: [가-힣]){1,3}(?=\s?[:：])")
"""- 주 제 : as labels are printed, one word."""
ACROSS_WORDS_FROM = 2
"""Letters up to which a form is looked for inside words only; longer ones may be written apart."""
_LOOSE_DOT = re.compile(r"(?<!\d)\.|\.(?!\d)")


def fold(text: str) -> str:
    """NFKC, lower case, one kind of dots and quotes, no thousands commas, rates spelled by the rule."""
    text = unicodedata.normalize("NFKC", text.translate(QUOTES).translate(DOTS)).translate(DOTS).lower()
    return spell_rates(_THOUSANDS.sub(lambda figure: figure[0].replace(",", ""), text))


@lru_cache(maxsize=65536)
def compact(text: str) -> str:
    """Letters and digits alone: `세외수입 징수액 (공유재산 관리)` → `세외수입징수액공유재산관리`."""
    return _LOOSE_DOT.sub("", _KEEP.sub("", fold(text)))


class Letters(str):
    """Compact text that remembers where its words parted: 인구 does not stand in 확인 구민, though its letters do."""

    words: str

    def __new__(cls, text: str) -> Letters:
        letters = super().__new__(cls, compact(text))
        together = _SPACED_LABEL.sub(lambda label: label[0].replace(" ", ""), fold(text))
        letters.words = " ".join(compact(word) for word in _WORD_GAP.split(together))
        return letters


def holds(evidence: str, form: str) -> bool:
    """Whether a compact form stands in evidence; a short one only inside one word."""
    if len(form) <= ACROSS_WORDS_FROM and isinstance(evidence, Letters):
        return form in evidence.words
    return form in evidence


@lru_cache(maxsize=65536)
def jamo(text: str) -> str:
    """Letters taken apart, so that a typo of one vowel costs one of many: 집행율 and 집헹율 differ in one jamo."""
    return unicodedata.normalize("NFD", text)


def _same_sounds() -> dict[int, str]:
    """Jamo that people confuse, each group to its first: tense and aspirated consonants, ㅐ and ㅔ, final stops."""
    groups = ("ᄀᄁᄏ", "ᄃᄄᄐ", "ᄇᄈᄑ", "ᄉᄊ", "ᄌᄍᄎ", "ᅢᅦᅨᅤ", "ᅬᅫᅰ", "ᅥᅧ", "ᆨᆩᆿᆪ", "ᆮᆺᆻᆽᆾᇀᇂ", "ᆸᇁᆹ", "ᆫᆬᆭ", "ᆯᆰᆲᆶ")
    return {ord(letter): group[0] for group in groups for letter in group}


_SOUNDS = _same_sounds()


@lru_cache(maxsize=65536)
def sound(text: str) -> str:
    """Jamo with those that sound alike made one: 껀수 and 건수, 게선 and 개선, 마켙 and 마켓 are the same."""
    return jamo(text).translate(_SOUNDS)
