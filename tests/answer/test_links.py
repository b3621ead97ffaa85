"""Names found in questions: particles, missing spaces, typos (unit: names are handed in)."""

from __future__ import annotations

import pytest

from answer.links import Names, Vocabulary
from answer.normal import fold

NAMES = Names(
    {
        "agency": ["물빛구"],
        "bureau": ["살림국", "나눔복지국"],
        "department": ["곳간재정과", "살림예산과", "물길관리과", "감사담당관"],
        "team": ["장부정리팀", "살림기획팀"],
    }
)


def found(text: str) -> list[tuple[str, str]]:
    return [(link.kind, link.name) for link in NAMES.find(fold(text))]


@pytest.mark.parametrize(
    "particle", ["", "는", "의", "에서", "가", "와", "를", "에서는", "만", "도", "부터", "까지", "?"]
)
def test_a_name_is_found_with_any_particle(particle: str) -> None:
    assert found(f"곳간재정과{particle} 예산 알려줘") == [("department", "곳간재정과")]


@pytest.mark.parametrize("text", ["곳간 재정과 예산", "살림예산과와 곳간재정과의 정원", "물빛구청 곳간재정과는"])
def test_spaces_and_neighbours(text: str) -> None:
    assert ("department", "곳간재정과") in found(text)


def test_the_office_of_an_agency() -> None:
    assert found("물빛구청에서") == [("agency", "물빛구")]
    assert found("물빛구는") == [("agency", "물빛구")]


@pytest.mark.parametrize("typo", ["곳간제정과", "곶간재정과", "곳간재졍과", "ㄱ곳간재정과"])
def test_a_typo_is_mended(typo: str) -> None:
    assert found(f"{typo}는 목표를 달성했나요") == [("department", "곳간재정과")]


@pytest.mark.parametrize("typo", ["곳간제정과", "곳간재정괴", "곳간재정가"])
def test_one_is_mended_where_its_end_may_be_a_particle(typo: str) -> None:
    """곳간제정과 is no 곳간제정 with 과, 곳간재정가 no 곳간재정 with 가."""
    assert found(f"{typo} 예산은") == [("department", "곳간재정과")]


@pytest.mark.parametrize(
    "other", ["곳간재정이", "곳간재정사", "온길관리과", "우주개발과", "물길과", "정과", "재정", "결과", "효과는", "과"]
)
def test_another_word_is_no_name(other: str) -> None:
    assert found(f"{other} 예산은") == []


def test_places_are_those_of_the_folded_text() -> None:
    text = fold("2021년 장부정리팀은")
    (link,) = NAMES.find(text)
    assert text[link.start : link.end] == "장부정리팀"


def test_several_names_left_to_right() -> None:
    assert found("나눔복지국과 살림국") == [("bureau", "나눔복지국"), ("bureau", "살림국")]


VOCABULARY = Vocabulary(["건수", "개선", "마켓", "체납정리", "징수액", "박람회", "led"])


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("껀수", "건수"), ("게선", "개선"), ("마켙", "마켓"), ("체납정니", "체납정리"), ("박남회", "박람회")],
)
def test_a_typo_of_a_word_of_the_index(typo: str, meant: str) -> None:
    assert VOCABULARY.mend(typo) == meant


@pytest.mark.parametrize("word", ["건수", "하늘", "우주선", "가", ""])
def test_words_that_are_known_or_like_nothing_stay(word: str) -> None:
    assert VOCABULARY.mend(word) is None
