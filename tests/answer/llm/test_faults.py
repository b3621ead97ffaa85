"""Whatever a server does, the reader gets the rules' answer within the limit, a notice, and the log one line
(integration, loopback fake)."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from answer.ask import Assistant
from answer.llm.client import Usage, connect
from answer.llm.clock import Clock, Rest
from answer.llm.faults import LONGEST_PAUSE, NOTICES, PAUSES, RESTING, Fault
from answer.llm.model import LanguageModel
from errors import SettingError
from eval.loopback import Loopback
from records import Answer
from settings import Settings

QUESTION = "감사담당관에서 청렴도 향상 시책은 2021년 목표가 몇 회였고 실제로는 몇 회 했죠?"
FAULTS = {
    "never": "timeout",
    "slow": "timeout",
    "429": "busy",
    "500": "server",
    "401": "denied",
    "malformed": "malformed",
    "cut": "cut",
    "empty": "empty",
    "always_too_long": "too_long",
}
"""What the reader is told of, by what the server does."""

Ask = Callable[..., Answer]


@pytest.fixture
def writing(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> LanguageModel:
    """The model, asked to write only."""
    monkeypatch.setattr(model, "settings", model.settings.model_copy(update={"llm_planner": "off"}))
    return model


@pytest.fixture
def hurried(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second to the first token, one in all."""
    monkeypatch.setattr(model, "settings", model.settings.model_copy(update={"llm_timeout": 0.5, "llm_limit": 1.0}))


@pytest.mark.parametrize(("behaviour", "kind"), FAULTS.items())
def test_a_fault_ends_in_the_rules_answer(
    behaviour: str,
    kind: str,
    ask: Ask,
    writing: LanguageModel,
    assistant: Assistant,
    caplog: pytest.LogCaptureFixture,
    request: pytest.FixtureRequest,
) -> None:
    caplog.set_level(logging.WARNING)
    if kind == "timeout":
        request.getfixturevalue("hurried")
    started = time.monotonic()
    answer = ask(behaviour, QUESTION)
    assert time.monotonic() - started < 10  # the limit is one second; a machine may be slow
    expected = assistant.ask(QUESTION)[0]
    assert (answer.text, answer.writer, answer.figures) == (expected.text, "template", expected.figures)
    assert answer.notices == (NOTICES[kind],)
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("answer")]
    assert len(ours) == 1 and kind in ours[0] and "sk-" not in caplog.text


@pytest.mark.parametrize("behaviour", ["never", "500", "malformed"])
def test_the_planner_and_the_writer_share_one_limit(
    behaviour: str, ask: Ask, fake: Loopback, request: pytest.FixtureRequest
) -> None:
    if behaviour == "never":
        request.getfixturevalue("hurried")
    answer = ask(behaviour, QUESTION)
    assert answer.writer == "template" and answer.notices
    asked_to_write = [request for request in fake.requests if request.get("stream")]
    assert len(asked_to_write) == (1 if behaviour == "malformed" else 0)  # a server that is down is not asked twice


def test_a_server_that_is_not_there(assistant: Assistant, shipped_index: Settings) -> None:
    with Loopback() as gone:
        url = gone.url
    settings = shipped_index.model_copy(update={"llm": "openai:x", "llm_base_url": url})
    lonely = Assistant(settings, assistant._corpus.index, LanguageModel.open(settings))
    answer = lonely.ask(QUESTION)[0]
    assert answer.text == assistant.ask(QUESTION)[0].text
    assert answer.notices == (NOTICES["refused"],)


def test_a_short_retry_after_is_waited_for_and_a_long_one_left_to_later(
    ask: Ask, fake: Loopback, writing: LanguageModel
) -> None:
    fake.retry_after = "0.1"
    assert ask("429_once", QUESTION).writer == "loopback-fake"
    assert len(fake.requests) == 2
    fake.requests.clear()
    writing.forget()
    fake.retry_after = "30"
    assert ask("429", QUESTION).writer == "template"
    assert ask("honest", QUESTION).notices == (RESTING["busy"],)  # left alone for the 30 seconds it asked for
    assert len(fake.requests) == 1
    writing.rest = Rest()
    assert ask("honest", QUESTION).writer == "loopback-fake"


def test_evidence_that_is_too_long_is_cut_by_rank_and_the_reader_is_told(
    ask: Ask, fake: Loopback, writing: LanguageModel
) -> None:
    answer = ask("too_long", "목표를 달성하지 못한 과는?")
    assert answer.writer == "loopback-fake" and len(fake.requests) > 1
    assert "근거가 길어 27곳 가운데" in answer.notices[0] and "표에 모두 있습니다" in answer.notices[0]
    assert "[1]" in fake.said[-1] and len(answer.citations) == 27


def test_a_key_is_never_in_a_log_or_a_message(caplog: pytest.LogCaptureFixture, fake: Loopback) -> None:
    caplog.set_level(logging.DEBUG)
    fake.behaviour = "401"
    client = connect(Settings(llm="openai:x", llm_base_url=fake.url, llm_api_key="sk-very-secret"))  # type: ignore[arg-type]
    with pytest.raises(Fault) as caught:
        list(client.stream([("human", "안녕")], Clock(1, 1), Usage()))
    assert "sk-" not in f"{caught.value} {caught.value.notice} {client!r}"
    ours = [record.getMessage() for record in caplog.records if record.name.startswith(("answer", "httpx", "openai"))]
    assert not [line for line in ours if "sk-very-secret" in line]


def test_wrong_names_of_models_are_refused_with_the_remedy() -> None:
    with pytest.raises(SettingError, match="openai:모델이름, ollama:모델이름"):
        connect(Settings(llm="qwen3"))
    with pytest.raises(SettingError, match="모델이름"):
        connect(Settings(llm="openai:"))
    with pytest.raises(SettingError, match=r"--extra anthropic"):
        connect(Settings(llm="anthropic:x"))


def test_ollama_speaks_its_own_protocol(fake: Loopback) -> None:
    pytest.importorskip("langchain_ollama")
    client = connect(Settings(llm="ollama:x", llm_base_url=fake.url.removesuffix("/v1")))
    usage = Usage()
    prompt = "자료\n[1] 보고서\n물빛과 ‘정비’: 목표 12km, 실적 9km\n</자료>"
    assert (
        "".join(client.stream([("human", prompt)], Clock(5, 5), usage))
        == "물빛과 ‘정비’: 목표 12km, 실적 9km입니다. [1]"
    )
    assert usage.tokens == len(prompt) // 2


def test_a_pause_has_an_end_and_is_not_prolonged_by_those_who_come_meanwhile() -> None:
    assert Fault("busy", retry_after=9999).pause == LONGEST_PAUSE
    assert Fault("cut").pause == 0
    rest = Rest()
    rest.after(Fault("timeout"))
    with pytest.raises(Fault) as caught:
        rest.check()
    assert caught.value.resting and caught.value.pause == 0


def test_a_reader_who_comes_while_the_model_rests_is_not_told_that_it_was_asked() -> None:
    assert RESTING.keys() == {*PAUSES, "busy"}
    for kind, told in RESTING.items():
        assert Fault(kind, resting=True).notice == told != NOTICES[kind]


def test_nothing_of_langchain_is_loaded_without_a_model() -> None:
    code = (
        "import sys, answer.ask\n"
        "loaded = [n for n in sys.modules if n.split('.')[0] in {'langchain', 'langchain_openai', 'openai'}]\n"
        "assert not loaded, loaded"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
