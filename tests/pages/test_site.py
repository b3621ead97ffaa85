"""Several pages on one site: each with its title and its limits; the rest is the same for all."""

from __future__ import annotations

from collections.abc import Iterator

import gradio as gr
import pytest
from starlette.testclient import TestClient

from pages.desk import Desk
from pages.headers import VISIT
from pages.opening import opened
from pages.site import PAGES, Page, make_site
from tests.pages.fake_assistant import FakeAssistant


def back_room(desk: Desk) -> gr.Blocks:
    with gr.Blocks(title="뒷방", analytics_enabled=False) as page:
        gr.Markdown("뒷방입니다")
    return page


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    back = Page("/back", "뒷방", back_room, largest_upload=1000)
    with TestClient(make_site(Desk(opened(FakeAssistant())), (back, *PAGES))) as client:
        yield client


def test_each_page_has_its_own_title(client: TestClient) -> None:
    assert 'og:title" content="물어보고' in client.get("/").text
    page = client.get("/back/")
    assert 'lang="ko"' in page.text
    assert 'og:title" content="뒷방"' in page.text


def test_an_address_without_its_last_slash_leads_to_the_page(client: TestClient) -> None:
    reply = client.get("/back?a=1", follow_redirects=False)
    assert (reply.status_code, reply.headers["location"]) == (307, "/back/?a=1")


def test_uploads_are_open_where_a_page_takes_files(client: TestClient) -> None:
    files = {"files": ("a.txt", b"0123456789")}
    assert client.post("/gradio_api/upload", files=files).status_code == 404
    assert client.post("/back/gradio_api/upload", files=files).status_code == 200


def test_every_page_brings_the_key_of_the_visit(client: TestClient) -> None:
    client.cookies.clear()
    assert client.get("/back/").headers["set-cookie"].startswith(VISIT)
