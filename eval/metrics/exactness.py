"""Answer exactness: the share of questions whose answer holds all that it must and nothing that it must not.

For lists besides: precision, the share of the names given that were due, and recall, the share of those due that were
given, each the mean over the questions that ask for a list (macro average).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from eval.grading import flat, holds, strangers
from eval.questions import Golden
from eval.statistics import Share, wilson
from records import Answer


@dataclass(frozen=True, slots=True)
class ListScore:
    precision: float
    recall: float


def exactness(verdicts: Iterable[bool]) -> Share:
    """Exact match: right answers of all answers, with the Wilson interval."""
    told = list(verdicts)
    return wilson(sum(told), len(told))


def list_score(golden: Golden, answer: Answer) -> ListScore | None:
    """Precision and recall of one list; None where no list is asked. 3 of 4 due and 1 stranger → 0.75 and 0.75."""
    if golden.listed is None:
        return None
    text = flat(answer.text)
    given = sum(any(holds(text, name) for name in item) for item in golden.listed.items)
    named = given + len(strangers(golden.listed, text))
    due = len(golden.listed.items)
    return ListScore(given / named if named else 0.0, given / due if due else 1.0)


def mean_list_score(scores: Sequence[ListScore]) -> ListScore | None:
    if not scores:
        return None
    return ListScore(fmean(score.precision for score in scores), fmean(score.recall for score in scores))
