"""Login by an office's own accounts, against a provider of our own on loopback."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from joserfc.jwk import RSAKey
from pydantic import SecretStr
from starlette.testclient import TestClient

from pages.api import add_error_handlers
from pages.gate import SESSION
from pages.login import KEPT, make_login_router
from pages.oidc import Provider
from settings import Settings
from store import Store, open_store
from tests.pages.loopback_provider import LoopbackProvider

TITLES = {"/staff": "물어보고 · 직원"}


@pytest.fixture
def office() -> Iterator[LoopbackProvider]:
    server = LoopbackProvider("김하늘")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    made = open_store(settings)
    made.users.add("김하늘", "구정보고서-2026", ["staff"])
    yield made
    made.close()


def site(store: Store, issuer: str) -> TestClient:
    settings = Settings(oidc_issuer=issuer, oidc_client_id="mureobogo", oidc_client_secret=SecretStr("secret"))
    app = FastAPI()
    add_error_handlers(app)
    app.include_router(make_login_router(store, TITLES, Provider(settings, b"k" * 32)))
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def client(store: Store, office: LoopbackProvider) -> TestClient:
    return site(store, office.issuer)


def come_back(client: TestClient, **changed: str) -> Any:
    """Begin, let the provider send the browser back, and end; `changed` parameters of the way back are forged."""
    begun = client.get("/login/office?next=/staff")
    assert begun.status_code == 303
    back = httpx.get(begun.headers["location"]).headers["location"]
    return client.get(str(httpx.URL(back).copy_merge_params(changed)))


def test_who_is_known_comes_in_with_a_session(client: TestClient, store: Store) -> None:
    assert "기관 계정으로 로그인" in client.get("/login").text
    done = come_back(client)
    assert (done.status_code, done.headers["location"]) == (303, "/staff")
    user = store.sessions.user(client.cookies[SESSION])
    assert user is not None and user.name == "김하늘" and user.roles == ("staff",)
    assert [(line.event, line.detail) for line in store.audit.last()] == [("login", "기관 계정")]


def test_who_is_not_known_does_not(client: TestClient, office: LoopbackProvider, store: Store) -> None:
    office.name = "없는이"
    refused = come_back(client)
    assert refused.status_code == 401 and "아직 등록되지 않았습니다" in refused.text
    assert SESSION not in client.cookies and store.audit.last()[0].event == "login_refused"


FORGED: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "http://evil.example"},
    "for another program": {"aud": "other"},
    "of another visit": {"nonce": "x"},
    "too old": {"exp": int(time.time()) - 3600},
    "without a name": {"preferred_username": None},
}


@pytest.mark.parametrize("what", FORGED)
def test_a_token_that_does_not_fit_opens_nothing(client: TestClient, office: LoopbackProvider, what: str) -> None:
    office.claims = FORGED[what]
    assert come_back(client).status_code == 401 and SESSION not in client.cookies


def test_a_token_that_somebody_else_signed_opens_nothing(client: TestClient, office: LoopbackProvider) -> None:
    office.key = RSAKey.generate_key(2048, {"kid": "1"})
    assert come_back(client).status_code == 401 and SESSION not in client.cookies


def test_a_way_back_that_nobody_began_opens_nothing(client: TestClient) -> None:
    assert come_back(client, state="x").status_code == 401
    assert come_back(client, code="code-2").status_code == 401
    client.cookies.clear()
    assert client.get("/login/office/back?code=code-1&state=x").status_code == 401
    client.cookies.set(KEPT, "e30.e30.x", path="/login/office")
    assert client.get("/login/office/back?code=code-1&state=x").status_code == 401


def test_a_provider_that_is_silent_is_said(store: Store) -> None:
    told = site(store, "http://127.0.0.1:9").get("/login/office")
    assert told.status_code == 503 and "대답하지 않습니다" in told.json()["error"]["message"]


def test_without_the_setting_nothing_of_it_is_there(store: Store) -> None:
    app = FastAPI()
    app.include_router(make_login_router(store, TITLES))
    client = TestClient(app)
    assert "기관 계정" not in client.get("/login").text
    assert client.get("/login/office").status_code == 404
