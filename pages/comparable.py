"""Figures of an answer that can be compared: of one column of its table, or of the lines of its list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

TOTALS = frozenset({"계", "합계", "총계", "소계", "누계", "전체", "평균"})
"""Names of rows that sum or average the others: beside them the others would look small."""

MINUS = "-△▲"

_MARKER = re.compile(r"\s*\[\d+\]|\(정정\)(?=\s*(?:\||\(|입니다|,|$))")
_NUMBER = rf"[{MINUS}]?\d[\d,]*(?:\.\d+)?"
_FIGURE = re.compile(rf"({_NUMBER})\s*([^\d\s,.]*)")
_NAMED = re.compile(rf"- (?P<name>.+?)[: ] ?(?P<figure>{_NUMBER}[^\d\s,.(]*)(?: ?\([^()]*\))?(?:입니다)?\.?")
"""`- 재무과 150.5%`: a line of nothing but a name and its figure."""


@dataclass(frozen=True, slots=True)
class Comparable:
    """Two or more figures of one measure in one unit; `texts` are as printed. Names are different from each other."""

    measure: str
    unit: str
    names: tuple[str, ...]
    texts: tuple[str, ...]
    values: tuple[Decimal, ...]


def comparable(text: str, measures: Sequence[str]) -> Comparable | None:
    """What an answer lets compare, or None; `measures` are those that were asked for.

    >>> comparable("- 가과 50원\\n- 나과 -100원", ["예산액"]).values
    (Decimal('50'), Decimal('-100'))
    """
    lines = [_plain(line) for line in text.splitlines()]
    return _of_table(lines, measures) or _of_list(lines, measures)


def _plain(line: str) -> str:
    """The line without marks of sources and of bold."""
    return _MARKER.sub("", line).replace("**", "").strip()


def _made(measure: str, rows: Iterable[tuple[str, str]]) -> Comparable | None:
    """Of (name, figure as printed); None where units differ, a cell is no figure or two rows have one name."""
    names, texts = tuple(zip(*rows, strict=True)) or ((), ())
    units = {_unit(text) for text in texts}
    if len(texts) < 2 or len(units) != 1 or None in units or len(set(names)) < len(names):
        return None
    return Comparable(measure, units.pop() or "", names, texts, tuple(map(_value, texts)))


def _unit(cell: str) -> str | None:
    match = _FIGURE.fullmatch(cell)
    return match[2] if match else None


def _value(cell: str) -> Decimal:
    match = _FIGURE.fullmatch(cell)
    assert match is not None, "only figures have a value"
    digits = match[1].replace(",", "")
    return -Decimal(digits[1:]) if digits[0] in MINUS else Decimal(digits)


def _of_table(lines: Sequence[str], measures: Sequence[str]) -> Comparable | None:
    header, *rows = _first_table(lines) or [[]]
    rows = [row for row in rows if len(row) == len(header) and not TOTALS & set(row)]
    column, names = _column(header, rows, measures), _names(rows)
    if column is None or names is None:
        return None
    return _made(header[column], [(name, row[column]) for name, row in zip(names, rows, strict=True)])


def _first_table(lines: Sequence[str]) -> list[list[str]]:
    """Header and rows of the first table."""
    rows: list[list[str]] = []
    for line in lines:
        if line.startswith("|"):
            rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip("|"))])
        elif rows:
            break
    return rows[:1] + rows[2:]


def _column(header: Sequence[str], rows: Sequence[Sequence[str]], measures: Sequence[str]) -> int | None:
    """The column asked about, else the last one, of those whose figures share a unit."""
    fit = [n for n in range(len(header)) if header[n] and len({_unit(row[n]) for row in rows} - {None}) == 1]
    fit = [n for n in fit if all(_unit(row[n]) is not None for row in rows) and "연도" not in header[n]]
    asked = [n for n in fit if header[n] in measures]
    return next(iter(asked), fit[-1] if fit else None)


def _names(rows: Sequence[Sequence[str]]) -> list[str] | None:
    """What tells the rows apart: the last column that does so alone (부서, 사업, 지표: what the row is about), else the
    words of all columns together."""
    words = [[cell for cell in row if _unit(cell) is None or cell.endswith("년")] for row in rows]
    width = min(map(len, words), default=0)
    for n in reversed(range(width)):
        names = [row[n] for row in words]
        if all(names) and len(set(names)) == len(names):
            return names
    joined = [" · ".join(word for word in row if word) for row in words]
    return joined if len(set(joined)) == len(joined) else None


def _of_list(lines: Sequence[str], measures: Sequence[str]) -> Comparable | None:
    """Every item of a list must be readable the same way: what is left out would be missed in the picture."""
    items = [line for line in lines if line.startswith("- ")]
    measure = measures[0] if measures else ""
    for read in (_said(measure), _NAMED) if measure else (_NAMED,):
        found = [read.fullmatch(item) for item in items]
        if len(found) > 1 and all(found):
            return _made(measure, [(_name(match), match["figure"]) for match in found if match])
    return None


def _said(measure: str) -> re.Pattern[str]:
    """`- 재무과 ‘전체(계)’: 2018년 집행률 67.4%입니다(…)`: the measure asked for, said of what stands before."""
    figure = rf"(?P<figure>{_NUMBER}[^\d\s,.(]*?)"
    after = rf"{re.escape(measure)}(?:\([^()]*\))? {figure}(?: ?\([^()]*\))?입니다.*"
    return re.compile(rf"- (?P<name>.+?): (?P<year>\d{{4}}년 )?{after}")


def _name(match: re.Match[str]) -> str:
    year = (match.groupdict().get("year") or "").strip()
    name = re.sub(r"[‘’]", "", match["name"]).strip()
    return f"{name} {year}".strip()
