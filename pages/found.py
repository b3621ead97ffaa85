"""Search without an answer: the passages of public reports that fit a question."""

from __future__ import annotations

from typing import Any

from pages.assistant import Found
from pages.desk import Desk, checked
from pages.source_view import address
from records import Report

MOST_PASSAGES = 50
"""How many passages a search gives at most."""


def find(desk: Desk, question: str, count: int, agency: str | None = None) -> dict[str, Any]:
    """`{"question", "passages": […]}`, best first, in the form of `python -m index search --json` and a little more;
    of one agency's reports where it is named.

    Raises QuestionError for a question that cannot be asked or an agency without reports, and
    Unavailable while the reports are not open.
    """
    clean = checked(question)
    assistant = desk.opening.wait(0)
    desk.check_agency(agency)
    reports = {report.id: report for report in desk.public_reports(agency)}
    found = assistant.search(clean, max(1, min(count, MOST_PASSAGES)), list(reports))
    passages = [to_json(hit, reports[hit.passage.report_id]) for hit in found]
    return {"question": clean, "passages": desk.mask.json(passages)}


def to_json(hit: Found, report: Report) -> dict[str, Any]:
    """One passage, with the address that opens it."""
    passage = hit.passage
    return {
        "file": report.file,
        "title": report.title,
        "section": passage.path,
        "page": passage.page,
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
        "address": address(report.id, passage.start, passage.end),
    }
