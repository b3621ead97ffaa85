"""What an index holds, as questions see it: figures that a name leads to, and sets of rows that can be asked as one."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations

from answer.datasets import DataSet, make_datasets
from answer.normal import compact
from index.rows import Row
from index.search import Index
from records import CUMULATIVE, EXPECTED, PLAN, Observation, Report

SHORTEST_LABEL = 3
"""Letters of a bullet's label that can be asked for by itself."""

SHARED_OFFICES = 3
"""Two tables that give a measure for so many offices alike are of the same thing."""

Cell = tuple[str, str]
"""A table's id and a measure: what coverage counts."""


@dataclass(frozen=True)
class Fact:
    """One figure that can be asked for by name: `subject` is year, office and row, in words.

    `told_apart` is what parts it from others of the same name: 9월 30일 기준, 누계.
    """

    subject: str
    row: Row
    observation: Observation
    value: Decimal
    told_apart: str = ""

    @property
    def measure(self) -> str:
        return self.observation.measure

    @property
    def asked(self) -> str:
        """The measure as a question names it: 9월 30일 기준 집행액."""
        return f"{self.told_apart} {self.measure}".strip()

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
    def _named(self) -> list[list[Fact]]:
        """Figures by what a question would call them; those of total rows are called 전체."""
        named: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for row in self.index.rows:
            for o in row.observations:
                if o.value is not None and self._is_name(row):
                    fact = Fact(self.subject(row), row, o, o.value)
                    named[compact(fact.subject), o.measure].append(fact)
        return list(named.values())

    @cached_property
    def figures(self) -> list[Fact]:
        """Figures whose name leads to one value only."""
        return [facts[0] for facts in self._named if len(facts) == 1 and not facts[0].row.first.total]

    @cached_property
    def totals(self) -> list[Fact]:
        """The same of total rows."""
        return [facts[0] for facts in self._named if len(facts) == 1 and facts[0].row.first.total]

    @cached_property
    def told_apart(self) -> list[Fact]:
        """Figures whose name leads to several values of one report, and that their date or span tells apart."""
        found = []
        for facts in self._named:
            marks = [_mark(fact.observation) for fact in facts]
            if len({fact.observation.report_id for fact in facts}) == 1 and len(facts) > 1:
                pairs = zip(facts, marks, strict=True)
                found += [replace(fact, told_apart=mark) for fact, mark in pairs if mark and marks.count(mark) == 1]
        return found

    @cached_property
    def conflicts(self) -> list[tuple[Fact, Fact]]:
        """Figures of one office and measure that two tables give differently: a total and its breakdown."""
        found = []
        for one, other in combinations(self._by_office.values(), 2):
            shared = [(one[key], other[key]) for key in one if key in other]
            if len(shared) >= SHARED_OFFICES and all(len(a) == len(b) == 1 for a, b in shared):
                found += [(a[0], b[0]) for a, b in shared if a[0].value != b[0].value]
        return found

    @cached_property
    def _by_office(self) -> dict[Cell, dict[tuple[object, ...], list[Fact]]]:
        """For each table and measure: the figures of each 국, by its agency and year, unit and date."""
        tables: dict[Cell, dict[tuple[object, ...], list[Fact]]] = defaultdict(lambda: defaultdict(list))
        for row in self.index.rows:
            if row.first.bureau and not row.first.department and not row.first.total:
                year, agency = self.year(row), row.first.agency or self._report(row).agency or ""
                subject = " ".join(word for word in (f"{year}년" if year else "", agency, row.first.bureau) if word)
                for o in row.observations:
                    if o.value is not None:
                        status = None if o.status == PLAN else o.status  # a budget is a plan, said or not
                        key = (subject, o.measure, o.unit, o.as_of, status)
                        tables[o.table, o.measure][key].append(Fact(subject, row, o, o.value))
        return tables

    def _is_name(self, row: Row) -> bool:
        """Does the row have a name to be asked for by?"""
        return not _is_label(row) or len(compact(row.name)) >= SHORTEST_LABEL or "상위" in row.dims

    def subject(self, row: Row) -> str:
        """2021년 재무과 세외수입 징수액 (공유재산 관리) 시비: year or agency, office, name, other dimensions.

        A label as short as 운영 or 구성 says nothing without the bullet above it.
        """
        year, owner = self.year(row), self.owner(row)
        agency = row.first.agency or self._report(row).agency or ""
        name = " ".join(word for word in (row.first.caption, "전체") if word) if row.first.total else row.name
        dims = [value for key, value in row.dims.items() if key not in _UNSPOKEN and value not in name]
        above = row.dims.get("상위", "") if _is_label(row) and len(compact(name)) < SHORTEST_LABEL else ""
        words = [f"{year}년" if year else agency, owner if owner != name else "", above, name, *dims]
        return " ".join(dict.fromkeys(word for word in words if word))

    @cached_property
    def groups(self) -> list[Group]:
        """All rows of a data set, and those of each office; only where the same words name no other set."""
        sets = make_datasets(self.index.rows)
        alike = Counter((*self._named_by(each), measure) for each in sets for measure in each.measures)
        found: list[Group] = []
        for each in sets:
            own = tuple(sorted(m for m in each.measures if alike[*self._named_by(each), m] == 1))
            if own and each.entity in ENTITY_NOUNS and len({self.year(row) for row in each.rows}) == 1:
                found += self._groups(each, own)
        return found

    def _named_by(self, dataset: DataSet) -> tuple[object, ...]:
        """What a question can name a data set by, beside a measure: a report may be spread over several files."""
        report = self.index.reports[dataset.report_id]
        return (
            report.agency,
            report.department,
            self.year(dataset.rows[0] if dataset.rows else dataset.totals[0]),
            dataset.entity,
        )

    def _groups(self, dataset: DataSet, measures: tuple[str, ...]) -> Iterator[Group]:
        rows = dataset.rows
        if len(rows) < 3 or len({row.name for row in rows}) < len(rows) * 0.9:
            return
        if ":" in (rows[0].first.caption or "") or not any(
            o.value is not None for row in rows for o in row.observations
        ):
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


def _is_label(row: Row) -> bool:
    """Of a bullet, not of a table's row."""
    return "-t" not in row.first.table and not row.first.total


def _mark(o: Observation) -> str:
    """9월 30일 기준, 12월 31일까지 예정, 누계, or the part of a bullet that a figure is of."""
    words = [o.dims.get("구분", "")]
    if o.as_of and o.as_of.count("-") == 2:
        month, day = (int(part) for part in o.as_of.split("-")[1:])
        words.append(f"{month}월 {day}일까지 {EXPECTED}" if o.status == EXPECTED else f"{month}월 {day}일 기준")
    if o.span == CUMULATIVE:
        words.append(CUMULATIVE)
    return " ".join(word for word in words if word)


_UNSPOKEN = frozenset({"국 출처", "상위", "비고", "구분"})


def values(group: Group, measure: str) -> list[tuple[Row, Observation]]:
    """The rows' figures of a measure, where each has just one."""
    found = []
    for row in group.rows:
        own = [o for o in row.observations if o.measure == measure]
        if len(own) == 1 and own[0].value is not None:
            found.append((row, own[0]))
    return found
