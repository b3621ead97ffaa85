from decimal import Decimal

from ingest.document import Cell, Document, Grid
from ingest.observe import observe
from records import Report
from tests.ingest.flat_text import REPORT, observations_of, section


def read(rows: list[list[str]], report: Report = REPORT, **grid: object) -> list:
    """Observations of a grid like those of a CSV: the text is the rows with commas."""
    text, cells = "", []
    for r, row in enumerate(rows):
        line = []
        for c, word in enumerate(row):
            line.append(Cell(word, len(text), len(text) + len(word), r, c))
            text += word + (";" if c + 1 < len(row) else "\n")
        cells.append(tuple(line))
    found = observe(Document(text, "csv"), report, (), [Grid(tuple(cells), 0, len(text), **grid)])  # type: ignore[arg-type]
    assert all(text[each.start : each.end] == each.text for each in found)
    return found


def test_indicator_rows_of_a_csv():
    rows = [
        ["국", "부서", "주요사업", "성과지표", "단위", "목표", "실적", "달성률(%)", "비고", "원문 위치"],
        ["재정국", "세무과", "체납 징수", "징수액", "백만원", "1,829", "5,792", "316", "일시 납부", "3쪽"],
    ]
    target, actual, rate = read(rows)
    assert (target.measure, target.value, target.unit, target.status) == ("목표", Decimal(1829), "백만원", "계획")
    assert (actual.measure, actual.value, actual.unit) == ("실적", Decimal(5792), "백만원")
    assert (rate.measure, rate.value, rate.unit) == ("달성률", Decimal(316), "%")
    assert (rate.bureau, rate.department, rate.programme, rate.indicator) == ("재정국", "세무과", "체납 징수", "징수액")
    assert (rate.dims["비고"], rate.place, rate.row) == ("일시 납부", "3쪽", target.row)
    assert (actual.as_of, target.as_of) == ("2030-09-30", None)


def test_long_form():
    rows = [["항목", "측정", "값", "단위"], ["주차장", "사업량", "3", "개소"], ["주차장", "예산액", "1,200", "천원"]]
    first, second = read(rows)
    assert (first.item, first.measure, first.value, first.unit) == ("주차장", "사업량", Decimal(3), "개소")
    assert (second.measure, second.value, second.unit) == ("예산액", Decimal(1200), "천원")


def test_total_rows_and_dates_per_row():
    rows = [
        ["단위사업", "연도", "기준일", "상태", "예산액(천원)", "집행예정액(천원)"],
        ["계", "2031", "2031-12-31", "예정", "30", "7"],
        ["돌봄 지원", "2031", "2031-12-31", "예정", "30", ""],
    ]
    total, left, part = read(rows)
    assert (total.total, total.item, total.programme) == (True, "계", None)
    assert (left.measure, left.status, left.as_of, left.year) == ("집행액", "예정", "2031-12-31", 2031)
    assert (part.programme, part.total) == ("돌봄 지원", False)


def test_rows_are_measures_and_columns_years():
    rows = [["구분", "2029년도", "2030년도", "증가율"], ["총수익", "100", "110", "10%"], ["총비용", "80", "84", "5%"]]
    found = read(rows, unit="백만원")
    assert [(o.measure, o.item, o.year, o.value, o.unit) for o in found[:3]] == [
        ("총수익", "총수익", 2029, Decimal(100), "백만원"),
        ("총수익", "총수익", 2030, Decimal(110), "백만원"),
        ("증가율", "총수익", 2030, Decimal(10), "%"),
    ]


def test_shares_in_brackets_are_figures_of_their_own():
    rows = [["예산액", "집행액", "집행률(%)"], ["30 (시비 20, 구비 10)", "15(구비)", "50"]]
    budget, city, ward, spent, rate = read(rows, unit="천원")
    assert (budget.value, budget.text, dict(budget.dims)) == (Decimal(30), "30", {})
    assert [(o.value, o.dims["재원"], o.unit) for o in (city, ward)] == [
        (Decimal(20), "시비", "천원"),
        (Decimal(10), "구비", "천원"),
    ]
    assert (spent.value, spent.dims["재원"], rate.value) == (Decimal(15), "구비", Decimal(50))


def test_a_merged_value_is_told_once_and_only_of_what_it_covers():
    text = "전략목표 (국)\t지표\t예산액\n밝은 길 (새빛국)\t가로등 수\t70\n\t보수율\t\n"
    budget, *indicators = observations_of(text)
    assert (budget.value, budget.bureau, budget.indicator) == (Decimal(70), "새빛국", None)
    assert [o.indicator for o in indicators] == ["가로등 수", "보수율"]
    assert {o.measure for o in indicators} == {"성과지표"} and {o.value for o in indicators} == {None}


def test_headings_give_what_the_table_does_not_say():
    text = "구분\t횟수\n회의\t7\n"
    (found,) = observations_of(text, [section(0, len(text), department="온빛과", year=2029, status="계획")])
    assert (found.department, found.year, found.status, found.as_of) == ("온빛과", 2029, "계획", None)


def test_a_unit_in_the_rows_own_name():
    (goal,) = read([["항목", "목표"], ["교육 인원(명)", "40"]])
    assert (goal.value, goal.unit) == (Decimal(40), "명")


def test_names_on_the_left_and_what_they_are_on_the_right():
    rows = [["총사업비", "5억원"], ["사업기간", "2031. 1. ~ 12."], ["사업형태", "학술용역"]]
    cost, period, form = read(rows)
    assert (cost.measure, cost.value, cost.unit) == ("총사업비", Decimal(5), "억원")
    assert [(o.measure, o.value, o.text) for o in (period, form)] == [
        ("사업기간", None, "2031. 1. ~ 12."),
        ("사업형태", None, "학술용역"),
    ]
