"""An answer with what it was made from: what a second writer needs, and what the next turn may lean on."""

from __future__ import annotations

from dataclasses import dataclass

from answer.context import Context
from answer.dialogue import Turn
from answer.draft import Draft
from records import Answer


@dataclass(frozen=True)
class Made:
    """One question answered by the rules. `answer.figures` and `answer.citations` are those that passed the check."""

    answer: Answer
    turn: Turn
    context: Context
    draft: Draft
