"""Furniture of flattened text: page numbers, `ㅇㅇ`, dotted leaders, private-use characters, headings printed tenfold.

Nothing here changes the report's text, in which offsets count; these functions make copies to read and to search.
"""

from __future__ import annotations

import re

PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010fffd\u200b-\u200f\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
HANCOM_MARKS = str.maketrans(
    {**{chr(0xF02B1 + n): "①②③④⑤⑥⑦⑧⑨⑩"[n] for n in range(10)}, **dict.fromkeys("\U000f03da\U000f03c5", "□")}
    | {**dict.fromkeys("\U000f02ce\U000f02cf", "○"), "\U000f080f": "-"}
)
"""Marks of outlines that 한글 keeps in its private-use area: boxed numbers, boxes, rings and a dash."""
PAGE_NUMBER = re.compile(r"\s*[-–—]\s*\d{1,4}\s*[-–—]\s*")
_PLACEHOLDER = re.compile(r"\s*(?:ㅇ{2,}|[○◦❍]{2,}|[-–—_=·․.…\s]{3,})\s*")
LEADER = re.compile(r"\s*(?:[·․・‧.…⋯‥]\s?){3,}\s*")
RULE = re.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*[|\t]?)+\s*\|?")
_FURNITURE = re.compile(rf"\s*|{PAGE_NUMBER.pattern}|{_PLACEHOLDER.pattern}|{RULE.pattern}")
_REPEATED = re.compile(r"(\S(?:.{0,18}?\S)??)\1{4,}\s*")


def plain(line: str) -> str:
    """A line with the marks of 한글 made plain and other private-use characters blanked; as long as the line."""
    return PRIVATE_USE.sub(" ", line.translate(HANCOM_MARKS)) if PRIVATE_USE.search(line) else line


def is_furniture(line: str) -> bool:
    """Is the line empty of words: blank, `- 3 -`, `ㅇㅇ`, a ruled line, private-use characters alone?"""
    return bool(_FURNITURE.fullmatch(plain(line)))


def fold(text: str) -> str:
    """One line of plain words: furniture lines dropped, leaders cut, white space folded.

    >>> fold("정책 조정 ·········4\\n\\n- 3 -\\n관리")
    '정책 조정 4 관리'
    """
    kept = " ".join(word for line in plain(text).split("\n") if not is_furniture(line) for word in line.split())
    return " ".join(LEADER.sub(" ", kept).replace("**", "").split())


def collapse_repeats(line: str) -> str:
    """A heading that the extraction printed tenfold, once.

    `2.2.2.2.2. 업무업무업무업무업무2. 업무` gives `2. 업무`; without a clean copy at the end the runs give the words.
    """
    rest, words = line.strip(), []
    while match := _REPEATED.match(rest):
        if not re.search(r"[가-힣A-Za-zⅠ-Ⅻ]|\d\.", match[1]):
            break
        words.append(match[1])
        rest = rest[match.end() :]
    if len("".join(words)) < 4:
        return line.strip()
    return rest.strip() or join_spaced(" ".join(words))


def join_spaced(text: str) -> str:
    """Words that are letter-spaced as a whole, joined: `예 산 현 황` → `예산현황`, `도  시  국` → `도시국`.

    Ordinary one-syllable words inside a phrase stay apart: `그 외 사업` keeps its blanks.
    """
    folded = " ".join(text.split())
    if re.fullmatch(r"[가-힣](?: [가-힣])+", folded):
        return folded.replace(" ", "")
    return re.sub(r"(?<![가-힣])[가-힣](?: [가-힣]){2,}(?![가-힣])", lambda m: m[0].replace(" ", ""), folded)
