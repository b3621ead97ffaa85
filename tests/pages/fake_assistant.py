"""An assistant that answers a few questions from one small report of its own: the pages' tests patch nothing.

The report is made up. Offsets are real, so that every place opens at the quoted words.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from errors import Unavailable
from index.amended import Bound, amended_rows, bind
from index.rows import group_rows
from records import Amendment, Answer, Citation, Correction, Figure, Observation, Passage, Remark, Report

LINES = [
    "Ⅲ. 부서별 성과지표",
    "▢ 물빛과",
    "하천 정비 연장 km 12 9 75.0",
    "수질 검사 횟수 회 24 24 100.0",
    "▢ 나무과",
    "가로수 심기 그루 1,200 1,150 95.8",
    "○ 예산액: 13,351백만원 (국비 1~2위, 시비 3~4위)",
    "○ <script>window.hacked=1</script> **굵게** [1] `21.5.15.",
    "※ 2021. 12. 31. 기준",
]
TEXT = "\n".join([*(f"앞선 줄 {n}" for n in range(1, 31)), *LINES, *(f"이어진 줄 {n}" for n in range(1, 31))])

CSV_TEXT = '과,지표,실적\n물빛과,하천 정비,9\n나무과,"가로수, 화단",1150\n'

PUBLIC = Report("fake-1", "a.txt", "2021년 주요업무 성과", "별빛구", 2021, "2021-12-31", "성과보고")
SHEET = Report("fake-3", "표.csv", "2021년 지표 표", "별빛구", 2021, format="csv")
TEXTS = {"fake-1": TEXT, "fake-2": TEXT, "fake-3": CSV_TEXT}
INTERNAL = Report("fake-2", "b.txt", "내부 검토 자료", "별빛구", 2021, visibility="internal")

QUESTIONS = (
    "목표를 달성하지 못한 과는?",
    "나무과 예산액은 얼마인가요?",
    "물빛과 하천 정비 실적은?",
    "가로수는 몇 그루 심었나요?",
    "수질 검사는 몇 번 했나요?",
    "물빛과와 나무과의 달성률을 비교해 주세요",
)


@dataclass(frozen=True)
class FakeView:
    report: Report
    section: str
    line: int
    page: int | None
    before: str
    quote: str
    after: str
    corrections: tuple[Amendment, ...] = ()


@dataclass(frozen=True)
class FakeHit:
    passage: Passage
    score: float = 1.0


def passage_of(line: str) -> Passage:
    """A line of the public report as a passage."""
    start = TEXT.index(line)
    end, number = start + len(line), TEXT.count("\n", 0, start) + 1
    return Passage("p1", PUBLIC.id, "s1", "Ⅲ > 나무과", "bullet", line, line, start, end, number)


def cite(n: int, quote: str, section: str, report: Report = PUBLIC) -> Citation:
    """The citation of words that stand in a report."""
    text = TEXTS[report.id]
    start = text.index(quote)
    line = text.count("\n", 0, start) + 1
    return Citation(n, report.id, report.file, report.title, section, line, start, start + len(quote), quote)


WATER = cite(1, "하천 정비 연장 km 12 9 75.0", "Ⅲ > 물빛과")
TREES = cite(2, "가로수 심기 그루 1,200 1,150 95.8", "Ⅲ > 나무과")
BUDGET = cite(1, "○ 예산액: 13,351백만원 (국비 1~2위, 시비 3~4위)", "Ⅲ > 나무과")
HOSTILE = cite(1, LINES[7], "Ⅲ > <img src=x onerror=window.hacked=1>")

BELOW = Answer(
    QUESTIONS[0],
    "달성률이 100% 미만인 지표가 있는 과는 **2곳**입니다(별빛구 2021년 지표 3개 전체 가운데).\n\n"
    "| 과 | 지표 | 목표 | 실적 | 달성률 |\n|---|---|---:|---:|---:|\n"
    "| 물빛과 [1] | 하천 정비 연장(km) | 12 | 9 | 75.0% |\n"
    "| 나무과 [2] | 가로수 심기(그루) | 1,200 | 1,150 | 95.8% |",
    "2021년 · 전체 부서 · 달성률 100% 미만 · 지표 목록",
    plan={"operation": "list", "measures": ["달성률"]},
    citations=(WATER, TREES),
    figures=(
        Figure("2곳", (1, 2), "물빛과, 나무과 = 2곳"),
        Figure("12", (1,)),
        Figure("9", (1,)),
        Figure("75.0%", (1,)),
        Figure("1,200", (2,)),
        Figure("1,150", (2,)),
        Figure("95.8%", (2,)),
    ),
    suggestions=("나무과 예산액은 얼마인가요?", "가로수는 몇 그루 심었나요?"),
)
BUDGET_ANSWER = Answer(
    QUESTIONS[1],
    "나무과의 예산액은 **13,351백만원**(133억 5,100만원)입니다 [1].",
    "2021년 · 나무과 · 예산액",
    citations=(BUDGET,),
    figures=(Figure("13,351백만원", (1,)), Figure("133억 5,100만원", (1,), "13,351백만원 = 133억 5,100만원")),
    suggestions=("목표를 달성하지 못한 과는?",),
)
HOSTILE_ANSWER = Answer(
    "위험한 글",
    "<script>window.hacked=1</script> <img src=x onerror=window.hacked=1> ![그림](https://evil.example/a.png) "
    "<form action=https://evil.example><input></form> 1~2위, 3~4위 2023*1.5*2 $$x$$ "
    "[가](javascript:window.hacked=1) <a href='javascript:window.hacked=1'>나</a> <svg onload=window.hacked=1> "
    "![그림](data:image/svg+xml,<svg onload=window.hacked=1>) <details open ontoggle=window.hacked=1> "
    "\u202e987\u202c <javascript:window.hacked=1> [1]",
    "<b>위험</b>",
    citations=(HOSTILE,),
    figures=(Figure("<i>1</i>", (1,)), Figure("999")),
    suggestions=("<img src=x onerror=window.hacked=1>",),
)
SHEET_ANSWER = Answer(
    "표 파일의 실적은?",
    "나무과의 실적은 **1,150그루**입니다 [1].\n\n- 나무과\n  - 가로수 심기",
    "나무과 · 실적",
    citations=(cite(1, '나무과,"가로수, 화단",1150', "", SHEET),),
    figures=(Figure("1,150그루", (1,)),),
)
REFUSAL = Answer(
    "",
    "별빛구 2021년 보고서에서 **2019년**의 값을 찾지 못했습니다. 2021년의 값은 있습니다.",
    "2019년 · 물빛과 · 실적",
    refused=True,
    reason="not_in_reports",
    suggestions=("물빛과 하천 정비 실적은?",),
)

INTERNAL_ANSWER = Answer(
    "내부 검토 결과는?",
    "내부 검토 자료에 이렇게 적혀 있습니다 [1].",
    "내부 검토",
    citations=(cite(1, "○ 예산액: 13,351백만원 (국비 1~2위, 시비 3~4위)", "검토", INTERNAL),),
)


def observed(n: int, department: str, name: str, measure: str, value: str, unit: str) -> Observation:
    """A figure of the indicator table."""
    start = TEXT.index(name) + len(name) + n
    place = {"start": start, "end": start + len(value), "row_start": start, "row_end": start + 9, "line": 33}
    return Observation(
        f"o{n}", PUBLIC.id, "s1", f"Ⅲ > {department}", "t1", f"t1-{department}", measure, Decimal(value), value, unit,
        year=2021, department=department, indicator=name, **place,
    )  # fmt: skip


OBSERVATIONS = (
    observed(1, "물빛과", "하천 정비 연장", "목표", "12", "km"),
    observed(2, "물빛과", "하천 정비 연장", "실적", "9", "km"),
    observed(3, "나무과", "가로수 심기", "실적", "1150", "그루"),
)

ANSWERS = {answer.question: answer for answer in (BELOW, BUDGET_ANSWER, HOSTILE_ANSWER, SHEET_ANSWER)}


class FakeConversation(tuple[str, ...]):
    """The questions asked so far."""

    def to_json(self) -> dict[str, Any]:
        return {"asked": list(self)}


@dataclass
class FakeAssistant:
    """Fits `pages.assistant.Assistant`. `seconds` is how long an answer takes; `broken` makes every answer fail."""

    seconds: float = 0.0
    broken: Exception | None = None
    asked: list[tuple[str, Any]] = field(default_factory=list)
    agencies: list[str | None] = field(default_factory=list)
    learned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    corrected: tuple[Correction, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(
        self,
        question: str,
        conversation: Any = None,
        internal: bool = False,
        watch: Any = None,
        agency: str | None = None,
    ) -> tuple[Answer, FakeConversation]:
        time.sleep(self.seconds)
        if self.broken:
            raise self.broken
        with self.lock:
            self.asked.append((question, conversation))
            self.agencies.append(agency)
        if internal and question == INTERNAL_ANSWER.question:
            return INTERNAL_ANSWER, FakeConversation((*(conversation or ()), question))
        return ANSWERS.get(question, REFUSAL), FakeConversation((*(conversation or ()), question))

    def resumed(self, state: Mapping[str, Any]) -> FakeConversation:
        return FakeConversation(state["asked"])

    def search(self, question: str, count: int, reports: Sequence[str]) -> list[FakeHit]:
        """The lines that hold a word of the question, of the reports that may be seen."""
        lines = TEXT.split("\n") if PUBLIC.id in reports else []
        return [FakeHit(passage_of(line)) for line in lines if any(word in line for word in question.split())][:count]

    def source(self, report_id: str, start: int, end: int, lines: int = 12) -> FakeView:
        text = TEXTS[report_id]
        if end > len(text):
            raise Unavailable("범위를 벗어났습니다.")
        before, after = text[:start].split("\n"), text[end:].split("\n")
        return FakeView(
            SHEET if report_id == SHEET.id else PUBLIC,
            "Ⅲ > 물빛과",
            len(before),
            None,
            "\n".join(before[-lines - 1 :]),
            text[start:end],
            "\n".join(after[: lines + 1]),
        )

    def examples(self, count: int = 6, agency: str | None = None) -> list[str]:
        return list(QUESTIONS[:count])

    def reports(self) -> list[Report]:
        return [PUBLIC, INTERNAL, SHEET]

    def learn(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        self.learned = dict(synonyms)

    def correct(self, corrections: Sequence[Correction]) -> None:
        self.corrected = tuple(corrections)

    def lost_corrections(self) -> list[tuple[Correction, str]]:
        return list(self._bound().lost)

    def observations(self) -> list[Observation]:
        rows = amended_rows(group_rows(OBSERVATIONS), self._bound().held)
        return [observation for row in rows for observation in row.observations]

    def _bound(self) -> Bound:
        return bind(self.corrected, group_rows(OBSERVATIONS), {report.id: report for report in self.reports()})

    def remarks(self, report_id: str) -> list[Remark]:
        return [Remark("합계가 맞지 않습니다", 33)] if report_id == PUBLIC.id else []

    def refresh(self) -> bool:
        return False

    def warm(self) -> None:
        """Nothing to load."""


STARS, MOON = "별빛구", "달빛구"


@dataclass
class TwoAgencies(FakeAssistant):
    """Reports of two agencies; of a third there is an internal one only."""

    def reports(self) -> list[Report]:
        return [PUBLIC, replace(SHEET, agency=MOON), replace(INTERNAL, agency="그늘구")]
