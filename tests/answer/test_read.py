"""What is read off a question before anything is looked up (unit: no index, the real analyser and lexicon)."""

from __future__ import annotations

import unicodedata

import pytest

from answer.read import Question, Reader
from index.lexicon import load_lexicon
from index.morphemes import Morphemes

NEWEST = 2021


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_lexicon(), Morphemes(), NEWEST, ("집행액", "전략목표 수"))


YEARS = {
    "2021년 예산": (2021,),
    "2021년도 예산": (2021,),
    "2021 예산": (2021,),
    "’21년 예산": (2021,),
    "'21 예산": (2021,),
    "‘18년 정원": (2018,),
    "21년도 예산": (2021,),
    "21년 예산": (2021,),
    "1999년 예산": (1999,),
    "2021년도예산액은": (2021,),
    "2015년과 2018년 정원": (2015, 2018),
    "2015~2018년 예산": (2015, 2016, 2017, 2018),
    "2018년부터 2021년까지 정원": (2018, 2019, 2020, 2021),
    "예산은 얼마": (),
    "3년간 전산화한 책": (),
}


@pytest.mark.parametrize("text", YEARS)
def test_years(reader: Reader, text: str) -> None:
    question = reader.read(text)
    assert question.years == YEARS[text]
    assert question.year_note is None


RELATIVE = {
    "올해 예산": 2021,
    "금년 예산": 2021,
    "작년 실적": 2020,
    "지난해 실적": 2020,
    "내년 계획": 2022,
    "재작년 실적": 2019,
}


@pytest.mark.parametrize("text", RELATIVE)
def test_years_said_from_the_newest_report(reader: Reader, text: str) -> None:
    question = reader.read(text)
    assert question.years == (RELATIVE[text],)
    assert question.year_note is not None
    assert f"{NEWEST}년" in question.year_note and f"{RELATIVE[text]}년" in question.year_note


def test_a_named_year_outweighs_a_relative_one(reader: Reader) -> None:
    assert reader.read("2018년 예산은 작년보다 늘었나요").years == (2018,)


def test_than_last_year_asks_for_no_other_year(reader: Reader) -> None:
    assert reader.read("작년보다 늘어난 실국").years == ()


CONDITIONS = {
    "달성률 80% 이하 지표": ("le", "80", "%"),
    "80프로 이하인 지표": ("le", "80", "%"),
    "달성률이 200퍼센트를 넘는 지표": ("gt", "200", "%"),
    "달성률 90%가 안 되는 지표": ("lt", "90", "%"),
    "100명 이상 참여한 행사": ("ge", "100", "명"),
    "5천만원 미만 사업": ("lt", "50000000", "원"),
    "지표가 20개 이상인 국": ("ge", "20", "개"),
    "목표보다 15% 넘게 초과한 지표": ("gt", "115", "%"),
    "목표에 10% 이상 못 미친 지표": ("le", "90", "%"),
}


@pytest.mark.parametrize("text", CONDITIONS)
def test_conditions_in_figures(reader: Reader, text: str) -> None:
    (condition,) = reader.read(text).conditions
    assert (condition.comparator, condition.value, condition.unit) == CONDITIONS[text]


SAID = {
    "목표를 달성하지 못한 과": ("달성률", "lt", "100"),
    "목표 미달 지표": ("달성률", "lt", "100"),
    "목표에 못 미친 지표": ("달성률", "lt", "100"),
    "목표를 초과한 지표": ("달성률", "gt", "100"),
    "목표를 초과 달성한 지표": ("달성률", "gt", "100"),
    "목표를 딱 달성한 지표": ("달성률", "eq", "100"),
    "전년보다 예산이 줄어든 실국": ("비교증감", "lt", "0"),
    "지난해보다 늘어난 실국": ("비교증감", "gt", "0"),
    "단위가 톤인 지표": ("단위", "eq", "톤"),
    "단위가 '천명'으로 표시된 지표": ("단위", "eq", "천명"),
}


@pytest.mark.parametrize("text", SAID)
def test_conditions_in_words(reader: Reader, text: str) -> None:
    (condition,) = reader.read(text).conditions
    assert (condition.measure, condition.comparator, condition.value) == SAID[text]


SOUGHT = {
    "이용자는 몇 명인가요": "명",
    "보고회를 몇 회 열었어": "회",
    "적발은 몇 건": "건",
    "단속 건수는": "건",
    "책은 몇 권": "권",
    "주차장은 몇 개소": "장소수",
    "체납액을 얼마 걷었나요": "원",
    "모금액은 얼마": "원",
    "보고회는 언제 하나요": "날짜",
    "왜 늘었나요": "이유",
    "어떻게 신청하나요": "방법",
    "무엇을 근거로 하나요": "근거",
    "무슨 등급을 받았나": "등급",
}


@pytest.mark.parametrize("text", SOUGHT)
def test_what_the_question_word_seeks(reader: Reader, text: str) -> None:
    assert reader.read(text).sought == SOUGHT[text]


UNITS = {
    "추경을 억원 단위로 말해줘": "억원",
    "추경을 억으로 말해줘": "억원",
    "예산을 천원으로 바꿔줘": "천원",
    "예산을 원 단위로 알려줘": "원",
    "인구를 만 명 단위로": "만명",
    "예산은 얼마야": None,
    "천원의 행복 사업": None,
}


@pytest.mark.parametrize("text", UNITS)
def test_the_unit_that_is_wanted(reader: Reader, text: str) -> None:
    assert reader.read(text).unit == UNITS[text]


PLACES = {
    "달성률 상위 3개": (3, None),
    "달성률이 가장 높은 지표 5개": (5, None),
    "달성률 하위 10개 지표": (10, None),
    "두 번째로 많은 실국": (None, 2),
    "3번째로 높은 지표": (None, 3),
    "가장 낮은 지표": (None, None),
    "지표는 몇 개": (None, None),
}


@pytest.mark.parametrize("text", PLACES)
def test_how_many_or_which_place(reader: Reader, text: str) -> None:
    question = reader.read(text)
    assert (question.top, question.nth) == PLACES[text]


MEASURES = {
    "예산액과 집행액": {"예산액", "집행액"},
    "예산 집행률은": {"집행률"},
    "집행율은": {"집행률"},
    "정원과 현원은": {"정원", "현원"},
    "목표와 실적은": {"목표", "실적"},
    "전략목표 수는": {"전략목표 수"},
    "예산팀은 무슨 일을": set(),
    "정원 조성 사업": set(),
}


@pytest.mark.parametrize("text", MEASURES)
def test_measures(reader: Reader, text: str) -> None:
    assert set(reader.read(text).measures) == MEASURES[text]


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("재무과 말고 징수과", ("재무과",)),
        ("구비를 빼고", ("구비",)),
        ("재무과가 아니라 징수과", ("재무과",)),
        ("징수과는", ()),
    ],
)
def test_what_is_not_meant(reader: Reader, text: str, negated: tuple[str, ...]) -> None:
    assert reader.read(text).negated == negated


def test_months_and_breakdown(reader: Reader) -> None:
    assert reader.read("7월과 12월 일정").months == (7, 12)
    assert reader.read("사업별 금액").breakdown == "사업"


@pytest.mark.parametrize("text", ["달성률 80프로 이하 지표", "’21년 재무과 체납 정리율", "국․시비 보조금 간주처리는?"])
def test_nfd_is_read_like_nfc(reader: Reader, text: str) -> None:
    plain, decomposed = reader.read(text), reader.read(unicodedata.normalize("NFD", text))
    assert (plain.years, plain.conditions, plain.measures, plain.text) == (
        decomposed.years,
        decomposed.conditions,
        decomposed.measures,
        decomposed.text,
    )


def test_hanja_is_read(reader: Reader) -> None:
    assert reader.read("市 예산").text == "시 예산"


def words(reader: Reader, question: Question) -> list[str]:
    return [term.text for term in reader.terms(question, ())]


def test_subject_words_hold_no_asking_words(reader: Reader) -> None:
    assert words(reader, reader.read("영원마켓 이용자는 모두 몇 명인가요?")) == ["영원마켓", "이용자"]
    assert words(reader, reader.read("2021년 예산액은 얼마인가요?")) == []


def test_abbreviations_are_spelled_out(reader: Reader) -> None:
    (term,) = reader.terms(reader.read("특교금 얼마?"), ())
    assert "특별교부금" in term.forms
    assert term.coverage("특별교부금확보액") > 0.9
    assert term.coverage("일반재산매각") == 0.0


HASTE = {
    "나눔가게 이용자 멋명이에요": "명",
    "집진기 몃군데 설치햇어": "장소수",
    "공모전 언재 열려요": "날짜",
    "사전공표 목록은 몇 건 정비했나요": "건",  # 목록 asks no names beside a counter
    "돌봄센터 지금 몇 개 운영해요": "개",  # 지금 is no amount of money
    "평가 결과가 어떻게 됐어요": None,  # no way of doing things
}


@pytest.mark.parametrize("text", HASTE)
def test_what_is_sought_however_it_is_typed(reader: Reader, text: str) -> None:
    assert reader.read(text).sought == HASTE[text]
