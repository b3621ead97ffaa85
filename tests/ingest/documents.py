"""Small documents for the tests of reading, in wording of our own, and the helper that reads them."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.document import Document, Grid, clean_text
from ingest.metadata import describe
from ingest.outline import find_sections
from records import Report, Section

REPORT_TEXT = """\
 Ⅰ. 일반현황

1 조 직

2 인 력

기획과 - ( 2 )개팀

3 예 산 현 황

(단위: 천원)
 Ⅱ. 주요업무 추진실적

연번 사 업 명 쪽

 구정 살림 계획 세우기 ·················4

 나라 돈 끌어오기 ··········5
 1 구정 살림 계획 세우기 기획팀
ㅇㅇ

살림 계획을 짜임새 있게 세워 구정을 잘
이끌고자 함

□ 사업개요
○ 간부회의 운영

□ 추진실적
○ 간부회의 운영: 12회

- 요청 처리: 46건(구두 5건 / 서면
 41건)

※ 10월 말까지의 수치임

□ 향후계획
○ 내년 계획 세우기: 12월

□ 예산현황 (단위: 천원)

예 산 액 집 행 액 집행률(%)
 8,100

(구비 8,100)
 70

 구 분 올해 지난해
수 익 500 400

2 나라 돈 끌어오기 예 산 팀
ㅇㅇ

□ 사업개요
○ 보조금 신청

□ 소요예산: 총 3,000천원(시 1,000, 구비 2,000)
 Ⅲ. 2024년 주요업무 추진계획

 1 새 살림 계획 기획팀

□ 사업개요
○ 목표 세우기

□ 소요예산: 비예산
"""


@dataclass(frozen=True)
class Read:
    """A document with its report and sections."""

    document: Document
    report: Report
    sections: tuple[Section, ...]

    def titles(self, role: str) -> list[str]:
        return [section.title for section in self.sections if section.role == role]

    def section(self, title: str, nth: int = 0) -> Section:
        return [section for section in self.sections if section.title == title][nth]


def read_text(text: str, file: str = "보고.txt", file_format: str = "txt", grids: tuple[Grid, ...] = ()) -> Read:
    """A text through metadata and outline, as `ingest.read` would."""
    document = Document(clean_text(text), file_format, grids)
    report = describe(document, file, {"title": "기획과 2023년 실적과 2024년 계획", "year": 2023}, "0" * 64)
    return Read(document, report, find_sections(document, report))
