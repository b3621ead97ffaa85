"""The numbers of a text as plain digits, however they are printed."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from answer.normal import fold

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARKER = re.compile(r"\[(\d+)\]")
_SQUARED = re.compile(r"[㎡㎢㎥]")
"""Signs that fold into letter and digit: ㎡ is no 2."""


def folded(text: str) -> str:
    """Folded text without markers, so that every number in it is one of the text: 13,351백만원 [1] → 13351백만원."""
    return fold(MARKER.sub(" ", _SQUARED.sub("", text)))


def numbers(text: str) -> list[str]:
    """Numbers of a text as plain digits, thousands separators dropped: 13,351백만원 → 13351, 0.30% → 0.3."""
    return [canonical(found) for found in NUMBER.findall(folded(text))]


def canonical(digits: str) -> str:
    """Digits without idle zeros: 0.30 → 0.3, 007 → 7."""
    try:
        return f"{Decimal(digits).normalize():f}"
    except InvalidOperation:
        return digits
