"""The bounded store of conversations."""

from __future__ import annotations

from pages.conversations import TURNS_KEPT, Conversations, Thread, Turn, new_key


def test_a_conversation_is_found_by_its_key() -> None:
    store = Conversations()
    store.open("가").add(Turn("질문"))
    found = store.find("가")
    assert found is not None
    assert [turn.question for turn in found.turns] == ["질문"]
    assert store.find("나") is None


def test_the_longest_unused_one_makes_room() -> None:
    store = Conversations(capacity=2)
    store.open("가")
    store.open("나")
    store.find("가")
    store.open("다")
    assert len(store) == 2
    assert store.find("나") is None
    assert store.find("가") is not None


def test_many_turns_make_room_too() -> None:
    store = Conversations(turns=3)
    for key in ("가", "나"):
        for n in range(2):
            store.open(key).add(Turn(str(n)))
    assert store.find("가") is None  # 2 + 1 turns were held when "나" came back for its second
    assert len(store) == 1


def test_a_dropped_one_is_gone() -> None:
    store = Conversations()
    store.open("가")
    store.drop("가")
    store.drop("가")
    assert store.find("가") is None


def test_a_long_conversation_keeps_its_last_turns() -> None:
    thread = Thread()
    for n in range(TURNS_KEPT + 5):
        thread.add(Turn(str(n)))
    assert len(thread.turns) == TURNS_KEPT
    assert thread.turns[0].question == "5"


def test_keys_differ_and_fit_a_cookie() -> None:
    keys = {new_key() for _ in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 24 and key.replace("-", "").replace("_", "").isalnum() for key in keys)
