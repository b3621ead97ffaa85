"""What staff take home, what they put right, the click that makes a question golden. Behind the gate of /staff."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from errors import InputError
from pages.desk import Desk
from pages.gate import asks
from pages.staff.corrections import correct, withdraw
from pages.staff.figures import Filter, rows, to_csv, to_xlsx
from pages.staff.golden import make_golden

KINDS = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class Given(BaseModel):
    """What `POST /staff/corrections` takes: the figure's id, the right value and why."""

    figure: str = Field(max_length=200)
    value: str = Field(max_length=40)
    reason: str = Field(max_length=1000)


def make_staff_router(desk: Desk) -> APIRouter:
    """The routes over a desk that has a store and settings."""
    router = APIRouter(include_in_schema=False)
    assert desk.store is not None and desk.settings is not None
    store, data_dir = desk.store, desk.settings.data_dir

    def name(request: Request) -> str:
        user = asks(store, request)
        return user.name if user else ""

    @router.get("/staff/figures.{kind}")
    def figures(kind: str, request: Request) -> Response:
        if kind not in KINDS:
            raise InputError(f"{kind} 대신 {', '.join(KINDS)} 가운데 하나로 내려받아 주십시오.")
        kept = Filter(**{field: request.query_params.get(field, "")[:200] for field in Filter.__slots__})
        assistant = desk.assistant()
        found = rows(assistant.observations(), assistant.reports(), kept)
        store.audit.add(name(request), "export", f"수치 {len(found)}개 ({kind})")
        write, media = KINDS[kind]
        named = {"content-disposition": f'attachment; filename="figures.{kind}"'}
        return Response(write(found), media_type=media, headers=named)

    @router.post("/staff/golden/{number}")
    def golden(number: int, request: Request) -> dict[str, str]:
        path = make_golden(store, data_dir, number, name(request))
        return {"file": path.name}

    @router.post("/staff/corrections")
    def put_right(given: Given, request: Request) -> dict[str, str]:
        made = correct(desk, given.figure, given.value, given.reason, name(request))
        return {"printed": made.printed, "text": made.text}

    @router.post("/staff/corrections/{number}/withdraw")
    def take_back(number: int, request: Request) -> dict[str, str]:
        withdraw(desk, number, name(request))
        return {"status": "ok"}

    return router
