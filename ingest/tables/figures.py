"""What one cell says: a figure with its unit, and the shares of it that brackets tell (`52,025 (구비 52,025)`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ingest.columns import UNITS
from ingest.numbers import find_amounts, parse_number

SOURCES = (
    "국비 시비 구비 도비 군비 국고 특별교부금 특별교부세 특교금 특교세 특교 교부세 교부금 기금 자부담 민자 민간 자체"
    " 지방비 보조금 국 시 구 도"
)
_SOURCE = "|".join(sorted(SOURCES.split(), key=len, reverse=True))
_NUMBER = r"(?:약\s*)?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
SHARE = re.compile(rf"(?P<source>{_SOURCE})\s*[:：]?\s*(?P<figure>{_NUMBER})\s*(?P<unit>%|천원|백만원|억원|원)?")
BARE_SOURCE = re.compile(rf"(?P<source>{_SOURCE})")
FULL_NAMES = {"국": "국비", "시": "시비", "구": "구비", "도": "도비", "국고": "국비"}
DASHES = frozenset("-‐–―—−ㅡ")

_LEAD = re.compile(r"\s*(?P<main>[^(（]*?)\s*[(（](?P<note>.*)[)）]\s*", re.S)
_WITH_UNIT = re.compile(r"(?P<figure>[△▲▽▼+-]?\s?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>[^\d\s,.()]{1,4})")


@dataclass(frozen=True, slots=True)
class Share:
    """One source of money named in brackets; `value` in `unit`, at `start`..`end` of the cell's words."""

    source: str
    value: Decimal
    unit: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Told:
    """What a cell says. `start`..`end` is the figure (or the words) within the cell's raw words.

    `figure` is false for words. `source` is the money's only source when the brackets name it without a figure:
    `43,452(구비)`.
    """

    value: Decimal | None
    unit: str | None
    start: int
    end: int
    figure: bool
    source: str | None = None
    shares: tuple[Share, ...] = ()


def read_cell(raw: str) -> Told:
    """Read the words of one cell as printed.

    `52,025\\n(구비 52,025)` is 52025 with one share, `376명` is 376 명, `-` is no value, `용역` is words.
    """
    start, end = _trim(raw, 0, len(raw))
    words = raw[start:end]
    plain = _figure(words)
    if plain is not None:
        return Told(plain[0], plain[1], start, end, True)
    note = _LEAD.fullmatch(words)
    main = _figure(note["main"]) if note else None
    if note is None or main is None or not note["main"]:
        return Told(None, None, start, end, words in DASHES)
    first, last = _trim(words, note.start("main"), note.end("main"))
    shares = _shares(note["note"], start + note.start("note"))
    source = None if shares else _sole_source(note["note"])
    return Told(main[0], main[1], start + first, start + last, True, source, shares)


def is_figure(text: str) -> bool:
    """Is the cell a figure or the dash of an empty one? A grade (`7급`) and a year (`2014`) are none."""
    told = read_cell(text)
    return told.figure and told.unit != "급"


def _figure(words: str) -> tuple[Decimal | None, str | None] | None:
    if words in DASHES:
        return None, None
    number = parse_number(words)
    if number is not None:
        return number, "%" if words.rstrip().endswith(("%", "％")) else None
    match = _WITH_UNIT.fullmatch(words)
    if match and match["unit"] in UNITS:
        return parse_number(match["figure"].replace(" ", "")), match["unit"]
    found = find_amounts(words)
    if len(found) == 1 and found[0].start == 0 and found[0].end == len(words):
        return found[0].value, found[0].unit
    return None


def _shares(note: str, offset: int) -> tuple[Share, ...]:
    shares = []
    for match in SHARE.finditer(note):
        value = parse_number(match["figure"].removeprefix("약").strip())
        if value is not None:
            source = FULL_NAMES.get(match["source"], match["source"])
            start, end = offset + match.start("figure"), offset + match.end("figure")
            shares.append(Share(source, value, match["unit"], start, end))
    return tuple(shares)


def _sole_source(note: str) -> str | None:
    match = BARE_SOURCE.fullmatch(note.strip())
    return FULL_NAMES.get(match["source"], match["source"]) if match else None


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
