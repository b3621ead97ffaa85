"""Amounts of Korean offices, by hand: what is read, what its offsets cut out, and what is no amount."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numbers import find_amounts, parse_number


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("1,234", "1234"),
        (" 12 ", "12"),
        ("△2", "-2"),
        ("▲ 2", "-2"),
        ("-3", "-3"),
        ("98.7%", "98.7"),
        ("1.9", "1.9"),
        ("１２", "12"),
        ("0", "0"),
    ],
)
def test_a_cell_that_is_a_number(cell: str, value: str) -> None:
    assert parse_number(cell) == Decimal(value)


@pytest.mark.parametrize("cell", ["", "-", "–", "376명", "10  12", "1,2,3", "2021. 3.", "해당없음", "12,34"])
def test_a_cell_that_is_none(cell: str) -> None:
    assert parse_number(cell) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("모금: 12억 3,400만원", [("1234000000", "원", "12억 3,400만원")]),
        ("24차, 91,408백만원", [("24", "차", "24차"), ("91408", "백만원", "91,408백만원")]),
        ("(4,272/13,351백만원)", [("4272", "백만원", "4,272"), ("13351", "백만원", "13,351백만원")]),
        ("1만 2천 명", [("12000", "명", "1만 2천 명")]),
        ("3천명", [("3000", "명", "3천명")]),
        ("2천만원", [("20000000", "원", "2천만원")]),
        ("5억원", [("5", "억원", "5억원")]),
        ("국비 100억을", [("100", "억원", "100억")]),
        ("1조 2,000억원", [("1200000000000", "원", "1조 2,000억원")]),
        ("총500,000천원", [("500000", "천원", "500,000천원")]),
        ("약23%", [("23", "%", "23%")]),
        ("834㎡", [("834", "㎡", "834㎡")]),
        ("100여 명", [("100", "명", "100여 명")]),
        ("국비 100\n\n억원을", [("100", "억원", "100\n\n억원")]),
        ("증감 △3건", [("-3", "건", "△3건")]),
        ("98.5점", [("98.5", "점", "98.5점")]),
        ("3년 연속", [("3", "년", "3년")]),
        ("10일 이내", [("10", "일", "10일")]),
        ("총 8개 국별 10명 내외", [("8", "개", "8개"), ("10", "명", "10명")]),
        ("(시 221,000, 구비 47,000)", [("221000", None, "221,000"), ("47000", None, "47,000")]),
    ],
)
def test_amounts_in_prose(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    found = [(str(amount.value), amount.unit, text[amount.start : amount.end]) for amount in find_amounts(text)]
    assert found == expected


@pytest.mark.parametrize(
    "text",
    [
        "제17회 과학잔치",
        "제1·2차 심의",
        "2차 결산공시",
        "4차 산업",
        "1·2차 협치사업",
        "신길10구역, 1-13구역",
        "민선6기",
        "영등포1번가",
        "2021. 3 ~ 5월",
        "'18. 3. 20.",
        "’22. 7. ~11.",
        "5대 목표",
        "5개년 계획",
        "1/4분기",
        "정부 3.0 평가",
        "2 건전재정",
        "조례(제598호)",
        "코로나19",
        "6급 팀장",
        "지하 1층, 6층",
        "1인당",
        "7.16. 회의",
        "1 조 직",
        "02-1234-5678",
    ],
)
def test_what_is_no_amount(text: str) -> None:
    assert find_amounts(text) == []


def test_worth_in_won() -> None:
    first, second = find_amounts("13,351백만원, 330건")
    assert first.won == Decimal(13_351) * 1_000_000
    assert second.won is None


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from(["건", "명", "천원", "백만원", "%", "개소"]))
def test_grouped_figures_come_back_exactly(number: int, unit: str) -> None:
    text = f"운영 실적: {number:,}{unit}"
    (amount,) = find_amounts(text)
    assert (amount.value, amount.unit) == (number, unit)
    assert text[amount.start : amount.end] == f"{number:,}{unit}"


@given(st.text(alphabet="가나 0123456789,.억만천원건%/()△~:-\n", max_size=60))
def test_offsets_always_cut_out_digits(text: str) -> None:
    for amount in find_amounts(text):
        assert 0 <= amount.start < amount.number_end <= amount.end <= len(text)
        assert any(char.isdigit() for char in text[amount.start : amount.number_end])
