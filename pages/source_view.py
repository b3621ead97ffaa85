"""Where a quoted word stands: the address of a place in a report, and the words there with the lines around them."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from errors import MureobogoError
from pages.assistant import Assistant, SourceView
from pages.desk import Desk
from pages.markup import straight
from pages.source_table import table_of
from records import Citation, Report
from store.masking import masked_within

LONGEST_QUOTE = 20_000
MOST_LINES = 60

CHANGED = "이 출처의 보고서는 그 뒤에 바뀌었거나 내려졌습니다. 질문을 다시 하시면 지금 보고서로 답해 드립니다."
WRONG_PLACE = "출처의 위치가 바르지 않습니다. 주소가 잘리지 않았는지 확인해 주십시오."

_AT = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)


class NoSuchPlace(MureobogoError):
    """The report is not there (any more), or the place lies outside it."""


def address(report_id: str, start: int, end: int) -> str:
    """The link that opens these words; a report's id comes from its content, so an old link never shows new words.

    >>> address("r1", 120, 133)
    '/?report=r1&at=120-133'
    """
    return "/?" + urlencode({"report": report_id, "at": f"{start}-{end}"})


def place(citation: Citation) -> str:
    """The place in words: page, sheet and cell where there are such, and the line.

    >>> place(Citation(1, "r", "a.txt", "제목", "Ⅲ > 재무과", 120, 0, 1, "가", page=12))
    '12쪽 · 120번째 줄'
    """
    parts = (
        f"{citation.page}쪽" if citation.page else None,
        f"시트 {citation.sheet}" if citation.sheet else None,
        f"{citation.cell} 칸" if citation.cell else None,
        f"{citation.line:,}번째 줄" if citation.line and not citation.cell else None,
    )
    return " · ".join(part for part in parts if part)


def parse_at(at: str) -> tuple[int, int]:
    """`120-133` as (120, 133). Raises NoSuchPlace for anything else."""
    match = _AT.fullmatch(at)
    if not match or not 0 < int(match[2]) - int(match[1]) <= LONGEST_QUOTE:
        raise NoSuchPlace(WRONG_PLACE)
    return int(match[1]), int(match[2])


def look_up(desk: Desk, report_id: str, at: str, lines: int, internal: bool = False) -> dict[str, Any]:
    """The words at a place of a report, as JSON. Raises NoSuchPlace.

    Without `internal` an internal report is as good as absent; with it, who asks has logged in.
    """
    start, end = parse_at(at)
    assistant = desk.assistant()
    if report_id not in {report.id for report in (assistant.reports() if internal else desk.public_reports())}:
        raise NoSuchPlace(CHANGED)
    try:
        view = assistant.source(report_id, start, end, lines=max(1, min(lines, MOST_LINES)))
    except (MureobogoError, LookupError, ValueError) as error:
        raise NoSuchPlace(WRONG_PLACE) from error
    if not view.quote:
        raise NoSuchPlace(WRONG_PLACE)
    table = table_of(view.report.format, _first_line(assistant, report_id), view.before, view.quote, view.after)
    shown = {"table": table.to_json() if table else None, "address": address(report_id, start, end)}
    return desk.mask.json(masked_within(to_json(view) | shown, straight))  # type: ignore[no-any-return]


def _first_line(assistant: Assistant, report_id: str) -> str:
    begin = assistant.source(report_id, 0, 1, lines=1)
    return (begin.quote + begin.after).partition("\n")[0]


def to_json(view: SourceView) -> dict[str, Any]:
    """What the source panel shows."""
    return {
        "title": view.report.title,
        "about": about_report(view.report),
        "file": view.report.file,
        "source": view.report.source,
        "section": view.section,
        "line": view.line,
        "page": view.page,
        "before": view.before.lstrip("\n"),
        "quote": view.quote,
        "corrections": [amendment.to_json() for amendment in view.corrections],
        "after": view.after.rstrip("\n"),
    }


def about_report(report: Report) -> str:
    """Agency, year and date of the figures, as far as known: `영등포구 · 2021년 · 2021-09-30 기준`."""
    parts = (
        report.agency,
        f"{report.year}년" if report.year else None,
        f"{report.as_of} 기준" if report.as_of else None,
    )
    return " · ".join(part for part in parts if part)
