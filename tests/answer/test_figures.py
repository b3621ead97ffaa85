"""Figures set against each other, ranked, counted and summed (integration, over reports of an invented 물빛구)."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from answer.ask import Assistant
from tests.answer.invented import assistant_over

REPORTS = {
    "a.md": """# 물빛구 2023년 주요사업 성과지표

## Ⅰ. 부서별 성과지표

### 하천과

| 주요사업명 | 성과지표 | 단위 | 목표 | 실적 | 달성률 |
| --- | --- | --- | --- | --- | --- |
| 맑은 물길 가꾸기 | 하천 준설 연장 | km | 12 | 9 | 75% |
| 맑은 물길 가꾸기 | 수질 검사 횟수 | 회 | 24 | 26 | 108% |
| 물놀이터 운영 | 물놀이터 이용자 수 | 명 | 4000 | 9200 | 230% |

### 꽃길과

| 주요사업명 | 성과지표 | 단위 | 목표 | 실적 | 달성률 |
| --- | --- | --- | --- | --- | --- |
| 나무 심기 | 가로수 심기 | 그루 | 1200 | 1150 | 95% |
| 나무 심기 | 꽃모종 나눔 | 본 | 3000 | 3000 | 100% |
| 꽃길 학교 | 꽃길 교육 수강생 수 | 명 | 80 | 96 | 120% |
| 꽃길 학교 | 꽃길 해설사 양성 | 명 | 20 | 14 | 70% |

### 등불과

| 주요사업명 | 성과지표 | 단위 | 목표 | 실적 | 달성률 |
| --- | --- | --- | --- | --- | --- |
| 밤길 밝히기 | 보안등 교체율 | % | 90 | 99 | 110% |
| 밤길 밝히기 | 야간 순찰 횟수 | 회 | 50 | 55 | 110% |
""",
    "b.md": """# 기획과 2023년 주요업무 보고

## 1. 일반현황

### 인력

| 구분 | 계 | 5급 | 6급 | 7급 | 8급 |
| --- | --- | --- | --- | --- | --- |
| 정원 | 14명 | 1명 | 4명 | 6명 | 3명 |
| 현원 | 16명 | 1명 | 5명 | 6명 | 4명 |

### 조직

| 팀 | 업무 |
| --- | --- |
| 기획팀 | 주요업무계획 수립 |
| 예산팀 | 예산 편성 |
| 소통팀 | 제안제도 운영 |

### 주요시설

○ 새빛공단 본부(3팀)

### 새빛공단 관리

○ 새빛공단 규모 : 1본부 4개팀

### 예산현황

(단위: 천원)

| 단위사업명 | 예산액 | 집행액(9.30.기준) | 집행액(12.31.까지) | 집행률(%) |
| --- | --- | --- | --- | --- |
| 계 | 100,000 | 60,000 | 90,000 | 60.0 |
| 구정 종합 기획 | 30,000 | 24,000 | 29,000 | 80.0 |
| 재정 운용 | 50,000 | 30,000 | 45,000 | 60.0 |
| 제안제도 운영 | 20,000 | 6,000 | 16,000 | 30.0 |
""",
    "c.md": """# 솔빛구 2023년 성과계획 총괄표

(단위: 백만원)

| 실국 | 지표수 | 단위사업수 | 예산액 | 전년도예산액 | 비교증감 |
| --- | --- | --- | --- | --- | --- |
| 계 | 30 | 41 | 9,000 | 8,000 | 1,000 |
| 기획실 | 4 | 6 | 1,000 | 1,200 | △200 |
| 복지국 | 16 | 20 | 6,000 | 5,000 | 1,000 |
| 안전국 | 10 | 15 | 2,000 | 1,800 | 200 |
""",
    "d.md": """# 기획과 2022년 주요업무 보고

## 1. 일반현황

### 인력

| 구분 | 계 | 5급 | 6급 | 7급 | 8급 |
| --- | --- | --- | --- | --- | --- |
| 정원 | 15명 | 1명 | 4명 | 7명 | 3명 |
| 현원 | 13명 | 1명 | 4명 | 6명 | 2명 |

### 예산현황

(단위: 천원)

| 단위사업명 | 예산액 | 집행액 | 집행률(%) |
| --- | --- | --- | --- |
| 계 | 80,000 | 64,000 | 80.0 |
| 구정 종합 기획 | 40,000 | 36,000 | 90.0 |
| 재정 운용 | 40,000 | 28,000 | 70.0 |
""",
    "reports.toml": """["a.md"]
agency = "물빛구"
year = 2023
["b.md"]
agency = "물빛구"
department = "기획과"
year = 2023
["c.md"]
agency = "솔빛구"
year = 2023
["d.md"]
agency = "물빛구"
department = "기획과"
year = 2022
""",
}


class Case(NamedTuple):
    """A question, what its answer must hold and what it must not hold."""

    question: str
    holds: tuple[str, ...]
    lacks: tuple[str, ...] = ()


ANSWERED = {
    # 9 - 12 = -3
    "a column that falls short of another": Case("하천 준설 연장은 목표보다 얼마나 모자라나요?", ("3km 적습니다",)),
    # 6,000 - 5,000
    "two columns of one row": Case("솔빛구 복지국 전년도예산액과 예산액의 차이는?", ("1,000백만원", "많습니다")),
    # 100 - 95 = 5
    "two rows whose names are said": Case(
        "가로수 심기와 꽃모종 나눔 중 달성률이 높은 것은?", ("100%", "95%", "5%p 높습니다")
    ),
    "the highest and the lowest at once": Case(
        "달성률이 가장 높은 지표와 가장 낮은 지표는 무엇인가요?",
        ("물놀이터 이용자 수", "230%", "꽃길 해설사 양성", "70%"),
    ),
    # (75 + 108 + 230) / 3 = 137.67
    "an office by its best and by its mean": Case("달성률이 제일 높은 과는?", ("하천과", "230%", "137.67%")),
    # 50,000 - 30,000 = 20,000
    "what is left, ranked": Case(
        "2023년 기획과 집행 잔액이 가장 큰 단위사업은?", ("재정 운용", "20,000천원"), ("지표 수",)
    ),
    # 90,000 - 60,000
    "two dates of one column": Case(
        "2023년 기획과 9.30. 집행액과 12.31.까지 집행액의 차이는?", ("30,000천원", "60,000천원", "90,000천원")
    ),
    "a column of a later date": Case(
        "2023년에 12월까지 집행 예정액이 2천만원 이하인 사업은?", ("제안제도 운영", "1개(")
    ),
    "years by their totals": Case("기획과 현원이 정원을 넘은 해는 언제이고 몇 명 넘었나요?", ("2023년: ", "2명 초과")),
    "what comes after another": Case("2023년에 재정 운용 다음으로 예산이 큰 사업은?", ("구정 종합 기획", "30,000천원")),
    "twice the goal in words": Case("목표의 두 배를 넘긴 지표는?", ("물놀이터 이용자 수", "1개(")),
    "a unit and a condition": Case(
        "사람 수(명)로 세는 지표 중 목표를 못 채운 것은?", ("꽃길 해설사 양성",), ("가로수",)
    ),
    # (9,000 - 8,000) / 8,000 = 12.5 %
    "growth of a total": Case("솔빛구 총예산은 전년보다 몇 퍼센트나 늘었나요?", ("12.5%",)),
    # 100,000 - 80,000
    "an earlier year against the newest": Case("기획과 예산은 2022년보다 얼마나 늘었어?", ("20,000천원", "늘었습니다")),
    "the teams of an office, fewer than the question says": Case(
        "2023년 기획과를 구성하는 5개 팀 이름을 모두 적어 주세요", ("3개", "기획팀", "예산팀", "소통팀")
    ),
    # 90,000 / 100,000
    "a rate of another day than the printed one": Case(
        "2023년 기획과 12.31.까지 집행액을 기준으로 하면 집행률은 몇 %야?", ("90%", "셈한 값"), ("집행률 60",)
    ),
    # (6,000 - 5,000) / 5,000
    "growth that no table prints": Case("솔빛구 복지국 예산 증가율은?", ("20%입니다",)),
    "counts that bullets state differently": Case("새빛공단 팀이 3개야 4개야?", ("3팀", "4개팀")),
    "grades with more people than posts": Case(
        "2023년 기획과는 정원보다 사람이 더 많다던데, 몇 급이 몇 명씩 넘치나요?", ("6급", "8급", "2개("), ("7급",)
    ),
    # 15 + 20 + 6 = 41, which the row 계 prints; 9,000 - 8,000 is not asked
    "a sum of counts is no difference of budgets": Case(
        "솔빛구 전체 단위사업수 합계는?", ("41개",), ("1,000백만원 많",)
    ),
    "the share of a sum is no sum": Case("2023년 예산액 합계에서 재정 운용이 차지하는 비중은?", ("50%입니다",)),
    # 30,000 / 100,000
    "종합 is no 합": Case("2023년 구정 종합 기획 예산이 전체 예산에서 차지하는 비율은?", ("30%입니다",)),
}


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("mulbit")
    reports = home / "reports"
    reports.mkdir()
    for name, text in REPORTS.items():
        (reports / name).write_text(text, encoding="utf-8")
    return assistant_over(reports)


@pytest.mark.parametrize("kind", ANSWERED)
def test_a_question_of_its_kind(kind: str, invented: Assistant) -> None:
    case = ANSWERED[kind]
    answer, _ = invented.ask(case.question)
    assert not answer.refused, answer.text
    assert all(words in answer.text for words in case.holds), answer.text
    assert not any(words in answer.text for words in case.lacks), answer.text
