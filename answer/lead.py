"""The words that answer, said before the place is quoted: a date as it is said, the words under the label asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.bullets import Bullet
from answer.context import Context
from answer.dates import Dated, dated
from answer.draft import Draft
from answer.normal import Letters
from answer.telling import asked_label

DATED = "날짜"
WHEN = frozenset({"날짜", "기간"})
FEW = 3
LONGEST = 60
"""Characters of a label's words that are said again before the quote."""


def date_words(context: Context, draft: Draft, bullets: Sequence[Bullet], n: int) -> str | None:
    """2018년 10월 4일, for what is asked of the dates that stand in the bullets; None where there are too many."""
    if context.plan.sought not in WHEN:
        return None
    found = [(bullet, date) for bullet in bullets for date in _asked(context, bullet.text)]
    if not 0 < len(found) <= FEW:
        return None
    told = []
    for bullet, date in found:
        printed = bullet.text[date.start : date.end]
        draft.computed(date.spoken, f"{DATED} ‘{printed}’ = {date.spoken}", [n])
        told.append(date.spoken)
    return ", ".join(dict.fromkeys(told))


def _asked(context: Context, text: str) -> list[Dated]:
    """Of several dates those before which most of the subject stands: `추석(9.17.~9.27.) / 설날(2.12.~2.19.)`."""
    dates = dated(text)
    begins = [0, *(date.end for date in dates)]
    shares = [_share(context, text[start : date.start]) for start, date in zip(begins, dates, strict=False)]
    return [date for date, share in zip(dates, shares, strict=True) if share >= max(shares) - 0.01]


def _share(context: Context, text: str) -> float:
    words = Letters(text)
    return sum(t.weight * t.term.coverage(words) for t in context.terms)


def label_words(context: Context, draft: Draft, bullets: Sequence[Bullet], n: int) -> str | None:
    """주제는 ‘우리 마을의 봄’, of a bullet `- 주 제 : 우리 마을의 봄` whose label is asked."""
    labelled = [(label, bullet) for bullet in bullets if (label := asked_label(context, bullet))]
    if len(labelled) != 1:
        return None
    label, bullet = labelled[0]
    words = re.split(r"[:：]", bullet.text, maxsplit=1)[1].strip()
    if not words or len(words) > LONGEST:
        return None
    for figure in re.findall(r"\d[\d,.]*\d|\d", words):
        draft.quoted(figure, [n])
    return f"{label}: {words}"
