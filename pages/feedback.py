"""좋아요 and 아쉬워요: what a reader thought of an answer goes into the log, beside the question.

A ticket names a question of the log to those who saw its answer, and to nobody else: numbers can be guessed, the
signature cannot. It works without a cookie, so inside another site's page too.
"""

from __future__ import annotations

import hmac
import secrets
from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from errors import MureobogoError
from pages.desk import Desk

SECRET = secrets.token_bytes(32)
"""Of this process: tickets of an earlier one are refused, and the reader is asked to open the page anew."""

UNKNOWN = "어느 답변에 대한 의견인지 알 수 없습니다. 화면을 새로 열어 다시 물어 주십시오."


class NoSuchAnswer(MureobogoError):
    """A ticket that we did not make, or made before the last start."""


class Feedback(BaseModel):
    """What `POST /api/feedback` takes."""

    ticket: str = Field(max_length=60)
    liked: bool
    reason: Annotated[str, Field(max_length=500)] = ""


def ticket(number: int) -> str:
    """The ticket of a question of the log."""
    return f"{number}-{_signature(number)}"


def number_of(ticket: str) -> int:
    """The question a ticket names. Raises NoSuchAnswer."""
    number, _, signature = ticket.partition("-")
    if not (number.isascii() and number.isdecimal()) or not hmac.compare_digest(
        signature.encode(), _signature(int(number)).encode()
    ):
        raise NoSuchAnswer(UNKNOWN)
    return int(number)


def _signature(number: int) -> str:
    return hmac.new(SECRET, str(number).encode(), "sha256").hexdigest()[:24]


def make_feedback_router(desk: Desk) -> APIRouter:
    """The route over one desk; without a log nothing can be kept, and no answer carries a ticket."""
    router = APIRouter(include_in_schema=False)

    @router.post("/api/feedback")
    def feedback(given: Feedback) -> JSONResponse:
        number = number_of(given.ticket)
        if desk.store is None:
            raise NoSuchAnswer(UNKNOWN)
        desk.store.questions.rate(number, given.liked, given.reason.strip())
        return JSONResponse({"status": "ok"})

    return router
