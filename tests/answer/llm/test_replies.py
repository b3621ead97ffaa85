"""Replies written by hand, fair ones and lies, over the reports that ship and the originals: no lie passes, alone or
in the middle of a fair reply through real HTTP (integration, loopback fake)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.ask import Assistant
from answer.dialogue import Conversation
from answer.llm.evidence import gather
from answer.llm.grounds import Grounds
from answer.llm.prompts import load_prompt
from answer.llm.rules import broken_rule
from settings import Settings

FOLDER = Path(__file__).parent / "replies"


def replies(name: str) -> Iterator[tuple[str, list[str], list[str]]]:
    """Question, fair sentences, lies."""
    for part in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").split("\n## ")[1:]:
        question, *lines = filter(None, part.split("\n"))
        fair = [line.removeprefix("* ") for line in lines if line.startswith("* ")]
        yield question, fair, [line for line in lines if not line.startswith("* ")]


def grounds_of(assistant: Assistant, question: str) -> Grounds:
    made = assistant._answer(assistant._corpus, question, Conversation())
    evidence = gather(made.context, made.answer)
    return Grounds(made.context, made.answer, evidence, load_prompt("write").rules)


def wrongly_judged(assistant: Assistant, question: str, fair: list[str], lies: list[str]) -> list[str]:
    """Lies that pass, and fair sentences that do not, with the rule that keeps them back."""
    grounds = grounds_of(assistant, question)
    passed = [f"passes: {line}" for line in lies if broken_rule(line, grounds) is None]
    return passed + [f"{rule}: {line}" for line in fair if (rule := broken_rule(line, grounds))]


@pytest.mark.parametrize(("question", "fair", "lies"), [*replies("shipped")], ids=lambda value: str(value)[:20])
def test_over_the_shipped_reports(question: str, fair: list[str], lies: list[str], assistant: Assistant) -> None:
    assert wrongly_judged(assistant, question, fair, lies) == []


@pytest.fixture(scope="module")
def originals(shared_index: Settings) -> Assistant:
    return Assistant.open(shared_index)


@pytest.mark.parametrize(("question", "fair", "lies"), [*replies("originals")], ids=lambda value: str(value)[:20])
def test_over_the_originals(question: str, fair: list[str], lies: list[str], originals: Assistant) -> None:
    assert wrongly_judged(originals, question, fair, lies) == []
