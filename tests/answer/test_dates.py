"""Dates as reports print them, said as people say them (unit)."""

from __future__ import annotations

import pytest

from answer.dates import dated

SPOKEN = {
    "제정 공포: '18. 10. 4.": ["2018년 10월 4일"],
    "추석(’15.9.25.~9.30.)": ["2015년 9월 25일부터 9월 30일까지"],
    "설날(`15.2.12.~23.)": ["2015년 2월 12일부터 23일까지"],
    "- 시 기: 2021. 3 ~ 5월": ["2021년 3월부터 5월까지"],
    "구축 및 개발 ’22. 7. ~11.": ["2022년 7월부터 11월까지"],
    "자료 제출: 10월~22년 1월": ["10월부터 2022년 1월까지"],
    "투표 : 7월 16일 ~ 24일": ["7월 16일부터 24일까지"],
    "조사 : 2015.10.21～10.23(3일간)": ["2015년 10월 21일부터 10월 23일까지"],
    "회의: 3.9. 7.25.": ["3월 9일", "7월 25일"],
    "9~11월": ["9월부터 11월까지"],
    "공개율 : 75.4%": [],
    "보도 47.5a, 10억원/10개 사업": [],
}


@pytest.mark.parametrize("printed", SPOKEN)
def test_a_printed_date_is_said(printed: str) -> None:
    assert [date.spoken for date in dated(printed)] == SPOKEN[printed]


def test_a_date_knows_its_place() -> None:
    text = "공포: '18. 10. 4. 예정"
    (date,) = dated(text)
    assert text[date.start : date.end] == "'18. 10. 4."
