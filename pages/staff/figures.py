"""All figures of the reports as a table: filtered, looked at, taken home as a workbook or CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from records import Amended, Observation, Report

COLUMNS = {
    "title": "보고서",
    "year": "연도",
    "department": "부서",
    "programme": "사업",
    "name": "지표·항목",
    "dims": "구분",
    "measure": "측정값",
    "text": "값(인쇄된 대로)",
    "value": "값",
    "unit": "단위",
    "correction": "정정",
    "status": "상태",
    "as_of": "기준일",
    "file": "파일",
    "line": "줄",
}
"""The columns of the table with their Korean names."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Filter:
    """What to keep; an empty field keeps everything."""

    report: str = ""
    department: str = ""
    measure: str = ""
    year: str = ""
    words: str = ""

    def keeps(self, row: Mapping[str, Any]) -> bool:
        exact = ((self.report, "report_id"), (self.department, "department"), (self.measure, "measure"))
        if any(wanted and row[key] != wanted for wanted, key in exact):
            return False
        if self.year and str(row["year"]) != self.year:
            return False
        held = _compact(" ".join(str(row[key] or "") for key in ("department", "programme", "name", "dims", "measure")))
        return all(_compact(word) in held for word in self.words.split())


def _compact(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split()).lower()


def rows(observations: Iterable[Observation], reports: Iterable[Report], kept: Filter) -> list[dict[str, Any]]:
    """The figures that the filter keeps, a dict of COLUMNS (and `report_id`) each, in the order printed."""
    known = {report.id: report for report in reports}
    made = (_row(observation, known[observation.report_id]) for observation in observations)
    return [row for row in made if kept.keeps(row)]


def _row(o: Observation, report: Report) -> dict[str, Any]:
    return {
        "report_id": report.id,
        "title": report.title,
        "year": o.year or report.year,
        "department": o.department or o.bureau or report.department,
        "programme": o.programme,
        "name": o.indicator or o.item or o.team,
        "dims": ", ".join(f"{key} {value}" for key, value in o.dims.items()),
        "measure": o.measure,
        "id": o.id,
        "text": o.correction.printed if isinstance(o, Amended) else o.text,
        "value": o.value,
        "correction": _correction(o),
        "unit": o.unit,
        "status": o.status,
        "as_of": o.as_of or report.as_of,
        "file": report.file,
        "start": o.start,
        "end": o.end,
        "line": o.line,
    }


def _correction(o: Observation) -> str | None:
    """9 → 14 (결산서와 대조함): what was put right by hand, and why."""
    if not isinstance(o, Amended):
        return None
    return f"{o.correction.printed} → {o.text} ({o.correction.reason})"


def choices(observations: Iterable[Observation], reports: Iterable[Report]) -> dict[str, list[str]]:
    """What may be chosen for each field of the filter, in the order of the reports."""
    found: dict[str, dict[str, None]] = {"department": {}, "measure": {}, "year": {}}
    for row in rows(observations, reports, Filter()):
        for key, values in found.items():
            if row[key]:
                values.setdefault(str(row[key]))
    return {key: sorted(values) for key, values in found.items()}


def to_csv(table: Sequence[Mapping[str, Any]]) -> bytes:
    """UTF-8 with a mark, so that Excel reads Korean; text that looks like a formula gets an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS.values())
    writer.writerows([_plain(row[key]) for key in COLUMNS] for row in table)
    return ("\ufeff" + file.getvalue()).encode()


def _plain(value: Any) -> Any:
    negative = isinstance(value, str) and value[1:].replace(",", "").replace(".", "").isdecimal()
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) and not negative else value


def to_xlsx(table: Sequence[Mapping[str, Any]]) -> bytes:
    """A workbook with figures as numbers and text as text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("수치")
    sheet.freeze_panes = "A2"
    sheet.append(list(COLUMNS.values()))
    for row in table:
        sheet.append([_cell(sheet, row[key]) for key in COLUMNS])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    if not isinstance(value, str):
        return WriteOnlyCell(sheet, value=value)
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    return cell
