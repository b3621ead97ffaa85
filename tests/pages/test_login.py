"""Logging in and out, and what stays shut without it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import gradio as gr
import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from pages.desk import Desk
from pages.gate import SESSION
from pages.opening import opened
from pages.site import PAGES, Page, make_site
from settings import Settings
from store import Store, open_store
from store.users import Users
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant

PASSWORD = "구정보고서-2026"
HTML = {"accept": "text/html"}


def room(desk: Desk) -> gr.Blocks:
    with gr.Blocks(analytics_enabled=False) as page:
        gr.Markdown("안쪽입니다")
    return page


ROOMS = (Page("/back", "뒷방", room, 1000, "staff"), Page("/side", "옆방", room, role="evaluator"), *PAGES)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings)
    cheap = replace(made, users=Users(made.database, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)))
    cheap.users.add("김하늘", PASSWORD, ["staff"])
    yield cheap
    cheap.close()


@pytest.fixture
def client(store: Store, settings: Settings) -> Iterator[TestClient]:
    with TestClient(
        make_site(Desk(opened(FakeAssistant()), store=store, settings=settings), ROOMS), follow_redirects=False
    ) as client:
        yield client


def log_in(client: TestClient, password: str = PASSWORD, next: str = "/back", name: str = "김하늘") -> Any:
    return client.post("/login", data={"name": name, "password": password, "next": next})


def test_a_stranger_is_led_to_the_login_and_back(client: TestClient) -> None:
    led = client.get("/back/", headers=HTML)
    assert (led.status_code, led.headers["location"]) == (303, "/login?next=/back")
    form = client.get(led.headers["location"])
    assert 'value="/back"' in form.text
    assert "뒷방 화면에 로그인합니다." in form.text
    done = log_in(client)
    assert (done.status_code, done.headers["location"]) == (303, "/back")
    assert "안쪽입니다" in client.get("/back/", headers=HTML).text
    assert client.get("/login?next=/back").status_code == 303


@pytest.mark.parametrize(
    "path", ["/back", "/back/", "/back/config", "/back/gradio_api/info", "/back/gradio_api/file=/etc/passwd", "/side/"]
)
def test_nothing_of_a_room_reaches_a_stranger(client: TestClient, path: str) -> None:
    reply = client.get(path)
    assert reply.status_code == 401
    assert reply.json()["error"]["code"] == "login_required"


def test_events_and_uploads_of_a_room_are_shut_too(client: TestClient) -> None:
    assert client.post("/back/gradio_api/queue/join", json={}).status_code == 401
    assert client.post("/back/gradio_api/upload", files={"files": ("a", b"b")}).status_code == 401


def test_the_cookie_of_a_login(client: TestClient) -> None:
    cookie = log_in(client).headers["set-cookie"]
    assert cookie.startswith(f"{SESSION}=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=36000"))


def test_one_role_does_not_open_the_room_of_another(client: TestClient) -> None:
    log_in(client)
    reply = client.get("/side/")
    assert reply.status_code == 403
    assert "평가위원 권한이 없습니다" in reply.json()["error"]["message"]


def test_a_wrong_password_says_no_more_than_a_wrong_name(client: TestClient) -> None:
    wrong, nobody = log_in(client, "틀린 비밀번호"), log_in(client, name="없는이")
    assert wrong.status_code == nobody.status_code == 401
    assert wrong.text.replace("김하늘", "") == nobody.text.replace("없는이", "")
    assert "이름이나 비밀번호가 맞지 않습니다." in wrong.text
    assert "set-cookie" not in wrong.headers


def test_too_many_wrong_passwords_shut_out(client: TestClient, store: Store) -> None:
    assert {log_in(client, "틀린 비밀번호").status_code for _ in range(5)} == {401}
    shut = log_in(client)
    assert shut.status_code == 401
    assert "15분 뒤에" in shut.text
    assert [line.event for line in store.audit.last()] == ["login_refused"] * 6


def test_after_logging_out_the_old_cookie_opens_nothing(client: TestClient, store: Store) -> None:
    log_in(client)
    token = client.cookies[SESSION]
    assert client.post("/logout").status_code == 303
    assert client.get("/back/config", headers={"cookie": f"{SESSION}={token}"}).status_code == 401
    assert [line.event for line in store.audit.last()] == ["logout", "login"]


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example", "/", "javascript:alert(1)", ""])
def test_a_login_leads_to_our_own_pages_only(client: TestClient, next: str) -> None:
    assert log_in(client, next=next).headers["location"] == "/back"


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_cannot_act_for_somebody_logged_in(client: TestClient, headers: dict[str, str]) -> None:
    log_in(client)
    for path in ("/back/gradio_api/queue/join", "/login", "/logout"):
        assert client.post(path, headers=headers).json()["error"]["code"] == "foreign"
    assert client.post("/logout", headers={"origin": "http://testserver"}).status_code == 303


def test_what_was_typed_never_becomes_markup(client: TestClient) -> None:
    shown = log_in(client, "x", name='"><script>alert(1)</script>').text
    assert "<script>alert" not in shown
    assert "&quot;&gt;&lt;script&gt;" in shown


def test_a_form_of_megabytes_is_not_read(client: TestClient) -> None:
    assert log_in(client, "x" * 10_000).status_code == 413


def test_without_a_store_there_are_no_rooms() -> None:
    with TestClient(make_site(Desk(opened(FakeAssistant())), ROOMS)) as client:
        assert client.get("/back/config").status_code == 404
        assert client.get("/login").status_code != 200


def test_questions_are_logged_with_who_asked(client: TestClient, store: Store) -> None:
    client.post("/api/ask", json={"question": f"{QUESTIONS[0]} 010-1234-5678"})
    client.post("/api/ask", json={"question": QUESTIONS[0]})
    answered, refused = store.questions.newest(refused_first=False)
    assert refused.question.endswith("[전화번호]")
    assert (answered.audience, answered.refused, refused.refused) == ("api", False, True)
    assert answered.answer["citations"][0]["report_id"] == "fake-1"


def test_an_answer_is_given_even_where_the_log_takes_no_more(client: TestClient, store: Store) -> None:
    with store.database.writing() as connection:
        connection.exec_driver_sql("DROP TABLE questions")
    assert client.post("/api/ask", json={"question": QUESTIONS[0]}).status_code == 200
