"""Refusal precision and recall.

Precision: of the questions that were refused, the share that had to be. Recall: of those that had to be refused, the
share that was. A system that refuses everything has recall 1 and a precision of their share of the questions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from eval.statistics import Share, wilson


@dataclass(frozen=True, slots=True)
class Refusals:
    precision: Share
    recall: Share
    wrong: int


def refusals(pairs: Iterable[tuple[bool, bool]]) -> Refusals:
    """From (had to be refused, was refused) of each question; `wrong` counts answerable questions refused."""
    told = list(pairs)
    due = sum(had for had, _ in told)
    refused = sum(was for _, was in told)
    both = sum(had and was for had, was in told)
    return Refusals(wilson(both, refused), wilson(both, due), refused - both)
