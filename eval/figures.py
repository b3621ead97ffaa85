"""The numbers of a text as an evaluator reads them: written apart from `answer`, so that a slip there is seen here."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from records import Citation

NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d|,\d)|\d+(?:\.\d+)?")
MARKER = re.compile(r"\[\d+\]")
LIST_MARK = re.compile(r"^\s*\d+\.\s", re.MULTILINE)
EXPONENT = re.compile(r"[²³㎡㎢㎥]")


def numbers(text: str) -> list[str]:
    """Numbers as plain digits, without citation markers and exponents.

    >>> numbers("13,351백만원 [2], 0.30%, 45㎡")
    ['13351', '0.3', '45']
    """
    bare = unicodedata.normalize("NFKC", EXPONENT.sub(" ", MARKER.sub(" ", text)))
    return [_plain(found) for found in NUMBER.findall(bare)]


def numbers_told(text: str) -> list[str]:
    """Numbers that an answer tells: those of its text without the marks of numbered lists."""
    return numbers(LIST_MARK.sub("", text))


def numbers_cited(citation: Citation, words: str) -> set[str]:
    """Numbers of cited words; of CSV rows cell by cell, lest the cells 100,190 be read as 100 thousand."""
    return {number for cell in _cells(citation, words) for number in numbers(cell)}


def _cells(citation: Citation, words: str) -> Iterable[str]:
    if not citation.file.endswith(".csv"):
        return [words]
    return [cell for row in csv.reader(words.splitlines()) for cell in row]


def _plain(digits: str) -> str:
    """Without separators and idle zeros: 0.30 → 0.3, 007 → 7."""
    return f"{Decimal(digits.replace(',', '')).normalize():f}"
