"""A loopback fake that speaks the protocol of OpenAI over real HTTP, and an assistant over the shipped reports that
asks it: nothing of LangChain, of the library below it or of ours is replaced."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from answer.ask import Assistant
from answer.dialogue import Conversation
from answer.llm.clock import Rest
from answer.llm.model import LanguageModel
from eval.loopback import Loopback
from index.search import Index
from records import Answer
from settings import Settings

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def server() -> Iterator[Loopback]:
    with Loopback() as running:
        yield running


@pytest.fixture
def fake(server: Loopback) -> Loopback:
    """The server, honest again and with nothing said."""
    server.behaviour, server.plan, server.retry_after, server.hold = "honest", None, "30", 3.0
    server.script = None
    for kept in (server.requests, server.said, server.calls):
        kept.clear()
    return server


@pytest.fixture(scope="session")
def spoken(shipped: Index, shipped_index: Settings, server: Loopback) -> Assistant:
    """An assistant whose model is the loopback fake."""
    changed = {"llm": "openai:loopback-fake", "llm_base_url": server.url}
    settings = shipped_index.model_copy(update=changed)
    return Assistant(settings, shipped, LanguageModel.open(settings))


@pytest.fixture
def model(spoken: Assistant) -> LanguageModel:
    """The assistant's model, rested and with nothing remembered."""
    assert spoken._model is not None
    spoken._model.forget()
    spoken._model.rest = Rest()
    return spoken._model


@pytest.fixture
def ask(spoken: Assistant, fake: Loopback, model: LanguageModel) -> Ask:
    """Asks while the model behaves so: ask("one_digit", "재무과 세외수입 징수액은?")."""

    def asked(behaviour: str, question: str, conversation: Conversation | None = None) -> Answer:
        fake.behaviour = behaviour
        return spoken.ask(question, conversation)[0]

    return asked
