"""How much one client, one conversation and everybody together may ask; who counts as a client; who may ask at all."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing

import anyio
import pytest
from fastapi import FastAPI
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import Message, Receive, Scope, Send

from errors import SettingError
from pages.api import add_error_handlers
from pages.citizen import Asker, _asking
from pages.desk import TURNS_LIMIT, Desk, QuestionError, checked
from pages.lane import Busy, Lane
from pages.opening import opened
from pages.rate import LOGIN, Rate, Sender, TooMany, network
from pages.site import make_site
from pages.streams import Streams
from settings import Settings
from store import open_store
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant

ASK = {"question": QUESTIONS[1]}


def forwarded(*addresses: str) -> dict[str, str]:
    return {"x-forwarded-for": ", ".join(addresses)}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A site behind a proxy that it trusts: the client of these tests is the proxy."""
    settings = Settings(rate_limit="3/minute", trusted_proxies="testclient", allowed_hosts="testserver,*.example.go.kr")
    with TestClient(make_site(Desk(opened(FakeAssistant()), settings=settings))) as client:
        yield client


def test_one_question_too_many_is_declined_politely(client: TestClient) -> None:
    asker = forwarded("203.0.113.1")
    assert {client.post("/api/ask", json=ASK, headers=asker).status_code for _ in range(3)} == {200}
    declined = client.post("/api/ask", json=ASK, headers=asker)
    assert (declined.status_code, declined.json()["error"]["code"]) == (429, "too_many")
    assert declined.json()["error"]["message"].endswith("초 뒤에 다시 해 주십시오.")
    assert 1 <= int(declined.headers["retry-after"]) <= 60
    for path in ("/api/search?question=예산", "/mcp"):  # the same count, whichever way the question takes
        assert client.request("POST" if path == "/mcp" else "GET", path, headers=asker).status_code == 429
    assert client.get("/healthz", headers=asker).status_code == 200
    assert client.post("/api/ask", json=ASK, headers=forwarded("203.0.113.2")).status_code == 200


def test_what_a_client_claims_of_itself_changes_nothing(client: TestClient) -> None:
    claims = [forwarded(f"198.51.100.{n}", "203.0.113.3") for n in range(4)]  # the proxy adds the last address
    assert [client.post("/api/ask", json=ASK, headers=claim).status_code for claim in claims] == [200, 200, 200, 429]


def test_gradio_s_own_endpoints_count_too(client: TestClient) -> None:
    asker = forwarded("203.0.113.4")
    told = []
    for _ in range(4):
        event = client.post("/gradio_api/call/ask", json={"data": [*ASK.values(), None]}, headers=asker).json()
        told.append(client.get(f"/gradio_api/call/ask/{event['event_id']}", headers=asker).text)
    assert ["event: complete" in text for text in told] == [True, True, True, False]
    assert "초 뒤에 다시" in told[-1].encode().decode("unicode_escape")


def test_events_that_ask_nothing_count_apart(client: TestClient) -> None:
    asker = forwarded("203.0.113.6")
    told = [client.post("/gradio_api/call/page_11", json={"data": []}, headers=asker) for _ in range(13)]
    assert [each.status_code for each in told] == [200] * 12 + [429]
    assert told[-1].json()["detail"].endswith("초 뒤에 다시 해 주십시오.")


def test_a_client_holds_so_many_streams_open_and_no_more() -> None:
    class Held:
        """A stream that goes on until it is let go."""

        def __init__(self) -> None:
            self.go = anyio.Event()

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            await self.go.wait()
            await PlainTextResponse("끝")(scope, receive, send)

    async def flood() -> list[int]:
        held, told = Held(), []
        streams = Streams(held, Rate("60/minute"), most=3, most_of_all=5)

        async def open_one(host: str) -> None:
            scope = {
                "type": "http",
                "method": "GET",
                "path": "/gradio_api/queue/data",
                "headers": [],
                "client": (host, 1),
            }

            async def send(message: Message) -> None:
                if message["type"] == "http.response.start":
                    told.append(message["status"])

            await streams(scope, None, send)  # type: ignore[arg-type]

        async with anyio.create_task_group() as group:
            for host in [*["203.0.113.1"] * 4, *["203.0.113.2"] * 3]:
                group.start_soon(open_one, host)
            await anyio.wait_all_tasks_blocked()
            assert told == [429, 429]  # one past its client's, one past everybody's
            held.go.set()
        assert not streams.open
        return told

    assert sorted(anyio.run(flood)) == [200] * 5 + [429] * 2


def test_marks_without_end_are_not_sorted() -> None:
    with pytest.raises(QuestionError, match="28,001자"):
        checked("a" + "\u0315\u0300" * 14_000)


@pytest.mark.parametrize("path", ["/config", "/", "/gradio_api/info", "/api/search?question=예산"])
def test_no_other_site_s_page_may_read_and_no_cache_keep(client: TestClient, path: str) -> None:
    told = client.get(path, headers={"origin": "https://evil.example", "host": "a.example.go.kr"})
    assert not [name for name in told.headers if name.startswith("access-control")]
    assert path == "/config" or told.headers["cache-control"] in ("no-store", "private, no-cache")


def test_logging_out_by_address_leads_to_our_first_page(client: TestClient) -> None:
    told = client.get("/logout", headers={"x-forwarded-host": "evil.example"}, follow_redirects=False)
    assert told.headers["location"] == "/"


def test_other_host_names_are_not_answered(client: TestClient) -> None:
    told = [client.get("/healthz", headers={"host": host}).status_code for host in ("a.example.go.kr", "evil.example")]
    assert told == [200, 400]


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
@pytest.mark.parametrize("path", ["/api/ask", "/mcp", "/api/feedback", "/gradio_api/queue/join", "/gradio_api/upload"])
def test_another_site_s_page_cannot_ask(client: TestClient, path: str, headers: dict[str, str]) -> None:
    declined = client.post(path, json=ASK, headers=headers)
    assert (declined.status_code, declined.json()["error"]["code"]) == (403, "foreign")


def test_the_page_says_it_beside_the_question() -> None:
    desk = Desk(opened(FakeAssistant()), settings=Settings(rate_limit="1/minute"))
    asker = Asker("key", "citizen", Sender("203.0.113.5"), None, chooses=False)
    answered, declined = (list(_asking(desk, QUESTIONS[1], asker))[-1] for _ in range(2))
    assert "13,351백만원" in answered[0]
    assert "초 뒤에 다시 해 주십시오." in declined[0] and declined[1] == QUESTIONS[1]


def test_who_counts_as_one_client() -> None:
    assert network("203.0.113.7") == network("::ffff:203.0.113.7") == "203.0.113.7"
    assert network("2001:db8:1:2::3") == network("2001:db8:1:2:ffff::4") != network("2001:db8:1:3::3")


def test_this_machine_itself_is_not_counted_and_a_proxy_that_nobody_trusts_is() -> None:
    rate = Rate("1/minute")
    for host in ("127.0.0.1", "::1", "127.0.0.1"):
        rate.take(Sender(host))
    rate.take(Sender("127.0.0.1", forwarded=True))
    with pytest.raises(TooMany):
        rate.take(Sender("127.0.0.1", forwarded=True))


def test_logins_are_counted_apart() -> None:
    rate = Rate("1/minute")
    rate.take(Sender("203.0.113.8"))
    for _ in range(20):
        rate.take(Sender("203.0.113.8"), LOGIN)
    with pytest.raises(TooMany):
        rate.take(Sender("203.0.113.8"), LOGIN)


def test_without_a_limit_nobody_is_counted() -> None:
    rate = Rate("")
    for _ in range(1000):
        rate.take(Sender("203.0.113.9"))


@pytest.mark.parametrize(
    ("limit", "storage", "name"),
    [
        ("가끔", "memory://", "RATE_LIMIT"),
        ("1/minute", "memory", "RATE_STORAGE"),
        ("1/minute", "x://y", "RATE_STORAGE"),
    ],
)
def test_a_limit_that_is_none_is_told_by_its_setting(limit: str, storage: str, name: str) -> None:
    with pytest.raises(SettingError, match=f"MUREOBOGO_{name}"):
        Rate(limit, storage)


def test_a_conversation_has_an_end() -> None:
    desk = Desk(opened(FakeAssistant()))
    for _ in range(TURNS_LIMIT):
        desk.ask(QUESTIONS[1], "key")
    with pytest.raises(QuestionError, match="새 대화를 시작해"):
        desk.ask(QUESTIONS[1], "key")
    assert desk.ask(QUESTIONS[1], "other").answer


def test_past_the_end_of_the_line_questions_are_declined_at_once() -> None:
    go, running = threading.Event(), []

    def answer() -> int:
        running.append(1)
        go.wait(10)
        return len(running)

    async def crowd() -> tuple[int, int]:
        lane, told = Lane(at_once=2, waiting=3), []

        async def ask() -> None:
            try:
                told.append(await lane.run(answer))
            except Busy:
                told.append(0)
                if told.count(0) == 5:
                    most.append(len(running))
                    go.set()

        most: list[int] = []
        async with anyio.create_task_group() as group:
            for _ in range(10):
                group.start_soon(ask)
        assert most and most[0] <= 2
        return sum(map(bool, told)), told.count(0)

    assert anyio.run(crowd) == (5, 5)


def test_requests_may_be_counted_in_the_application_database(settings: Settings) -> None:
    counted = settings.model_copy(update={"rate_limit": "1/minute", "rate_storage": "database://"})
    with closing(open_store(counted)) as store:
        one, other = Rate.of(counted, store), Rate.of(counted, store)
        one.take(Sender("203.0.113.7"))
        with pytest.raises(TooMany):
            other.take(Sender("203.0.113.7"))


def test_a_fault_of_ours_is_told_by_a_number_and_nothing_of_the_program() -> None:
    app = FastAPI()
    add_error_handlers(app)

    @app.get("/broken")
    def broken() -> None:
        raise RuntimeError("/secret/place: 비밀")

    told = TestClient(app, raise_server_exceptions=False).get("/broken")
    assert (told.status_code, told.json()["error"]["code"]) == (500, "internal")
    assert "오류 번호" in told.text and "secret" not in told.text and "비밀" not in told.text
