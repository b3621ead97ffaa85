"""What an evaluator takes home: the verdicts as a workbook, and a report of one page. Behind the gate of /review."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from eval.review_book import review_book
from eval.review_report import review_report
from pages.desk import Desk
from pages.gate import asks
from store.reviews import Sample

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_review_router(desk: Desk) -> APIRouter:
    """The routes over a desk that has a store."""
    router = APIRouter(include_in_schema=False)
    assert desk.store is not None
    store = desk.store

    def sample_of(number: int) -> Sample:
        found = store.reviews.find(number)
        if found is None:
            raise HTTPException(404)
        return found

    @router.get("/review/export/{number}.xlsx")
    def book(number: int, request: Request) -> Response:
        sample = sample_of(number)
        user = asks(store, request)
        store.audit.add(user.name if user else "", "export", f"{number}번 표본의 판정")
        content = review_book(sample, store.reviews.items(number), store.reviews.verdicts(number))
        named = {"content-disposition": f'attachment; filename="review-{number}.xlsx"'}
        return Response(content, media_type=XLSX, headers=named)

    @router.get("/review/report/{number}")
    def report(number: int) -> HTMLResponse:
        sample = sample_of(number)
        return HTMLResponse(review_report(sample, store.reviews.items(number), store.reviews.verdicts(number)))

    return router
