"""A bar chart beside a table of comparable figures: rank, comparison, trend. Plain HTML, legible in both themes.

Each bar has its name and its figure as printed beside it, so that nothing is told by length or colour alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pages.markup import escape

CHARTED = ("rank", "compare", "aggregate", "filter", "list")
"""Operations of a plan whose rows are comparable with each other."""

FEWEST, MOST = 2, 12

TOTALS = frozenset({"계", "합계", "총계", "소계", "누계", "전체", "평균"})
"""Names of rows that sum or average the others: beside them the others would look small."""

_MARKER = re.compile(r"\s*\[\d+\]")
_FIGURE = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*([^\d\s,.]*)")


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name, its figure as printed, and its length in hundredths of the longest or of 100 %."""

    name: str
    text: str
    length: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one column of a table."""

    title: str
    bars: tuple[Bar, ...]


def chart_of(text: str, plan: Mapping[str, Any]) -> Chart | None:
    """The chart that goes with an answer, or None where its table holds nothing to compare.

    >>> chart_of("|과|예산액|\\n|---|---|\\n|가과|50원|\\n|나과|100원|", {"operation": "compare"}).bars[0].length
    50.0
    """
    if plan.get("operation") not in CHARTED:
        return None
    table = _first_table(text)
    if len(table) < 1 + FEWEST or len(table) > 1 + MOST:
        return None
    header, rows = table[0], table[1:]
    rows = [row for row in rows if len(row) == len(header) and not TOTALS & set(row)]
    column = _column(header, rows, plan.get("measures") or ())
    names = _names(rows)
    if column is None or len(rows) < FEWEST or names is None:
        return None
    values = [_value(row[column]) for row in rows]
    longest = max(values)
    if not longest:
        return None
    if _unit(rows[0][column]) == "%":
        longest = max(longest, Decimal(100))  # shares are of a hundred, whatever the largest is
    bars = (
        Bar(name, row[column], round(float(100 * value / longest), 1))
        for name, row, value in zip(names, rows, values, strict=True)
    )
    return Chart(header[column], tuple(bars))


def chart_html(chart: Chart | None) -> str:
    """The chart as one line of HTML."""
    if chart is None:
        return ""
    bars = "".join(
        f'<li><span class="name">{escape(bar.name)}</span><span class="track">'
        f'<span class="bar" style="width:{bar.length}%"></span></span>'
        f'<span class="value">{escape(bar.text)}</span></li>'
        for bar in chart.bars
    )
    return f'<div class="chart"><h4>{escape(chart.title)} 비교</h4><ul>{bars}</ul></div>'


def _first_table(text: str) -> list[list[str]]:
    """Header and rows of the first table, without marks of sources and of bold."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("|"):
            rows.append([_MARKER.sub("", cell).replace("**", "").strip() for cell in _cells(line)])
        elif rows:
            break
    return rows[:1] + rows[2:]


def _cells(line: str) -> list[str]:
    return re.split(r"(?<!\\)\|", line.strip().strip("|"))


def _column(header: Sequence[str], rows: Sequence[Sequence[str]], measures: Sequence[str]) -> int | None:
    """The column asked about, else the last one, of those whose figures share a unit."""
    fit = [n for n in range(len(header)) if header[n] and len({_unit(row[n]) for row in rows} - {None}) == 1]
    fit = [n for n in fit if all(_unit(row[n]) is not None for row in rows) and "연도" not in header[n]]
    asked = [n for n in fit if header[n] in measures]
    return next(iter(asked), fit[-1] if fit else None)


def _unit(cell: str) -> str | None:
    match = _FIGURE.fullmatch(cell)
    return match[2] if match else None


def _value(cell: str) -> Decimal:
    match = _FIGURE.fullmatch(cell)
    return Decimal(match[1].replace(",", "")) if match else Decimal(0)


def _names(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """What tells the rows apart: the first column that does so alone, else the words of all columns together."""
    words = [[cell for cell in row if _unit(cell) is None or cell.endswith("년")] for row in rows]
    width = min(map(len, words), default=0)
    for n in range(width):
        names = [row[n] for row in words]
        if all(names) and len(set(names)) == len(names):
            return names
    joined = [" · ".join(word for word in row if word) for row in words]
    return joined if len(set(joined)) == len(joined) else None
