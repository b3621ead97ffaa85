"""Conversation success: of the conversations of two turns and more, the share whose last turn is answered right.

The last turn leans on those before it, so a conversation succeeds only when the whole was followed.
"""

from __future__ import annotations

from collections.abc import Iterable

from eval.statistics import Share, wilson


def conversation_success(conversations: Iterable[tuple[int, bool]]) -> Share:
    """From (turns, last turn right) of each conversation; single questions are left out."""
    long = [right for turns, right in conversations if turns > 1]
    return wilson(sum(long), len(long))
