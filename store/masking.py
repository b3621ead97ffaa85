"""Personal data in what people type, masked before it is kept: resident numbers, cards, phones, e-mail addresses.

A figure of a report is never taken for one: `13,351백만원`, `2021-12-31` and `2021. 12. 31.` stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

_WIDE = str.maketrans("０１２３４５６７８９－．＠", "0123456789-.@")


def _luhn(digits: str) -> bool:
    """The check digit of a card number: 4111111111111111 holds."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0


def _is_card(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return len(digits) != len(text) or _luhn(digits)


def _is_birth(text: str) -> bool:
    return 1 <= int(text[2:4]) <= 12 and 1 <= int(text[4:6]) <= 31


RULES: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("전자우편", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), lambda text: True),
    ("주민등록번호", re.compile(r"(?<!\d)\d{6}\s?[-~]?\s?[1-8](?:\d{6}|\*{6})(?!\d)"), _is_birth),
    ("카드번호", re.compile(r"(?<![\d-])\d{4}([- ]?)\d{4}\1\d{4}\1\d{4}(?![\d-])"), _is_card),
    ("전화번호", re.compile(r"(?<!\d)(?:\+82[- ]?|0)1[016789][-. )]{0,2}\d{3,4}[-. ]?\d{4}(?!\d)"), lambda text: True),
    (
        "전화번호",
        re.compile(r"(?<![\d.-])\(?0(?:2|[3-6]\d|70|50\d)(?:\)\s?|[- .]{1,2})\d{3,4}[- .]\d{4}(?!\d)"),
        lambda text: True,
    ),
)
"""What is masked: its name, its shape, and what else must hold. The first that fits wins."""


def masked(text: str) -> str:
    """The text with `[전화번호]` and the like in place of personal data.

    >>> masked("저는 010-1234-5678이고 예산은 13,351백만원입니다")
    '저는 [전화번호]이고 예산은 13,351백만원입니다'
    """
    for name, shape, holds in RULES:
        text = _replace(text, name, shape, holds)
    return text


def masked_within(value: Any) -> Any:
    """Every text within `value`, masked."""
    if isinstance(value, Mapping):
        return {key: masked_within(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked_within(inner) for inner in value]
    return masked(value) if isinstance(value, str) else value


def _replace(text: str, name: str, shape: re.Pattern[str], holds: Callable[[str], bool]) -> str:
    found = [match.span() for match in shape.finditer(text.translate(_WIDE)) if holds(match[0])]
    for start, end in reversed(found):
        text = f"{text[:start]}[{name}]{text[end:]}"
    return text
