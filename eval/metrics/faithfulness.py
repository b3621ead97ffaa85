"""Numeric faithfulness: of all numbers in the answers, the share that the answer itself proves.

A number is proved when two checks that share no code agree. The evaluator's own: it stands in a quote that is found at
its offsets, in a heading or the source of a citation, in a computation that is shown, or in the question. And
`answer.check`, run once more on the finished answer and on the reports' own texts: it binds each number to its line,
row and measure, and works the computations out again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from answer.check import Unproved, unproved
from answer.columns import Cells
from eval.figures import MARKER, numbers, numbers_told
from eval.metrics.citations import OpenText, standing
from records import Answer


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Numbers of an answer's text, and those of them that one of the checks finds unproved."""

    numbers: int
    unproved: tuple[Unproved, ...]

    @property
    def proved(self) -> int:
        return self.numbers - len(self.unproved)


def faithfulness(answer: Answer, open_text: OpenText, cells: Cells | None = None) -> Faithfulness:
    """Count the numbers of one answer and find the unproved ones; `cells` as `answer.check` takes it."""
    found = unproved(answer, open_text, cells)
    told = {(fault.number, fault.line) for fault in found}
    found += [fault for fault in nowhere(answer, open_text) if (fault.number, fault.line) not in told]
    return Faithfulness(max(len(numbers_told(answer.text)), len(found)), tuple(found))


def nowhere(answer: Answer, open_text: OpenText) -> Iterator[Unproved]:
    """Numbers that stand nowhere where a number may come from; a line quoted word for word needs no more proof."""
    known = {*numbers(answer.question), *numbers(answer.understood)}
    for citation in answer.citations:
        known |= standing(citation, open_text) or set()
        known |= set(numbers(f"{citation.source or ''} {citation.file}"))
    for figure in answer.figures:
        if figure.formula is not None:
            known |= {*numbers(figure.text), *numbers(figure.formula)}
    quoted = "\n".join(_words(c.quote) for c in answer.citations if standing(c, open_text) is not None)
    for line in answer.text.split("\n"):
        if _words(line) not in quoted:
            yield from (Unproved(number, line) for number in numbers_told(line) if number not in known)


def _words(line: str) -> str:
    """The words of a line apart from its citation markers, the marks it begins with, and an ellipsis at its end."""
    return " ".join(MARKER.sub("", line).lstrip(">-·○ ").rstrip("… ").split())
