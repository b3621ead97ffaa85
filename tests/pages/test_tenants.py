"""Pages and programs of one agency: which is asked, by setting, host name or address; conversations stay there."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from pages.desk import Desk
from pages.opening import opened
from pages.site import make_site
from pages.tenants import Tenants
from records import Report
from settings import Settings
from tests.pages.fake_assistant import MOON, PUBLIC, QUESTIONS, STARS, TwoAgencies

Start = Callable[..., TestClient]


@pytest.fixture
def two() -> TwoAgencies:
    return TwoAgencies()


@pytest.fixture
def start(two: TwoAgencies, settings: Settings) -> Start:
    """A client of a site over two agencies, with these settings."""
    return lambda **given: TestClient(
        make_site(Desk(opened(two), settings=settings.model_copy(update=given)), pages=())
    )


def ask(
    client: TestClient, conversation: str | None = None, agency: str | None = None, **headers: str
) -> dict[str, object]:
    body = {"question": QUESTIONS[0], "conversation": conversation, "agency": agency}
    return dict(client.post("/api/ask", json=body, headers=headers).json())


def test_a_conversation_stays_with_the_agency_it_began_with(start: Start, two: TwoAgencies) -> None:
    client = start()
    first = ask(client, agency=MOON)
    ask(client, conversation=str(first["conversation"]))
    ask(client, conversation=str(first["conversation"]), agency=MOON)
    ask(client)
    assert two.agencies == [MOON, MOON, MOON, None]
    other = ask(client, conversation=str(first["conversation"]), agency=STARS)
    assert other["error"]["code"] == "other_agency" and MOON in other["error"]["message"]  # type: ignore[index]


@pytest.mark.parametrize("agency", ["없는구", "그늘구", " ' or 1=1 --"])
def test_an_agency_without_public_reports_is_not_known(start: Start, agency: str) -> None:
    reply = start().post("/api/ask", json={"question": QUESTIONS[0], "agency": agency})
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "agency_unknown")
    assert f"{MOON}, {STARS}" in reply.json()["error"]["message"]
    assert start().get("/api/search", params={"question": "나무", "agency": agency}).status_code == 404


def test_a_search_stays_within_the_agency(start: Start) -> None:
    found = {
        agency: start()
        .get("/api/search", params={"question": "가로수", **({"agency": agency} if agency else {})})
        .json()
        for agency in (STARS, MOON, None)
    }
    assert found[STARS]["passages"] == found[None]["passages"] != []
    assert found[MOON]["passages"] == []


def test_a_setting_binds_whatever_is_asked_for(start: Start, two: TwoAgencies) -> None:
    client = start(agency=MOON)
    ask(client)
    ask(client, agency=STARS)
    call = {"name": "ask", "arguments": {"question": QUESTIONS[0], "agency": STARS}}
    client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    assert two.agencies == [MOON, MOON, MOON]


def test_host_names_bind_each_to_its_own(start: Start, two: TwoAgencies) -> None:
    client = start(agency_hosts=f"moon.example.kr={MOON}, STARS.example.kr = {STARS}")
    for host in ("moon.example.kr", "stars.example.kr:7860", "other.example.kr"):
        ask(client, host=host)
    assert two.agencies == [MOON, STARS, None]


def test_programs_of_language_models_name_an_agency_too(start: Start, two: TwoAgencies) -> None:
    call = {"name": "ask", "arguments": {"question": QUESTIONS[0], "agency": STARS}}
    start().post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    assert two.agencies == [STARS]


def test_the_short_address_leads_to_the_page(start: Start) -> None:
    reply = start().get(f"/a/{MOON}?q=질문&agency={STARS}", follow_redirects=False)
    assert reply.status_code == 307
    assert reply.headers["location"] == "/?agency=%EB%8B%AC%EB%B9%9B%EA%B5%AC&q=%EC%A7%88%EB%AC%B8"


def test_examples_are_made_for_each_agency_and_suggested_on_its_page_alone(two: TwoAgencies) -> None:
    desk = Desk(opened(two))
    assert desk.examples(2, MOON) == list(QUESTIONS[:2])
    assert desk.suggestions([], 2, MOON) == list(QUESTIONS[:2]) and desk.suggestions([], 2) == []


def test_what_is_asked_for_is_read_in_one_form() -> None:
    assert Tenants(None).of({}, f" {unicodedata.normalize('NFD', MOON)} ") == MOON and Tenants(None).of({}, " ") is None


def test_a_page_over_many_agencies_and_reports_stays_small() -> None:
    from pages.citizen import REPORTS_SHOWN, _reports_html, _whose_html

    class Many(TwoAgencies):
        def reports(self) -> list[Report]:
            return [replace(PUBLIC, id=str(n), agency=f"{n % 30}째구") for n in range(REPORTS_SHOWN + 5)]

    desk = Desk(opened(Many()))
    assert "한 기관에만 묻기 (30곳)" in _whose_html(desk, None, True)
    listed = _reports_html(desk.public_reports())
    assert listed.count("<li>") == REPORTS_SHOWN + 1 and "그 밖에 5건" in listed
    assert _reports_html(desk.public_reports("1째구")).count("<li>") == len(desk.public_reports("1째구"))
