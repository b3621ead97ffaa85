"""Tables of a document: those its format told, and those put together again from flat text."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ingest.document import Document, Grid
from ingest.tables import budgets, displaced, indicators, scattered, staff, tabbed, teams, worded
from records import Section

Finder = Callable[[Document, Sequence[Grid]], list[Grid]]

FINDERS: tuple[Finder, ...] = (tabbed.find, indicators.find, staff.find, budgets.find, scattered.find, worded.find)
"""Each finds one shape of table in the text that the ones before it left over, the surest shapes first."""

GRIDDED = frozenset({"csv", "tsv", "xlsx", "xls"})
"""Formats that are nothing but grids."""


def find_grids(document: Document, sections: Sequence[Section]) -> list[Grid]:
    """All tables of a document, in the order in which they stand: `document.grids` and those of flat text."""
    grids = list(document.grids)
    if document.format not in GRIDDED:
        for find in FINDERS:
            grids.extend(find(document, grids))
        grids.extend(teams.find(document, grids, sections))
    return sorted(displaced.settle(document, sections, grids), key=lambda grid: (grid.start, grid.end))
