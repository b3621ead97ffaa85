"""What an index holds, as questions see it: figures that a name leads to, and sets of rows that can be asked as one."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from answer.datasets import DataSet, make_datasets
from answer.normal import compact
from index.rows import Row
from index.search import Index
from records import Observation, Report

Cell = tuple[str, str]
"""A table's id and a measure: what coverage counts."""


@dataclass(frozen=True)
class Fact:
    """One figure that can be asked for by name: `subject` is year, office and row, in words."""

    subject: str
    row: Row
    observation: Observation
    value: Decimal

    @property
    def measure(self) -> str:
        return self.observation.measure

    @property
    def cell(self) -> Cell:
        return (self.observation.table, self.measure)


@dataclass(frozen=True)
class Group:
    """Rows that a question can ask about as a whole, with the words that name them and the noun of one of them."""

    scope: str
    noun: str
    rows: tuple[Row, ...]
    measures: tuple[str, ...]


ENTITY_NOUNS: Mapping[str, str] = {
    "indicator": "성과지표",
    "programme": "사업",
    "department": "부서",
    "bureau": "실국",
    "team": "팀",
    "item": "항목",
}


class Facts:
    """An index as questions see it."""

    def __init__(self, index: Index, seed: int) -> None:
        self.index = index
        self.chance = random.Random(seed)

    def year(self, row: Row) -> int | None:
        return row.first.year or self._report(row).year

    def owner(self, row: Row) -> str:
        first, report = row.first, self._report(row)
        return first.department or first.bureau or report.department or first.agency or report.agency or ""

    @cached_property
    def figures(self) -> list[Fact]:
        """Figures whose name leads to one value only."""
        named: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for row in self.index.rows:
            for o in row.observations:
                if o.value is not None and not row.first.total:
                    fact = Fact(self.subject(row), row, o, o.value)
                    named[compact(fact.subject), o.measure].append(fact)
        return [facts[0] for facts in named.values() if len(facts) == 1]

    def subject(self, row: Row) -> str:
        """2021년 재무과 세외수입 징수액 (공유재산 관리) 시비: year, office, name and the row's other dimensions."""
        year, owner = self.year(row), self.owner(row)
        dims = [value for key, value in row.dims.items() if key not in _UNSPOKEN and value not in row.name]
        words = [f"{year}년" if year else "", owner if owner != row.name else "", row.name, *dims]
        return " ".join(word for word in words if word)

    @cached_property
    def groups(self) -> list[Group]:
        """All rows of a data set, and those of each office; only where no other set of the report is like it."""
        sets = make_datasets(self.index.rows)
        alike: dict[tuple[str, str, str], int] = defaultdict(int)
        for each in sets:
            for measure in each.measures:
                alike[each.report_id, each.entity, measure] += 1
        found: list[Group] = []
        for each in sets:
            own = tuple(sorted(m for m in each.measures if alike[each.report_id, each.entity, m] == 1))
            if own and each.entity in ENTITY_NOUNS and len({self.year(row) for row in each.rows}) == 1:
                found += self._groups(each, own)
        return found

    def _groups(self, dataset: DataSet, measures: tuple[str, ...]) -> Iterator[Group]:
        rows = dataset.rows
        if len(rows) < 3 or len({row.name for row in rows}) < len(rows) * 0.9:
            return
        noun = ENTITY_NOUNS[dataset.entity]
        report, year = self.index.reports[dataset.report_id], self.year(rows[0])
        words = [report.agency or "", f"{year}년" if year else "", report.department or ""]
        caption = rows[0].first.caption if len({row.first.caption for row in rows}) == 1 else None
        if dataset.entity in {"indicator", "bureau", "programme"} or caption:
            yield Group(" ".join(w for w in [*words, caption or ""] if w), noun, rows, measures)
        for office in dict.fromkeys(row.first.department for row in rows):
            own = tuple(row for row in rows if row.first.department == office)
            if office and len(own) < len(rows):
                yield Group(" ".join(word for word in (words[1], office) if word), noun, own, measures)

    def _report(self, row: Row) -> Report:
        return self.index.reports[row.first.report_id]


_UNSPOKEN = frozenset({"국 출처", "상위", "비고", "구분"})


def values(group: Group, measure: str) -> list[tuple[Row, Observation]]:
    """The rows' figures of a measure, where each has just one."""
    found = []
    for row in group.rows:
        own = [o for o in row.observations if o.measure == measure]
        if len(own) == 1 and own[0].value is not None:
            found.append((row, own[0]))
    return found
