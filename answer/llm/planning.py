"""A question read into the typed plan by a model, and whether that plan can be used.

The schema is that of `answer.plan.Plan` itself. A plan that names what the index does not have is invalid; one that
drops what the question is about is no reading of it. Where the rules found an answer their plan stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from answer.corpus import Corpus, distinct
from answer.dialogue import Conversation
from answer.llm.prompts import Prompt
from answer.made import Made
from answer.normal import compact
from answer.plan import COMPARATORS, ENTITIES, FUNCTIONS, OPERATIONS, Plan
from answer.read import MODIFIER_WEIGHT
from answer.words import MEASURES

TURNS_SHOWN = 3
MEASURES_SHOWN, OFFICES_SHOWN = 40, 120
KEPT_TERMS = 0.5
"""Share of the question's subject words that a plan must keep to be a reading of it; the others it must replace."""

_PLANS = TypeAdapter(Plan)
_OURS = ("source", "reason", "reports")
"""Slots that only the rules fill."""


@cache
def schema() -> Mapping[str, Any]:
    """The JSON schema of a plan, its words limited to those that the rules use."""
    found: dict[str, Any] = _PLANS.json_schema()
    plan, condition, scope = found["properties"], *(found["$defs"][n]["properties"] for n in ("Condition", "Scope"))
    for slots in (plan, condition, scope):
        for name in _OURS:
            slots.pop(name, None)
    plan["operation"]["enum"] = [name for name in OPERATIONS if name != "decline"]
    plan["entity"] = {"enum": [*ENTITIES, None]}
    plan["function"] = {"enum": [*FUNCTIONS, None]}
    condition["comparator"]["enum"] = list(COMPARATORS)
    return {**found, "title": "plan", "description": "질문을 옮긴 계획"}


def asked(
    prompt: Prompt, corpus: Corpus, question: str, conversation: Conversation, fence: str
) -> list[tuple[str, str]]:
    """The messages that ask for a plan."""
    return prompt.fill(
        question=question,
        dialogue=_dialogue(conversation) or "(없음)",
        operations=_glossed({name: told for name, told in OPERATIONS.items() if name != "decline"}),
        entities=_glossed(ENTITIES),
        functions=_glossed(FUNCTIONS),
        comparators=_glossed(COMPARATORS),
        measures=", ".join(_measures(corpus)[:MEASURES_SHOWN]),
        years=", ".join(map(str, corpus.years())),
        offices=", ".join(_offices(corpus)[:OFFICES_SHOWN]),
        fence=fence,
    )


def _glossed(words: Mapping[str, str]) -> str:
    return ", ".join(f"{name}({told})" for name, told in words.items())


def _dialogue(conversation: Conversation) -> str:
    turns = conversation.turns[-TURNS_SHOWN:]
    return "\n".join(f"- {turn.question} → {turn.typed.understood()}" for turn in turns)


@lru_cache(maxsize=4)
def _offices(corpus: Corpus) -> tuple[str, ...]:
    rows = [row.first for row in corpus.index.rows]
    reports = corpus.reports.values()
    return tuple(
        distinct(
            [
                *(report.agency for report in reports),
                *(report.department for report in reports),
                *(row.bureau for row in rows),
                *(row.department for row in rows),
            ]
        )
    )


@lru_cache(maxsize=4)
def _measures(corpus: Corpus) -> tuple[str, ...]:
    """The measures that rules know, then those that tables print, the short names first."""
    return tuple(
        distinct([*(m for m in MEASURES if m in corpus.measure_names), *sorted(corpus.measure_names, key=len)])
    )


def plan_from(data: Mapping[str, Any], corpus: Corpus) -> Plan | None:
    """The plan that a model gave; None where it does not fit the schema, or names what the index does not have."""
    try:
        plan = _PLANS.validate_python(data)
    except ValidationError:
        return None
    scope = plan.scope
    named = {*scope.agencies, *scope.bureaus, *scope.departments, *scope.teams}
    teams = {row.first.team for row in corpus.index.rows}
    known = (
        plan.operation in OPERATIONS.keys() - {"decline"}
        and plan.entity in {None, *ENTITIES}
        and plan.function in {None, *FUNCTIONS}
        and all(c.comparator in COMPARATORS and _is_number(c.value) for c in plan.conditions)
        and set(plan.measures) <= {*MEASURES, *corpus.measure_names}
        and named <= {*_offices(corpus), *teams}
        and not (plan.scope.reports or plan.reason or any(c.source for c in plan.conditions))
    )
    return plan if known else None


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "", 1).removeprefix("-").isdigit()


def same(one: Plan, other: Plan) -> bool:
    """Whether two plans ask for the same figures: scope, measures, conditions, what is listed and what is computed."""
    return _slots(one) == _slots(other)


def _slots(plan: Plan) -> tuple[object, ...]:
    conditions = {(c.measure, c.comparator, c.value) for c in plan.conditions}
    scope = plan.scope
    return (scope.agencies, scope.years, scope.bureaus, scope.departments, scope.teams, conditions, plan.function)


def is_reading_of(plan: Plan, made: Made) -> bool:
    """Whether a plan may stand in where the rules found nothing.

    It may say words that stand in no report in other words (수효 → 실적), and drops none: 청렴도 캠페인 is no 시책.
    """
    question, corpus = made.context.question, made.context.corpus
    if question.unknown or not set(plan.scope.years) >= set(question.years):
        return False
    own = [term for term in question.terms if term.weight >= MODIFIER_WEIGHT]
    other = [term for term in own if term.text in replaced(plan, made)]
    if any(corpus.index.frequency(term.forms[0]) for term in other):
        return False
    return len(own) - len(other) >= KEPT_TERMS * len(own) and len(plan.terms) + len(plan.measures) >= len(own)


def replaced(plan: Plan, made: Made) -> list[str]:
    """The subject words of a question that a plan says in other words."""
    told = compact(" ".join((*plan.terms, *plan.measures, *plan.scope.departments, *plan.scope.bureaus)))
    own = (term for term in made.context.question.terms if term.weight >= MODIFIER_WEIGHT)
    return [term.text for term in own if not any(form in told for form in term.forms)]
