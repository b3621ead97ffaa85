"""Dates as reports print them, to tell whether a passage says when: 2019. 1월, ’18. 3. 20., 7.5., 9월~11월, 연중."""

from __future__ import annotations

import re

DATE = re.compile(
    r"(?:20\d\d|['’‘`]\d\d)\s?[.년]|(?<!\d)(?:1[0-2]|[1-9])\s?월|(?<![\d.])(?:1[0-2]|0?[1-9])\s?\.\s?(?:3[01]|[12]\d|0?[1-9])(?=[.(~\s)]|$)"
    r"|상반기|하반기|연중|수시|분기별|매월|매년|반기별|월별|사유 ?발생"
)


def says_when(text: str) -> bool:
    """Does the text hold a date or a time of the year?"""
    return DATE.search(text) is not None
