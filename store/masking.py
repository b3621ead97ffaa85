"""Personal data, masked: resident numbers, cards, accounts, phones, e-mail addresses.

What people type is masked before it is kept; what reports say, by setting, before it is shown.

A figure of a report is never taken for one: `13,351백만원`, `2021-12-31` and `2021. 12. 31.` stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

_HINT = re.compile(r"[@＠]|\d.{5}", re.DOTALL)
"""What every kind has; most texts have neither."""

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


Rule = tuple[str, re.Pattern[str], Callable[[str], bool]]

RULES: tuple[Rule, ...] = (
    ("전자우편", re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII), lambda text: True),
    ("주민등록번호", re.compile(r"(?<!\d)\d{6}\s?[-~]?\s?[1-8](?:\d{6}|\*{6})(?!\d)"), _is_birth),
    ("카드번호", re.compile(r"(?<![\d-])\d{4}([- ]?)\d{4}\1\d{4}\1\d{4}(?![\d-])"), _is_card),
    ("전화번호", re.compile(r"(?<!\d)(?:\+82[- ]?|0)1[016789][-. )]{0,2}\d{3,4}[-. ]?\d{4}(?!\d)"), lambda text: True),
    (
        "계좌번호",  # 110-123-456789: three or four groups; 2021-12-31 has too few digits
        re.compile(r"(?<![\d-])(?!(?:19|20)\d\d-)\d{3,6}-\d{2,6}-\d{2,7}(?:-\d{1,3})?(?![\d-])"),
        lambda text: not text.startswith("0") and 11 <= len(re.sub(r"\D", "", text)) <= 14,
    ),
    (
        "계좌번호",  # 농협 3021234567891: without hyphens only after a word that says so
        re.compile(r"(?:은행|뱅크|농협|수협|신협|금고|우체국|계좌|통장)[^\d\n]{0,12}?(\d[\d -]{8,18}\d)(?!\d)"),
        lambda text: True,
    ),
    (
        "전화번호",
        re.compile(r"(?<![\d.-])\(?0(?:2|[3-6]\d|70|50\d)(?:\)\s?|[- .]{1,2})\d{3,4}[- .]\d{4}(?!\d)"),
        lambda text: True,
    ),
)
"""What is masked: its name, its shape, and what else must hold. The first that fits wins."""


KINDS = tuple(dict.fromkeys(name for name, _, _ in RULES))


def masked(text: str) -> str:
    """The text with `[전화번호]` and the like in place of personal data.

    >>> masked("저는 010-1234-5678이고 예산은 13,351백만원입니다")
    '저는 [전화번호]이고 예산은 13,351백만원입니다'
    """
    return _replaced(text, RULES)


def masked_in_report(text: str, kinds: Collection[str]) -> str:
    """The same for words of a report, of these kinds only; a row of digits without any mark stays: it is a figure.

    >>> masked_in_report("대표자 900101-1234567, 문의 02-123-4567, 1103151234567원", ["주민등록번호"])
    '대표자 [주민등록번호], 문의 02-123-4567, 1103151234567원'
    """
    return _replaced(text, [rule for rule in RULES if rule[0] in kinds], bare=False)


def masked_within(value: Any, mask: Callable[[str], str] = masked) -> Any:
    """Every text within `value`, masked."""
    if isinstance(value, Mapping):
        return {key: masked_within(inner, mask) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [masked_within(inner, mask) for inner in value]
    return mask(value) if isinstance(value, str) else value


def _replaced(text: str, rules: Sequence[Rule], bare: bool = True) -> str:
    """Only the last group is replaced where a rule for accounts has one: the words before it say what it is."""
    if not _HINT.search(text):
        return text
    narrow = text.translate(_WIDE)
    for name, shape, holds in rules:
        group = shape.groups if name == "계좌번호" else 0
        matches = [match for match in shape.finditer(narrow) if holds(match[0])]
        for start, end in reversed([m.span(group) for m in matches if bare or not m[group].isdecimal()]):
            text = f"{text[:start]}[{name}]{text[end:]}"
            narrow = f"{narrow[:start]}[{name}]{narrow[end:]}"
    return text
