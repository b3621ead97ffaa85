"""Numeric faithfulness: of all numbers in the answers, the share that the answer itself proves.

A number is proved when it stands in a cited quote at its offsets, in a computation that is shown, or in the question.
The proof is `answer.check`, run once more by the evaluator on the finished answer and on the reports' own texts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from answer.check import Unproved, numbers, unproved
from records import Answer


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Numbers of an answer's text, and those of them that nothing proves."""

    numbers: int
    unproved: tuple[Unproved, ...]

    @property
    def proved(self) -> int:
        return self.numbers - len(self.unproved)


def faithfulness(answer: Answer, open_text: Callable[[str], str]) -> Faithfulness:
    """Count the numbers of one answer and find the unproved ones."""
    return Faithfulness(len(numbers(answer.text)), tuple(unproved(answer, open_text)))
