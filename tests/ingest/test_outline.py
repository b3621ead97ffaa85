"""The outline: headings by their marks, dimensions by inheritance, and what extraction lost put back."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise

import pytest

from ingest.document import Document, clean_text
from ingest.metadata import describe
from ingest.outline import find_sections, section_at
from records import ACTUAL, PLAN
from tests.ingest.documents import REPORT_TEXT, Read, read_text
from tests.ingest.gold_scores import ORIGINALS, needs_originals


@pytest.fixture(scope="module")
def report() -> Read:
    return read_text(REPORT_TEXT)


def test_parts_programmes_and_general_headings(report: Read) -> None:
    assert report.titles("part") == ["일반현황", "주요업무 추진실적", "2024년 주요업무 추진계획"]
    assert report.titles("programme") == ["구정 살림 계획 세우기", "나라 돈 끌어오기", "새 살림 계획"]
    assert report.titles("heading")[:3] == ["조직", "인력", "예산현황"]


def test_team_year_and_status_are_inherited(report: Read) -> None:
    second = report.section("나라 돈 끌어오기")
    assert (second.team, second.programme, second.year, second.status) == ("예산팀", "나라 돈 끌어오기", 2023, ACTUAL)
    results, after = report.section("추진실적"), report.section("향후계획")
    assert (results.status, results.team, results.programme) == (ACTUAL, "기획팀", "구정 살림 계획 세우기")
    assert (after.status, after.year) == (PLAN, 2023)
    planned = report.section("사업개요", 2)
    assert (planned.status, planned.year, planned.team) == (PLAN, 2024, "기획팀")
    assert report.section("사업개요").status is None
    assert report.section("예산현황", 1).status is None
    assert results.path == "Ⅱ. 주요업무 추진실적 > 구정 살림 계획 세우기 > 추진실적"


def test_a_section_ends_where_its_level_begins_again(report: Read) -> None:
    first, second = report.section("구정 살림 계획 세우기"), report.section("나라 돈 끌어오기")
    assert first.end == second.start
    assert report.section("주요업무 추진실적").end == report.section("2024년 주요업무 추진계획").start
    for above, below in pairwise(report.sections):
        assert above.start <= below.start


def test_a_box_before_its_heading_belongs_to_it(report: Read) -> None:
    box = report.document.text.index("수 익 500")
    assert section_at(report.sections, box).programme == "나라 돈 끌어오기"
    assert report.document.text[report.section("나라 돈 끌어오기").start :].startswith("구 분 올해")


def test_contents_are_a_section_of_their_own(report: Read) -> None:
    listed = report.document.text.index("나라 돈 끌어오기 ····")
    assert section_at(report.sections, listed).role == "contents"


def test_the_heading_with_a_figure_is_cut_to_its_words(report: Read) -> None:
    assert report.titles("heading")[-1] == "소요예산"


def test_bureaus_fields_and_departments() -> None:
    read = read_text(
        "Ⅱ. 국별 추진\n\n가 람 국\n\n◇ 살림 분야\n\n○ 창고 정비\n\n나루국 ‧ 보건소\n\n◇ 나루 분야\n\n○ 배 띄우기\n\n"
        "◇ 보건분야\n\n○ 접종\n\n미래추진단\n\n◇ 홍보분야\n\n○ 알림\nⅢ. 부서별\n\n▢ 재무과\n\n표\n\n"
        " ▢ 환경과\n\n표\n\n□ 기대효과\n"
    )
    assert read.titles("bureau") == ["가람국", "나루국·보건소", "미래추진단"]
    assert [section.bureau for section in read.sections if section.role == "field"] == [
        "가람국",
        "나루국",
        "보건소",
        "미래추진단",
    ]
    assert read.titles("department") == ["재무과", "환경과"]
    assert read.section("기대효과").department == "환경과"


def test_a_second_run_of_programmes_with_plan_headings_is_an_implied_part() -> None:
    text = "Ⅰ. 주요업무 추진실적\n\n"
    text += "1 숲 가꾸기 숲팀\n\n□ 추진실적\n○ 나무 심기: 3회\n\n□ 예산현황\n\n2 물 살리기 물팀\n\n□ 추진실적\n○ 정비\n"
    text += " 1 숲 가꾸기 숲팀\n\n□ 추진방향\n○ ’24년에는 더 심기\n\n□ 소요예산 : 총10천원\n"
    text += " 2 물 살리기 물팀\n\n□ 추진일정\n○ 3월\n"
    read = read_text(text)
    part = [section for section in read.sections if section.role == "part"][1]
    assert (part.inferred, part.status, part.year) == (True, PLAN, 2024)
    assert [section.year for section in read.sections if section.role == "programme"] == [2023, 2023, 2024, 2024]


def test_lost_headings_come_back_from_the_contents() -> None:
    text = (
        "Ⅱ . 추진실적\n\n연번\t사 업 명\t쪽\n----\t---\t---\n\n① 숲 가꾸기 4\n\n② 물 살리기 5\n\n"
        "숲을 푸르게 하고자 함\n\n□ 사업개요\n\n- 나무 심기\n\n□ 소요예산\n\n예산액\t집행액\n10\t5\n\n"
        "물을 맑게 하고자 함\n\n□ 사업개요\n\n- 물길 트기\n\n□ 소요예산\n\n예산액\t집행액\n20\t9\n"
    )
    read = read_text(text)
    programmes = [section for section in read.sections if section.role == "programme"]
    assert [(each.title, each.inferred) for each in programmes] == [("숲 가꾸기", True), ("물 살리기", True)]
    assert read.document.text[programmes[1].start :].startswith("물을 맑게")
    assert section_at(read.sections, read.document.text.index("20\t9")).programme == "물 살리기"


def test_lost_headings_stay_lost_where_the_counts_differ() -> None:
    text = "Ⅱ. 추진실적\n\n사 업 명\t쪽\n\n① 숲 가꾸기 4\n\n② 물 살리기 5\n\n숲을 푸르게 함\n\n□ 사업개요\n\n- 나무\n"
    assert read_text(text).titles("programme") == []


def test_bullets_before_the_first_part_belong_to_it() -> None:
    read = read_text("   기획과 - 2개팀\n\n- 계획 세우기\n\n- 예산 짜기\n\n- 홍보하기\n\n1. 일 반 현 황\n\n1 조 직\n")
    assert read.section("일반현황").start == read.document.text.index("기획과")


def test_dotted_lists_are_no_parts() -> None:
    read = read_text("○ 낼 것\n\n1. 신청서와 사업계획서\n\n2. 통장 사본\n\n끝\n")
    assert read.titles("part") == []
    assert read_text("3. 성과계획 총괄표\n\n가. 총괄\n\n표\n\n나. 자원 비중\n").titles("heading") == [
        "총괄",
        "자원 비중",
    ]


def test_table_rows_are_no_headings() -> None:
    read = read_text("Ⅰ. 현황\n\n1 민원 처리 30 40\n\n2 건전재정 운용 12.5%\n\n3 불편 신고를 처리하고 있다.\n")
    assert [section.role for section in read.sections] == ["root", "part"]


def test_a_title_that_goes_on_in_the_next_line() -> None:
    read = read_text(
        "Ⅱ. 추진실적\n\n 1 길고 긴 이름을 가진 사업을 체계적으로 추진하고\n끝까지 관리하는 사업 총괄팀\n\n□ 사업개요\n"
    )
    (programme,) = [section for section in read.sections if section.role == "programme"]
    assert programme.title.endswith("관리하는 사업")
    assert programme.team == "총괄팀"


def test_markdown_headings() -> None:
    read = read_text(
        "# 제목\n\n## 재무과\n\n### 1 살림 꾸리기 (예산팀)\n\n- 회의: 3회\n\n## 예산팀이 하는 일\n", "a.md", "md"
    )
    assert [section.level for section in read.sections] == [0, 1, 2, 3, 2]
    assert (read.sections[3].programme, read.sections[3].team) == ("살림 꾸리기", "예산팀")
    assert read.sections[3].department == "재무과"
    assert read.sections[4].team == "예산팀"


def test_tables_of_data_have_no_outline() -> None:
    assert [s.role for s in read_text("부서,지표\n1 재무과,3\nⅠ. 표,4\n", "a.csv", "csv").sections] == ["root"]


def test_sheets_are_sections() -> None:
    text = "부서\t건\n가\t1\n\n부서\t건\n나\t2\n"
    second = text.index("부서", 3)
    document = Document(text, "xlsx", sheets=(("2021년", 0, second), ("재무과", second, len(text))))
    sections = find_sections(document, describe(document, "a.xlsx", None, "0" * 64))
    assert [(each.role, each.title, each.year, each.department) for each in sections[1:]] == [
        ("sheet", "2021년", 2021, None),
        ("sheet", "재무과", None, "재무과"),
    ]


def test_ids_depend_on_the_content_alone(report: Read) -> None:
    assert read_text(REPORT_TEXT).sections == report.sections
    assert len({section.id for section in report.sections}) == len(report.sections)


COUNTS = {"000": (3, 0, 8, 37), "001": (4, 10, 0, 0), "002": (1, 0, 0, 0), "003": (4, 9, 0, 0), "004": (3, 22, 0, 0)}
"""Parts, programmes, bureaus and departments that a reader counts in each original."""

TWIN = {
    "영등포": "가람",
    "기획예산과": "살림총괄과",
    "기획담당관": "살림담당관",
    "예산팀": "나라살림팀",
    "서구": "마루구",
}


def _original(number: str, twin: bool) -> Read:
    path = next(ORIGINALS.glob(f"{number}*.txt"))
    entry = tomllib.loads((ORIGINALS / "reports.toml").read_text("utf-8"))[path.name][0]
    text = clean_text(path.read_text("utf-8"))
    if twin:
        for old, new in TWIN.items():
            text = text.replace(old, new)
            entry = {key: value.replace(old, new) if isinstance(value, str) else value for key, value in entry.items()}
        text = re.sub(r"20(\d\d)(?=년|\.)", lambda m: f"20{int(m[1]) + 3:02d}", text)
        text = re.sub(r"(?<=\d,)\d{3}", lambda m: f"{(int(m[0]) * 7 + 13) % 1000:03d}", text)
    document = Document(text, "txt")
    report = describe(document, path.name, entry, "1" * 64)
    return Read(document, report, find_sections(document, report))


@needs_originals
@pytest.mark.parametrize("twin", [False, True], ids=["original", "twin"])
@pytest.mark.parametrize("number", COUNTS)
def test_outline_of_the_originals_and_of_twins_with_other_names_and_figures(number: str, twin: bool) -> None:
    read = _original(number, twin)
    found = tuple(len(read.titles(role)) for role in ("part", "programme", "bureau", "department"))
    assert found == COUNTS[number]


@needs_originals
def test_every_programme_of_001_and_004_has_its_team() -> None:
    for number in ("001", "004"):
        programmes = [section for section in _original(number, False).sections if section.role == "programme"]
        assert all(section.team and section.team.endswith("팀") for section in programmes)


@needs_originals
@pytest.mark.parametrize(
    ("words", "programme"),
    [
        ("총수익 13,414", "시설관리공단 관리"),
        ("누계 1,888", "적극적인 정보공개 운영"),
        ("* 서울시 주민", "주민참여예산제 운영"),
    ],
)
def test_boxes_of_004_belong_to_the_programme_after_them(words: str, programme: str) -> None:
    read = _original("004", False)
    section = section_at(read.sections, read.document.text.index(words))
    assert (section.programme, section.status, section.year) == (programme, ACTUAL, 2015)
