"""The server of the Model Context Protocol: the messages a client sends, in the order it sends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from errors import Unavailable
from pages.api_shapes import AnswerShape
from pages.desk import Desk
from pages.mcp import BAD_PARAMETERS, NO_METHOD, PATHS, VERSIONS
from pages.opening import opened
from pages.site import make_site
from tests.pages.fake_assistant import BUDGET, BUDGET_ANSWER, QUESTIONS, FakeAssistant


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_site(Desk(opened(FakeAssistant())))) as client:
        yield client


def send(client: TestClient, method: str, parameters: Any = None, path: str = "/mcp") -> dict[str, Any]:
    """The reply to one request."""
    message = {"jsonrpc": "2.0", "id": 7, "method": method, "params": parameters}
    reply: dict[str, Any] = client.post(path, json=message).json()
    assert (reply["jsonrpc"], reply["id"]) == ("2.0", 7)
    return reply


def call(client: TestClient, name: str, **arguments: Any) -> dict[str, Any]:
    return send(client, "tools/call", {"name": name, "arguments": arguments})


@pytest.mark.parametrize("path", PATHS)
def test_a_client_is_greeted_wherever_it_looks(client: TestClient, path: str) -> None:
    result = send(client, "initialize", {"protocolVersion": VERSIONS[-1], "capabilities": {}}, path)["result"]
    assert result["protocolVersion"] == VERSIONS[-1]
    assert result["capabilities"] == {"tools": {}}
    assert client.post(path, json={"jsonrpc": "2.0", "method": "notifications/initialized"}).status_code == 202
    assert client.get(path).status_code == 405


def test_an_unknown_version_is_answered_with_the_newest_known(client: TestClient) -> None:
    assert send(client, "initialize", {"protocolVersion": "2099-01-01"})["result"]["protocolVersion"] == VERSIONS[0]


def test_two_tools_are_described(client: TestClient) -> None:
    tools = send(client, "tools/list")["result"]["tools"]
    assert [tool["name"] for tool in tools] == ["ask", "search"]
    assert all(tool["inputSchema"]["required"] == ["question"] for tool in tools)


def test_a_question_is_answered_with_its_sources(client: TestClient) -> None:
    result = call(client, "ask", question=QUESTIONS[1])["result"]
    assert result["isError"] is False
    AnswerShape.model_validate(result["structuredContent"])
    text = result["content"][0]["text"]
    assert BUDGET_ANSWER.text in text
    assert f"[1] 2021년 주요업무 성과 · Ⅲ > 나무과 · a.txt:{BUDGET.line}" in text


def test_a_conversation_goes_on(client: TestClient) -> None:
    first = call(client, "ask", question=QUESTIONS[1])["result"]["structuredContent"]
    second = call(client, "ask", question="그럼?", conversation=first["conversation"])["result"]["structuredContent"]
    assert second["conversation"] == first["conversation"]


def test_a_search_gives_the_words_of_the_report(client: TestClient) -> None:
    result = call(client, "search", question="예산액:", k=1)["result"]
    assert result["structuredContent"]["passages"][0]["text"] == BUDGET.quote
    assert BUDGET.quote in result["content"][0]["text"]
    assert call(client, "search", question="없는낱말")["result"]["content"][0]["text"] == "가까운 대목이 없습니다."


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("resources/list", None, NO_METHOD),
        ("tools/call", {"name": "delete"}, BAD_PARAMETERS),
        ("tools/call", {"name": "ask", "arguments": {}}, BAD_PARAMETERS),
        ("tools/call", {"name": "ask", "arguments": {"question": 3}}, BAD_PARAMETERS),
        ("tools/call", {"name": "ask", "arguments": {"question": "예산", "file": "a"}}, BAD_PARAMETERS),
        ("tools/call", {"name": "ask", "arguments": "예산"}, BAD_PARAMETERS),
        ("tools/call", [1], BAD_PARAMETERS),
    ],
)
def test_a_message_that_does_not_fit_is_told_so(client: TestClient, method: str, parameters: Any, code: int) -> None:
    assert send(client, method, parameters)["error"]["code"] == code


@pytest.mark.parametrize("body", [b"{", b"[]", b"{}", b'{"method": 3}', b"\xff"])
def test_what_is_no_request(client: TestClient, body: bytes) -> None:
    assert client.post("/mcp", content=body).status_code == 400


def test_a_long_message_is_not_read(client: TestClient) -> None:
    assert client.post("/mcp", content=b"x" * 100_000).status_code == 413


def test_a_fault_is_told_to_the_caller_of_a_tool() -> None:
    with TestClient(make_site(Desk(opened(FakeAssistant(broken=Unavailable("멈췄습니다.")))))) as client:
        result = call(client, "ask", question="질문")["result"]
    assert result == {"content": [{"type": "text", "text": "멈췄습니다."}], "isError": True}
