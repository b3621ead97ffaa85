"""Twins of what was read, without reading: figures in the place, under the names and with the values of a twin's text.

For sizes at which reading thousands of files anew would measure nothing that a hundred files have not shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import accumulate

from eval.twin import Twin
from eval.twin_golden import TwinReport
from records import Observation, Reading

NAMES = ("agency", "bureau", "department", "team", "programme", "indicator", "item", "caption", "section", "remark")
IDS = ("id", "report_id", "section_id", "row", "table")
PLACES = ("start", "end", "row_start", "row_end")


def twin_readings(twin: Twin, readings: Mapping[str, Reading], mark: str) -> Iterator[Reading]:
    """The figures of each report of a twin; `readings` are the originals by file, `mark` begins ids and file names.

    Passages and sections are left out: observations alone.
    """
    change = cache(twin.words.change)
    for report in twin.reports:
        read = readings[report.file]
        changed = _Changed(report, twin.factor, twin.words.shift, change, mark)
        year = read.report.year and read.report.year + twin.words.shift
        of = replace(
            read.report,
            id=mark + read.report.id,
            file=mark + report.file,
            title=change(read.report.title),
            agency=read.report.agency and change(read.report.agency),
            department=read.report.department and change(read.report.department),
            year=year,
        )
        yield Reading(of, report.twin, (), (), tuple(map(changed, read.observations)))


class _Changed:
    """An observation of the original as that of the twin."""

    def __init__(self, report: TwinReport, factor: int, shift: int, change: Callable[[str], str], mark: str) -> None:
        self._text, self._factor, self._shift, self._change, self._mark = report.twin, factor, shift, change, mark
        self._ends = [edit.end for edit in report.edits]
        self._grown = [0, *accumulate(len(edit.new) - (edit.end - edit.start) for edit in report.edits)]
        self._figures = {edit.start for edit in report.figures}

    def __call__(self, read: Observation) -> Observation:
        names = {name: value and self._change(value) for name in NAMES if (value := getattr(read, name)) is not None}
        ids = {name: self._mark + getattr(read, name) for name in IDS}
        places = {name: self._moved(getattr(read, name)) for name in PLACES}
        multiplied = any(place in self._figures for place in range(read.start, read.end))
        return replace(
            read,
            **names,  # type: ignore[arg-type]
            **ids,
            **places,  # type: ignore[arg-type]
            text=self._text[places["start"] : places["end"]],
            value=read.value * self._factor if multiplied and read.value is not None else read.value,
            dims={key: self._change(value) for key, value in read.dims.items()},
            year=read.year and read.year + self._shift,
        )

    def _moved(self, place: int) -> int:
        return place + self._grown[bisect_right(self._ends, place)]
