"""Golden questions with a language model: graded by each writer, and whose plan had better win where two differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.ask import Assistant
from answer.dialogue import Conversation
from answer.llm import planning
from answer.llm.client import Client, Usage, connect
from answer.llm.clock import Clock
from answer.llm.faults import Fault
from answer.llm.prompts import load_prompt
from answer.plan import Plan
from eval.evaluate import Bench, evaluate
from eval.grading import grade
from eval.loopback import Loopback
from eval.loopback_plans import read
from eval.questions import Golden
from eval.statistics import stratified, wilson
from settings import Settings

DRAWN, SEED = 100, 8
"""How many questions of a set are asked, each family by its size, and the seed of the draw."""
WRITERS = ("template", "honest", "one_digit", "swapped", "invented_row")

Row = Sequence[object]


def drawn(questions: Sequence[Golden]) -> list[Golden]:
    """The questions of a set that are asked: the same ones each time."""
    return stratified(questions, lambda golden: golden.family, DRAWN, SEED)


def graded(settings: Settings, server: Loopback, questions: Sequence[Golden]) -> Iterator[Row]:
    """By each writer: right answers, and those in which a sentence is the model's."""
    for name in WRITERS:
        server.behaviour = name
        chosen = settings.model_copy(update={"llm": "" if name == "template" else settings.llm, "llm_planner": "off"})
        results = evaluate(Bench.open(chosen), questions)
        written = sum(result.answer.writer != "template" for result in results)
        yield name, wilson(sum(result.grade.right for result in results), len(results)), f"{written}/{len(results)}"


@dataclass(frozen=True, slots=True)
class Pair:
    """One question read twice: how the plans stand to each other, and whether an answer was right by the rules' plan,
    by the model's, and as it is built (the model's only where the rules find nothing and it keeps the subject)."""

    kind: str
    rules: bool
    model: bool
    built: bool


KINDS = ("same", "differ", "rules found nothing", "no valid plan", "not asked", "all")


def plans(settings: Settings, server: Loopback, questions: Sequence[Golden]) -> Iterator[Row]:
    """By how the two plans stand to each other: questions, and right answers by the rules' plan, by the model's, and
    as it is built."""
    server.behaviour, server.plan = "honest", read
    bench, client = Bench.open(settings.model_copy(update={"llm": ""})), connect(settings)
    pairs = [_pair(bench.assistant, client, golden) for golden in questions if len(golden.turns) == 1]
    server.plan = None
    for kind in KINDS:
        found = [pair for pair in pairs if kind in (pair.kind, "all")]
        yield kind, len(found), *(sum(getattr(p, who) for p in found) for who in ("rules", "model", "built"))


def _pair(assistant: Assistant, client: Client, golden: Golden) -> Pair:
    question = golden.turns[0]
    made = assistant._answer(assistant._corpus, question, Conversation())
    rules = grade(golden, made.answer).right
    if made.answer.reason not in (None, "not_in_reports"):
        return Pair("not asked", rules, rules, rules)
    plan = _plan(assistant, client, question)
    if plan is None:
        return Pair("no valid plan", rules, rules, rules)
    by_model = grade(golden, assistant._by_plan(assistant._corpus, question, plan).answer).right
    if made.answer.refused:
        built = by_model if planning.is_reading_of(plan, made) else rules
        return Pair("rules found nothing", rules, by_model, built)
    return Pair("same" if planning.same(plan, made.context.plan) else "differ", rules, by_model, rules)


def _plan(assistant: Assistant, client: Client, question: str) -> Plan | None:
    """The fake's plan through the server and the schema, as an answer gets it; None where it is not valid."""
    corpus = assistant._corpus
    asked = planning.asked(load_prompt("plan"), corpus, question, Conversation(), "0")
    try:
        return planning.plan_from(client.structured(asked, planning.schema(), Clock(20, 60), Usage()), corpus)
    except Fault:
        return None
