from tests.ingest.flat_text import cells, grids_of, observations_of


def test_schedules_and_a_date_that_two_rows_share():
    text = (
        "□ 추진계획\n\n추 진 내 용 추 진 일 정\n\n의견 수렴 ’31. 1. ~ 3.\n\n"
        "시범 운영\n’31. 12. ~\n\n전면 확대\n\n□ 기대효과\n"
    )
    (grid,) = grids_of(text)
    assert cells(grid)[1:] == [["의견 수렴", "’31. 1. ~ 3."], ["시범 운영", "’31. 12. ~"], ["전면 확대", "’31. 12. ~"]]


def test_cells_of_several_lines():
    text = (
        "구 분 평가대상 평가분야 평가시기\n\n합동평가\n17개 시도\n\n(군 포함)\n3대 목표\n\n(위임사무)\n'31.1.~12.\n\n"
        "외부평가\n9개 시도,\n20개 시군구\n\n학회 등\n평가 참여\n\n'31.1.~12.\n\n□ 추진실적\n"
    )
    (grid,) = grids_of(text)
    assert cells(grid)[1:] == [
        ["합동평가", "17개 시도 (군 포함)", "3대 목표 (위임사무)", "'31.1.~12."],
        ["외부평가", "9개 시도, 20개 시군구", "학회 등 평가 참여", "'31.1.~12."],
    ]
    figures = [(o.item, o.measure, str(o.value)) for o in observations_of(text) if o.value is not None]
    assert figures == [("합동평가", "시도", "17"), ("외부평가", "시도", "9"), ("외부평가", "시군구", "20")]


def test_a_date_in_the_second_column_begins_a_row():
    text = (
        "□ 일정\n\n목  록 평가시기 평가대상\n\n시 평가 '31. 1월 ~ '31. 12월 25개 자치구\n\n"
        "정부 3.0 평가 ’30. 11월 ~ ’31. 10월\n"
    )
    (grid,) = grids_of(text)
    assert cells(grid)[1:] == [
        ["시 평가", "'31. 1월 ~ '31. 12월", "25개 자치구"],
        ["정부 3.0 평가", "’30. 11월 ~ ’31. 10월", ""],
    ]


def test_facilities():
    text = (
        "3 주요시설\n\n구 분 명 칭 현 황 비 고\n\n시 설\n\n수 영 장\n○ 본관(5레인)\n\n"
        "(지하1층, 총 63.1㎡)\n운영팀\n\n도 서 관 ○ 열람실(4개소)\n\n4 예산\n"
    )
    found = observations_of(text)
    assert [(o.item, o.text) for o in found if o.value is None] == [
        ("수영장", "본관(5레인)\n\n(지하1층, 총 63.1㎡)"),
        ("도서관", "열람실(4개소)"),
    ]
    assert [(o.item, o.measure, str(o.value), o.unit) for o in found if o.text == "4개소"] == [
        ("도서관", "열람실", "4", "개소")
    ]


def test_names_over_two_lines_and_cells_whose_border_nothing_tells():
    two = "□ 추진계획\n\n추 진 내 용 추 진 일 정\n\n주민 의견\n수렴과 공람 ’31. 1. ~ 3.\n\n시범 운영\n’31. 12. ~\n"
    assert cells(grids_of(two)[0])[1] == ["주민 의견 수렴과 공람", "’31. 1. ~ 3."]
    head = "□ 추진계획\n\n구 분 대 상 내 용 추 진 일 정\n\n"
    (one_line,) = grids_of(
        f"{head}성과관리 150개 주요사업 평가 ’31. 1. ~ 3.\n\n시범 운영 두 동 ’31. 12. ~\n\n□ 기대효과\n"
    )
    assert cells(one_line)[1] == ["성과관리", "150개 주요사업 평가", "", "’31. 1. ~ 3."]
    joined = "성과관리\n150개 주요사업,\n통합 평가 ’31. 1. ~ 3.\n\n시범 운영\n공원 두 곳\n먼저 함\n’31. 12. ~\n"
    (unsure,) = grids_of(head + joined)
    assert cells(unsure)[1:] == [
        ["성과관리", "150개 주요사업, 통합 평가", "", "’31. 1. ~ 3."],
        ["시범 운영", "공원 두 곳", "먼저 함", "’31. 12. ~"],
    ]
    assert list(unsure.remarks) == [1], "the comma says that two lines are one cell, and no third is left"
