"""What generated questions reach: which tables, measures and operations were asked at least once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answer.plan import OPERATIONS
from eval.evaluate import Result
from eval.facts import Cell
from eval.made import KINDS, Made
from index.search import Index

_FAMILIES = {"aggregate": ("sum", "mean")}
"""Kinds whose questions carry other family names."""


DECLINED = frozenset({"off_topic", "private", "opinion", "unsafe"})
"""Reasons of a refusal that needs no look into the reports, whatever the question was planned as."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Of what there is, what was reached, and what was not."""

    name: str
    all: int
    missed: tuple[str, ...]

    @property
    def line(self) -> str:
        reached = self.all - len(self.missed)
        return f"| {self.name} | {reached:,} | {self.all:,} | {100 * reached / self.all if self.all else 100:.1f}% |"


def coverage(index: Index, made: Iterable[Made], results: Sequence[Result]) -> list[Reach]:
    """Tables, their measures, kinds of question, and operations that answers were planned with."""
    asked: set[Cell] = {cell for each in made for cell in each.cells}
    there = {(o.table, o.measure): o for row in index.rows for o in row.observations if o.value is not None}
    files = {id_: report.file for id_, report in index.reports.items()}
    tables = {table: f"{files[o.report_id]}:{o.line}" for (table, _), o in reversed(there.items())}
    asked_tables = {table for table, _ in asked}
    families = {each.golden.family for each in made}
    kinds = {name: _FAMILIES.get(name, (name,)) for name in KINDS}
    planned = {str(result.answer.plan.get("operation")) for result in results}
    planned |= {"decline" for result in results if result.answer.reason in DECLINED}
    return [
        Reach("표·라벨 (tables)", len(tables), tuple(tables[t] for t in tables if t not in asked_tables)),
        Reach("표의 열 (measures)", len(there), tuple(f"{tables[t]} {m}" for t, m in there if (t, m) not in asked)),
        Reach("질문의 갈래 (kinds)", len(kinds), tuple(k for k, names in kinds.items() if not families & set(names))),
        Reach("계획의 연산 (operations)", len(OPERATIONS), tuple(o for o in OPERATIONS if o not in planned)),
    ]


def coverage_text(reaches: Sequence[Reach], shown: int = 12) -> str:
    """The table of what was reached, then what was not: for tables and columns, file and line where they begin."""
    lines = ["| 무엇 | 물은 것 | 모두 | |", "| --- | ---: | ---: | ---: |", *(reach.line for reach in reaches)]
    for reach in reaches:
        more = len(reach.missed) - shown
        told = [*reach.missed[:shown], *([f"외 {more:,}"] if more > 0 else [])]
        if told:
            lines.append(f"\n묻지 못한 {reach.name}: {', '.join(told)}")
    return "\n".join(lines)


def draw(made: Sequence[Made], limit: int, order: Sequence[int]) -> list[Made]:
    """At most `limit` questions: first what no question before asked (a cell, a kind), then the rest in `order`."""
    if limit >= len(made):
        return list(made)
    seen: set[object] = set()
    first: list[int] = []
    rest: list[int] = []
    for place in order:
        new = {*made[place].cells, made[place].golden.family} - seen
        (first if new else rest).append(place)
        seen |= new
    return [made[place] for place in sorted([*first, *rest][:limit])]
