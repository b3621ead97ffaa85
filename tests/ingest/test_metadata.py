"""Who a report is by and when: the manifest first, then the text, then the file's name."""

from __future__ import annotations

import pytest

from ingest.document import Document, clean_text
from ingest.metadata import describe, under_name
from records import Report
from tests.ingest.gold_scores import ORIGINALS, needs_originals

TEXT = """\
제9회 구의회 정례회

2023년 주요업무 보고

살림담당관

Ⅰ. 일반현황

1 조직

Ⅱ. 주요업무 추진실적

○ 가람구 살림 계획 (9. 30. 기준): 3건

○ 서울시 협의, 가람구의회 보고

Ⅲ. 2024년 주요업무 추진계획
"""


def _describe(text: str, file: str = "보고.txt", entry: dict[str, object] | None = None) -> Report:
    return describe(Document(clean_text(text), "txt"), file, entry, "ab" * 32)


def test_everything_from_the_text() -> None:
    report = _describe(TEXT)
    assert (report.agency, report.year, report.as_of, report.department) == ("가람구", 2023, "2023-09-30", "살림담당관")
    assert report.title == "살림담당관 2023년 주요업무 보고"
    assert report.kind == "주요업무보고"
    assert report.inferred == ("title", "agency", "year", "as_of", "kind", "department")
    assert (report.id, report.sha256) == ("ab" * 6, "ab" * 32)


def test_the_manifest_wins_and_is_not_inferred() -> None:
    entry = {"title": "다른 제목", "agency": "나루구", "year": 2019, "visibility": "internal", "source": "원본"}
    report = _describe(TEXT, entry=entry)
    assert (report.title, report.agency, report.year) == ("다른 제목", "나루구", 2019)
    assert (report.visibility, report.source) == ("internal", "원본")
    assert report.inferred == ("as_of", "department")
    assert report.as_of == "2019-09-30"


def test_a_text_that_says_nothing_takes_the_files_name_and_leaves_the_rest_open() -> None:
    report = _describe("가나다\n", "자료/회의록 2022.txt")
    assert (report.title, report.agency, report.as_of, report.department) == ("회의록 2022", None, None, None)
    assert report.year == 2022


def test_next_years_plan_does_not_make_the_report_next_years() -> None:
    report = _describe("Ⅰ. 주요업무 추진실적\n\n○ 운영\n\nⅡ. 2025년 추진계획\n\n○ 운영\n")
    assert report.year == 2024


def test_a_plan_alone_is_of_its_year() -> None:
    assert _describe("Ⅰ. 2025년 추진계획\n\n○ 운영\n").year == 2025


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("가람구는 올해 가람구 연구를 요구하였다. 서울특별시 가람구", "가람구"),
        ("으뜸마루구, 으뜸마루구, 마루구 구현", "마루구"),
        ("부구청장, 자치구, 최우수구, 전체 기구, 실시, 실시", None),
        ("서울시 협의, 서울시 보조, 나루군 나루군청 계획", "나루군"),
        ("수원시는 수원시의회의 예산을", "수원시"),
        ("발급시 발급시 산정시 산정시 요구 요구 투구 투구", None),
    ],
)
def test_agency_is_the_district_named_most(text: str, agency: str | None) -> None:
    assert _describe(text).agency == agency


@pytest.mark.parametrize(
    ("text", "file", "agency", "department"),
    [
        ("2023년 가람구 성과지표\n\n□ 추진실적\n○ 운영\n", "a.txt", "가람구", None),
        ("가람구 물빛과 2023년 주요업무 추진계획\n\n□ 추진실적\n○ 운영\n", "a.txt", "가람구", "물빛과"),
        ("부서,건\n하나,1\n", "2023_가람구_물빛담당관_주요업무.csv", "가람구", "물빛담당관"),
        ("부서,건\n하나,1\n", "연구 추진경과 성과.csv", None, None),
    ],
)
def test_a_title_and_a_files_name_tell_whose_report_it_is(
    text: str, file: str, agency: str | None, department: str | None
) -> None:
    report = _describe(text, file)
    assert (report.agency, report.department) == (agency, department)


def test_a_new_name_keeps_what_the_text_told() -> None:
    report = _describe("○ 수질 검사 24회\n", "업무.md")
    renamed = under_name(report, "올해/예산안.md")
    assert renamed is not None
    assert (renamed.id, renamed.file, renamed.title, renamed.kind) == (report.id, "올해/예산안.md", "예산안", "예산서")
    titled = under_name(_describe(TEXT), "새 이름.txt")
    assert titled is not None and titled.title == _describe(TEXT).title
    assert under_name(report, "2023 업무.md") is None, "the new name tells a year"


@pytest.mark.parametrize(
    ("text", "as_of"),
    [
        ("2022년 현황\n(2022. 10. 31. 현재)", "2022-10-31"),
        ("2022년 현황\n10.31기준", "2022-10-31"),
        ("2022년 현황\n9월 30일 기준", "2022-09-30"),
        ("2022년 현황\n12.31까지 예정", None),
        ("현황\n10.31기준", None),
    ],
)
def test_date_of_record(text: str, as_of: str | None) -> None:
    assert _describe(text).as_of == as_of


def test_a_report_of_many_departments_is_by_none() -> None:
    assert _describe("Ⅰ. 2022년 현황\n\n▢ 재무과\n\n재무과 - 3개팀\n\n▢ 징수과\n").department is None


@needs_originals
@pytest.mark.parametrize(
    ("number", "agency", "year", "as_of", "department"),
    [
        ("000", "영등포구", 2021, None, None),
        ("001", "영등포구", 2021, "2021-09-30", "기획예산과"),
        ("002", "서구", None, None, None),
        ("003", "영등포구", 2018, None, "기획담당관"),
        ("004", "영등포구", 2015, "2015-10-31", "기획예산과"),
    ],
)
def test_the_originals_without_their_manifest(
    number: str, agency: str, year: int | None, as_of: str | None, department: str | None
) -> None:
    path = next(ORIGINALS.glob(f"{number}*.txt"))
    report = _describe(path.read_text("utf-8"), path.name)
    assert (report.agency, report.year, report.as_of, report.department) == (agency, year, as_of, department)
