from tests.ingest.flat_text import cells, grids_of, observations_of

PAGES = """나. 자원비중

목표명 (실국명)\t사업목표명\t지표명\t예산액 (백만원)\t
\t\t\t예산액\t비중(%)
밝은 길을 만든다 (새빛국)\t가로등을 늘린다\t가로등 수\t70\t1.5
\t\t보수율\t\t

목표명 (실국명)\t사업목표명\t지표명\t예산액 (백만원)\t\t비중(%)
밟은 길을 만든다 (새빛국)\t가로등을 늘 린다\t점등율\t70\t1.5\t
참여 인원\t\t\t\t\t
\t골목을 쓸어 낸다\t쓸어 낸 길이\t\t\t
넓은 물가를 돌본다 (물빛국)\t둔치를 가꾼다\t둔치 방문울\t30\t0.5\t
"""


def test_cells_merged_over_pages_keep_their_first_spelling():
    (grid,) = grids_of(PAGES)
    rows = cells(grid)[2:]
    assert [row[0] for row in rows] == ["밝은 길을 만든다 (새빛국)"] * 5 + ["넓은 물가를 돌본다 (물빛국)"]
    assert [row[1] for row in rows][:5] == ["가로등을 늘린다"] * 4 + ["골목을 쓸어 낸다"]


def test_a_row_that_slid_left_is_put_back():
    rows = cells(grids_of(PAGES)[0])[2:]
    assert rows[3][2] == "참여 인원"


def test_merged_budgets_are_told_once_a_bureau_and_indicators_each():
    found = observations_of(PAGES)
    budgets = [(o.bureau, str(o.value), o.unit) for o in found if o.measure == "예산액"]
    assert budgets == [("새빛국", "70", "백만원"), ("물빛국", "30", "백만원")]
    assert [str(o.value) for o in found if o.measure == "비중"] == ["1.5", "0.5"]
    indicators = [o for o in found if o.measure == "성과지표"]
    assert [o.text for o in indicators] == ["가로등 수", "보수율", "점등율", "참여 인원", "쓸어 낸 길이", "둔치 방문울"]
    assert indicators[-1].indicator == "둔치 방문율"
    assert {o.bureau for o in indicators} == {"새빛국", "물빛국"}


def test_headers_of_two_rows_and_empty_cells():
    text = "2 인 력\n\n구 분\t계\t일 반 직\t\t별 정 직\t\n\t\t7급\t8급\t7급\t8급\n정 원\t3\t1\t\t2\t\n"
    found = observations_of(text)
    assert [(dict(o.dims), str(o.value)) for o in found] == [
        ({}, "3"),
        ({"직군": "일반직", "급": "7급"}, "1"),
        ({"직군": "별정직", "급": "7급"}, "2"),
    ]
    assert found[0].total and found[0].caption == "인력"


def test_columns_are_things_and_rows_measures():
    text = "구 분\t소회의\t대회의\n횟 수\t3\t2\n참여자(누적)\t30명\t50명\n"
    found = observations_of(text)
    assert [(o.item, o.measure, str(o.value), o.unit, o.span) for o in found] == [
        ("소회의", "횟수", "3", "회", None),
        ("대회의", "횟수", "2", "회", None),
        ("소회의", "참여자", "30", "명", "누계"),
        ("대회의", "참여자", "50", "명", "누계"),
    ]


def test_pipes():
    text = "| 부서 | 예산액(천원) |\n|---|---:|\n| 한과 | 1,200 |\n"
    (found,) = observations_of(text)
    assert (found.department, str(found.value), found.unit) == ("한과", "1200", "천원")


def test_two_names_run_together_in_one_cell_are_parted_and_flagged():
    text = (
        "목표명 (실국명)\t사업목표명\t지표명\t예산액\n길 (가국)\t나무를 심는다\t나무 수\t5\n\n"
        "목표명 (실국명)\t사업목표명\t지표명\t예산액\n"
        "길 (가국)\t나무를 심는다 공원을 가꾼다\t가로수 나무\t5\n\t\t공원 면적\t\n"
    )
    found = [o for o in observations_of(text) if o.measure == "성과지표"]
    assert [o.dims["사업목표명"] for o in found] == ["나무를 심는다", "나무를 심는다", "공원을 가꾼다"]
    assert [bool(o.remark) for o in found] == [False, True, True]


def test_a_contents_list_is_no_table():
    assert grids_of("연번\t사 업 명\t쪽\n----\t-------\t---\n①\t길 정비\t4\n") == []
