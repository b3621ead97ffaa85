"""What is masked, and what looks like it and is not."""

from __future__ import annotations

import pytest

from store.masking import masked, masked_in_report


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("제 번호는 900101-1234567입니다", "제 번호는 [주민등록번호]입니다"),
        ("9001011234567", "[주민등록번호]"),
        ("900101-1******", "[주민등록번호]"),
        ("９００１０１－１２３４５６７ 맞나요", "[주민등록번호] 맞나요"),
        ("010-1234-5678로 연락 주세요", "[전화번호]로 연락 주세요"),
        ("01012345678", "[전화번호]"),
        ("+82 10-1234-5678", "[전화번호]"),
        ("02-2670-3114, (031) 123-4567", "[전화번호], [전화번호]"),
        ("hong.gildong@example.go.kr에 보내 주세요", "[전자우편]에 보내 주세요"),
        ("4111 1111 1111 1111과 4111-1111-1111-1111", "[카드번호]과 [카드번호]"),
        ("4111111111111111", "[카드번호]"),
        ("110-123-456789로 보내 주세요", "[계좌번호]로 보내 주세요"),
        ("국민은행 123456-12-123456, 1002-123-456789", "국민은행 [계좌번호], [계좌번호]"),
        ("농협 302-1234-5678-91 홍길동", "농협 [계좌번호] 홍길동"),
        ("계좌번호는 3333011234567입니다", "계좌번호는 [계좌번호]입니다"),
        ("a@b.kr 010-1111-2222", "[전자우편] [전화번호]"),
    ],
)
def test_personal_data_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "예산은 13,351백만원이고 집행률은 98.7%",
        "2021-12-31 기준, 2021. 12. 31. 기준, `21.5.15.",
        "2014~2018년 실적",
        "1,234,567,890,123원",
        "4111111111111112",  # sixteen digits that no card has: the check digit is wrong
        "991399-1234567",  # no such month
        "202-2103 호",
        "2021-12-31-2022-01-31",
        "사업자등록번호 123-45-67890",  # of a business, not of a person
        "신협 3곳에 1,200,000,000원",
        "통장 123명",
        "사업비 0.25 1234 5678",
    ],
)
def test_figures_and_dates_stay(typed: str) -> None:
    assert masked(typed) == typed


def test_in_reports_only_the_named_kinds_and_never_a_figure() -> None:
    words = "대표 900101-1234567, 문의 02-2670-3114, 계약액 1103151234567, 4111-1111-1111-1111"
    shown = "대표 [주민등록번호], 문의 02-2670-3114, 계약액 1103151234567, [카드번호]"
    assert masked_in_report(words, ["주민등록번호", "카드번호"]) == shown
    assert masked_in_report(words, []) == words
