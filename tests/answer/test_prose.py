"""Facts told in bullets, and questions that lie near them (integration, over a report of an invented 한빛구)."""

from __future__ import annotations

import pytest

from answer.ask import Assistant
from tests.answer.invented import assistant_over

MANIFEST = """[["plan.txt"]]
title = "기획과 2021년 주요업무 추진실적과 2022년 추진계획"
agency = "한빛구"
year = 2021
department = "기획과"
"""

REPORT = """Ⅱ. 주요업무 추진실적

1 나눔과 소통 나눔팀

□ 주요 추진실적
○ 나눔가게 운영을 통한 복지 사각지대 해소(3,210명 이용)
- 후원금품 45건 8,700천원 접수
○ 골목시장 공동구매 추진
- 추진실적: 봄맞이(12,300천원), 가을맞이(23,400천원)
- 라이브방송과 선물세트 판매로 매출 증대
○ 토론한마당 개최(7.5.): 주민과 상인이 함께 의제 선정
○ 보존 부적합 토지 매각: 4건 / 56,000천원
○ 주요 회의 운영: 총 90회(정례 12회, 현안 78회)
○ 그늘쉼터 조성
- 장 소: 중앙공원, 솔밭공원
- 규 모: 34㎡
○ 어린이 글짓기 공모 : 5.2 ~ 5.20
- 주 제 : 우리 마을의 봄
○ 아이디어 모임 운영: 총 77명
○ 돌봄터 12개소 운영
○ 하천 출입로 15개소 원격차단 및 인접 3개 자치구와 공조
○ 기록물 정비 목록 작성 : 560건
○ 소식지와 영상, 누리집 등 모든 매체로 4,500명과 만남
○ 제안 심사 대상: 총 15건(채택 : 12건, 불채택 : 3건)
○ 푸른들판 협약 체결(가람은행-한빛구청)
○ 솔숲 가꾸기를 위한 협약 체결: '21.9.27.
○ 물빛공원, 새싹공원 등 놀이터 4개소 재정비

2 제안제도 운영 제안팀

□ 추진배경
○ 직원 제안 창구가 여럿이라 접수와 처리에 어려움
○ 접수 창구를 하나로 모으기 위한 제안시스템 필요

□ 향후계획
○ 하반기 제안단 운영
- 결과제출: 국별 3건 이상 제출
○ 제안시스템 구축 업체선정 및 계약 : 2022. 1월
"""

ANSWERED = {
    "what was not chosen": ("제안 심사에서 채택 안 된 제안은 몇 건?", "불채택 : 3건"),
    "a doer for what is done": ("나눔가게 이용자는 몇 명인가요?", "3,210명"),
    "an amount of one of two": ("골목시장 공동구매 가을맞이 실적은 얼마예요?", "23,400천원"),
    "when": ("토론한마당은 언제 열렸나요?", "7.5"),
    "part of a whole that is told": ("회의 90회 가운데 정례회의는 몇 회인가요?", "12회"),
    "where": ("그늘쉼터는 어디에 만들었나요?", "중앙공원"),
    "by a label": ("어린이 글짓기 공모 주제가 뭐였나요?", "우리 마을의 봄"),
    "why it is made": ("제안시스템은 왜 만드나요?", "어려움"),
    "a count beside a word for names": ("기록물 정비 목록은 몇 건 작성했나요?", "560건"),
    "a month, of what ends like a price": ("기록물 정비는 언제 몇 건 했나요?", "560건"),
    "a size": ("그늘쉼터 면적은?", "34㎡"),
    "as a report has it": ("보고서는 그늘쉼터의 규모를 어떻게 규정하고 있습니까?", "34㎡"),
    "typed in haste": ("나눔가게 이용자 멋명이에요", "3,210명"),
    "hastily told": ("글짓기 공모 기간 알랴줘", "5.20"),
}

TWO_ANSWERED = {
    "a second subject": ("나눔가게는 몇 명이 이용했고 돌봄터는 몇 개소인가요?", ("3,210명", "12개소")),
    "a second property": ("나눔가게 이용자 수와 후원금품 접수 건수를 알려 주세요", ("3,210명", "45건")),
    "either of two": ("골목시장 공동구매는 봄맞이와 가을맞이가 각각 얼마예요?", ("12,300천원", "23,400천원")),
    "a second sentence": (
        "글짓기 공모 주제는 뭐였나요? 기간은 언제였나요?",
        ("우리 마을의 봄", "5.2 ~ 5.20"),
    ),
}

SAID = {
    "a date": ("토론한마당은 언제 열렸나요?", "7월 5일입니다."),
    "a stretch of time": ("글짓기 공모 기간 알려줘", "5월 2일부터 5월 20일까지입니다."),
    "the part that is asked": ("제안 심사에서 불채택 건수는 몇 건?", "제안 심사 대상 불채택 3건입니다."),
    "a month of a plan": ("제안시스템 업체선정은 언제예요?", "2022년 1월입니다."),
}

REFUSED = {
    "who, where only a sale is told": "매각한 토지는 누가 샀나요?",
    "money of a neighbouring bullet": "라이브방송 매출은 얼마인가요?",
    "people who are not counted": "나눔가게 종사자는 몇 명인가요?",
    "people of a neighbouring bullet": "후원금품을 낸 사람은 몇 명인가요?",
    "a place that is not told": "나눔가게는 어디에 있나요?",
    "a price where a size is told": "그늘쉼터 조성 비용은?",
    "a part that is not told": "회의 90회 가운데 월례회의는 몇 회인가요?",
    "a rank": "글짓기 공모는 서울에서 몇 위였나요?",
    "the names of what is counted": "공조하는 3개 자치구는 어디어디인가요?",
    "a company that is still to be chosen": "제안시스템 구축을 맡은 업체는 어디인가요?",
    "the outcome of a plan": "하반기 제안단은 몇 건을 제출했나요?",
    "the cause of a result": "나눔가게 이용자가 왜 이렇게 많았나요?",
    "a short word that begins another": "돌봄터에 다니는 아이는 몇 명인가요?",
    "half a year that is not told": "상반기 나눔가게 이용자는 몇 명인가요?",
    "the titles of more than a list holds": "토지 매각 4건의 목록을 알려줘",
    "people who did something else": "나눔가게에서 취업한 사람은 몇 명인가요?",
    "a cost beside what was given": "골목시장 공동구매 운영비가 얼마야?",
    "one of what several have together": "영상만 몇 명과 만났나요?",
    "those that are left": "물빛공원, 새싹공원 빼고 나머지 두 곳은 어디야?",
    "a thing done, where it is planned": "제안시스템을 실제로 구축한 날짜 알려줘",
    "the first of several": "글짓기 공모에서 1등은 누구였어?",
    "what the money was for": "골목시장 공동구매 봄맞이 12,300천원은 어디어디에 썼나요?",
    "opening hours": "나눔가게 운영시간은?",
    "a budget where gifts are told": "나눔가게 운영에 예산이 얼마 들어갔나요?",
    "the date of another of its kind": "푸른들판 협약은 언제 체결했어?",
}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("hanbit")
    reports = home / "reports"
    reports.mkdir()
    (reports / "plan.txt").write_text(REPORT, encoding="utf-8")
    (reports / "reports.toml").write_text(MANIFEST, encoding="utf-8")
    return assistant_over(reports)


@pytest.mark.parametrize("kind", ANSWERED)
def test_a_fact_of_a_bullet_is_told(kind: str, invented: Assistant) -> None:
    question, words = ANSWERED[kind]
    answer, _ = invented.ask(question)
    assert not answer.refused, answer.text
    assert words in answer.text
    assert any(words in " ".join(citation.quote.split()) for citation in answer.citations)


@pytest.mark.parametrize("kind", TWO_ANSWERED)
def test_both_questions_of_a_sentence_are_answered(kind: str, invented: Assistant) -> None:
    question, facts = TWO_ANSWERED[kind]
    answer, _ = invented.ask(question)
    assert not answer.refused, answer.text
    assert all(fact in answer.text for fact in facts), answer.text


def test_a_part_that_no_report_tells_is_said_to_be_missing(invented: Assistant) -> None:
    answer, _ = invented.ask("나눔가게는 몇 명이 이용했고 임대료는 얼마인가요?")
    assert not answer.refused
    assert "3,210명" in answer.text and "찾지 못했습니다" in answer.text


@pytest.mark.parametrize("kind", SAID)
def test_a_date_is_said_before_it_is_quoted(kind: str, invented: Assistant) -> None:
    question, words = SAID[kind]
    answer, _ = invented.ask(question)
    assert answer.text.startswith(words) or f" {words}" in answer.text.split("\n")[0], answer.text


FOLLOWED = {
    "a date beside": (("글짓기 공모 주제는 뭐였나요?", "언제 했는데?"), "5월 2일부터 5월 20일"),
    "a label beside": (("그늘쉼터는 어디에 만들었나요?", "규모는?"), "34㎡"),
    "a count beside": (("나눔가게 이용자는 몇 명인가요?", "후원금품은 몇 건 들어왔어?"), "45건"),
}


@pytest.mark.parametrize("kind", FOLLOWED)
def test_what_stands_beside_the_answer_before(kind: str, invented: Assistant) -> None:
    turns, fact = FOLLOWED[kind]
    conversation = None
    for turn in turns:
        answer, conversation = invented.ask(turn, conversation)
    assert not answer.refused and fact in answer.text, answer.text


def test_a_summary_holds_what_it_is_asked_to_hold(invented: Assistant) -> None:
    answer, _ = invented.ask("나눔과 소통 사업을 토론한마당, 제안시스템 업체선정 시기를 넣어 요약해 줘")
    assert not answer.refused, answer.text
    assert all(fact in answer.text for fact in ("7.5.", "2022. 1월")), answer.text


@pytest.mark.parametrize("kind", REFUSED)
def test_what_lies_near_is_no_answer(kind: str, invented: Assistant) -> None:
    answer, _ = invented.ask(REFUSED[kind])
    assert (answer.refused, answer.reason) == (True, "not_in_reports"), answer.text
