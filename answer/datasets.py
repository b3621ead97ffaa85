"""Data sets: table rows of one report that share their measures and what they are about, over all its tables.

The 37 indicator tables of a report, one a department, are one data set of 230 indicators: filters, ranks, counts and
sums run over all of its rows, never over what a search happened to find.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from answer.normal import Letters, compact
from index.rows import Row

ENTITY_ORDER = ("indicator", "item", "programme", "team", "department", "bureau")


def entity_of(row: Row) -> str:
    """What a row is about: the most particular of its names, else the year."""
    return next((name for name in ENTITY_ORDER if getattr(row.first, name)), "year")


@dataclass(frozen=True)
class DataSet:
    """Rows of one report with the same measures, in the order of the text; totals are kept apart."""

    report_id: str
    entity: str
    measures: frozenset[str]
    rows: tuple[Row, ...]
    totals: tuple[Row, ...]

    @cached_property
    def heading(self) -> str:
        """Compact words of the tables' captions, sections, measures and dimensions' names."""
        words: dict[str, None] = {}
        apart = len({row.first.programme for row in self.rows}) > 1  # a programme's name tells of its row alone
        for row in (*self.rows, *self.totals):
            words.setdefault(row.first.section.replace(row.first.programme or "", "") if apart else row.first.section)
            words.setdefault(row.first.caption or "")
            for key in row.dims:
                words.setdefault(key)
        return compact(" ".join([*words, *sorted(self.measures)]))

    @cached_property
    def text(self) -> Letters:
        """Compact words of all rows: what does not stand here stands in none of them."""
        return Letters("\n".join(dict.fromkeys(row.search_text for row in self.rows)))

    @cached_property
    def offices(self) -> frozenset[str | None]:
        """The bureaus and departments of the rows; None where a row names none."""
        return frozenset(name for row in self.rows for name in (row.first.bureau, row.first.department))

    @cached_property
    def years(self) -> frozenset[int | None]:
        """The years that rows name; None where one names none."""
        return frozenset(row.first.year for row in self.rows)

    @cached_property
    def captions(self) -> frozenset[str]:
        """Compact captions of the tables."""
        return frozenset(compact(row.first.caption or "") for row in self.rows)


def make_datasets(rows: Iterable[Row]) -> list[DataSet]:
    """All data sets of an index; of labelled bullets only budgets (소요예산: 총 64,031천원)."""
    printed = [row for row in rows if "-t" in row.first.table or ("예산액" in row.measures and row.first.programme)]
    sizes = Counter(row.first.table for row in printed if not row.first.total and "재원" not in row.dims)
    groups: dict[tuple[str, str, frozenset[str], bool], list[Row]] = {}
    for row in printed:
        # The one table of all 단위사업 and the small tables under each 사업 print the same money twice: apart.
        alone = sizes[row.first.table] <= 1
        groups.setdefault((row.first.report_id, entity_of(row), frozenset(row.measures), alone), []).append(row)
    return [_dataset(*key[:3], group) for key, group in groups.items()]


def _dataset(report_id: str, entity: str, measures: frozenset[str], rows: Sequence[Row]) -> DataSet:
    parts = tuple(row for row in rows if not row.first.total)
    totals = tuple(row for row in rows if row.first.total)
    return DataSet(report_id, entity, measures, parts, totals)
