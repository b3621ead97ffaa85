"""제1회, 2차: numbers that tell things of one name apart."""

from __future__ import annotations

import pytest

from answer.ordinals import printed, with_ordinals
from answer.read import Term

KNOWN = printed(["2031년 제1회 추가경정예산 편성", "제 2단계 정비 공사", "추진단 회의 12회"])


def term(text: str, word: str, *more: str) -> Term:
    start = text.index(word)
    return Term(word, (word, *more), (), 1.0, start, start + len(word))


def test_what_reports_number() -> None:
    assert dict(KNOWN) == {"추가": {"회"}, "정비": {"단계"}}


@pytest.mark.parametrize(
    ("text", "word", "more", "found"),
    [
        ("1차 추경은 얼마", "추경", ("추가경정예산",), ["제1회", "추경"]),
        ("3회 추경", "추경", ("추가경정예산",), ["제3회", "추경"]),
        ("3회추경", "3회추경", ("3회추가경정예산",), ["제3회", "추경"]),
        ("2단계 정비 공사비", "정비", (), ["제2단계", "정비"]),
        ("10회 실시한 까닭", "실시", (), ["실시"]),
        ("2단계 추경", "추경", ("추가경정예산",), ["추경"]),
    ],
)
def test_a_number_before_what_reports_number_is_a_term(
    text: str, word: str, more: tuple[str, ...], found: list[str]
) -> None:
    assert [t.text for t in with_ordinals(text, [term(text, word, *more)], KNOWN)] == found
