import pytest

from ingest.columns import CATEGORY, DIMENSION, MEASURE, find_units, implied_unit, pick_unit, read_column


@pytest.mark.parametrize(
    ("labels", "name", "unit"),
    [
        (("예 산 액",), "예산액", "천원"),
        (("집행율(%)",), "집행률", "%"),
        (("달성률 (%)",), "달성률", "%"),
        (("예산액(백만원)",), "예산액", "백만원"),
        (("예산액 (백만원)", "비중(%)"), "비중", "%"),
        (("청구건수",), "청구건수", "건"),
        (("예산액", "전년도예산액"), "전년도예산액", "천원"),
        (("정책목표", "개수"), "정책목표 개수", None),
        (("횟 수",), "횟수", "회"),
    ],
)
def test_measures_have_canonical_names_and_units(labels, name, unit):
    column = read_column(labels, ("천원",))
    assert (column.role, column.name, column.unit) == (MEASURE, name, unit)


def test_a_percent_among_the_units_of_a_table_is_for_its_rates():
    """(단위: 백만원, %) over 매출원가 | 영업이익률."""
    assert pick_unit("매출원가", ("백만원", "%")) == "백만원"
    assert pick_unit("영업이익률", ("백만원", "%")) == "%"
    assert pick_unit("청구건수", ("백만원", "%")) is None
    assert pick_unit("이행", ("%",)) == "%"


def test_dates_of_record_tell_done_from_expected():
    done = read_column(("집행액", "9.30.기준"))
    left = read_column(("집행액", "12.31까지 (집행예정액)"))
    assert (done.name, done.as_of, done.status) == ("집행액", (None, 9, 30), "실적")
    assert (left.name, left.as_of, left.status) == ("집행액", (None, 12, 31), "예정")
    assert read_column(("집행예정액(천원)",)).status == "예정"


def test_years_grades_and_spans():
    assert (read_column(("2014년도",)).role, read_column(("2014년도",)).year) == (CATEGORY, 2014)
    assert read_column(("2018년 목표",)).name == "목표" and read_column(("’18년 목표",)).year == 2018
    grade = read_column(("일 반 직", "7급"))
    assert (grade.role, dict(grade.dims)) == (CATEGORY, {"직군": "일반직", "급": "7급"})
    assert (read_column(("참여자(누적)",)).name, read_column(("참여자(누적)",)).span) == ("참여자", "누계")


def test_dimensions_and_what_cells_carry_in_brackets():
    assert (read_column(("부서명",)).role, read_column(("부서명",)).name) == (DIMENSION, "department")
    goal = read_column(("전략목표명 (실국명)",))
    assert (goal.name, goal.inner) == ("전략목표", "bureau")
    assert dict(read_column(("예산액(국비)",)).dims) == {"재원": "국비"}
    assert dict(read_column(("기타 (취하, 이송 등)",)).dims) == {"설명": "취하, 이송 등"}


def test_notes_with_two_units_go_to_the_measures_they_fit():
    assert find_units("(단위:개, 백만원)") == ("개", "백만원")
    assert pick_unit("지표수", ("개", "백만원")) == "개"
    assert pick_unit("비교증감", ("개", "백만원")) == "백만원"
    assert pick_unit("집행률", ("천원",)) == "%"
    assert pick_unit("횟수", ("천원",)) is None
    assert implied_unit("현원") == "명"
