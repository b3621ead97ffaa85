"""A bar chart beside comparable figures: rank, comparison, trend. Plain HTML, legible in both themes.

Each bar has its name and its figure as printed beside it, so that nothing is told by length or colour alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pages.comparable import MINUS, Comparable, comparable
from pages.markup import escape

CHARTED = ("rank", "compare", "aggregate", "filter", "list", "count")
"""Operations of a plan whose rows are comparable with each other."""

FEWEST, MOST = 2, 60

OPEN = 12
"""More bars than these are folded away until asked for."""

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its figure as printed, where its bar begins and how long it is, in hundredths of the width."""

    name: str
    text: str
    start: float
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one measure; `signed` where some go to the left of zero."""

    title: str
    bars: tuple[Bar, ...]
    signed: bool = False


def chart_of(text: str, plan: Mapping[str, Any]) -> Chart | None:
    """The chart that goes with an answer, or None where its table or list holds nothing to compare.

    >>> chart_of("|과|예산액|\\n|---|---|\\n|가과|50원|\\n|나과|100원|", {"operation": "compare"}).bars[0].length
    50.0
    """
    if plan.get("operation") not in CHARTED:
        return None
    found = comparable(text, plan.get("measures") or ())
    if found is None or not FEWEST <= len(found.values) <= MOST:
        return None
    lowest, highest = _ends(found)
    if lowest == highest:
        return None
    bars = (
        Bar(
            name,
            printed,
            _share(min(value, Decimal(0)) - lowest, highest - lowest),
            _share(abs(value), highest - lowest),
        )
        for name, printed, value in zip(found.names, found.texts, found.values, strict=True)
    )
    word = "추이" if all(name.endswith("년") for name in found.names) else "비교"
    return Chart(f"{found.measure} {word}".strip(), tuple(bars), signed=lowest < 0)


def _ends(found: Comparable) -> tuple[Decimal, Decimal]:
    """The values at the two ends of the width: zero is always in it, and shares are of a hundred."""
    lowest, highest = min(*found.values, Decimal(0)), max(*found.values, Decimal(0))
    return lowest, max(highest, HUNDRED) if found.unit == "%" and lowest == 0 and highest else highest


def _share(part: Decimal, whole: Decimal) -> float:
    return round(float(100 * part / whole), 1)


def chart_html(chart: Chart | None) -> str:
    """The chart as one line of HTML."""
    if chart is None:
        return ""
    bars = f"<ul>{''.join(map(_bar, chart.bars))}</ul>"
    kind = "chart signed" if chart.signed else "chart"
    title = escape(chart.title)
    if len(chart.bars) > OPEN:
        summary = f"<summary>{title} 그림 보기({len(chart.bars)}개)</summary>"
        return f'<details class="{kind}">{summary}{bars}</details>'
    return f'<div class="{kind}"><h4>{title}</h4>{bars}</div>'


def _bar(bar: Bar) -> str:
    sign = "bar below" if bar.text.startswith(tuple(MINUS)) else "bar"
    return (
        f'<li><span class="name">{escape(bar.name)}</span><span class="track">'
        f'<span class="{sign}" style="margin-left:{bar.start}%;width:{bar.length}%"></span></span>'
        f'<span class="value">{escape(bar.text)}</span></li>'
    )
