"""Lists of contents inside a report: `연번 사업명 쪽`, `보고순서`, lines with dotted leaders and a page number.

They name the programmes of a part in order, which helps to know a heading, and to put back headings that were lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.clean import LEADER, join_spaced
from ingest.lines import Line

_HEADER = re.compile(
    r"(?:연번|번호|순번)?(?:사업명|사업|제목|내용|구분)(?:쪽|쪽수|페이지|면)(?:비고)?|(?:보고)?(?:목차|차례|순서)|contents",
    re.IGNORECASE,
)
_LEADERS = re.compile(rf"(?P<name>\S.*?)(?:{LEADER.pattern}){{1}}(?P<page>\d{{1,3}})")
_ENTRY = re.compile(r"(?P<name>\S.*?)[\s|·․.…]+(?P<page>\d{1,3})\s*\|?")
_MARK = re.compile(r"[\s|\-–•○◦□■]*(?:[①-⑳❶-❿]|\d{1,2}(?=[.\s|])|[Ⅰ-Ⅻ]|[IVX]{1,4}(?=\s?\.))?[.\s|]*")


LONGEST = 200
"""Characters of a line; a longer one is prose, and costs the patterns above dear."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of contents: its first and last line (indexes) and the names it lists, marks and page numbers cut off."""

    first: int
    last: int
    names: tuple[str, ...]


def find_contents(lines: list[Line]) -> list[Contents]:
    """Every list of contents, in order."""
    found: list[Contents] = []
    index = 0
    while index < len(lines):
        block = _block(lines, index)
        if block:
            found.append(block)
        index = block.last + 1 if block else index + 1
    return found


def _block(lines: list[Line], first: int) -> Contents | None:
    words = lines[first].words
    if not words or len(words) > LONGEST:
        return None
    headed = bool(_HEADER.fullmatch(re.sub(r"[\s|]", "", words)))
    if not headed and not _LEADERS.fullmatch(words):
        return None
    pattern = _ENTRY if headed else _LEADERS
    names: list[str] = []
    last, pending = first, ""
    for line in lines[first + (1 if headed else 0) :]:
        if not line.words:
            continue
        match = pattern.fullmatch(f"{pending} {line.words}".strip()) if len(line.words) < LONGEST else None
        if match and len(line.words) < 120:
            names.append(_name(match["name"]))
            last, pending = line.index, ""
        elif pending or not _wraps(lines, line):
            break
        else:
            pending = line.words
    return Contents(first, last, tuple(name for name in names if name)) if names else None


def _wraps(lines: list[Line], line: Line) -> bool:
    """Does the entry go on in the next line, which ends it with a leader and a page?"""
    following = next((each for each in lines[line.index + 1 : line.index + 3] if each.words), None)
    if following is None or len(following.words) > LONGEST:
        return False
    return bool(_LEADERS.fullmatch(following.words)) and not following.opens_page


def _name(text: str) -> str:
    mark = _MARK.match(text)
    bare = LEADER.sub(" ", text[mark.end() if mark else 0 :])
    return join_spaced(bare.strip(" |·․.…\t"))
