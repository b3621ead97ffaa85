"""Figures by their parts, columns said in short, and sums that there are not (integration, shipped reports)."""

from __future__ import annotations

import pytest

from answer.ask import Assistant
from answer.read import _conditions
from answer.sought import units_asked

TOLD = {
    "실적이 10 이하인 문화체육과 지표는?": ("문화환경 및 기반 조성", "생활체육교실 운영"),
    "중요기록물 전산화 사업량을 연도별로 비교해줘": ("1,010권", "1,016권", "2,006권", "3,144권"),
    "2018년 기획담당관 정원과 현원은 직급별로": ("5급", "9급", "정원 12명", "현원 15명"),
    "2021년 기획예산과 팀별 예산액 비교": ("545,032천원", "57,400천원", "가장 많은 팀은 예산팀"),
    "재무과 목표 평균": ("단위가 서로 달라", "낼 수 없습니다"),
    "2018년에 횟수가 7회 이상인 협치 회의는?": ("협치분과회의", "민관공론장", "분과실무협의회"),
    "민관협치 예산 2018년이랑 2019년 비교해줘": ("188,000천원", "268,000천원", "80,000천원"),
    "2021년 정원과 현원은 같은가?": ("같습니다",),
    "2014년 시설관리공단 총수익 총비용 수지": ("13,414", "12,015", "1,399"),
    "건강증진과 달성률 150% 넘거나 같은 지표 다 말해줘": ("국가암검진", "인지건강프로그램"),
    "목표를 두 배 넘게 달성한 청소과 일은 뭐가 있나요?": ("음식물류폐기물",),
    "서구 감사담당관 예산은 전년도에 비해 몇 % 줄었습니까?": ("55.59%",),
    "국별 추진현황에서 부진한 사업이 있는 국은 몇 곳인가요?": ("행정지원국",),
    "신길 재정비촉진사업하고 영등포 재정비촉진사업 중에 인가·신고 처리 실적이 많은 쪽은?": ("13건", "8건"),
    "비전협력과 성과지표들": ("대외교류", "의료관광회의"),
    "2015년에는 구민이 낸 제안이 공무원이 낸 것보다 얼마나 많았어요?": ("87건",),
    "지표가 9개 이상인 부서는?": ("일자리경제과", "홍보미디어과", "자치행정과", "위생과"),
    "서구 총무국 올해 예산은?": ("66,726백만원",),
    "기본경비는 2021년 기획예산과 예산의 몇 퍼센트야?": ("8.9%",),
}
"""Questions with what the answer must hold; the figures stand in the reports, 8.9 is 181,684 / 2,041,985 × 100."""


@pytest.mark.parametrize("question", TOLD)
def test_what_is_asked_is_told_whole(question: str, assistant: Assistant) -> None:
    answer, _ = assistant.ask(question)
    assert not answer.refused
    assert [words for words in TOLD[question] if words not in answer.text] == []


def test_what_fails_the_condition_is_left_out(assistant: Assistant) -> None:
    answer, _ = assistant.ask("2018년에 횟수가 7회 이상인 협치 회의는?")
    assert "영등포구 협치회의" not in answer.text and "협치실무위원회" not in answer.text


def test_bodies_are_not_counted_in_cases(assistant: Assistant) -> None:
    answer, _ = assistant.ask("위원회를 모두 몇 개 운영하나요?")
    assert answer.refused
    assert "건" in units_asked("개", "채택된 제안은 몇 개") and "건" not in units_asked("개", "위원회는 몇 개 운영해")


def test_a_part_told_is_put_against_its_whole(assistant: Assistant) -> None:
    conversation = None
    for question in ("2015년 구민창안·공무원제안 접수는 몇 건?", "구민이 낸 건 그중 몇 건이야?", "몇 퍼센트지?"):
        answer, conversation = assistant.ask(question, conversation)
    assert "63.64%" in answer.text  # 203 / 319 × 100


def test_a_limit_is_of_the_column_before_it() -> None:
    (condition,), _ = _conditions("횟수가 7회 이상인 회의", ("참여자", "횟수"))
    assert (condition.measure, condition.comparator, condition.value, condition.unit) == ("횟수", "ge", "7", "회")
