"""Each rule of `answer.kinds` takes the question that its docstring gives, as the shipped reports let it be read."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from answer.corpus import Corpus
from answer.kinds import RULES, Asked
from answer.plan import OPERATIONS
from answer.planner import make_plan
from index.search import Index


@pytest.fixture(scope="module")
def corpus(shipped: Index) -> Corpus:
    return Corpus(shipped)


@pytest.mark.parametrize("rule", [rule for rule, _ in RULES], ids=lambda rule: rule.__name__)
def test_a_rule_takes_its_example(rule: Callable[[Asked], bool], corpus: Corpus) -> None:
    example = re.split(r": |\n", rule.__doc__ or "")[0]
    read = corpus.reader.read(example)
    question, plan = make_plan(corpus, read, corpus.names.find(read.text))
    asked = Asked(question, plan, len(corpus.named_in(question.compact)))
    assert next((each.__name__ for each, _ in RULES if each(asked)), None) == rule.__name__


def test_rules_stand_for_operations() -> None:
    assert {operation for _, operation in RULES} <= OPERATIONS.keys()
