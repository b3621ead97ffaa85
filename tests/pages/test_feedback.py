"""좋아요 and 아쉬워요: kept in the log beside the question, and only from those who saw its answer."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from pages.answer_view import log_html
from pages.desk import Desk
from pages.opening import opened
from pages.site import make_site
from pages.tickets import NoSuchAnswer, Tickets
from store import Store
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant


def test_a_ticket_names_its_question_and_cannot_be_made_up() -> None:
    tickets = Tickets(b"a key")
    good = tickets.ticket(12)
    assert tickets.number_of(good) == 12
    assert Tickets(b"a key").number_of(good) == 12
    for made_up in (
        "",
        "12",
        "13-" + good.partition("-")[2],
        good + "0",
        "-1-가",
        "１２-" + good[3:],
        Tickets(b"another").ticket(12),
    ):
        with pytest.raises(NoSuchAnswer):
            tickets.number_of(made_up)


def test_what_a_reader_thought_stands_beside_the_question_even_after_a_restart(store: Store) -> None:
    turn = Desk(opened(FakeAssistant()), store=store).ask(QUESTIONS[1], "열쇠")
    desk = Desk(opened(FakeAssistant()), store=store)
    sent = {"ticket": turn.ticket, "liked": False, "reason": " 숫자가 다릅니다. 010-1234-5678 "}
    with TestClient(make_site(desk)) as client:
        assert client.post("/api/feedback", json=sent).status_code == 200
    logged = store.questions.newest()[0]
    assert (logged.liked, logged.comment) == (False, "숫자가 다릅니다. [전화번호]")


def test_a_stranger_s_opinion_is_refused(store: Store) -> None:
    desk = Desk(opened(FakeAssistant()), store=store)
    turn = desk.ask(QUESTIONS[1], "열쇠")
    with TestClient(make_site(desk)) as client:
        reply = client.post("/api/feedback", json={"ticket": f"{(turn.ticket or '')[:-4]}0000", "liked": True})
    assert (reply.status_code, reply.json()["error"]["code"]) == (404, "answer_unknown")
    assert store.questions.newest()[0].liked is None


def test_only_an_answer_of_the_log_can_be_rated(store: Store) -> None:
    logged = Desk(opened(FakeAssistant()), store=store).ask(QUESTIONS[1], "열쇠")
    assert 'class="feedback"' in log_html([logged])
    assert 'class="feedback"' not in log_html([Desk(opened(FakeAssistant())).ask(QUESTIONS[1], "열쇠")])
