"""Flat text of made-up reports, read the way ingest does: text → document → grids → observations."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.document import Document, Grid
from ingest.observe import observe
from ingest.tables import find_grids
from records import Observation, Report, Section

REPORT = Report(
    id="abc", file="a.txt", title="업무보고", agency="한빛구", year=2030, as_of="2030-09-30", department="새빛과"
)


def section(start: int, end: int, **known: object) -> Section:
    """A section of the report with what the heading settles."""
    return Section(
        id=f"abc-s{start}",
        report_id="abc",
        parent=None,
        level=1,
        role=str(known.pop("role", "heading")),
        title=str(known.pop("title", "")),
        path="Ⅰ",
        start=start,
        end=end,
        line=1,
        **known,  # type: ignore[arg-type]
    )


def grids_of(text: str, sections: Sequence[Section] = ()) -> list[Grid]:
    return find_grids(Document(text, "txt"), sections)


def observations_of(text: str, sections: Sequence[Section] = (), report: Report = REPORT) -> list[Observation]:
    """The observations of a text; each must quote what is printed."""
    document = Document(text, "txt")
    found = observe(document, report, sections, find_grids(document, sections))
    for each in found:
        assert text[each.start : each.end] == each.text
        assert each.row_start <= each.start < each.end <= each.row_end
    return found


def cells(grid: Grid) -> list[list[str]]:
    """The words of each row."""
    return [[cell.text for cell in row] for row in grid.rows]
