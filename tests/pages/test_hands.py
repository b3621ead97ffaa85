"""Processes that answer beside this one: what they answer, raise and remember is what this one would; one may die."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial

import psutil
import pytest

from errors import DamagedIndex, Unavailable
from pages.desk import Desk, QuestionError
from pages.hands import Hands
from pages.opening import opened
from records import Answer
from settings import Settings
from store import Store, open_store
from tests.pages.fake_assistant import BUDGET_ANSWER, QUESTIONS, FakeAssistant

DAMAGED, UNEXPECTED = "damaged", "unexpected"


class InHand(FakeAssistant):
    """Tells which process answers, and fails where a question says so."""

    def ask(self, question, *args, **options):  # type: ignore[no-untyped-def]
        if question == DAMAGED:
            raise DamagedIndex("색인이 손상되었습니다.")
        if question == UNEXPECTED:
            raise ValueError
        answer, conversation = super().ask(question, *args, **options)
        return answer_of_process(answer), conversation


def answer_of_process(answer: Answer) -> Answer:
    return Answer(answer.question, answer.text, understood=str(os.getpid()), citations=answer.citations)


def open_in_hand(settings: Settings) -> Desk:
    return Desk(opened(InHand()), open_store(settings), settings)


def cannot_open() -> Desk:
    raise MemoryError


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with one hand."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    store = open_store(settings)
    hands = Hands(1, partial(open_in_hand, settings))
    hands.start()
    yield Desk(opened(FakeAssistant()), store, settings, hands)
    hands.stop()
    store.close()


def process_of(desk: Desk, question: str, key: str) -> int:
    answer = desk.ask(question, key).answer
    assert answer is not None
    return int(answer.understood)


def test_a_hand_answers_logs_and_remembers(desk: Desk) -> None:
    assert process_of(desk, QUESTIONS[1], "key") not in (0, os.getpid())
    again = desk.ask(QUESTIONS[0], "key")
    assert [turn.question for turn in desk.turns("key")] == [QUESTIONS[1], QUESTIONS[0]]
    assert desk.store and desk.tickets and again.ticket
    logged = desk.store.questions.find(desk.tickets.number_of(again.ticket))
    assert logged and logged.question == QUESTIONS[0]
    told = desk.ask_json(QUESTIONS[1])
    assert told["answer"] == BUDGET_ANSWER.text
    assert desk.ask_json(QUESTIONS[0], told["conversation"])["conversation"] == told["conversation"]


def test_what_a_hand_raises_arrives(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Unavailable, match="오류 번호"):
        desk.ask(UNEXPECTED, "another")
    mended: list[object] = []
    monkeypatch.setattr(desk.opening, "reopen", mended.append)
    with pytest.raises(Unavailable, match="다시 만들고 있습니다"):
        desk.ask(DAMAGED, "another")
    assert mended == [desk.opening.wait()]
    full = QuestionError("conversation_full", "가득")
    made = full.__reduce__()
    assert (made[0](*made[1]).code, str(made[0](*made[1]))) == (full.code, str(full))


def test_one_that_dies_is_replaced_and_nobody_waits(desk: Desk) -> None:
    psutil.Process(process_of(desk, QUESTIONS[1], "dying")).kill()
    assert desk.ask(QUESTIONS[1], "dying").answer == BUDGET_ANSWER  # answered here
    until = time.monotonic() + 30
    while desk.ask(QUESTIONS[1], "dying").answer == BUDGET_ANSWER:
        assert time.monotonic() < until, "no other hand was started"
        time.sleep(0.2)


def test_without_hands_that_open_this_process_answers(store: Store, settings: Settings) -> None:
    hands = Hands(1, cannot_open)
    hands.start()
    assert Desk(opened(FakeAssistant()), store, settings, hands).ask(QUESTIONS[1], "key").answer == BUDGET_ANSWER


def test_a_hand_ends_with_the_process_that_started_it(settings: Settings) -> None:
    started = (
        "import sys, functools; from pathlib import Path; from settings import Settings; from pages.hands import Hands;"
        "from tests.pages.test_hands import open_in_hand; settings = Settings(data_dir=Path(sys.argv[1]));"
        "hands = Hands(1, functools.partial(open_in_hand, settings)); hands.start();"
        "print(*hands._pool._processes, flush=True); sys.stdin.read()"
    )
    line = [sys.executable, "-c", started, str(settings.data_dir)]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        hand = psutil.Process(int(parent.stdout.readline()))
        parent.kill()
    hand.wait(timeout=20)
