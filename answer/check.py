"""The check: no figure leaves that does not stand in a cited place or in a computation that is shown.

It reads the finished text as a stranger would, number by number, and binds each to a figure of the draft. The quotes
are read again from the reports, so that a draft cannot vouch for itself.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from answer.normal import fold
from records import Answer, Citation

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARKER = re.compile(r"\[\d+\]")
SQUARED = re.compile(r"[㎡㎢㎥]")
"""Signs that fold into letter and digit: ㎡ is no 2."""
OpenText = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Unproved:
    """A number of the text that nothing proves, with the line it stands in."""

    number: str
    line: str


def numbers(text: str) -> list[str]:
    """Numbers of a text as plain digits, thousands separators dropped: 13,351백만원 → 13351."""
    return [_canonical(found) for found in NUMBER.findall(fold(SQUARED.sub("", MARKER.sub(" ", text))))]


def _canonical(digits: str) -> str:
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return digits
    return f"{value.normalize():f}"


def unproved(answer: Answer, open_text: OpenText) -> list[Unproved]:
    """Every number of the answer that no quote, formula or word of the question proves; [] for a sound answer."""
    standing = {citation.n: _standing(citation, open_text) for citation in answer.citations}
    known = set(numbers(answer.question)) | set(numbers(answer.understood))
    for citation in answer.citations:
        known |= set(numbers(f"{citation.title} {citation.section} {citation.source or ''}"))
    for figure in answer.figures:
        if figure.formula is None:
            held = {number for n in figure.citations for number in standing.get(n, ())}
            known |= held.intersection(numbers(figure.text))
        else:
            known |= set(numbers(figure.text)) | set(numbers(figure.formula))
    found = []
    for line in answer.text.split("\n"):
        found += [Unproved(number, line) for number in numbers(line) if number not in known]
    return found


def _quote(citation: Citation, open_text: OpenText) -> str:
    """The cited words, read again; empty when the citation's own quote is not what stands there."""
    words = open_text(citation.report_id)[citation.start : citation.end]
    return words if words == citation.quote else ""


def _standing(citation: Citation, open_text: OpenText) -> set[str]:
    """The numbers of the cited words. In a row of commas a cell is read for itself: `12,316` there is 12 and 316."""
    quote = _quote(citation, open_text)
    if citation.file.lower().endswith(".csv"):
        return {number for row in csv.reader(quote.splitlines()) for cell in row for number in numbers(cell)}
    return set(numbers(quote))
