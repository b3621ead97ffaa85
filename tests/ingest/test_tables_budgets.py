from tests.ingest.flat_text import grids_of, observations_of


def test_brackets_and_figures_on_lines_of_their_own():
    text = (
        "□ 예산현황 (단위: 천원)\n\n예 산 액 집 행 액 집행률(%)\n72\n\n"
        "(시비 40, 구비 32)\n52\n\n(구비 100%)\n\n71.9\n- 3 -\n"
    )
    budget, city, ward, spent, share, rate = observations_of(text)
    assert [(o.measure, str(o.value), o.unit, o.dims.get("재원")) for o in (budget, city, ward, spent)] == [
        ("예산액", "72", "천원", None),
        ("예산액", "40", "천원", "시비"),
        ("예산액", "32", "천원", "구비"),
        ("집행액", "52", "천원", None),
    ]
    assert (share.measure, share.unit, share.dims["대상"]) == ("재원 비율", "%", "집행액")
    assert (rate.measure, str(rate.value), rate.unit, rate.caption) == ("집행률", "71.9", "%", "예산현황")


def test_a_header_without_its_figures_is_no_table():
    assert grids_of("예 산 액 집 행 액 집행률(%)\n\n○ 집행 시기 : 3월\n") == []


def test_a_sole_source_named_in_brackets():
    found = observations_of("(단위:천원)\n\n예 산 액 집 행 액 집행율(%)\n\n43,452(구비) 38,371(구비) 88.3\n")
    assert [(str(o.value), o.dims.get("재원")) for o in found] == [("43452", "구비"), ("38371", "구비"), ("88.3", None)]
