"""Which bullet holds which, by their marks: the smaller rank holds the larger.

1. over 가. over ○ over 1) over 가) over (1) over ① over - over ·: the order among those of figures and letters is the
one that 행정업무규정 prescribes for official papers.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

BOX, TOP, SUB, NOTE, LOW = 1.0, 4.0, 6.0, 6.5, 7.0

RANKS: Mapping[str, float] = {
    **dict.fromkeys("○◦❍●•◎∘⚬▷▶▸►⇨", TOP),
    **dict.fromkeys("-–─―", SUB),
    **dict.fromkeys("·․‧・∙▪⋅ㆍ", LOW),
}

_ENUMERATED = (
    (re.compile(r"\d+\."), 2.0),
    (re.compile(r"[가-힣]\."), 3.0),
    (re.compile(r"\d+\)"), 5.0),
    (re.compile(r"[가-힣]\)"), 5.1),
    (re.compile(r"\(\d+\)"), 5.2),
    (re.compile(r"[①-⑳❶-❿㉮-㉻]"), 5.3),
)


def enumerated_rank(mark: str) -> float | None:
    """The rank of a figure or letter, None for another mark: `가.` is 3, `2)` is 5."""
    return next((rank for form, rank in _ENUMERATED if form.fullmatch(mark)), None)
