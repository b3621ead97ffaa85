"""A value of a sheet as the sheet shows it: 0.987 as 98.7%, -35 as △35, a date as its format says."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import NamedTuple

Value = str | int | float | bool | datetime | date | time | timedelta | None

_TOKEN = re.compile(r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)', re.S)
_DIGITS = frozenset("0#?.,")
_DATE_PARTS = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.|(y+|m+|d+|h+|s+|AM/PM)|(.)', re.I | re.S)


class Section(NamedTuple):
    """One section of a number format: what stands before and after the digits, and how these are shown."""

    before: str
    after: str
    decimals: int
    least_decimals: int
    least: int  # digits before the point
    grouped: bool
    percent: bool
    thousands: int  # how many thousands are cut off: `#,##0,`
    digits: bool
    exponent: bool = False
    general: bool = False


def show(value: Value, number_format: str) -> str:
    """The words of a cell.

    Examples: (0.987, "0.0%") → 98.7% · (-35, "#,##0;△#,##0") → △35 · (1234.5, "General") → 1234.5 ·
    (date(2022, 9, 30), 'yyyy"년" m"월"') → 2022년 9월.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (datetime, date, time)):
        return _show_date(value, number_format)
    if isinstance(value, (int, float)):
        return _show_number(value, number_format or "General")
    return str(value)


def is_percent(number_format: str) -> bool:
    """Does the format show numbers as percentages?"""
    return "%" in number_format and any(section.percent for section in _sections(number_format))


def _show_number(value: int | float, number_format: str) -> str:
    try:
        exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    except InvalidOperation:
        return str(value)
    sections = _sections(number_format)
    if not sections or not exact.is_finite():
        return _general(exact)
    section, signed = _choose(sections, exact)
    if not section.digits:
        return section.before.strip() if len(sections) > 1 or section.before.strip() else _general(exact)
    if section.exponent:
        return _general(exact)
    if section.general:
        return f"{section.before.lstrip()}{_general(exact if signed else abs(exact))}{section.after.rstrip()}".strip()
    return _fill(section, exact, signed)


def _general(exact: Decimal) -> str:
    words = format(exact, "f")
    return words.rstrip("0").rstrip(".") if "." in words else words


def _choose(sections: tuple[Section, ...], exact: Decimal) -> tuple[Section, bool]:
    """(section, whether the sign is still to be written): positive;negative;zero."""
    if exact < 0 and len(sections) > 1:
        return sections[1], False
    if exact == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], exact < 0


def _fill(section: Section, exact: Decimal, signed: bool) -> str:
    shown = abs(exact) * (100 if section.percent else 1) / (Decimal(1000) ** section.thousands)
    rounded = shown.quantize(Decimal(1).scaleb(-section.decimals), ROUND_HALF_UP)
    digits = format(rounded, "," if section.grouped else "f")
    whole, _, part = digits.partition(".")
    part = part[: section.least_decimals] + part[section.least_decimals :].rstrip("0")
    if section.least == 0 and whole == "0" and part:
        whole = ""
    digits = whole.zfill(section.least) + (f".{part}" if part else "")
    sign = "-" if signed and rounded else ""
    return f"{section.before.lstrip()}{sign}{digits}{section.after.rstrip()}".strip()


@lru_cache(maxsize=512)
def _sections(number_format: str) -> tuple[Section, ...]:
    """The sections of a number format; () for General, text and what is not understood."""
    if number_format.strip().lower() in ("general", "@", ""):
        return ()
    parts = re.findall(r'(?:"[^"]*"|\\.|[^;"\\])+|(?<=;)(?=;|$)', number_format)
    sections = tuple(_section(part) for part in parts[:3])
    return sections if sections and (sections[0].digits or sections[0].before) else ()


def _section(words: str) -> Section:
    plainly = re.search("general", words, re.I)
    if plainly:
        before, after = _literals(words[: plainly.start()]), _literals(words[plainly.end() :])
        return Section(before, after, 0, 0, 0, False, False, 0, True, general=True)
    before, after, digits = "", "", ""
    percent = exponent = False
    for match in _TOKEN.finditer(words):
        literal = match["quoted"] or match["escaped"] or ""
        plain = match["plain"] or ""
        bracket = match["bracket"] or ""
        if bracket.startswith("$"):
            literal = bracket[1:].split("-")[0]
        if plain in _DIGITS and plain and not (after.strip() and plain in ".,"):
            digits += plain
            continue
        if plain == "%":
            percent = True
        exponent |= plain in ("E", "/") and bool(digits) and bool(plain)
        literal = literal or plain
        if digits:
            after += literal
        else:
            before += literal
    whole, _, part = digits.partition(".")
    cut = re.search(r",+$", digits)
    return Section(
        before,
        after,
        sum(char in "0#?" for char in part),
        part.count("0"),
        whole.count("0"),
        "," in whole.rstrip(","),
        percent,
        len(cut[0]) if cut else 0,
        bool(re.search(r"[0#?]", digits)),
        exponent,
    )


def _literals(words: str) -> str:
    """The words that a format quotes: `"약 "` is 약."""
    return "".join(quoted or escaped for quoted, escaped in re.findall(r'"([^"]*)"|\\(.)', words))


def _show_date(value: datetime | date | time, number_format: str) -> str:
    """A date as its format says; as 2022-09-30 where the format is one of the system's own."""
    if not re.search(r"[ymd]", re.sub(r'"[^"]*"|\[[^\]]*\]', "", number_format), re.I) or isinstance(value, time):
        return _iso(value)
    if number_format.lower().startswith(("mm-dd-yy", "m/d/yy", "[$-f", "[$-x")) or isinstance(value, timedelta):
        return _iso(value)
    words = ""
    timed = False
    for quoted, escaped, token, plain in _DATE_PARTS.findall(number_format.split(";")[0]):
        if token:
            told = _date_token(value, token.lower(), timed)
            if told is None:
                return _iso(value)
            timed = token[0].lower() == "h" or (timed and token[0].lower() == "m")
            words += told
        else:
            words += quoted or escaped or plain
    return words.strip()


def _iso(value: datetime | date | time) -> str:
    if isinstance(value, datetime):
        midnight = (value.hour, value.minute, value.second) == (0, 0, 0)
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    return value.isoformat()


def _date_token(value: datetime | date | time, token: str, timed: bool) -> str | None:
    """One token of a date format; None for tokens that name days or months in words."""
    if isinstance(value, time) or len(token) > 4 or token in ("mmm", "mmmm", "ddd", "dddd", "am/pm"):
        return None
    clock = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day)
    if token[0] == "m" and timed:
        return f"{clock.minute:02d}"
    numbers = {"y": clock.year, "m": clock.month, "d": clock.day, "h": clock.hour, "s": clock.second}
    number = numbers[token[0]]
    if token[0] == "y":
        return f"{number:04d}" if len(token) > 2 else f"{number % 100:02d}"
    return f"{number:0{len(token)}d}"
