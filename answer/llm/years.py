"""The years that a text names."""

from __future__ import annotations

import re
from collections.abc import Mapping

_YEAR = re.compile(
    r"(?<!\d)(?:(?P<year>(?:19|20)\d\d)(?=\.|[ ]?년)|'(?P<short>\d\d)(?=[.년])|(?P<word>올해|금년|작년|지난해|내년))"
)
_FROM_NOW: Mapping[str, int] = {"올해": 0, "금년": 0, "작년": -1, "지난해": -1, "내년": 1}


def years_in(text: str, newest: int | None = None) -> list[int]:
    """The years that a folded text names, in order; 올해 and 작년 count from `newest`, and are none without it.

    >>> years_in("2015년과 '18년, 작년", 2021)
    [2015, 2018, 2020]
    """
    found = []
    for match in _YEAR.finditer(text):
        if match["word"]:
            found += [newest + _FROM_NOW[match["word"]]] if newest else []
        else:
            found.append(int(match["year"] or f"20{match['short']}"))
    return found
