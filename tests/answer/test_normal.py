"""Forms of Korean text for comparing (unit)."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.normal import compact, fold, jamo, sound

SAME_FOLD = [
    ("집행율", "집행률"),
    ("체납정리율은", "체납정리율은"),
    ("달성율이", "달성률이"),
    ("참석률", "참석률"),
    ("국․시비", "국·시비"),
    ("국・시비", "국·시비"),
    ("국ㆍ시비", "국·시비"),
    ("‘21년", "'21년"),
    ("’21년", "'21년"),
    ("13,351백만원", "13351백만원"),
    ("1,129,963", "1129963"),
    ("９０％", "90%"),
    ("LED 간판", "led 간판"),
    ("9월～11월", "9월~11월"),
]


@pytest.mark.parametrize(("one", "other"), SAME_FOLD)
def test_fold_makes_spellings_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_of_nfd_is_that_of_nfc() -> None:
    assert fold(unicodedata.normalize("NFD", "세외수입 체납정리율")) == fold("세외수입 체납정리율")


def test_commas_between_cells_stay() -> None:
    assert fold("30,45,150") == "30,45,150"
    assert fold("가, 나") == "가, 나"


SAME_COMPACT = [
    ("세외수입 체납 정리율", "세외수입체납정리률"),
    ("세외수입 징수액 (공유재산 관리)", "세외수입징수액공유재산관리"),
    ("국·시비", "국시비"),
    ("「창의 아이디어단」", "창의아이디어단"),
    ("제1회 추가경정예산.", "제1회추가경정예산"),
]


@pytest.mark.parametrize(("one", "other"), SAME_COMPACT)
def test_compact_ignores_spaces_marks_and_spelling_of_rates(one: str, other: str) -> None:
    assert compact(one) == compact(other)


def test_compact_keeps_decimals_apart_from_dots() -> None:
    assert compact("67.4 %") == "67.4%"
    assert compact("끝. 3") == "끝3"
    assert compact("67.4") != compact("674")


def test_jamo_takes_letters_apart() -> None:
    one, other = jamo("집행율"), jamo("집헹율")  # one vowel of eight letters
    assert len(one) == len(other) == 9
    assert sum(a != b for a, b in zip(one, other, strict=True)) == 1


@pytest.mark.parametrize(("heard", "meant"), [("껀수", "건수"), ("게선", "개선"), ("마켙", "마켓"), ("왜국", "외국")])
def test_words_that_sound_alike(heard: str, meant: str) -> None:
    assert sound(heard) == sound(meant)


@pytest.mark.parametrize(("one", "other"), [("구세", "시세"), ("목표", "실적"), ("국비", "구비")])
def test_words_that_do_not_sound_alike(one: str, other: str) -> None:
    assert sound(one) != sound(other)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_folding_is_for_any_text_and_ends(text: str) -> None:
    assert " " not in compact(text)
    assert compact(compact(text)) == compact(compact(compact(text)))
    assert isinstance(fold(text), str) and isinstance(sound(text), str)
