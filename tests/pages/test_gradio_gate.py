"""Of Gradio's routes only events are open, and none of them reads or serves a file that was not uploaded."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr
import pytest
from fastapi import FastAPI
from gradio.utils import get_upload_folder
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from pages.desk import Desk
from pages.gradio_gate import GradioGate
from pages.lane import WAITING
from pages.opening import opened
from pages.site import SESSIONS, make_site
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant

META = {"_type": "gradio.FileData"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_site(Desk(opened(FakeAssistant())))) as client:
        yield client


@pytest.mark.parametrize("name", ["ask", "page", "search", "page_1"])
@pytest.mark.parametrize("path", ["/etc/passwd", "chat_app.py", "http://127.0.0.1:1/", "file:///etc/passwd"])
def test_no_event_reads_a_file(client: TestClient, name: str, path: str) -> None:
    for data in ([{"path": path, "meta": META}, None], [[{"a": {"path": path, "meta": META}}]], [{"path": path}]):
        assert client.post(f"/gradio_api/call/{name}", json={"data": data}).status_code == 400
        joined = {"data": data, "fn_index": 0, "session_hash": "a"}
        assert client.post("/gradio_api/queue/join", json=joined).status_code == 400


@pytest.mark.parametrize("path", ["/etc/passwd", "chat_app.py", "/tmp/gradio/x/passwd", "%2e%2e/%2e%2e/etc/passwd"])
def test_no_file_is_served(client: TestClient, path: str) -> None:
    for route in (f"file={path}", f"file/{path}", "proxy=http://127.0.0.1:1/", "stream/a/b/c"):
        assert client.get(f"/gradio_api/{route}").status_code == 404


@pytest.mark.parametrize(
    "route", ["run/predict", "run/ask", "api/ask", "upload", "component_server", "vibe-edit/", "process_recording", "x"]
)
def test_everything_else_is_shut(client: TestClient, route: str) -> None:
    refused = client.post(f"/gradio_api/{route}", json={"data": [QUESTIONS[0]]})
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 400), (b"{", 400), (b"[" * 50_000, 400), (b'"' + b"a" * 70_000 + b'"', 413), (b"\xff\xfe", 400)],
)
def test_an_event_that_is_none(client: TestClient, body: bytes, status: int) -> None:
    told = client.post("/gradio_api/queue/join", content=body, headers={"content-type": "application/json"})
    assert told.status_code == status and told.json()["error"]["message"].endswith("십시오.")


@pytest.mark.parametrize("data", [[{"a": 1}, None, None], [None] * 3, [1, 2, 3], [["x"], {}, []]])
def test_what_is_no_question_is_said_and_no_trace_of_the_program(client: TestClient, data: list[Any]) -> None:
    event = client.post("/gradio_api/call/ask", json={"data": data}).json()["event_id"]
    told = client.get(f"/gradio_api/call/ask/{event}").text
    assert "event: error" in told and "Traceback" not in told and ".py" not in told


EVENT = {"data": [QUESTIONS[0]], "fn_index": 0, "session_hash": "a"}


@pytest.mark.parametrize(
    "wrong", [{"fn_index": 9999}, {"session_hash": ""}, {"session_hash": "a" * 65}, {"fn_index": -1}]
)
def test_an_event_that_gradio_stumbles_over_is_a_bad_request(client: TestClient, wrong: dict[str, Any]) -> None:
    refused = client.post("/gradio_api/queue/join", json=EVENT | wrong)
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_request")


@pytest.mark.parametrize("path", ["queue/data?session_hash=none", "call/ask/none", "call/none/none"])
def test_a_visit_that_gradio_does_not_know_ends_the_stream(client: TestClient, path: str) -> None:
    told = client.get(f"/gradio_api/{path}")
    assert "Traceback" not in told.text and ".py" not in told.text


def test_gradio_holds_the_state_of_so_many_visits_and_no_more(client: TestClient) -> None:
    (blocks,) = [route.app.blocks for route in client.app.routes if hasattr(getattr(route, "app", None), "blocks")]  # type: ignore[attr-defined]
    for _ in range(SESSIONS + 5):
        event = client.post("/gradio_api/call/search", json={"data": ["예산", 1]}).json()["event_id"]
        client.get(f"/gradio_api/call/search/{event}")
    assert len(blocks.state_holder.session_data) == SESSIONS


def test_a_page_that_takes_files_takes_uploaded_ones_only(tmp_path: Path) -> None:
    async def echo(request: Request) -> PlainTextResponse:
        return PlainTextResponse(await request.body())

    routes = [
        Route(f"{page}/gradio_api/{{rest:path}}", echo, methods=["GET", "POST"]) for page in ("/staff", "/review")
    ]
    site = TestClient(GradioGate(Starlette(routes=routes), taking=["/staff"]))
    uploaded = str(Path(get_upload_folder()) / "abc" / "보고.hwp")
    for path, status in ((uploaded, 200), (f"{uploaded}/../../../etc/passwd", 400), (str(tmp_path / "a"), 400)):
        body = {"data": [[{"path": path, "meta": META}]]}
        assert site.post("/staff/gradio_api/queue/join", json=body).status_code == status
        assert site.post("/review/gradio_api/queue/join", json=body).status_code == 400
    assert site.post("/staff/gradio_api/upload").status_code == 200
    assert site.post("/review/gradio_api/upload").status_code == 404
    assert site.get(f"/staff/gradio_api/file={uploaded}").status_code == 404


def test_a_line_that_is_full_declines_in_korean() -> None:
    go = threading.Event()

    def slow() -> None:
        go.wait(10)

    with gr.Blocks() as page:
        gr.Button().click(slow, None, None, api_name="slow")
    app = gr.mount_gradio_app(FastAPI(), page.queue(max_size=1), path="/")
    app.add_middleware(GradioGate)
    with TestClient(app) as client:
        told = [client.post("/gradio_api/call/slow", json={"data": []}) for _ in range(6)]
        go.set()
    assert told[0].status_code == 200 and told[-1].status_code == 429
    assert "몰려 있습니다" in told[-1].json()["detail"] and told[-1].headers["retry-after"]


def test_the_lines_of_all_pages_have_an_end(client: TestClient) -> None:
    blocks = [route.app.blocks for route in client.app.routes if hasattr(getattr(route, "app", None), "blocks")]  # type: ignore[attr-defined]
    assert blocks and all(each._queue.max_size == WAITING for each in blocks)
