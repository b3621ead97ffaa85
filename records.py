"""The frozen records that every stage hands on: what a report says, and what an answer is made of.

They are free of storage and vendor types. Offsets (`start`, `end`) count characters of the report's extracted text
(NFC, LF line ends, no byte-order mark); `text[start:end]` is always the words themselves. Lines and pages count from 1.
A record is changed with `dataclasses.replace`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

PATH_SEPARATOR = " > "

ACTUAL, PLAN, EXPECTED = "실적", "계획", "예정"
"""Values of `status`: what was done, what is planned, and what is expected to be done by a later date."""

PERIOD, CUMULATIVE = "기간", "누계"
"""Values of `span`: a figure of one period, or accumulated since the beginning."""


@dataclass(frozen=True, slots=True)
class Report:
    """One file. `id` comes from its content, so that reading it twice changes nothing.

    `source` names the public original when the file is a re-typed copy; `inferred` lists the keys that were read off
    the text because the manifest was silent.
    """

    id: str
    file: str
    title: str
    agency: str | None = None
    year: int | None = None
    as_of: str | None = None
    kind: str | None = None
    department: str | None = None
    source: str | None = None
    format: str = "txt"
    sha256: str = ""
    visibility: str = "public"
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline, with what its heading and those above it settle for everything that stands below.

    `role` says what kind of heading it is: root, part (Ⅰ), bureau, department, field (◇), programme, heading (□).
    Example: `1 체계적인 구정기획 기획조정팀` is a programme section whose `programme` is "체계적인 구정기획" and whose
    `team` is "기획조정팀"; the `□ 주요 추진실적` below it inherits both and adds the status 실적.
    """

    id: str
    report_id: str
    parent: str | None
    level: int
    role: str
    title: str
    path: str
    start: int
    end: int
    line: int
    year: int | None = None
    bureau: str | None = None
    department: str | None = None
    team: str | None = None
    programme: str | None = None
    status: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that stands alone for retrieval: a bullet with its sub-bullets, a table row, a paragraph.

    `search_text` is what retrieval reads: the heading path, the parent bullet and the text, slips normalised.
    `parent` is the passage this one is a sub-bullet of.
    """

    id: str
    report_id: str
    section_id: str
    path: str
    kind: str
    text: str
    search_text: str
    start: int
    end: int
    line: int
    page: int | None = None
    parent: str | None = None
    status: str | None = None
    year: int | None = None
    department: str | None = None
    team: str | None = None
    programme: str | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure of a table or a labelled bullet, with its dimensions (W3C Data Cube: observation, dimension, measure).

    `value` is exact and in `unit`; None where the cell is empty, a dash or words. `text` is the figure as printed and
    equals the report's text from `start` to `end`; `row_start`/`row_end` span the whole row or bullet. Observations of
    one row share `row`, rows of one table share `table`. `total` marks a row that sums others (계, 합계).
    Example: `세외수입 징수액 (공유재산 관리) 백만원 1,829 5,792 316` under ▢ 재무과 gives three observations with
    measures 목표, 실적 (백만원) and 달성률 (%), the same `row`, department 재무과.
    """

    id: str
    report_id: str
    section_id: str
    section: str
    table: str
    row: str
    measure: str
    value: Decimal | None
    text: str
    unit: str | None
    start: int
    end: int
    row_start: int
    row_end: int
    line: int
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    caption: str | None = None
    agency: str | None = None
    year: int | None = None
    as_of: str | None = None
    bureau: str | None = None
    department: str | None = None
    team: str | None = None
    programme: str | None = None
    indicator: str | None = None
    item: str | None = None
    dims: Mapping[str, str] = field(default_factory=dict, hash=False)
    status: str | None = None
    span: str | None = None
    remark: str | None = None
    total: bool = False
    place: str | None = None  # where the row stands in the public original, for re-typed rows


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure put right by hand: it stands beside what is printed, never instead of it.

    `row` says what the figure is of (`index.amended.row_of`), `start` where it stood, `printed` what stands there,
    `text` what it should be. Example: printed "5,792", text "5,892", reason "결산서와 대조함".
    """

    report_id: str
    file: str
    start: int
    row: str
    printed: str
    text: str
    reason: str
    who: str
    at: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Amended(Observation):
    """An observation whose `text` and `value` were put right; `start` and `end` are still those of what is printed."""

    correction: Correction


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that reading could not settle or that a check found, and where."""

    message: str
    line: int | None = None
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file."""

    report: Report
    text: str
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    observations: tuple[Observation, ...]
    warnings: tuple[Remark, ...] = ()
    seconds: float = 0.0
    pages: tuple[tuple[int, int], ...] = ()  # (start, end) of each page, in order; empty where the format has none


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a report that the reader can open: `quote` equals the report's text from `start` to `end`."""

    n: int
    report_id: str
    file: str
    title: str
    section: str
    line: int
    start: int
    end: int
    quote: str
    page: int | None = None
    sheet: str | None = None
    cell: str | None = None
    source: str | None = None

    def to_json(self) -> dict[str, Any]:
        keys = ("n", "file", "title", "page", "sheet", "cell", "line", "section", "start", "end", "quote", "source")
        return {key: getattr(self, key) for key in keys}


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of an answer: where it stands (`citations`), or how it was computed (`formula`) from figures that do."""

    text: str
    citations: tuple[int, ...] = ()
    formula: str | None = None

    def to_json(self) -> dict[str, Any]:
        return {"text": self.text, "citations": list(self.citations), "formula": self.formula}


@dataclass(frozen=True, slots=True)
class Amendment:
    """정정: a corrected figure of an answer, and what is printed at the place that citation `n` opens; `at` is UTC."""

    n: int
    name: str
    printed: str
    value: str
    reason: str
    at: str

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("n", "name", "printed", "value", "reason", "at")}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets. `refused` is true when nothing of the question is answered; `reason` says why.

    Reasons: not_in_reports, off_topic, private, opinion, unsafe (refused); clarify, glossary (not refused).
    `writer` is "template" or the name of the language model, `tokens` those of its prompts, `notices` what the reader
    should know about the writing.
    """

    question: str
    text: str
    understood: str = ""
    refused: bool = False
    reason: str | None = None
    plan: Mapping[str, Any] = field(default_factory=dict, hash=False)
    citations: tuple[Citation, ...] = ()
    figures: tuple[Figure, ...] = ()
    corrections: tuple[Amendment, ...] = ()
    suggestions: tuple[str, ...] = ()
    writer: str = "template"
    tokens: int | None = None
    notices: tuple[str, ...] = ()
    ms: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """The ANSWER object of the contracts (docs/architecture.md)."""
        return {
            "question": self.question,
            "answer": self.text,
            "refused": self.refused,
            "reason": self.reason,
            "plan": dict(self.plan),
            "understood": self.understood,
            "citations": [citation.to_json() for citation in self.citations],
            "figures": [figure.to_json() for figure in self.figures],
            "corrections": [amendment.to_json() for amendment in self.corrections],
            "suggestions": list(self.suggestions),
            "writer": self.writer,
            "tokens": self.tokens,
            "notices": list(self.notices),
            "ms": self.ms,
        }
