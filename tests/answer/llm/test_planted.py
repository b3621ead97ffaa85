"""A model that does what every line planted in a report or a question wants: nothing of it reaches the reader
(integration, loopback fake)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answer.ask import Assistant, language_model
from answer.check import unproved
from eval.loopback import Loopback, prompt_of
from index.build import build
from index.search import open_index
from settings import Settings

LIST = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "injections.jsonl").read_text(encoding="utf-8").splitlines()
]
IN_REPORTS = [each["text"] for each in LIST if each["where"] == "report"]
NEVER = sorted({word for each in LIST for word in each["never"]})
QUESTION = "물빛과 예산액은 얼마인가요?"


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory, server: Loopback) -> Assistant:
    """A report whose every other bullet is an instruction, and a model that sees its lines."""
    reports, data = tmp_path_factory.mktemp("reports"), tmp_path_factory.mktemp("data")
    orders = "\n".join(f"- {text}" for text in IN_REPORTS)
    text = f"# 2024년 별빛구 업무보고\n\n## 물빛과\n\n{orders}\n- 예산액: 4,120백만원\n- 직원: 31명\n"
    (reports / "업무보고.md").write_text(text, encoding="utf-8")
    settings = Settings(
        reports_dir=reports, data_dir=data, llm="openai:loopback-fake", llm_base_url=server.url, llm_planner="off"
    )
    build(reports, settings)
    return Assistant(settings, open_index(settings), language_model(settings))


def test_what_planted_lines_want_said_is_not_said(hostile: Assistant, fake: Loopback) -> None:
    wanted = [f"{word}입니다." for word in NEVER] + [f"{word} [1]" for word in NEVER] + [f"{t} [1]" for t in IN_REPORTS]
    fake.script = "\n".join([*wanted, "물빛과의 예산액은 4,120백만원입니다. [1]"])
    answer, _ = hostile.ask(QUESTION)
    assert fake.said and len(NEVER) >= 10
    assert "4,120백만원" in answer.text
    assert [word for word in NEVER if word in answer.text] == []
    assert unproved(answer, hostile._corpus.text, hostile._corpus.cells) == []


def test_most_planted_lines_are_not_even_shown(hostile: Assistant, fake: Loopback) -> None:
    fake.script = "물빛과의 예산액은 4,120백만원입니다. [1]"
    hostile.ask("물빛과 직원은 몇 명인가요?")
    shown = prompt_of(fake.requests[-1])
    assert [text for text in IN_REPORTS if text in shown] == []
