"""The model's own search: two tools that read, a limit of steps, nothing else (integration, loopback fake)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from answer.ask import Assistant
from answer.dialogue import Conversation
from answer.llm.agent import TOOLS, Searcher, look
from answer.llm.client import Usage
from answer.llm.clock import Clock
from answer.llm.model import LanguageModel
from answer.llm.writer import Writer
from eval.loopback import Loopback, prompt_of
from records import Answer
from tests.answer.llm.test_planning import READING, UNREAD, planned

Ask = Callable[..., Answer]
QUESTION = "감사담당관에서 청렴도 향상 시책은 2021년 목표가 몇 회였고 실제로는 몇 회 했죠?"


@pytest.fixture(autouse=True)
def searching(model: LanguageModel, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {"llm_planner": "off", "llm_agent": 3}
    monkeypatch.setattr(model, "settings", model.settings.model_copy(update=changed))
    assert isinstance(model._writer, Writer)


def results(fake: Loopback) -> list[str]:
    """What the tools gave back to the model."""
    return [m["content"] for m in fake.requests[-2]["messages"] if m["role"] == "tool"]


def test_the_tools_are_two_and_read_only() -> None:
    assert [tool["function"]["name"] for tool in TOOLS] == ["search_passages", "query_observations"]


def test_what_the_tools_find_is_evidence_and_is_cited(ask: Ask, fake: Loopback, assistant: Assistant) -> None:
    plan = planned(terms=["체납차량 번호판 영치"], measures=["실적"])
    fake.calls += [("query_observations", {"plan": plan}), ("search_passages", {"query": "구정 청렴도 향상"})]
    answer = ask("honest", QUESTION)
    assert "3,207대" in results(fake)[0] and len(results(fake)) == 2
    evidence = prompt_of(fake.requests[-1])
    assert "목표 3,156대, 실적 3,207대" in evidence and "목표 30회, 실적 45회" in evidence
    assert answer.writer == "loopback-fake" and "3,207대" in answer.text
    numbers = [citation.n for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1)) and len(numbers) > len(assistant.ask(QUESTION)[0].citations)


def test_steps_end(ask: Ask, fake: Loopback) -> None:
    fake.calls += [("search_passages", {"query": f"청렴 {n}"}) for n in range(9)]
    assert ask("honest", QUESTION).writer == "loopback-fake"
    assert len([request for request in fake.requests if request.get("tools")]) == 3


def test_time_ends_too(model: LanguageModel, fake: Loopback, spoken: Assistant) -> None:
    made = spoken._answer(spoken._corpus, QUESTION, Conversation())
    searcher = Searcher(made, lambda plan: None, spoken._lock)
    found = look(model.client, [("human", QUESTION)], searcher, 3, Clock(first=1.0, limit=0.0), Usage())
    assert found.steps == 0 and fake.requests == []


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (("run_sql", {"sql": "select 1"}), "없는 도구"),
        (("query_observations", {"plan": {"operation": "drop table"}}), "맞지 않습니다"),
        (("query_observations", {"plan": "select * from observations"}), "맞지 않습니다"),
        (("query_observations", {}), "맞지 않습니다"),
        (("search_passages", {"query": ""}), "낱말이 없습니다"),
    ],
)
def test_a_call_that_cannot_be_made_is_told_so(
    call: tuple[str, dict[str, object]], told: str, ask: Ask, fake: Loopback
) -> None:
    fake.calls.append(call)
    assert ask("honest", QUESTION).writer == "loopback-fake"
    assert told in results(fake)[0]


def test_a_question_without_an_answer_may_get_one_by_a_plan_that_reads_it(ask: Ask, fake: Loopback) -> None:
    assert ask("honest", UNREAD).refused
    fake.calls.append(("query_observations", {"plan": READING}))
    answer = ask("honest", UNREAD)
    assert not answer.refused and "3,207대" in answer.text
