"""Rankings beyond one column: both ends at once, what is left between two columns, offices by their best and mean."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from answer.arithmetic import difference
from answer.context import Context
from answer.dated import as_asked
from answer.draft import Draft
from answer.josa import with_josa
from answer.operations.groups import rank_groups
from answer.operations.sets import Selection, rank, select
from answer.plan import GROUPS
from answer.show import row_label, table
from answer.words import ASKS
from index.rows import Row


@dataclass
class Shared(Context):
    """A context whose operations all write into one draft."""

    written: Draft | None = None

    def draft(self) -> Draft:
        return self.written or super().draft()


def sharing(context: Context, draft: Draft, **changes: object) -> Shared:
    """`context` with its plan changed, writing into `draft`."""
    plan = replace(context.plan, **changes)  # type: ignore[arg-type]
    return Shared(context.corpus, context.question, plan, context.terms, written=draft)


def both_ends(context: Context) -> Draft | None:
    """The highest and the lowest: 가장 높은 지표와 가장 낮은 지표."""
    ends = _ends(context.question.text)
    if len(ends) < 2:
        return None
    draft = context.draft()
    listed: list[str] = []
    for descending in ends:
        side = sharing(context, draft, descending=descending)
        made = rank_groups(side) or rank_difference(side) or rank(side)
        if made is None:
            return None
        listed += made.listed
        draft.say("")
    draft.listed = listed
    return draft


def _ends(text: str) -> list[bool]:
    """Whether highest or lowest is asked first, and second; one alone where the words of the one lie in the other."""
    high, low = ASKS["rank_high"].search(text), ASKS["rank_low"].search(text)
    if not high or not low or (high.start() < low.end() and low.start() < high.end()):
        return []
    return [True, False] if high.start() < low.start() else [False, True]


_LEFT = re.compile("잔액|남은|남긴|남아|남는|미집행|집행되지|집행하지|안 쓴|못 쓴|쓰지 않|예산액?[와과]|집행액[와과]")
_GAPS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    (
        "집행액",
        "예산액",
        _LEFT,
    ),
    ("정원", "현원", re.compile("정원|현원|인원|과부족")),
    ("전년도예산액", "예산액", re.compile("전년|작년|지난해")),
)
"""Columns between which a difference is ranked, and the words that ask for it."""


def rank_difference(context: Context) -> Draft | None:
    """The rows with the greatest or least difference between two columns, where no column prints it: 잔액이 가장 큰."""
    if context.plan.function != "difference" and not {"과부족", "비교증감"} & set(context.plan.measures):
        return None
    for low, high, asked in _GAPS:
        if asked.search(context.question.text):
            choice = next(iter(select(context, [low, high])), None)
            printed = {"과부족", "비교증감", "예상잔액", "잔액"} & (choice.dataset.measures if choice else set())
            if choice is not None and not printed:
                return _rank_gaps(context, choice, low, high)
    return None


def _rank_gaps(context: Context, choice: Selection, low: str, high: str) -> Draft | None:
    plan = context.plan
    rows = [as_asked(row, context.question.text) for row in choice.rows]
    gaps = [(gap, row) for row in rows if (gap := _gap(row, low, high)) is not None]
    if len(gaps) < 2:
        return None
    ordered = sorted(gaps, key=lambda pair: pair[0], reverse=plan.descending)
    place = min(plan.nth or plan.top or 1, len(ordered))
    edge = ordered[place - 1][0]
    chosen = [pair for pair in ordered if (pair[0] == edge if plan.nth else _reaches(pair[0], edge, plan.descending))]
    draft = context.draft()
    total = draft.computed(f"{len(gaps)}개", f"{choice.scope} {choice.noun} {len(gaps)}개를 모두 견줌")
    word = "큰" if plan.descending else "작은"
    nth = f"{draft.computed(f'{plan.nth}번째', f'질문이 묻는 순위 {plan.nth}')}로" if plan.nth else "가장"
    told = [_gap_told(context, draft, row, low, high) for _, row in chosen]
    names = ", ".join(words for words, _ in told)
    left = f"{high}에서 {with_josa(low, '을')} 뺀 값"
    draft.say(f"{choice.scope} {choice.noun} {total} 가운데 {left}이 {nth} {word} 것은 {names}입니다.")
    for _, formula in told:
        draft.say(f"계산: {formula}")
    draft.say("")
    draft.say(table(context, draft, [row for _, row in chosen], [low, high]))
    draft.listed = [row.name for _, row in chosen]
    return draft


def _reaches(gap: Decimal, edge: Decimal, descending: bool) -> bool:
    return gap >= edge if descending else gap <= edge


def _gap(row: Row, low: str, high: str) -> Decimal | None:
    a, b = row.measures[low], row.measures[high]
    return b.value - a.value if a.value is not None and b.value is not None and a.unit == b.unit else None


def _gap_told(context: Context, draft: Draft, row: Row, low: str, high: str) -> tuple[str, str]:
    """A row with its difference and where it stands, and the computation."""
    a, b = row.measures[low], row.measures[high]
    numbers = [draft.cite_row(a), draft.cite_row(b)]
    gap, formula = difference(b.value or Decimal(0), a.value or Decimal(0))
    shown = draft.amount(gap, a.unit, formula, numbers)
    return f"{row_label(context, row, draft)} {shown}{draft.marks(numbers)}", formula


def rank_offices(context: Context) -> Draft | None:
    """달성률이 제일 높은 과: the office of the best row, and beside it the office of the best mean."""
    plan = context.plan
    if plan.entity not in GROUPS or plan.function or plan.measures != ("달성률",) or plan.conditions:
        return None
    draft = rank(context)
    if draft is None:
        return None
    draft.say(f"\n{with_josa('지표', '을')} 하나하나 견준 것이며, 평균으로 견주면 다음과 같습니다.")
    return rank_groups(sharing(context, draft, function="mean"))
