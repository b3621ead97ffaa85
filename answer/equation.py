"""Computations as they are shown, worked out again: `(142 + 131) / 2 = 136.5%`, `13,351백만원 = 133억 5,100만원`."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal, DivisionByZero, InvalidOperation

from answer.normal import fold

_WORTH = {"조": 10**12, "억": 10**8, "천만": 10**7, "백만": 10**6, "만": 10**4, "천": 10**3}
_UNIT = r"(?:%p?|[가-힣]{1,3})?"
_AMOUNT = re.compile(rf"-?\d+(?:\.\d+)?(?:조|억|천만|백만|만|천)?(?: \d+(?:\.\d+)?(?:조|억|천만|백만|만|천)?)*{_UNIT}")
_PART = re.compile(r"(-?\d+(?:\.\d+)?)(조|억|천만|백만|만|천)?")
_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([-+×*/()|]))")
_EQUATION = re.compile(r"(?P<left>[^=≒]+?)\s?[=≒]\s?(?P<right>[^=≒]+)")


def holds(formula: str, known: Collection[str]) -> bool | None:
    """Does the computation come out, from operands that are all `known` (plain digits)? None where it is none.

    100 and how many there are of the operands are always known: (60 + 40) / 2, 27 / 230 × 100.
    """
    match = _EQUATION.fullmatch(fold(formula).strip())
    if match is None:
        return None
    left, right = match["left"].strip(), _amount(match["right"].strip())
    single = _amount(left)
    if right is None or (single is None and not re.fullmatch(r"[\d.\s+×*/()|-]+", left)):
        return None
    digits = re.findall(r"\d+(?:\.\d+)?", left)
    count = sum(sign in "+" for sign in left) + 1
    if single is None and any(_plain(number) not in known and number not in {"100", str(count)} for number in digits):
        return False
    value = single if single is not None else _worked_out(left)
    return value is not None and abs(value - right) <= _slack(match["right"].strip())


def _slack(amount: str) -> Decimal:
    """Half of the last place shown of an amount."""
    number, unit = _PART.findall(amount)[0]
    shown = len(number.partition(".")[2])
    worth = 1 if " " in amount else _WORTH.get(unit, 1)
    return Decimal(worth) / (2 * 10**shown) if shown or worth == 1 else Decimal(0)


def _plain(digits: str) -> str:
    return f"{Decimal(digits).normalize():f}"


def _amount(text: str) -> Decimal | None:
    """An amount in ones: 133억 5100만원 → 13351000000; None where it is no single amount."""
    if not _AMOUNT.fullmatch(text):
        return None
    sign = -1 if text.startswith("-") else 1
    parts = _PART.findall(text.removeprefix("-"))
    return sign * sum((Decimal(number) * _WORTH.get(worth, 1) for number, worth in parts), Decimal(0))


def _worked_out(expression: str) -> Decimal | None:
    """The value of an expression of + - × / ( ) and |…|; None where it is malformed."""
    tokens = [number or sign for number, sign in _TOKEN.findall(expression)]
    try:
        value, rest = _sum(tokens)
    except (InvalidOperation, DivisionByZero, IndexError):
        return None
    return value if not rest else None


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        term, after = _product(rest[1:])
        value, rest = (value + term if rest[0] == "+" else value - term), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _atom(tokens)
    while rest and rest[0] in "×*/":
        factor, after = _atom(rest[1:])
        value, rest = (value / factor if rest[0] == "/" else value * factor), after
    return value, rest


def _atom(tokens: list[str]) -> tuple[Decimal, list[str]]:
    head, rest = tokens[0], tokens[1:]
    if head == "-":
        value, rest = _atom(rest)
        return -value, rest
    if head in "(|":
        value, rest = _sum(rest)
        return (abs(value) if head == "|" else value), rest[1:]
    return Decimal(head), rest
