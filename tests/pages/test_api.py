"""The routes for other programs, and what goes round every response."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from errors import Unavailable
from pages.api_shapes import AnswerShape, ErrorShape, PassagesShape
from pages.desk import Desk
from pages.first_page import polish
from pages.headers import API_BODY_LIMIT, VISIT, visit_key
from pages.opening import Opening, opened
from pages.site import make_site
from tests.pages.fake_assistant import BUDGET, BUDGET_ANSWER, QUESTIONS, FakeAssistant

ANSWER_KEYS = {
    "question",
    "answer",
    "refused",
    "reason",
    "plan",
    "understood",
    "citations",
    "figures",
    "writer",
    "tokens",
    "ms",
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_site(Desk(opened(FakeAssistant())))) as client:
        yield client


def test_an_answer_with_the_id_of_its_conversation(client: TestClient) -> None:
    reply = client.post("/api/ask", json={"question": QUESTIONS[1], "conversation": None})
    data = reply.json()
    assert reply.status_code == 200
    assert set(data) >= ANSWER_KEYS | {"conversation"}
    assert data["answer"] == BUDGET_ANSWER.text
    assert data["citations"][0]["quote"] == BUDGET.quote
    again = client.post("/api/ask", json={"question": "그럼?", "conversation": data["conversation"]}).json()
    assert again["conversation"] == data["conversation"]
    assert again["refused"] is True


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"question": ""}, 400, "empty_question"),
        ({"question": "가" * 1001}, 400, "question_too_long"),
        ({"question": 3}, 400, "bad_request"),
        ({}, 400, "bad_request"),
        ({"question": "질문", "conversation": "없는-대화"}, 404, "conversation_unknown"),
        ({"question": "질문", "conversation": "가" * 200}, 400, "bad_request"),
        ({"question": "가" * API_BODY_LIMIT}, 413, "too_large"),
    ],
)
def test_errors_are_korean_and_of_one_shape(
    client: TestClient, body: dict[str, object], status: int, code: str
) -> None:
    reply = client.post("/api/ask", json=body)
    error = reply.json()["error"]
    assert (reply.status_code, error["code"]) == (status, code)
    assert error["message"].endswith(("십시오.", "습니다."))


def test_a_body_that_is_no_json(client: TestClient) -> None:
    reply = client.post("/api/ask", content=b"\xff{", headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "bad_request")


def test_an_address_that_is_none(client: TestClient) -> None:
    reply = client.get("/page/none.js")
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "not_found")


def test_a_fault_is_503() -> None:
    with TestClient(make_site(Desk(opened(FakeAssistant(broken=Unavailable("멈췄습니다.")))))) as client:
        reply = client.post("/api/ask", json={"question": "질문"})
    assert (reply.status_code, reply.json()) == (503, {"error": {"code": "unavailable", "message": "멈췄습니다."}})


def test_a_source_opens(client: TestClient) -> None:
    reply = client.get("/api/source", params={"report": "fake-1", "at": f"{BUDGET.start}-{BUDGET.end}"})
    assert reply.json()["quote"] == BUDGET.quote
    missing = client.get("/api/source", params={"report": "fake-2", "at": "1-5"})
    assert (missing.status_code, missing.json()["error"]["code"]) == (404, "source_unknown")


def test_health_and_readiness() -> None:
    go = threading.Event()

    def slow(progress: object) -> FakeAssistant:
        go.wait(10)
        return FakeAssistant()

    desk = Desk(Opening(slow))
    with TestClient(make_site(desk)) as client:
        assert client.get("/healthz").json() == {"status": "ok"}
        early = client.get("/readyz")
        assert (early.status_code, early.json()["message"]) == (503, "보고서를 여는 중입니다…")
        go.set()
        desk.opening.wait(10)
        assert client.get("/readyz").status_code == 200


def test_what_happened_is_counted_and_nothing_of_it_told() -> None:
    with TestClient(make_site(Desk(opened(FakeAssistant())))) as client:
        for question in (QUESTIONS[0], QUESTIONS[1], "2019년은?"):
            client.post("/api/ask", json={"question": question})
        text = client.get("/metrics").text
    assert 'mureobogo_questions_total{outcome="answered"} 2' in text
    assert 'mureobogo_questions_total{outcome="refused"} 1' in text
    assert "mureobogo_answer_seconds_count 3" in text
    assert "mureobogo_conversations 3" in text
    assert "2019" not in text


def test_gradio_names_two_endpoints_and_keeps_the_page_s_own_private(client: TestClient) -> None:
    described = client.get("/gradio_api/info").json()
    assert list(described["named_endpoints"]) == ["/ask", "/search"]
    assert not described["unnamed_endpoints"]


def test_gradio_s_own_endpoint_answers(client: TestClient) -> None:
    event = client.post("/gradio_api/call/ask", json={"data": [QUESTIONS[1], None]}).json()["event_id"]
    stream = client.get(f"/gradio_api/call/ask/{event}").text
    assert "event: complete" in stream
    assert json.loads(stream.split("data: ", 1)[1].splitlines()[0])[0]["answer"] == BUDGET_ANSWER.text


def test_the_routes_are_described(client: TestClient) -> None:
    paths = client.get("/api/openapi.json").json()["paths"]
    assert {"/api/ask", "/api/search", "/api/source", "/healthz", "/readyz"} <= set(paths)
    reply = paths["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert reply == {"$ref": "#/components/schemas/AnswerShape"}


def test_replies_are_as_described(client: TestClient) -> None:
    for question in (*QUESTIONS, "2019년은?"):
        reply = client.post("/api/ask", json={"question": question}).json()
        assert AnswerShape.model_validate(reply).model_dump() == reply
    found = client.get("/api/search", params={"question": "예산액"}).json()
    assert PassagesShape.model_validate(found).model_dump() == found
    refused = client.post("/api/ask", json={"question": ""}).json()
    assert ErrorShape.model_validate(refused).model_dump() == refused


def test_a_search_gives_passages_that_open(client: TestClient) -> None:
    (passage,) = client.get("/api/search", params={"question": "예산액:", "k": 3}).json()["passages"]
    assert passage["text"] == BUDGET.quote
    at = f"{BUDGET.start}-{BUDGET.end}"
    assert passage["address"] == f"/?report=fake-1&at={at}"
    assert client.get("/api/source", params={"report": "fake-1", "at": at}).json()["quote"] == passage["text"]
    assert client.get("/api/search", params={"question": " "}).json()["error"]["code"] == "empty_question"
    assert client.get("/api/search", params={"question": "예산", "k": 51}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/healthz", "/page/page.css", "/config"])
def test_every_response_keeps_foreign_content_out(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "unsafe-eval" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/openapi.json", "/gradio_api/runs", "/monitoring/summary"])
def test_what_nobody_asked_for_is_closed(client: TestClient, path: str) -> None:
    assert client.get(path).status_code in (403, 404)


def test_the_public_page_takes_no_files(client: TestClient) -> None:
    assert client.post("/gradio_api/upload", files={"files": ("a.txt", b"abc")}).status_code == 404


def test_the_first_page_is_korean_and_brings_a_key() -> None:
    with TestClient(make_site(Desk(opened(FakeAssistant())))) as client:
        reply = client.get("/")
        again = client.get("/")
    page = reply.text
    assert 'lang="ko"' in page
    assert "twitter" not in page
    assert "githubusercontent" not in page
    assert '<link rel="stylesheet" href="/page/page.css?v=' in page
    cookie = reply.headers["set-cookie"]
    assert cookie.startswith(VISIT + "=")
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize("cookie", ["", f"{VISIT}=short", f"{VISIT}=<script>alert(1)</script>aaaaaaa", "\x00=;;;"])
def test_a_key_that_we_did_not_make_is_no_key(cookie: str) -> None:
    assert visit_key(cookie) is None


def test_polishing_leaves_other_html_alone() -> None:
    assert "<p>en</p>" in polish('<html lang="en"><head></head><body class="a"><p>en</p></body></html>')


def test_the_description_is_a_page_of_our_own(client: TestClient) -> None:
    page = client.get("/api/docs").text
    assert 'lang="ko"' in page
    assert "//" not in page.replace("http://testserver", "").replace("</", "")  # nothing from another host
    for words in (
        "POST</code> <code>/api/ask",
        "/api/search",
        "/healthz",
        "/readyz",
        "/metrics",
        "http://testserver/mcp",
    ):
        assert words in page
    assert 'id="AnswerShape"' in page and 'href="#AnswerShape"' in page
    assert "HTTPValidationError" not in page


def test_only_named_sites_may_show_the_public_page_within_theirs() -> None:
    site = make_site(Desk(opened(FakeAssistant())), embedders=["https://www.example.go.kr"])
    with TestClient(site, base_url="https://testserver") as client:
        first, other = client.get("/"), client.get("/api/docs")
    assert "frame-ancestors 'self' https://www.example.go.kr" in first.headers["content-security-policy"]
    assert other.headers["content-security-policy"].endswith("frame-ancestors 'self'")
    assert "SameSite=None; Secure; Partitioned" in first.headers["set-cookie"]
