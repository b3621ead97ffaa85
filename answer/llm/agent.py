"""Tools with which a model may look for more evidence: passages by search, figures by the typed plan. Nothing else:
no SQL, no file, nothing that writes. What it finds is evidence like any other; it writes no answer here.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from answer.llm.client import Client, Usage
from answer.llm.clock import Clock
from answer.llm.evidence import without_orders
from answer.llm.planning import plan_from, schema
from answer.made import Made
from answer.plan import Plan
from index.within import Within
from records import Passage

FOUND_AT_ONCE = 4
CALLS_A_STEP = 2
LONGEST_RESULT = 1500

Replan = Callable[[Plan], Made | None]
"""Answers the question by another plan; None where that finds nothing."""

TOOLS: tuple[Mapping[str, Any], ...] = (
    {
        "type": "function",
        "function": {
            "name": "search_passages",
            "description": "보고서에서 낱말에 가까운 대목을 찾습니다.",
            "parameters": {
                "type": "object",
                "properties": {"query": {"type": "string", "description": "찾을 낱말"}},
                "required": ["query"],
            },
        },
    },
    {
        "type": "function",
        "function": {
            "name": "query_observations",
            "description": "정해진 형식의 계획으로 보고서의 수치를 찾습니다.",
            "parameters": {"type": "object", "properties": {"plan": {**schema()}}, "required": ["plan"]},
        },
    },
)


@dataclass
class Findings:
    """What the tools brought: passages, answers by other plans, and how many steps were taken."""

    passages: list[Passage] = field(default_factory=list)
    answers: list[Made] = field(default_factory=list)
    steps: int = 0


@dataclass
class Searcher:
    """The tools over one question. `replan` and the search hold to the corpus that the reader may see."""

    made: Made
    replan: Replan
    lock: threading.RLock
    found: Findings = field(default_factory=Findings)

    def call(self, name: str, given: Mapping[str, Any]) -> str:
        """The result of one tool call, as text; a call that cannot be made is told so, never raised."""
        tools = {"search_passages": self._search, "query_observations": self._query}
        tool = tools.get(name)
        if tool is None:
            return f"없는 도구입니다. 있는 것: {', '.join(tools)}"
        with self.lock:
            return tool(given)[:LONGEST_RESULT]

    def _search(self, given: Mapping[str, Any]) -> str:
        query = str(given.get("query") or "").strip()[:200]
        if not query:
            return "찾을 낱말이 없습니다."
        corpus = self.made.context.corpus
        hits = corpus.index.search(query, FOUND_AT_ONCE, Within(tuple(corpus.reports)), corpus.lexicon)
        known = {passage.id for passage in self.found.passages}
        self.found.passages += [hit.passage for hit in hits if hit.passage.id not in known]
        return "\n".join(without_orders(hit.passage.text) for hit in hits) or "찾은 것이 없습니다."

    def _query(self, given: Mapping[str, Any]) -> str:
        plan = plan_from(given.get("plan") or {}, self.made.context.corpus)
        if plan is None:
            return "계획의 형식이나 이름이 맞지 않습니다."
        made = self.replan(plan)
        if made is None or made.answer.refused:
            return "찾은 것이 없습니다."
        self.found.answers.append(made)
        return made.answer.text


def look(
    client: Client, messages: list[tuple[str, str]], searcher: Searcher, steps: int, clock: Clock, usage: Usage
) -> Findings:
    """Let the model call tools until it calls none, or `steps` are taken, or its time is up. Raises Fault."""
    said: list[Any] = list(messages)
    usage.asked(messages)
    while searcher.found.steps < steps and clock.left() > 0:
        reply = client.step(said, TOOLS, clock, usage)
        if not reply.tool_calls:
            break
        searcher.found.steps += 1
        said.append(reply)
        for place, call in enumerate(reply.tool_calls):
            result = searcher.call(call["name"], call["args"]) if place < CALLS_A_STEP else "한 번에 둘까지 찾습니다."
            said.append(client.tool_result(result, call["id"]))
    return searcher.found
