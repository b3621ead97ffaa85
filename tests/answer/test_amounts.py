"""Amounts as people read them (unit). Expected words are worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from answer.amounts import convert, in_won, plain, rounded, spoken

SPOKEN = {
    0: "0원",
    30: "30원",
    9_999: "9,999원",
    10_000: "1만원",
    123_450: "12만 3,450원",
    703_736_000: "7억 373만 6,000원",  # 703,736천원
    13_351_000_000: "133억 5,100만원",  # 13,351백만원
    100_000_000: "1억원",
    100_000_001: "1억 1원",
    1_129_963_000_000: "1조 1,299억 6,300만원",  # 1,129,963백만원
    -30_000_000: "-3,000만원",  # -30백만원
}


@pytest.mark.parametrize("won", SPOKEN)
def test_an_amount_is_said_in_jo_eok_and_man(won: int) -> None:
    assert spoken(Decimal(won)) == SPOKEN[won]


PLAIN = {
    "0": "0",
    "-0": "0",
    "0.30": "0.3",
    "1234.50": "1,234.5",
    "-2": "-2",
    "1E+3": "1,000",
    "2041985": "2,041,985",
    "100.00": "100",
}


@pytest.mark.parametrize("digits", PLAIN)
def test_plain_digits_have_separators_and_no_idle_zeros(digits: str) -> None:
    assert plain(Decimal(digits)) == PLAIN[digits]


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "expected"),
    [
        ("13351", "백만원", "억원", "133.51"),  # 13,351,000,000 / 100,000,000
        ("13351", "백만원", "원", "13351000000"),
        ("703736", "천원", "백만원", "703.736"),
        ("5", "억원", "천원", "500000"),  # 500,000,000 / 1,000
        ("30", "만원", "천원", "300"),
        ("4815", "명", "천명", "4.815"),
        ("16198", "명", "만명", "1.6198"),
        ("67.4", "%", "%", "67.4"),
        ("3", "건", "건", "3"),
    ],
)
def test_conversion_is_exact(value: str, unit: str, wanted: str, expected: str) -> None:
    assert convert(Decimal(value), unit, wanted) == Decimal(expected)


@pytest.mark.parametrize(("unit", "wanted"), [("건", "원"), ("백만원", "명"), ("%", "억원"), (None, "원")])
def test_units_of_other_kinds_are_not_converted(unit: str | None, wanted: str) -> None:
    assert convert(Decimal(5), unit, wanted) is None


def test_in_won() -> None:
    assert in_won(Decimal("0.5"), "억원") == Decimal(50_000_000)
    assert in_won(Decimal(7), "건") is None
    assert in_won(Decimal(7), None) is None


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("62.547", 2, "62.55"), ("62.545", 2, "62.55"), ("-62.545", 2, "-62.55"), ("11.7391", 1, "11.7"), ("0.5", 0, "1")],
)
def test_rounding_is_half_up(value: str, places: int, expected: str) -> None:
    assert rounded(Decimal(value), places) == Decimal(expected)
