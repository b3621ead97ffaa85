"""좋아요 and 아쉬워요: what a reader thought of an answer goes into the log, beside the question."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from pages.desk import Desk
from pages.tickets import UNKNOWN, NoSuchAnswer


class Feedback(BaseModel):
    """What `POST /api/feedback` takes."""

    ticket: str = Field(max_length=60)
    liked: bool
    reason: Annotated[str, Field(max_length=500)] = ""


def make_feedback_router(desk: Desk) -> APIRouter:
    """The route over one desk; without a log nothing can be kept, and no answer carries a ticket."""
    router = APIRouter(include_in_schema=False)

    @router.post("/api/feedback")
    def feedback(given: Feedback) -> JSONResponse:
        if desk.store is None or desk.tickets is None:
            raise NoSuchAnswer(UNKNOWN)
        number = desk.tickets.number_of(given.ticket)
        desk.store.questions.rate(number, given.liked, given.reason.strip())
        return JSONResponse({"status": "ok"})

    return router
