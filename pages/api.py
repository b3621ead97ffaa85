"""The routes for other programs: questions, search, places in the reports, and whether the server is up and ready."""

from __future__ import annotations

import logging
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.exceptions import HTTPException

from errors import InputError, MureobogoError
from pages.api_shapes import AnswerShape, ErrorShape, PassagesShape, QuestionShape
from pages.desk import Desk, QuestionError
from pages.found import MOST_PASSAGES, find
from pages.gate import asks
from pages.lane import Busy
from pages.rate import TooMany
from pages.source_view import NoSuchPlace, look_up
from pages.tickets import NoSuchAnswer

BAD_REQUEST = (
    '요청의 형식이 맞지 않습니다. {"question": "질문", "conversation": null} 형식의 JSON을 '
    "Content-Type: application/json으로 보내 주십시오."
)

BROKEN = "요청을 처리하는 중에 문제가 생겼습니다. 되풀이되면 오류 번호 {number}을(를) 알려 주십시오."
"""What is told of a fault of ours; the trace stays in the log, under the same number."""

STATUS = {
    "too_large": 413,
    "conversation_unknown": 404,
    "source_unknown": 404,
    "answer_unknown": 404,
    "agency_unknown": 404,
    "too_many": 429,
    "busy": 503,
    "unavailable": 503,
}
"""HTTP status by error code; 400 for those not named."""

CODES: dict[type[MureobogoError], str] = {
    NoSuchPlace: "source_unknown",
    NoSuchAnswer: "answer_unknown",
    TooMany: "too_many",
    Busy: "busy",
    InputError: "bad_request",
}
"""Error code by what was raised; "unavailable" for the rest."""

HTTP_ERRORS = {
    400: ("bad_request", BAD_REQUEST),
    404: ("not_found", "없는 주소입니다. 주소를 확인해 주십시오."),
    405: ("method_not_allowed", "이 주소는 이 방식의 요청을 받지 않습니다. 질문은 POST /api/ask로 보내 주십시오."),
}
"""Code and message by HTTP status, for what the framework itself refuses."""


log = logging.getLogger(__name__)

FAULTS: dict[int | str, dict[str, Any]] = {
    400: {"model": ErrorShape, "description": "질문이나 요청의 형식이 맞지 않음"},
    404: {"model": ErrorShape, "description": "없는 대화나 기관, 출처"},
    413: {"model": ErrorShape, "description": "요청이 너무 큼"},
    429: {"model": ErrorShape, "description": "짧은 시간에 요청이 많음; Retry-After 뒤에 다시"},
    503: {"model": ErrorShape, "description": "보고서를 여는 중이거나 답을 만들지 못함"},
}


def api_error(code: str, message: str, retry: int | None = None) -> JSONResponse:
    """`{"error": {"code", "message"}}` with the status of the code; the message is Korean. `retry` is in seconds."""
    headers = {"retry-after": str(retry)} if retry else None
    return JSONResponse({"error": {"code": code, "message": message}}, STATUS.get(code, 400), headers)


def make_router(desk: Desk) -> APIRouter:
    """The routes over one desk."""
    router = APIRouter()

    @router.post(
        "/api/ask",
        summary="질문 하나에 답합니다",
        description="이어서 물을 때는 앞선 응답의 conversation을 함께 보냅니다.",
        response_model=None,
        responses={200: {"model": AnswerShape}, **FAULTS},
    )
    async def ask(request: Request, asked: QuestionShape) -> JSONResponse:
        agency = desk.tenants.of(request.headers, asked.agency)
        return JSONResponse(await desk.lane.run(desk.ask_json, asked.question, asked.conversation, agency))

    @router.get("/api/ask", include_in_schema=False)
    async def opened_by_hand() -> None:
        # Said here: the page at / takes every path, and would say that there is none
        raise HTTPException(405, headers={"allow": "POST"})

    @router.get(
        "/api/search",
        summary="질문에 가까운 대목을 찾습니다",
        description="답을 만들지 않고 검색만 합니다.",
        response_model=None,
        responses={200: {"model": PassagesShape}, **FAULTS},
    )
    async def search(
        request: Request,
        question: Annotated[str, Query(description="질문", examples=["특별교부금 확보"])],
        k: Annotated[int, Query(ge=1, le=MOST_PASSAGES, description="찾을 개수")] = 8,
        agency: Annotated[str | None, Query(description="이 기관의 보고서에서만", max_length=100)] = None,
    ) -> dict[str, Any]:
        return await desk.lane.run(find, desk, question, k, desk.tenants.of(request.headers, agency))

    @router.get(
        "/api/source",
        summary="출처의 원문을 앞뒤 줄과 함께 보여 줍니다",
        description="출처 주소 /?report=…&at=…의 두 값을 그대로 보냅니다.",
        response_model=None,
        responses=FAULTS,
    )
    def source(
        request: Request,
        report: Annotated[str, Query(max_length=200)],
        at: Annotated[str, Query(max_length=24, examples=["120-133"])],
        lines: Annotated[int, Query(ge=1, le=60)] = 12,
    ) -> dict[str, Any]:
        return look_up(desk, report, at, lines, internal=asks(desk.store, request) is not None)

    @router.get("/healthz", summary="서버가 살아 있는지", response_model=None)
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz", summary="질문에 답할 수 있는지", response_model=None)
    async def readyz() -> JSONResponse:
        opening = desk.opening
        if opening.ready:
            return JSONResponse({"status": "ready", "models": opening.warm})
        return JSONResponse({"status": "failed" if opening.error else "opening", "message": opening.status}, 503)

    @router.get("/metrics", summary="Prometheus가 읽는 숫자", response_class=PlainTextResponse)
    async def metrics() -> str:
        return desk.metrics.text(len(desk.conversations), desk.opening.ready)

    return router


def add_error_handlers(app: FastAPI) -> None:
    """Every fault of the routes leaves as `{"error": …}`."""

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: Exception) -> JSONResponse:
        status = error.status_code if isinstance(error, HTTPException) else 500
        code, message = HTTP_ERRORS.get(status, HTTP_ERRORS[400])
        headers = error.headers if isinstance(error, HTTPException) else None
        return JSONResponse({"error": {"code": code, "message": message}}, status, headers)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: Exception) -> JSONResponse:
        return api_error("bad_request", BAD_REQUEST)

    @app.exception_handler(MureobogoError)
    def failed(request: Request, error: Exception) -> JSONResponse:
        if isinstance(error, QuestionError):
            return api_error(error.code, str(error))
        code = next((code for kind, code in CODES.items() if isinstance(error, kind)), "unavailable")
        return api_error(code, str(error), getattr(error, "seconds", None))

    @app.exception_handler(Exception)
    def broken(request: Request, error: Exception) -> JSONResponse:
        number = secrets.token_hex(3)
        log.error("request failed, number %s", number, exc_info=error)
        return JSONResponse({"error": {"code": "internal", "message": BROKEN.format(number=number)}}, status_code=500)
