"""Of two figures of one measure in a row (집행액 9.30. 기준 and 12.31.까지) the one whose date the question names."""

from __future__ import annotations

import re
from dataclasses import replace

from index.rows import Row
from records import EXPECTED, Observation

_EXPECTING = re.compile(r"예정|예상되는|전망|연말|쓸 ?(?:것|돈|계획)|집행할")


def names_date(text: str, observation: Observation) -> bool:
    """Does the text name the day that a figure stands for: 9.30. 기준, 9월 말, 12월까지, 집행 예정?"""
    if observation.status == EXPECTED and _EXPECTING.search(text):
        return True
    parts = [int(part) for part in (observation.as_of or "").split("-") if part.isdigit()]
    if len(parts) != 3:
        return False
    _, month, day = parts
    return re.search(rf"(?<![\d.]){month} ?(?:\. ?{day}(?!\d)|월(?! ?\d)|월 ?{day} ?일)", text) is not None


def as_asked(row: Row, text: str) -> Row:
    """The row with the figure of the date asked before its namesakes, so that it is the one its measure means."""
    if len(row.measures) == len(row.observations):
        return row
    named = [o for o in row.observations if names_date(text, o)]
    if not named:
        return row
    order = {measure: place for place, measure in enumerate(row.measures)}
    ordered = sorted(row.observations, key=lambda o: (order[o.measure], o not in named))
    return replace(row, observations=tuple(ordered))
