"""What a lying model writes, as it comes to the reader of the page, and to a program (integration, loopback fake)."""

from __future__ import annotations

import re
from typing import Any

from fastapi.testclient import TestClient

from answer.ask import Assistant
from answer.llm.model import LanguageModel
from eval.loopback import Loopback
from pages.citizen import WAITING, Asker, _asking
from pages.desk import Desk
from pages.opening import opened
from pages.rate import Sender
from pages.site import make_site

QUESTION = "재무과와 징수과의 달성률 평균을 비교해줘"
LEFT_OUT = "원문에서 확인되지 않은 문장 1개를 뺐습니다."


def words(screen: list[Any]) -> str:
    """The log of a screen without its tags."""
    return re.sub(r"<[^>]+>", " ", screen[0])


def test_the_page_shows_sentences_as_they_are_checked_and_no_other(
    spoken: Assistant, fake: Loopback, model: LanguageModel
) -> None:
    fake.behaviour = "one_digit"
    desk = Desk(opened(spoken), settings=spoken._settings)
    asker = Asker("열쇠", "citizen", Sender("127.0.0.1"), None, chooses=False)
    screens = [words(screen) for screen in _asking(desk, QUESTION, asker)]
    lie = fake.said[-1].split("\n")[0].split(": ")[-1]
    assert re.search(r"\d", lie) and not [screen for screen in screens if lie in screen]
    assert WAITING in screens[1]  # before the first sentence
    partial = screens[2:-1]
    assert len(partial) > 2 and all("견주며 쓰는 중" in screen for screen in partial)
    assert len(partial[1]) < len(partial[-1])
    assert LEFT_OUT in screens[-1] and "언어 모델(loopback-fake)이 쓰고 원문과 견준 글입니다." in screens[-1]


def test_a_program_gets_the_same(spoken: Assistant, fake: Loopback, model: LanguageModel) -> None:
    fake.behaviour = "one_digit"
    client = TestClient(make_site(Desk(opened(spoken), settings=spoken._settings)))
    reply = client.post("/api/ask", json={"question": QUESTION}).json()
    assert fake.said[-1].split("\n")[0] not in reply["answer"]
    assert (reply["writer"], reply["notices"]) == ("loopback-fake", [LEFT_OUT]) and reply["tokens"] > 0
    fake.behaviour = "500"
    model.forget()
    reply = client.post("/api/ask", json={"question": QUESTION}).json()
    assert reply["writer"] == "template" and "문제가 있어" in reply["notices"][0]
