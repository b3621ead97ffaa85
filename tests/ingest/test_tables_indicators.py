from decimal import Decimal

import pytest

from ingest.tables.indicators import UNSURE, is_consistent, width
from ingest.tables.phrases import is_action, wants_more
from tests.ingest.flat_text import cells, grids_of, observations_of

HEADER = "주요사업명 성과지표 단위 목표 실적\n달성률\n\n(%)\n\n"

SURE = (
    # one line each side, then a programme of two lines over one row, over two rows, and over an odd cell
    "수준 높은\n\n마을학교 조성\n학교 운영비 보조 개 535 480 89\n\n"
    "밝은 골목길 \n\n만들기 지원\n\n가로등 보수율 % 40 50 125\n\n골목길 정비 목표\n\n달성률\n% 100 90 90\n\n"
    "물가 산책로 운영\n산책로 이용객 수 \n\n목표 달성률\n% 100 101 101\n\n"
    "도서관 확충\n\n작은도서관 열람실\n\n책상 교체\n사업\n추진율\n\n% 10 10 100\n\n"
)


def table(body: str) -> list[list[str]]:
    (grid,) = grids_of(f"▢ 한빛과\n\n{HEADER}{body}")
    return [row[:3] for row in cells(grid)[1:]]


def test_a_single_line_end_parts_programme_and_indicator():
    assert table("수준 높은\n\n마을학교 조성\n학교 운영비 보조 개 535 480 89\n") == [
        ["수준 높은 마을학교 조성", "학교 운영비 보조", "개"]
    ]


def test_a_programme_merged_over_rows_and_figures_after_two_lines():
    body = "밝은 골목길 \n\n만들기 지원\n\n가로등 보수율 % 40 50 125\n\n골목길 정비 목표\n\n달성률\n% 100 90 90\n"
    assert table(body) == [
        ["밝은 골목길 만들기 지원", "가로등 보수율", "%"],
        ["밝은 골목길 만들기 지원", "골목길 정비 목표 달성률", "%"],
    ]


def test_both_cells_of_several_lines_are_parted_by_where_the_figures_stand():
    # two lines of indicator: the figures after a line end; three: after an empty line
    even = "깨끗하고 안전한\n\n물길 가꾸기\n\n물가 정비\n\n목표 달성률\n% 100 100 100\n"
    odd = "깨끗하고 안전한\n\n물길 가꾸기\n\n물가 정비 및 \n\n산책로 보수 \n\n추진율\n\n% 100 100 100\n"
    assert table(even)[0][:2] == ["깨끗하고 안전한 물길 가꾸기", "물가 정비 목표 달성률"]
    assert table(odd)[0][:2] == ["깨끗하고 안전한 물길 가꾸기", "물가 정비 및 산책로 보수 추진율"]


def test_both_cells_on_one_line():
    rows = table(
        "마을 돌봄 활성화 돌봄 이웃 모임 지원 회 20 20 100\n\n"
        + SURE
        + "이웃 나눔 확대 나눔가게 참여 실적 곳 5 5 100\n"
    )
    assert rows[0][:2] == ["마을 돌봄 활성화", "돌봄 이웃 모임 지원"]
    assert rows[-1][:2] == ["이웃 나눔 확대", "나눔가게 참여 실적"]


def test_figures_units_and_offsets():
    text = f"▢ 한빛과\n\n{HEADER}세금 징수 강화\n\n체납 정리액\n\n(재산세)\n백만원 1,829 5,792  316 \n"
    target, actual, rate = observations_of(text)
    assert [(o.measure, o.value, o.unit) for o in (target, actual, rate)] == [
        ("목표", Decimal(1829), "백만원"),
        ("실적", Decimal(5792), "백만원"),
        ("달성률", Decimal(316), "%"),
    ]
    assert (rate.programme, rate.indicator) == ("세금 징수 강화", "체납 정리액 (재산세)")
    assert text[rate.row_start : rate.row_end].startswith("세금 징수") and text[rate.row_start : rate.row_end].endswith(
        "316"
    )


def test_a_border_that_is_only_likely_is_flagged():
    # fits one cell by its width, but reads as two names
    (grid,) = grids_of(f"▢ 한빛과\n\n{HEADER}{SURE}물길 조성 표지 수 개 5 5 100\n")
    assert list(grid.remarks.values()) == [UNSURE]


def test_tables_end_at_the_next_heading_and_headers_begin_anew():
    body = "수준 높은\n\n마을학교 조성\n학교 운영비 보조 개 535 480 89\n"
    grids = grids_of(f"▢ 한빛과\n\n{HEADER}{body} ▢ 물빛과\n\n{HEADER}{body}")
    assert [len(grid.rows) for grid in grids] == [2, 2]


@pytest.mark.parametrize(
    ("words", "open_end"), [("쾌적한", True), ("관리 및", True), ("양성평등", False), ("기반 마련", False)]
)
def test_phrases_that_want_more(words, open_end):
    assert wants_more(words) is open_end


def test_small_things():
    assert is_action("기능개선") and not is_action("이용객")
    assert width("쾌적한 LED") == 3 + 0.5 + 1.5
    assert is_consistent("40", "50", "125") is True and is_consistent("40", "50", "80") is False
    assert is_consistent("0", "5", "100") is None
