"""Whoever refuses, the words are ours: a page for who opens one, JSON for programs, no word of a library."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from pages.desk import Desk
from pages.headers import API_BODY_LIMIT
from pages.opening import opened
from pages.plain_errors import PlainErrors
from pages.site import make_site
from settings import Settings
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant

BROWSER = {"accept": "text/html,application/xhtml+xml"}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(allowed_hosts="testserver")
    with TestClient(make_site(Desk(opened(FakeAssistant()), settings=settings))) as client:
        yield client


NOWHERE = (
    "/api/none /api /none /api/ask/more /gradio_api/none /page/none.js /page/../chat_app.py /static/none.png "
    "/assets/%2e%2e/%2e%2e/routes.py /.env /.git/config /metrics/x /%00 /;/staff"
)


@pytest.mark.parametrize("path", NOWHERE.split())
def test_an_address_that_is_none_says_so_in_korean(client: TestClient, path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        told = client.request(method, path)
        assert told.status_code in (403, 404, 405)
        assert re.search("[가-힣]", told.json()["error"]["message"])
        assert "Not Found" not in told.text
    page = client.get(path, headers=BROWSER)
    assert page.headers["content-type"].startswith("text/html") and "첫 화면으로" in page.text
    assert page.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/ask", 405),
        ("PUT", "/healthz", 404),
        ("POST", "/gradio_api/call/none", 422),
        ("GET", "/gradio_api/queue/data", 422),
        ("POST", "/gradio_api/cancel", 422),
    ],
)
def test_what_the_libraries_refuse_is_told_in_our_words(
    client: TestClient, method: str, path: str, status: int
) -> None:
    told = client.request(method, path, json={} if method == "POST" else None)
    assert told.status_code == status
    assert re.search("[가-힣]", told.json()["error"]["message"]) and "field" not in told.text.lower()


def test_a_host_that_is_not_ours_is_told_in_korean(client: TestClient) -> None:
    told = client.get("/", headers={"host": "evil.example"})
    assert told.status_code == 400 and told.json()["error"]["message"].endswith("십시오.")


@pytest.mark.parametrize(
    "path", ["/api/ask", "/mcp", "/gradio_api/cancel", "/gradio_api/reset", "/login/", "/", "/none"]
)
def test_no_body_is_read_past_its_limit(client: TestClient, path: str) -> None:
    told = client.post(path, content=b" " * (API_BODY_LIMIT + 1), headers={"content-type": "application/json"})
    assert (told.status_code, told.json()["error"]["code"]) == (413, "too_large")


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 50_000,
        b'{"jsonrpc": "2.0", "id": NaN, "method": "ping"}',
        b'{"id": "\\ud800", "method": "ping"}',
        b"\xff",
    ],
)
def test_json_that_could_not_be_sent_back_is_a_bad_request(client: TestClient, body: bytes) -> None:
    for path in ("/mcp", "/api/ask", "/gradio_api/call/ask"):
        told = client.post(path, content=body, headers={"content-type": "application/json"})
        assert told.status_code == 400 and "error" in told.json()


def test_half_a_character_in_a_question_is_passed_over() -> None:
    answer = Desk(opened(FakeAssistant())).ask("\ud800" + QUESTIONS[1] + "\udfff", "key").answer
    assert answer and "13,351백만원" in answer.text


def test_a_fault_below_shows_nothing_of_the_program() -> None:
    async def broken(scope: object, receive: object, send: object) -> None:
        reply = PlainTextResponse("Traceback (most recent call last): File '/secret.py'", 500)
        await reply(scope, receive, send)  # type: ignore[arg-type]

    told = TestClient(PlainErrors(broken)).get("/x")  # type: ignore[arg-type]
    assert told.status_code == 500 and "secret" not in told.text and told.json()["error"]["code"] == "internal"


def test_what_is_no_error_passes_as_it_is() -> None:
    async def fine(scope: object, receive: object, send: object) -> None:
        reply = PlainTextResponse("글", headers={"x-kept": "1"})
        await reply(scope, receive, send)  # type: ignore[arg-type]

    told = TestClient(PlainErrors(fine)).get("/x", headers=BROWSER)  # type: ignore[arg-type]
    assert (told.text, told.headers["x-kept"]) == ("글", "1")
