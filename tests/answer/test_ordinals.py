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


def test_a_number_that_was_read_as_a_word_is_one_with_its_counter() -> None:
    text = "재무과 1차 추경"
    terms = [term(text, "재무과"), term(text, "1차"), term(text, "추경", "추가경정예산")]
    assert [t.text for t in with_ordinals(text, terms, KNOWN)] == ["재무과", "제1회", "추경"]
    assert [t.text for t in with_ordinals(text, terms[:2], KNOWN)] == ["재무과", "1차"]  # of what, nobody has said


def test_two_blanks_or_a_word_between_part_a_number_from_a_name() -> None:
    text = "1차로 본 추경"
    assert [t.text for t in with_ordinals(text, [term(text, "추경", "추가경정예산")], KNOWN)] == ["추경"]


def test_what_is_said_is_kept_where_reports_say_both() -> None:
    known = printed(["제1회 추경 편성", "제2차 추경 편성"])
    assert [t.text for t in with_ordinals("2차 추경", [term("2차 추경", "추경")], known)] == ["제2차", "추경"]
    assert [t.text for t in with_ordinals("2회 추경", [term("2회 추경", "추경")], known)] == ["제2회", "추경"]


def test_a_name_written_with_its_number_is_told_from_it() -> None:
    found = with_ordinals("제3회추경", [term("제3회추경", "제3회추경", "제3회추가경정예산")], KNOWN)
    assert found == (
        Term("제3회", ("제3회",), (), 1.0, 0, 3),
        Term("추경", ("추경", "추가경정예산"), (), 1.0, 3, 5),
    )


def test_an_age_is_a_term_of_its_own() -> None:
    text = "65 세 이상 주민"
    found = with_ordinals(text, [term(text, "세"), term(text, "주민")], KNOWN)
    assert [(t.text, t.forms, t.weight, t.start, t.end) for t in found] == [
        ("65 세", ("65세",), 1.0, 0, 4),
        ("주민", ("주민",), 1.0, 8, 10),
    ]
