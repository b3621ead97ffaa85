"""Sentences that ask two things, taken apart (unit)."""

from __future__ import annotations

import pytest

from answer.parts import parts

LAST = {
    "그늘막은 몇 개 세웠고, 왜 세웠나요?": ("그늘막은 몇 개 세웠나요?", "왜 세웠나요?"),
    "공모는 언제 끝났는지 몇 명이 냈는지 알려줘": ("공모는 언제 끝났나요?", "몇 명이 냈는지 알려줘"),
    "쉼터 이용자 수와 후원금 접수 금액을 알려줘": ("쉼터 이용자 수?", "후원금 접수 금액을 알려줘"),
    "봄맞이와 가을맞이 판매 실적은 각각 얼마야": ("봄맞이 판매 실적 얼마야", "가을맞이 판매 실적 얼마야"),
    "2028년 쉼터 개소식 참석자 수와 2030년 쉼터 이용 실적을 각각 알려줘": (
        "2028년 쉼터 개소식 참석자 수는 얼마?",
        "2030년 쉼터 이용 실적은 얼마?",
    ),
    "안내서는 몇 개 언어로 냈나요? 어떤 언어죠?": ("안내서는 몇 개 언어로 냈나요?", "어떤 언어죠?"),
}


@pytest.mark.parametrize("sentence", LAST)
def test_each_part_is_a_question(sentence: str) -> None:
    first, last = parts(sentence)
    assert (first[0], last[-1]) == LAST[sentence]


def test_a_later_part_is_asked_with_the_subject_of_the_first_too() -> None:
    _, last = parts("그늘막은 몇 개 세웠고, 왜 세웠나요?")
    assert last[0] == "그늘막은 왜 세웠나요?"


@pytest.mark.parametrize(
    "sentence",
    [
        "목표와 실적은 얼마인가요?",  # two columns of one row
        "나눔가게를 운영하고 몇 명이 이용했나요?",  # the first clause asks nothing
        "운영하고 있는 곳은 몇 군데인가요?",
        "출입로는 몇 개인가요?",
    ],
)
def test_one_question_stays_whole(sentence: str) -> None:
    assert parts(sentence) == ()


def test_the_name_of_an_office_is_no_two_things() -> None:
    assert parts("예산과 이용자 수와 지원 금액은?", ("예산과",))[0] == ("예산과 이용자 수?",)
