from ingest.document import Document
from ingest.tables.captions import find_caption
from ingest.tables.flat import lines_of
from ingest.tables.headers import header_words, resolve, restarts
from ingest.tables.scattered import UNSETTLED, is_cell
from tests.ingest.flat_text import cells, grids_of, observations_of, section

BUDGET = """4 예 산 현 황

(단위: 천원)

단위사업명 예 산 액
집 행 액 집행률(%)

(9.30.기준)9.30.기준 12.31.까지

계 300 150 280 50

밝은 길
만들기

100 50 90 50.0

둔치 가꾸기 200 100 190 50
"""


def lines(text: str) -> list:
    return lines_of(Document(text, "txt"))


def test_spelled_out_headers():
    (line,) = lines("구 분 예 산 액 집 행 액 집행률(%)")
    assert [word.text for word in header_words(line)] == ["구분", "예산액", "집행액", "집행률(%)"]


def test_a_spanning_cell_is_put_over_its_sub_headings():
    paths = resolve(lines("단위사업명 예 산 액\n집 행 액 집행률(%)\n\n(9.30.기준)9.30.기준 12.31.까지"), 5, "")
    assert [[word.text for word in path] for path in paths or []] == [
        ["단위사업명"],
        ["예산액"],
        ["집행액", "9.30.기준"],
        ["집행액", "12.31.까지"],
        ["집행률(%) (9.30.기준)"],
    ]


def test_a_word_glued_to_its_neighbour_is_cut_where_the_text_shows_how():
    header = "시설 수영장\n주 차 장\n\n보관소\n어린이\n\n도서관노상 노외"
    paths = resolve(lines(header), 6, f"{header}\n어린이도서관 운영")
    assert [path[-1].text for path in paths or []] == ["시설", "수영장", "노상", "노외", "보관소", "어린이도서관"]
    printed = [header[path[-1].start : path[-1].end] for path in paths or []]
    assert printed == ["시설", "수영장", "노상", "노외", "보관소", "어린이\n\n도서관"], "each knows where it stands"


def test_what_looks_like_a_figure_and_is_part_of_a_name_is_no_cell():
    words = ["12", "1,010권", "88.9", "-", "5급", "3월", "5일", "2층", "2028", "2028~2029", "계"]
    assert [word for word in words if is_cell(word)] == ["12", "1,010권", "88.9", "-"]


def test_a_caption_is_found_above_a_note_of_units_and_a_page_number():
    text = "4 업 무 현 황\n\n(단위: 천원)\n\n12\n\n구 분 계\n"
    assert find_caption(Document(text, "txt"), text.index("구 분")) == "업무현황"
    assert find_caption(Document(f"| 다른 표 |\n{text[-8:]}", "txt"), 10) == ""


def test_several_spanning_cells_and_numbers_that_begin_again():
    assert restarts(["4급", "5급", "6급", "7급", "6급", "7급"]) == [4, 2]
    paths = resolve(lines("구 분 계\n일 반 직 별정직\n\n6급 7급 6급 7급"), 6, "")
    assert [[word.text for word in path] for path in paths or []][2:] == [
        ["일반직", "6급"],
        ["일반직", "7급"],
        ["별정직", "6급"],
        ["별정직", "7급"],
    ]


def test_budgets_with_dates_and_names_that_wrap():
    found = observations_of(BUDGET)
    assert len(found) == 12 and {o.unit for o in found} == {"천원", "%"}
    assert [(o.measure, str(o.value), o.status, o.as_of) for o in found[4:8]] == [
        ("예산액", "100", None, "2030-09-30"),
        ("집행액", "50", "실적", "2030-09-30"),
        ("집행액", "90", "예정", "2030-12-31"),
        ("집행률", "50.0", "실적", "2030-09-30"),
    ]
    assert {o.programme for o in found[4:8]} == {"밝은 길 만들기"}
    assert found[0].total and found[0].item == "계"


def test_what_will_be_left_is_of_the_date_until_which_spending_is():
    text = (
        "구 분 예 산 액\n집 행 액\n\n예상잔액\n10.31기준\n\n12.31까지\n\n"
        "(집행예정액)\n\n계 100 40 50 10\n\n가 100 40 50 10\n"
    )
    left = [o for o in observations_of(text) if o.measure == "예상잔액"]
    assert [(str(o.value), o.status, o.as_of) for o in left] == [("10", "예정", "2030-12-31")] * 2


def test_bureaus_with_counts_rates_and_notes():
    text = (
        " Ⅰ. 국별 현황\n\n          현 황 별\n국  별 계\n\n추진현황\n비  고\n\n정상추진 부  진\n\n계\n\n"
        "사업 수 9 8 1\n\n비율(%) - 88.9 11.1\n\n새 빛 국 4 4 -\n\n물빛국 5 4 1 일부 부진\n"
    )
    found = observations_of(text)
    counts = [(o.bureau, str(o.value)) for o in found if o.measure == "사업 수" and not o.total]
    assert counts == [("새빛국", "4"), ("물빛국", "5")]
    rate = next(o for o in found if o.text == "88.9")
    assert (rate.measure, rate.unit, rate.item, rate.bureau, rate.total) == ("정상추진", "%", "비율(%)", None, True)
    assert found[-1].dims["비고"] == "일부 부진"
    dash = next(o for o in found if o.bureau == "새빛국" and o.measure == "부진")
    assert (dash.value, dash.text) == (None, "-")


def test_years_in_columns_and_cells_of_words():
    text = (
        "○ 전산화 사업\n\n연 도\n\n구 분\n2028 2029 비고\n\n사 업 량 1,010권 1,016권\n\n"
        "소요예산 350천원 726천원 첫해 장비\n\n사업주체 직영 용역\n"
    )
    found = observations_of(text)
    assert [(o.measure, o.year, str(o.value), o.unit) for o in found[:4]] == [
        ("사업량", 2028, "1010", "권"),
        ("사업량", 2029, "1016", "권"),
        ("예산액", 2028, "350", "천원"),
        ("예산액", 2029, "726", "천원"),
    ]
    assert [(o.measure, o.value, o.text) for o in found[4:]] == [("사업주체", None, "직영"), ("사업주체", None, "용역")]
    assert found[2].dims["비고"] == "첫해 장비"


DISPLACED = """□ 향후계획

○ 다음 회의 : 3월
 구 분 2029년도 2028년도
전년대비 증가

증가액 증가율

총수익 110 100 10 10%

총비용 84 80 4 5%

8 공단 관리 경영팀
ㅇㅇ

□ 추진실적

○ 공단 결산 승인

(단위:백만원)

○ 이사회 개최 : 6회
"""


def test_a_table_before_its_heading_belongs_behind_it():
    start = DISPLACED.index(" 구 분")
    sections = [
        section(0, start, title="향후계획"),
        section(start + 1, len(DISPLACED), role="programme", title="공단 관리", programme="공단 관리", team="경영팀"),
    ]
    (grid,) = grids_of(DISPLACED, sections)
    assert (grid.unit, grid.caption) == ("백만원", "공단 결산 승인")
    found = observations_of(DISPLACED, sections)
    assert {(o.programme, o.team) for o in found} == {("공단 관리", "경영팀")}
    assert [(o.item, o.year, o.unit) for o in found[:2]] == [("총수익", 2029, "백만원"), ("총수익", 2028, "백만원")]


def test_parts_share_the_unit_that_the_whole_tells():
    text = "- 처리 현황\n\n구분 청구건수\n처리현황 기타\n\n(취하 등)소계 전부공개 비공개\n\n누계 30 20 15 5 10\n"
    found = observations_of(text)
    assert [(o.measure, str(o.value), o.unit, o.span) for o in found] == [
        ("청구건수", "30", "건", "누계"),
        ("소계", "20", "건", "누계"),
        ("전부공개", "15", "건", "누계"),
        ("비공개", "5", "건", "누계"),
        ("기타", "10", "건", "누계"),
    ]


def test_prose_bullets_and_page_numbers_are_no_tables():
    text = "□ 추진실적\n\n○ 회의 3 4\n\n- 6 -\n\n2030. 1. 5. 회의를 열어 10 20 30 을 정했다.\n"
    assert [cells(grid) for grid in grids_of(text)] == []


def test_words_after_the_figures_are_a_note_though_no_column_is_named():
    text = (
        "○ 전산화 사업\n\n연 도\n\n구 분\n2028 2029\n\n사 업 량 1,010권 1,016권\n\n소요예산 350천원 726천원 첫해 장비\n"
    )
    assert [row[-1] for row in cells(grids_of(text)[0])] == ["비고", "", "첫해 장비"]
    assert [dict(o.dims) for o in observations_of(text)] == [{}, {}, *[{"비고": "첫해 장비"}] * 2]


def test_a_row_with_fewer_figures_than_columns_is_kept_and_said_to_be_unsure():
    text = (
        "○ 전산화 사업\n\n연 도\n\n구 분\n2028 2029 2030 비고\n\n사 업 량 1,010권 1,016권 1,020권\n\n"
        "소요예산 350천원 726천원\n\n인 원 2명 3명 4명\n"
    )
    (grid,) = grids_of(text)
    assert cells(grid)[2:] == [["소요예산", "350천원", "726천원", "", ""], ["인원", "2명", "3명", "4명", ""]]
    assert grid.remarks == {2: UNSETTLED}
    assert [(o.year, o.text, o.remark) for o in observations_of(text) if o.measure == "예산액"] == [
        (2028, "350천원", UNSETTLED),
        (2029, "726천원", UNSETTLED),
    ]
