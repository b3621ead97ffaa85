"""What is sought, and whether words hold it (unit)."""

from __future__ import annotations

import pytest

from answer.demand import demanded
from answer.read import Term
from answer.sought import exact, satisfies


@pytest.mark.parametrize(
    ("sought", "question", "text"),
    [
        ("명", "이용자는 몇 명인가요", "- 영원마켓 운영(5,844명 이용)"),
        ("수량", "대회에서 몇 위를 했나", "- 경진대회 2위 입상"),
        ("날짜", "언제 열렸나", "- 열린공론장 개최(7.5.)"),
        ("사람", "보고회에는 누가 오나", "- 참여대상: 구청장, 국장단"),
        ("장소", "기록관은 어디에 있나", "○ 장 소 : 본관 지하 1층"),
        ("이유", "왜 만드나", "- 업무 효율성 확보를 위한 통합시스템 구축"),
        ("이유", "목표보다 적은 이유", "- 코로나19로 인해 행사 취소"),
    ],
)
def test_words_hold_what_is_sought(sought: str, question: str, text: str) -> None:
    assert satisfies(sought, text, question)


@pytest.mark.parametrize(
    ("sought", "question", "text"),
    [
        ("명", "이용자는 몇 명인가요", "- 후원금품 95건 접수"),
        ("수량", "대회에서 몇 위를 했나", "- 평가 5개 분야, 12개 사업"),
        ("수량", "장미가 몇 그루 있나", "- 장미원 6개소 조성"),
        ("날짜", "언제 열렸나", "- 열린공론장 개최"),
        ("사람", "매각한 땅은 누가 샀나", "- 일반재산 매각: 총 11건(834㎡)"),
        ("사람", "구민창안 금상은 누가 받았나", "- 구민창안 : 금상, 은상, 동상"),  # 구민 is in the question
        ("장소", "안내센터는 어디에 설치되나", "- 안내센터 설치·운영: 2019. 상반기"),  # 센터 too
        ("이유", "왜 75.4%밖에 안 되나", "- 알권리 보장을 위해 원문공개 추진"),  # a purpose is no cause
        ("회사", "어느 업체가 맡았나", "- 업체선정 및 계약 : 2019. 1월"),
    ],
)
def test_being_near_is_not_holding_it(sought: str, question: str, text: str) -> None:
    assert not satisfies(sought, text, question)


def test_the_very_unit_is_told_apart_from_one_like_it() -> None:
    assert exact("건", "등 60건 수상")
    assert not exact("건", "17개 시도")


def _terms(text: str, *nouns: str) -> list[Term]:
    return [Term(n, (n,), (), 1.0, text.index(n), text.index(n) + len(n)) for n in nouns]


@pytest.mark.parametrize(
    ("question", "nouns", "sought", "needed"),
    [
        ("아카데미 수강생은 몇 명이었나요", ("아카데미", "수강생"), "명", {"수강생"}),
        ("한강병원 간호사 수는?", ("한강병원", "간호사"), None, {"간호사"}),
        ("도우미 급여는 모두 얼마인가요", ("도우미", "급여"), "원", {"급여"}),
        ("챌린지에 참여한 사람은 몇 명", ("챌린지", "사람"), "명", set()),  # 사람 only names the kind
        ("공단 조직진단을 왜 했나", ("공단", "조직진단"), "이유", set()),
        ("책자는 몇 부, 부서는 몇 개", ("책자", "부서"), "부수", set()),  # two questions
    ],
)
def test_the_noun_that_is_counted_has_to_stand_there(
    question: str, nouns: tuple[str, ...], sought: str | None, needed: set[str]
) -> None:
    assert {term.text for term in demanded(question, _terms(question, *nouns), sought)} == needed
