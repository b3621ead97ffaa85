"""Filters over many records."""

from index.within import Column, Places, Within


def places():
    return Places(
        reports=Column(["a", "a", "b", "c"]),
        agencies=Column(["별빛구", "별빛구", "달빛구", None]),
        years=Column([2021, 2022, 2021, None]),
        departments=Column([None, "물빛과", "물빛과", None]),
    )


def test_nothing_asked_is_no_mask():
    assert places().mask(Within()) is None


def test_each_field_filters_and_all_are_joined_by_and():
    assert places().mask(Within(years=(2021,))).tolist() == [True, False, True, False]
    assert places().mask(Within(agencies=("별빛구",), years=(2021, 2022))).tolist() == [True, True, False, False]
    assert places().mask(Within(reports=("b", "c"), departments=("물빛과",))).tolist() == [False, False, True, False]


def test_no_report_allowed_and_names_that_nobody_has_find_nothing():
    assert not places().mask(Within(reports=())).any()
    assert not places().mask(Within(agencies=("없는구",))).any()


def test_a_column_of_nothing():
    assert Column([]).among(["a"]).tolist() == []
