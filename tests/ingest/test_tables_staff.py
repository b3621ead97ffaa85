from ingest.tables.staff import MISFIT, UNSURE, place
from tests.ingest.flat_text import observations_of

HEADER = "구 분 계\n일 반 직 별정직․임기제\n\n5급 6급 7급 8급 6급 7급\n\n"


def test_every_column_has_its_figure():
    text = f"2 인 력\n\n{HEADER}정 원 10 1 2 3 4 - -\n\n현 원 10 1 2 3 3 - 1\n\n과부족 - - - - △1 - 1\n"
    found = observations_of(text)
    assert {o.unit for o in found} == {"명"} and not any(o.remark for o in found)
    last = found[-1]
    assert (last.measure, str(last.value), dict(last.dims)) == ("과부족", "1", {"직군": "별정직․임기제", "급": "7급"})
    assert found[0].total and (found[0].measure, str(found[0].value)) == ("정원", "10")


def test_empty_cells_are_placed_by_sums_and_differences():
    # 정원 6 = 1 + 2 + 3 over 6급, 7급, 8급: they end at the last grade of the first group
    figures = {"정원": ["6", "1", "2", "3"], "현원": ["6", "1", "3", "2"], "과부족": ["-", "1", "-1"]}
    placed, remark = place(figures, 7, 4)
    assert placed["정원"] == (0, 2, 3, 4) and placed["현원"] == (0, 2, 3, 4)
    assert placed["과부족"] == (0, 3, 4)
    assert remark == UNSURE


def test_a_row_that_is_full_settles_the_others():
    # only the last column of 현원 can take the 1 that 정원 lacks
    figures = {"정원": ["3", "1", "2"], "현원": ["4", "1", "2", "1"], "과부족": ["1", "-", "-", "1"]}
    placed, remark = place(figures, 4, 3)
    assert (placed["정원"], remark) == ((0, 1, 2), None)


def test_rows_that_cannot_agree_are_said_to_be_so():
    figures = {"정원": ["6", "1", "2"], "현원": ["6", "1", "3", "2"], "과부족": ["-", "1"]}
    assert place(figures, 5, 4)[1] == MISFIT


def test_one_row_alone_takes_the_likeliest_places_and_says_so():
    # nothing to compare with: next to each other, ending at the last grade of the first group
    assert place({"정원": ["6", "1", "2", "3"]}, 7, 4) == ({"정원": (0, 2, 3, 4)}, UNSURE)
