"""Follow-ups as staff and citizens ask them. The figures are those of the original reports, read off by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from answer.ask import Assistant
from answer.dialogue import Conversation, Turn, without_politeness
from answer.plan import Condition, Plan, Scope
from answer.read import Term
from settings import Settings


class Talk(NamedTuple):
    """Turns of a conversation; what the last answer must hold and must not hold."""

    turns: tuple[str, ...]
    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    refused: bool = False


def talk(*turns: str, holds: tuple[str, ...] = (), lacks: tuple[str, ...] = (), refused: bool = False) -> Talk:
    return Talk(turns, holds, lacks, refused)


TALKS = {
    "a reason that no report gives": talk(
        "자전거 이용시설 개선 및 관리 2021 달성률은?", "왜 목표를 못 채웠대?", refused=True
    ),
    "a year that no report has of it": talk(
        "민간위탁사업은 2015년에 몇 개 사업이 운영되었습니까?", "2021년에는 몇 개입니까?", refused=True
    ),
    "how much it rose": talk(
        "시설관리공단이 2013년에 벌어들인 총수익은?",
        "그 다음 해에는요?",
        "그럼 얼마나 늘어난 거예요?",
        holds=("1,215",),
    ),
    "the difference to another year": talk(  # 117,350 - 76,726 = 40,624
        "2012년 기록물 전산화 소요예산은?", "2013년 예산과의 차액은?", holds=("40,624천원",)
    ),
    "the other rows of the department that answered": talk(
        "2021년 달성률 상위 3개 지표",
        "그 중 첫 번째 담당 부서는?",
        "그 부서 다른 지표도 보여줘",
        holds=("172%",),
        lacks=("감사 실시",),
    ),
    "counts of the row spoken of": talk(
        "서구 총괄표에서 예산이 가장 적은 데가 어디야?", "정책사업목표는 몇 개고 지표는 몇 개야?", holds=("지표수 3개",)
    ),
    "another measure": talk("2021년 시세 체납정리율 목표는?", "그럼 실적은?", holds=("실적 69.9%",)),
    "another measure twice": talk("2021년 시세 체납정리율 목표는?", "실적은?", "달성률은?", holds=("달성률 131%",)),
    "part of the subject replaced": talk("2021년 시세 체납정리율 실적은?", "목표는?", "구세는?", holds=("목표 40.9%",)),
    "department replaced, condition kept": talk("재무과 목표 미달 지표는?", "주택과는요?", holds=("98%", "95%", "84%")),
    "department replaced, mean kept": talk("재무과 달성률 평균은?", "징수과는?", holds=("122.5%",)),
    "correction of the department": talk(
        "재무과 목표 미달 지표는?", "아니 재무과 말고 주택과", holds=("3개",), lacks=("5,736",)
    ),
    "correction of the subject": talk(
        "재무과에서 공유재산 세외수입 얼마 걷었어?",
        "아니 공유재산 말고 도로 하천 쪽",
        holds=("5,736",),
        lacks=("5,792",),
    ),
    "year replaced, department renamed": talk(
        "2015년 기획예산과 정원은 몇 명?", "2018년은요?", "2021년에는?", holds=("25명",)
    ),
    "unit alone": talk("2021년 제1회 추경은 얼마야?", "억원 단위로 말해줘", holds=("173.43억원",)),
    "number of the kind replaced": talk(
        "2021년 제1회 추경은 얼마야?", "억원으로는?", "2회 추경도", holds=("563.14억원",), lacks=("173.43",)
    ),
    "the two put together": talk("2021년 제1회 추경은 얼마야?", "제2회는?", "합치면 얼마야?", holds=("73,657백만원",)),
    "the two compared": talk(
        "영등포1번가 소통행사 몇 번 했어요?", "타운홀미팅은요?", "둘 중 어느 게 더 많아?", holds=("소통행사", "57회")
    ),
    "difference of the two": talk(
        "영등포1번가 소통행사 몇 번 했어요?", "타운홀미팅은요?", "둘의 차이는?", holds=("47회",)
    ),
    "higher of two bureaus": talk(
        "서구 총무국 예산액 얼마야?", "보건소는요?", "둘 중 더 큰 건?", holds=("총무국", "66,726")
    ),
    "against what was told": talk(
        "서구 복지환경국의 예산액은 얼마야?", "보건소와 비교하면 얼마나 차이가 나?", holds=("211,733백만원",)
    ),
    "lowest of a list": talk(
        "2021년 미래교육과에서 달성률이 90%가 안 되는 지표를 알려 주세요.",
        "그중 제일 낮은 건?",
        holds=("82%",),
        lacks=("89%",),
    ),
    "the rest of a list": talk(
        "미래교육과 지표 중 목표를 넘긴 것은?", "나머지는?", holds=("82%", "89%", "100%"), lacks=("202%",)
    ),
    "mean of a list": talk("도로과의 성과지표를 모두 알려줘", "그 지표들 평균 달성률은?", holds=("107.57%",)),
    "number of a list": talk("도로과의 성과지표를 모두 알려줘", "모두 몇 개야?", holds=("7개",)),
    "condition on a list": talk(
        "도로과의 성과지표를 모두 알려줘", "그 가운데 목표를 초과한 것은?", holds=("137%", "116%")
    ),
    "second of a list": talk("감사담당관의 성과지표를 모두 알려줘", "두 번째 것은?", holds=("감사 실시", "12회")),
    "last of a list": talk("감사담당관의 성과지표를 모두 알려줘", "마지막 거 목표는?", holds=("41회",)),
    "second place of a ranking": talk(
        "징수과에서 달성률이 가장 높은 지표는?", "두 번째는?", holds=("131%",), lacks=("142%",)
    ),
    "other end of a ranking": talk("징수과에서 달성률이 가장 높은 지표는?", "가장 낮은 건?", holds=("101%",)),
    "item of a quoted bullet": talk(
        "영등포구에서 LED 간판을 바꾼 곳이 어디 어디예요?",
        "두 번째 곳은 몇 개 바꿨어요?",
        holds=("152",),
        lacks=("141",),
    ),
    "whether a target was reached": talk("재무과 도로 재산 세외수입 실적은?", "목표는 달성했어?", holds=("아니요",)),
    "another number of the kind": talk("2021년 제1회 추경은 얼마야?", "2회는?", holds=("56,314",), lacks=("17,343",)),
    "a sum in another unit": talk(
        "서구 기획실 예산은?", "정보홍보실은?", "둘을 더하면?", "억으로는?", holds=("58.16억",), lacks=("3,576",)
    ),
    "source": talk("2021년 제2회 추경은 얼마야?", "출처는?", holds=("주요 추진실적", "56,314")),
    "where it is told": talk("2021년 재활용선별장 선별량 실적은?", "어디에 나와?", holds=("청소과", "8,704")),
    "why": talk("2021년 걷기마일리지 신규 등록한 사람이 몇 명이에요?", "왜?", holds=("앱",)),
    "department of the answer": talk("동물등록 및 가축방역 실적은?", "담당 부서는?", holds=("일자리경제과",)),
    "that department": talk("2021년 계약심사 절감액은 얼마야?", "그 과 지표는 모두 몇 개야?", holds=("5개",)),
    "best of that department": talk(
        "여의도 금융 컨퍼런스는 2021년에 몇 번 열렸어요?", "그 과에서 달성률이 가장 높은 건?", holds=("350%",)
    ),
    "year before in the same row": talk("서구 총무국 예산액은 얼마야?", "전년도는요?", holds=("63,098",)),
    "rate of change": talk("서구 총무국 예산액은 얼마야?", "전년도는요?", "증감률로는 얼마야?", holds=("5.75%",)),
    "target against actual": talk("2021년 재활용선별장 선별량 실적은?", "목표보다 얼마나 초과했어?", holds=("1104톤",)),
    "declined turn is no subject": talk(
        "2021년 시세 체납정리율 실적은?", "내일 날씨 어때?", "그럼 목표는?", holds=("53.2%",)
    ),
    "what the report does not say of it": talk("2021년 감사담당관 감사 실시 횟수는?", "지적 건수는?", refused=True),
    "measure that the other lacks": talk("2021년 기획예산과 예산은 얼마야?", "그럼 재무과는요?", refused=True),
    "no reason told": talk("감사담당관의 성과지표를 모두 알려줘", "첫 번째 것은?", "왜?", refused=True),
    "the year before, which no report has": talk(
        "2021년 계약심사 절감액 실적은?", "직전 연도는요?", refused=True, lacks=("실적 875",)
    ),
    "what lies between two years": talk(  # 13,414 - 12,199 = 1,215
        "2014년 시설관리공단 총수익은?", "2013년에는요?", "얼마나 늘어난 겁니까?", holds=("1,215백만원",)
    ),
    "number of the kind as people say it": talk("2021년 1차 추경 얼마야?", "2차는?", "둘이 합치면?", holds=("73,657",)),
    "that bureau, by what heads its rows": talk(
        "의존재원 확보실적은 서구 어느 실국 지표야?", "그 실국의 전략목표는 뭐야?", holds=("창의행정실천",)
    ),
    "names of places in the passage told": talk(
        "2021년에 새로 조성한 마을도서관 이름이 뭐예요?", "각각 어느 동에 있나요?", holds=("신길1동", "도림동")
    ),
    "a budget that is none": talk(
        "2022년 구정 미래비전은 어느 팀이 세워?", "미래비전·전략 수립 예산은?", holds=("비예산",)
    ),
    "turned to something else": talk(
        "2021년 재무과 지표 알려줘", "그건 됐고, 서구 의회사무국 단위사업은 몇 개야?", holds=("2개",)
    ),
    "the next of a ranking, and the next": talk(
        "징수과에서 달성률이 가장 높은 지표는?", "그 다음은요?", "그 다음은?", holds=("116%",), lacks=("142%",)
    ),
    "how many times the target": talk(  # 45 / 20 = 2.25
        "안심통학로 개선사업은 2021년에 몇 군데 했어요?", "목표의 몇 배예요?", holds=("2.25배",)
    ),
    "two columns of one row": talk(  # 1,121 + 57 = 1,178
        "2015년 정보공개 전부공개는 몇 건?", "부분공개는?", "두 가지를 합하면?", holds=("1,178건",)
    ),
    "the share of two numbers told": talk(  # 7 / 38
        "2021년 상반기 창의 아이디어단 제안 중에 몇 건 채택됐지?", "제출 건수 대비 몇 %야?", holds=("18.42%",)
    ),
    "a grade and its other column": talk(
        "2021년 기획예산과 9급 정원은 몇 명?", "현원은?", holds=("0명",), lacks=("8명", "9명")
    ),
    "a condition on another column than was counted": talk(
        "서구 총괄표에 실국이 몇 개야?",
        "그중 예산이 전년도보다 줄어든 곳은?",
        holds=("의회사무국", "경제문화국"),
        lacks=("복지환경국",),
    ),
    "of whose money": talk("영등포구가 문화도시로 지정돼서 받는 지원 예산은?", "그중 국비는?", holds=("국비", "100")),
    "by the end of the year": talk(
        "2021년 기획예산과 기본경비 예산은?", "연말까지는 얼마 쓸 예정이야?", holds=("140,000",), lacks=("1,808,431",)
    ),
    "stands alone: a whole set": talk("재무과 목표 미달 지표는?", "성과지표는 모두 몇 개인가요?", holds=("230개",)),
    "stands alone: another year": talk(
        "2015년 기획예산과 정원은 몇 명?", "걷기마일리지 신규 등록은 몇 명이야?", holds=("2,717",)
    ),
    "stands alone: another department": talk(
        "2015년 기획예산과 정원은?", "재무과에서 달성률이 가장 높은 지표는?", holds=("316%",)
    ),
}


@pytest.fixture(scope="module")
def assistant(shared_index: Settings) -> Iterator[Assistant]:
    yield Assistant.open(shared_index)


@pytest.mark.parametrize("name", TALKS)
def test_follow_up(assistant: Assistant, name: str) -> None:
    wanted = TALKS[name]
    conversation, answer = Conversation(), None
    for question in wanted.turns:
        answer, conversation = assistant.ask(question, Conversation.from_json(conversation.to_json()))
    assert answer is not None
    text = answer.text.replace("1,104", "1104")
    assert answer.refused == wanted.refused, text
    assert [part for part in wanted.holds if part not in text] == [], text
    assert [part for part in wanted.lacks if part in text] == [], text


@pytest.mark.parametrize(
    ("polite", "plain"),
    [
        ("재무과는요?", "재무과는?"),
        ("2018년은요", "2018년은"),
        ("2021년에는요?", "2021년에는?"),
        ("수요", "수요"),
        ("사업 개요는 뭐예요?", "사업 개요는 뭐예요?"),
        ("그건 됐고, 정원은 몇 명이야?", "정원은 몇 명이야?"),
        ("다른 질문인데요, 예산은?", "예산은?"),
        ("그건 왜 그래?", "그건 왜 그래?"),
        ("내일 구의회 답변 준비하는데 목표 미달 부서는?", "목표 미달 부서는?"),
        ("보도자료 작성 중인데요, 정원은?", "정원은?"),
        ("보고서 작성하는데 얼마 들었어?", "보고서 작성하는데 얼마 들었어?"),
        ("재무과 자료 정리하는데 실적은?", "재무과 자료 정리하는데 실적은?"),
    ],
)
def test_politeness_after_a_particle_is_dropped(polite: str, plain: str) -> None:
    assert without_politeness(polite) == plain


def test_conversation_survives_json() -> None:
    plan = Plan("filter", conditions=(Condition("달성률", "lt", "100", "%"),), scope=Scope(departments=("재무과",)))
    turn = Turn(
        "미달은?", plan.to_json(), (Term("체납", ("체납",), ("체납",), 1.0, 0, 2),), ("list",), ("가",), ("r1",)
    )
    conversation = Conversation("c", (turn,))
    back = Conversation.from_json(conversation.to_json())
    assert back.turns[0].typed == plan
    assert back.turns[0].terms == turn.terms


def test_a_declined_turn_is_skipped() -> None:
    fair = Turn("정원은?", Plan("lookup").to_json())
    declined = Turn("날씨는?", Plan("prose").to_json(), reason="off_topic")
    assert Conversation("c", (fair, declined)).last is fair
    assert Conversation("c", (declined,)).last is None
