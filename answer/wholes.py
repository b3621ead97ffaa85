"""A part of a whole that the question names: 구민창안 203건 가운데 채택된 것은 몇 건?

What tells it names that whole too. 총 15건(채택 13건) is a part of another whole, and the row 이용자 4,838명 is the
whole itself.
"""

from __future__ import annotations

from answer.bullets import Bullet, bullets
from answer.context import Context
from answer.sought import given
from index.rows import Row
from ingest.numbers import find_amounts
from records import Passage

_WHOLE_ITSELF = frozenset({"목표", "실적", "달성률"})
"""Columns of a row of results: none of them is a part of another."""


def row_of_whole(context: Context, row: Row) -> bool:
    """Whether a row may tell the part: its table or bullet names the whole that the question gives."""
    whole = given(context.question.text)
    if not whole:
        return True
    if any(o.value in whole for o in row.observations):
        return not row.measures.keys() <= _WHOLE_ITSELF
    first = row.first
    if "-t" in first.table:
        rows = context.corpus.rows_of_table(first.report_id, first.table)
        return any(o.value in whole for other in rows for o in other.observations)
    around = (p for p in context.corpus.index.passages if p.report_id == first.report_id and p.kind == "bullet")
    return any(p.start <= first.start < p.end and _names(p.text, context) for p in around)


def bullet_of_whole(context: Context, passage: Passage, bullet: Bullet) -> bool:
    """Whether a bullet may tell the part: it, or one that it stands under or beside, names the whole."""
    if not given(context.question.text):
        return True
    top = bullet.above[0] if bullet.above else bullet.text
    family = [b for b in bullets(passage.text) if b.text == top or (b.above and b.above[0] == top)]
    parent = context.corpus.parent_of(passage)
    return any(_names(text, context) for text in (*(b.text for b in family), parent.text if parent else ""))


def _names(text: str, context: Context) -> bool:
    return any(amount.value in given(context.question.text) for amount in find_amounts(text))
