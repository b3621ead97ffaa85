"""The shapes of the API's requests and replies, for its description at /api/openapi.json. ANSWER is of the records."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Reason = Literal["not_in_reports", "off_topic", "private", "opinion", "unsafe", "clarify", "glossary"]


class Shape(BaseModel):
    """Says all of its fields and no others."""

    model_config = ConfigDict(extra="forbid")


class QuestionShape(BaseModel):
    """What `POST /api/ask` takes."""

    question: str = Field(description="질문 (1,000자까지)", examples=["목표를 달성하지 못한 과는?"])
    conversation: str | None = Field(None, description="앞선 응답의 conversation 값. 새 대화는 null", max_length=64)
    agency: str | None = Field(
        None,
        description="이 기관의 보고서로만 답합니다. 다른 기관을 말하거나 비교를 물으면 함께 찾습니다. "
        "이어지는 질문에는 적지 않아도 됩니다",
        examples=["영등포구"],
        max_length=100,
    )


class CitationShape(Shape):
    """출처: 보고서의 한 자리. quote는 추출한 글의 start부터 end까지와 같습니다."""

    n: int = Field(description="답 속의 [n]")
    file: str = Field(description="보고서 폴더 아래의 경로")
    title: str
    page: int | None
    sheet: str | None
    cell: str | None
    line: int = Field(description="1부터 센 줄")
    section: str = Field(description="보고서 안의 위치")
    start: int
    end: int
    quote: str
    source: str | None = Field(description="옮겨 적은 자료라면 공개 원본과 그 자리")


class FigureShape(Shape):
    """답에 나온 숫자 하나와 그 근거."""

    text: str = Field(examples=["13,351백만원"])
    citations: list[int]
    formula: str | None = Field(description="계산한 값이면 그 식", examples=["13,351백만원 = 133억 5,100만원"])


class CorrectionShape(Shape):
    """정정: 사람이 바로잡은 값과 보고서에 인쇄된 값. 출처 n은 인쇄된 자리를 엽니다."""

    n: int
    name: str = Field(examples=["재무과 ‘세외수입 징수액’ 실적"])
    printed: str = Field(examples=["5,792백만원"])
    value: str = Field(examples=["5,892백만원"])
    reason: str
    at: str = Field(description="바로잡은 때(UTC)")


class AnswerShape(Shape):
    """답변: `python -m answer --json`과 같은 것에 conversation이 붙습니다."""

    question: str
    answer: str = Field(description="[1]과 같은 출처 번호가 있는 Markdown")
    refused: bool = Field(description="물은 것에 아무것도 답하지 못했으면 true")
    reason: Reason | None = Field(description="거절한 까닭, 또는 clarify(되물음)와 glossary(용어 설명)")
    plan: dict[str, Any] = Field(description="이해한 질문")
    understood: str = Field(description="이해한 질문을 한 줄로")
    citations: list[CitationShape]
    figures: list[FigureShape]
    corrections: list[CorrectionShape] = Field(description="답에 쓰인 값 가운데 사람이 바로잡은 것")
    suggestions: list[str] = Field(description="이어서 물을 만한 질문")
    writer: str = Field(description="template, 또는 글을 쓴 언어 모델의 이름")
    tokens: int | None = Field(description="언어 모델에 보낸 토큰 수. 언어 모델을 쓰지 않으면 null")
    notices: list[str] = Field(description="답에 관해 알릴 것 (다른 기관의 보고서까지 찾음, 뺀 문장, 언어 모델의 고장)")
    ms: float = Field(description="답을 만드는 데 걸린 시간(밀리초)")
    conversation: str = Field(description="이어서 물을 때 함께 보내는 값")


class PassageShape(Shape):
    """검색한 대목 하나."""

    file: str
    title: str
    section: str
    page: int | None
    line: int
    start: int
    end: int
    text: str
    score: float = Field(description="클수록 가깝습니다. 한 검색 안에서만 견줄 수 있습니다")
    address: str = Field(description="이 자리를 여는 주소", examples=["/?report=…&at=120-133"])


class PassagesShape(Shape):
    """검색 결과, 가까운 것부터."""

    question: str
    passages: list[PassageShape]


class ErrorBody(Shape):
    code: str = Field(examples=["empty_question"])
    message: str = Field(examples=["질문을 적어 주십시오."])


class ErrorShape(Shape):
    """모든 오류의 모양. message는 사람에게 보일 수 있는 한국어입니다."""

    error: ErrorBody
