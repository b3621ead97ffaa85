"""Which bullet tells what is asked, and which only lies near it (integration, over a report of an invented 솔빛구)."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer.ask import Assistant
from tests.answer.invented import assistant_over

MANIFEST = """[["done.txt"]]
title = "2031년 국별 주요사업 추진"
agency = "솔빛구"
year = 2031
"""

REPORT = """Ⅱ. 2031년 국별 주요사업 추진

살림국

◇ 홍보분야
○ 구정 역점사업 홍보
- 유튜브 “가온” 및 팟캐스트 “가온 밥상” 운영성과
· 유튜브: 구독자 1,110명, 조회수 45,600회
· 팟캐스트: 구독자 220명, 좋아요 수 130개
○ 창의적인 인재 양성 및 직원복지 향상
- 외국어와 독서통신교육 확대 운영
- 감염병 장기화에 따른 직원 후생복지 확대 운영
· 건강관리비 및 예방접종비, 장례서비스, 심리상담서비스 등

◇ 시설분야
○ 은별천 장미원 조성
○ 은별천 체육마당 조성
○ 공단 위탁사무 지도 점검 : 분기별
- 위탁 현황 : 4개 사업 (수영장, 주차장, 독서실, 견인보관소)
○ 폭우 대비 하수시설 정비로 8년 연속 침수 피해 제로화 달성
○ 구민청원 접수·처리 330건(누계: 967건)
○ 정보공개 심의회 수시 운영
○ 정보공개 처리기간 : 청구일로부터 12일 이내
○ 공약사업 관리 : 3개 분야, 29개 사업
○ 한국약속본부「공약이행 평가」최고등급 획득
○ 나눔가게 후원금품 45건 7,700천원 접수
○ 새솔공원 내 어르신 야외운동공간 조성
○ 새솔마을 계획 수립
- 주민참여단을 구성하여 주민의견을 반영한 계획 수립
○ 테마 아이디어 공모 : 9건 접수
○ 관광 안내서 제작 : '31. 3. 29.
○ 대외기관 평가 17건 수상

복지국 ‧ 보건소

◇ 복지분야
○ 돌봄터 6개소 조성
○ 푸른가게 운영

◇ 보건분야
○ 걷기모임 1,430명 등록
○ 선별진료소 운영
"""

ANSWERED = {
    "by the name that the line above gives": ("가온 밥상 구독자 수는 몇 명인가요?", "220명", "1,110"),
    "the shorter of two names": ("유튜브 ‘가온’의 구독자 수와 조회수를 알려 주세요.", "45,600", "220명"),
    "the items of one sub-bullet": ("감염병 때문에 늘려 준 직원 복지 항목을 모두 말해줘", "장례서비스", "외국어"),
    "kinds in brackets": ("공단 위탁현황 종류", "견인보관소", "심의회"),
    "so many days": ("정보공개는 며칠 안에 처리해 주나요?", "12일", "수시"),
    "in the words of those who live there": ("물에 잠긴 집이 없었던 게 몇 년째예요?", "8년", "6개소"),
    "a body that gave a grade": ("최고 등급을 받은 공약 평가는 어디에서 한 건가요?", "한국약속본부", "29개"),
    "a place made, which is no order to make things up": (
        "어르신이 운동하게 꾸며진 공원은 어디야?",
        "새솔공원",
        "은별천",
    ),
    "views that were heard, which asks for none": (
        "새솔마을 계획에 주민 의견은 어떻게 반영했어?",
        "주민참여단",
        "새솔공원",
    ),
    "prizes from outside": ("구청이 밖에서 받은 상이 몇 개예요?", "17건", "45건"),
    "one field of an office": ("살림국 시설분야 성과 정리 좀", "장미원", "가온"),
    "where in the papers": ("선별진료소 얘기는 어느 분야에 나와?", "보건분야", "복지분야"),
    "the field of the office asked": ("보건소가 한 일을 요약해 줘", "1,430명", "돌봄터"),
}

REFUSED = {
    "of a whole the part that no bullet names": "구민청원 330건 중에서 교통에 관한 건 몇 건이에요?",
    "of an amount its parts": "후원금품 45건 가운데 현금은 얼마이고 물품은 얼마입니까?",
    "how many were kept, of how many there are": "구청장 공약 몇 개 지켰어?",
    "what was chosen, of a call that is told": "테마 아이디어 공모에서 뽑힌 제안은 무슨 내용이었나요?",
    "copies of what was made": "관광 안내서 제작 부수는 몇 부입니까?",
    "an office, where none is named": "테마 아이디어 공모에서 1등 한 부서는 어디야?",
    "what was left undone, beside its cause": "감염병 때문에 못 한 사업은?",
}


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home: Path = tmp_path_factory.mktemp("done")
    (home / "reports").mkdir()
    (home / "reports" / "done.txt").write_text(REPORT, encoding="utf-8")
    (home / "reports" / "reports.toml").write_text(MANIFEST, encoding="utf-8")
    return assistant_over(home / "reports")


@pytest.mark.parametrize("kind", ANSWERED)
def test_the_bullet_that_tells_it_is_quoted_and_not_its_neighbour(kind: str, done: Assistant) -> None:
    question, words, elsewhere = ANSWERED[kind]
    answer, _ = done.ask(question)
    assert not answer.refused, answer.text
    assert words in answer.text
    assert elsewhere not in answer.text


@pytest.mark.parametrize("kind", REFUSED)
def test_what_lies_near_is_no_answer(kind: str, done: Assistant) -> None:
    answer, _ = done.ask(REFUSED[kind])
    assert answer.refused, answer.text


def test_two_bullets_of_one_report_that_answer_alike_are_both_told(done: Assistant) -> None:
    answer, _ = done.ask("은별천에 뭐가 새로 생겼어?")
    assert "장미원" in answer.text
    assert "체육마당" in answer.text


def test_what_a_summary_is_to_hold_comes_first_and_is_no_part_of_its_subject(done: Assistant) -> None:
    answer, _ = done.ask("살림국 실적 요약해줘. 구민청원 건수 넣어서")
    first = next(line for line in answer.text.split("\n") if line.startswith("- "))
    assert "330건" in first
