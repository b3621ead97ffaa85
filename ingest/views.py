"""The words of a bullet in views of one length: with and without brackets, to see names and to see structure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numbers import find_amounts
from ingest.told import SOURCES

HIDDEN = "\x01"
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]{1,60}”|‘[^’‘]{1,40}’(?!\d)")
_DATED = re.compile(r"\d{1,2}\s?[.월]\s?\d{1,2}|\d\s?월|\d{4}\s?[.년]|['’‘`]\d\d")
LISTED = re.compile(r"\s*(?P<name>[가-힣A-Za-z][가-힣A-Za-z\s·․]*?)\s*[:：]?\s*(?P<number>\d{1,4})\s*(?:$|[,/])")


@dataclass(frozen=True, slots=True)
class Group:
    """A bracket with figures or dates; `start`..`end` spans it with its brackets."""

    start: int
    end: int


class Words:
    """A bullet's words with views of the same length: what is told is hidden in the ones that show structure."""

    def __init__(self, flat: str, start: int = 0, end: int | None = None) -> None:
        self.flat = flat
        brackets = list(_brackets(flat, start, len(flat) if end is None else end))
        self.groups = [group for group in brackets if _is_group(flat[group.start + 1 : group.end - 1])]
        self.masked = _hide(flat, self.groups)
        """Without the brackets that are read for themselves."""
        quoted = [Group(match.start(), match.end()) for match in _QUOTED.finditer(flat)]
        self.structure = _hide(_hide(flat, brackets), quoted)
        """Without any bracket or quotation: where commas and colons part clauses."""

    def visible(self, start: int, end: int) -> str:
        return self.masked[start:end].replace(HIDDEN, "")


def _brackets(flat: str, start: int, end: int) -> Iterator[Group]:
    """The outermost brackets."""
    depth, opened = 0, start
    for at in range(start, end):
        if flat[at] in "(（":
            opened = at if depth == 0 else opened
            depth += 1
        elif flat[at] in ")）" and depth:
            depth -= 1
            if depth == 0:
                yield Group(opened, at + 1)


def _hide(flat: str, groups: list[Group]) -> str:
    for group in groups:
        flat = flat[: group.start] + HIDDEN * (group.end - group.start) + flat[group.end :]
    return flat


def _is_group(inner: str) -> bool:
    """Is a bracket read for itself: amounts, dates, a source of money, counted parts, a note of units?"""
    return bool(
        find_amounts(inner)
        or _DATED.search(inner)
        or inner.strip() in SOURCES
        or LISTED.match(inner)
        or re.match(r"\s*단위", inner)
    )
