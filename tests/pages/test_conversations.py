"""Conversations: held in the database or in memory, and gone on with after a restart."""

from __future__ import annotations

import json

from pages.conversations import TURNS_KEPT, Conversations, InMemory, Thread, Turn, new_key
from pages.desk import Desk
from pages.opening import opened
from store import Store
from tests.pages.fake_assistant import ANSWERS, BELOW, QUESTIONS, FakeAssistant


def test_a_restart_goes_on_with_the_conversation(store: Store) -> None:
    Desk(opened(FakeAssistant()), store=store).ask(QUESTIONS[0], "열쇠")
    fake = FakeAssistant()
    desk = Desk(opened(fake), store=store)
    desk.ask("그럼 실적은?", "열쇠")
    assert fake.asked == [("그럼 실적은?", (QUESTIONS[0],))]
    first, second = desk.turns("열쇠")
    assert first.answer is not None
    assert (first.question, first.answer.text) == (QUESTIONS[0], BELOW.text)
    assert [citation.report_id for citation in first.answer.citations] == [c.report_id for c in BELOW.citations]
    assert [figure.text for figure in first.answer.figures] == [figure.text for figure in BELOW.figures]
    assert second.ticket != first.ticket


def test_personal_data_of_a_question_is_not_kept(store: Store) -> None:
    desk = Desk(opened(FakeAssistant()), store=store)
    desk.ask("010-1234-5678로 알려 주세요", "열쇠")
    text = store.conversations.find("열쇠") or ""
    assert "1234" not in text
    assert json.loads(text)["turns"][0]["question"] == "[전화번호]로 알려 주세요"


def test_a_number_that_a_report_prints_stays_in_the_answer() -> None:
    answer = ANSWERS[QUESTIONS[1]]
    printed = Turn("안내 전화는?", type(answer)("안내 전화는?", "02-2670-3114입니다."))
    held = Conversations(InMemory())
    held.keep("열쇠", Thread().plus(printed, {}))
    found = held.find("열쇠")
    assert found is not None and found.turns[0].answer is not None
    assert found.turns[0].answer.text == "02-2670-3114입니다."


def test_the_longest_unused_one_makes_room_in_memory() -> None:
    held = InMemory(capacity=2)
    held.keep("가", "{}")
    held.keep("나", "{}")
    held.find("가")
    held.keep("다", "{}")
    assert len(held) == 2
    assert held.find("나") is None
    assert held.find("가") is not None


def test_a_dropped_one_is_gone(store: Store) -> None:
    for held in (store.conversations, InMemory()):
        conversations = Conversations(held)
        conversations.keep("가", Thread())
        conversations.drop("가")
        conversations.drop("가")
        assert conversations.find("가") is None


def test_a_long_conversation_keeps_its_last_turns() -> None:
    thread = Thread()
    for n in range(TURNS_KEPT + 5):
        thread = thread.plus(Turn(str(n)), {})
    assert len(thread.turns) == TURNS_KEPT
    assert thread.turns[0].question == "5"


def test_keys_differ_and_fit_a_cookie() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 24 and key.replace("-", "").replace("_", "").isalnum() for key in keys)
