"""How rows are named and shown: labels, measures with their dates, Markdown tables."""

from __future__ import annotations

from collections.abc import Sequence

from answer.context import Context
from answer.draft import Draft, printed
from answer.plan import ENTITIES
from index.rows import Row
from records import EXPECTED, Observation

NAME_COLUMNS = ("bureau", "department", "team", "programme", "indicator", "item", "year")
KEPT_DIMS = 2
PARTED = frozenset({"급", "직급", "직군", "재원", "구분"})
"""Dimensions that alone tell the rows of one office apart."""
DASHES = frozenset("-–−")


def row_label(context: Context, row: Row, draft: Draft | None = None, short: bool = False) -> str:
    """재무과 ‘세외수입 징수액 (공유재산 관리)’ (사업: 효율적인 공유재산 관리)."""
    first = row.first
    report = context.corpus.reports[first.report_id]
    owner = first.department or first.bureau or report.department or report.agency or ""
    dims = " ".join(row.dims[key] for key in list(row.dims)[:KEPT_DIMS] if key not in {"국 출처", "상위", "비고"})
    name = row.name
    if first.total:
        name = f"{first.programme} 계" if first.programme else "전체(계)"
    if first.year and report.year and first.year != report.year:
        name = f"{name} {first.year}년"
    if dims and f" {dims} " not in f" {name} ":
        name = f"{name} {dims}" if name != owner else dims
    label = f"{owner} ‘{name}’" if owner and owner != name else f"‘{name}’"
    if not short and first.programme and first.programme != row.name and first.indicator:
        label += f"(사업: {first.programme})"
    return draft.name(label) if draft else label


def full_name(row: Row) -> str:
    """심의 대상 불채택, 공장 환경개선 집진기 설치 완료 사업장: a name with what parts it and what is counted."""
    told = (value for key, value in row.dims.items() if key not in {"국 출처", "상위", "비고", "한정", "방법"})
    return " ".join([row.name, *(value for value in told if f" {value} " not in f" {row.name} ")])


def measure_label(row: Row, observation: Observation) -> str:
    """The measure, with its date or status where the row has it more than once or it is only expected."""
    same = [o for o in row.observations if o.measure == observation.measure]
    notes = []
    if len(same) > 1 or observation.status == EXPECTED:
        if observation.as_of:
            notes.append(_date(observation.as_of) + (" 예정" if observation.status == EXPECTED else " 기준"))
        elif observation.status:
            notes.append(observation.status)
        if observation.span:
            notes.append(observation.span)
    elif observation.span:
        notes.append(observation.span)
    return f"{observation.measure}({', '.join(notes)})" if notes else observation.measure


def _date(iso: str) -> str:
    parts = iso.split("-")
    return f"{int(parts[1])}.{int(parts[2])}." if len(parts) == 3 else iso


def table(context: Context, draft: Draft, rows: Sequence[Row], measures: Sequence[str] = ()) -> str:
    """A Markdown table of rows: the names that tell them apart, their measures, and a citation each."""
    names = _name_columns(rows)
    columns = _measure_columns(rows)
    lines = ["| " + " | ".join([*(_heading(name) for name in names), *map(draft.name, columns), "출처"]) + " |"]
    lines.append("|" + "---|" * (len(names) + len(columns) + 1))
    for row in rows:
        by_label = {measure_label(row, o): o for o in row.observations}
        cells = [draft.name(_cell(str(_name(row, name) or ""))) for name in names]
        numbers = []
        for column in columns:
            observation = by_label.get(column)
            if observation is None:
                cells.append("")
                continue
            shown, n = _plain_figure(draft, observation)
            cells.append(shown)
            numbers.append(n)
        marks = draft.marks(numbers or [draft.cite_row(row.first)])
        lines.append("| " + " | ".join([*cells, marks]) + " |")
    return "\n".join(lines)


def _plain_figure(draft: Draft, observation: Observation) -> tuple[str, int]:
    """Figure and unit as printed; in a table amounts are not spelled out."""
    n = draft.cite_row(observation)
    text = " ".join(observation.text.split())
    if observation.value is None:
        return _cell(text), n
    shown, unit = draft.figure(observation, n), observation.unit or ""
    if (
        draft.unit
        and draft.unit != unit
        and (other := draft.converted(observation.value, unit, printed(observation), [n]))
    ):
        shown = f"{shown}({other})"
    return shown, n


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")


def _heading(name: str) -> str:
    return ENTITIES.get(name, name)


def _name(row: Row, column: str) -> object:
    return getattr(row.first, column) if column in NAME_COLUMNS else row.dims.get(column)


def _name_columns(rows: Sequence[Row]) -> list[str]:
    """Names that differ between the rows, and the one the rows are about."""
    dims = list(dict.fromkeys(key for row in rows for key in row.dims if key not in {"국 출처", "상위"}))
    kept = []
    for column in (*NAME_COLUMNS, *dims):
        values = {_name(row, column) for row in rows}
        if column == "bureau" and any(row.first.department for row in rows):
            continue  # the 과 tells; its 국 only widens the table
        if values != {None} and (len(values) > 1 or column in {"indicator", "item"} or column in PARTED):
            kept.append(column)
    if not kept:
        kept = [c for c in NAME_COLUMNS if any(_name(row, c) for row in rows)][:2]
    return kept


def _measure_columns(rows: Sequence[Row]) -> list[str]:
    return list(dict.fromkeys(measure_label(row, o) for row in rows for o in row.observations if _is_told(o)))


def _is_told(observation: Observation) -> bool:
    """A figure, or a dash that stands for nobody."""
    return observation.value is not None or (observation.unit == "명" and observation.text.strip() in DASHES)
