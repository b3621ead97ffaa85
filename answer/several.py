"""The answers to the parts of one sentence, put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.context import Context
from answer.draft import Draft, joined
from answer.normal import compact
from records import Citation

_MARKER = re.compile(r"\[\d+\]")
Told = tuple[Context, Draft, str | None]
"""What a question was read as, what answers it, and why it is not answered."""

_PLAIN = frozenset({"lookup", "prose", "define", "locate", "schedule", "compare", "count"})
_ONE_THING = frozenset({"rank_high", "rank_low", "order", "sum", "mean", "difference", "ratio", "change", "confirm"})
"""Asks that join what a sentence names: 둘의 차이는?"""


EDGE = 16
"""Characters by which a bullet may be longer than the row that was read from it."""


def divisible(context: Context) -> bool:
    """Whether a question asks plain facts, which may be told one by one."""
    plan, asks = context.plan, context.question.asks
    plain = plan.operation in _PLAIN or (plan.operation == "list" and plan.entity is None)
    return plain and not (plan.conditions or context.question.negated or asks & _ONE_THING)


def together(whole: Told, found: Sequence[tuple[str, Told]]) -> Told | None:
    """The parts that add to the whole, or stand in its place where it tells something else; None where none does."""
    answered = [told for _, told in found if told[2] is None]
    new: list[Told] = []
    for told in answered:
        if not any(_within(told[1], other[1]) for other in (whole, *new)):
            new.append(told)
    if not answered and len(found) > 1 and whole[2] is None and whole[0].plan.operation == "prose":
        return found[0][1]  # 현금은 얼마이고 물품은 얼마: the sum of both, which the whole found, is neither
    if not answered or (whole[2] is None and not new):
        return None
    context = whole[0]
    kept = [whole] if whole[2] is None and (len(new) < len(answered) or len(answered) < len(found)) else []
    drafts = [told[1] for told in (*kept, *new)]
    if whole[2] is not None:
        drafts += [_missed(context, words) for words, told in found if told[2] is not None]
    for told in (*kept, *new):
        context.notes += [note for note in told[0].notes if note not in context.notes]
    return context, joined(drafts), None


def _missed(context: Context, words: str) -> Draft:
    draft = context.draft()
    draft.say(f"‘{draft.name(words.rstrip('?. '))}’에 대한 답은 보고서에서 찾지 못했습니다.")
    return draft


def _within(draft: Draft, other: Draft) -> bool:
    """Whether the other cites and quotes all that a draft does: of one place each may show a bullet of its own."""
    cited = all(any(_holds(place, citation) for place in other.citations) for citation in draft.citations)
    told = compact(other.text)
    quotes = (line for lines in draft.lines for line in lines.split("\n") if line.startswith("> "))
    return cited and all(compact(_MARKER.sub("", line)) in told for line in quotes)


def _holds(place: Citation, citation: Citation) -> bool:
    """Whether one place lies in the other, or sticks out by a mark and a date at most: a row in its own bullet."""
    if place.report_id != citation.report_id:
        return False
    out = max(place.start - citation.start, 0) + max(citation.end - place.end, 0)
    return place.start < citation.end and citation.start < place.end and out <= EDGE
