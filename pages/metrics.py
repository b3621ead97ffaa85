"""Counts for Prometheus, in its text format: questions by outcome, seconds to an answer, conversations held.

Nothing of a question or an answer is kept: numbers only.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the histogram in seconds."""

ANSWERED, REFUSED, FAILED = "answered", "refused", "failed"


class Metrics:
    """Counts since the process began. Thread-safe."""

    def __init__(self) -> None:
        self._outcomes: Counter[str] = Counter()
        self._buckets: Counter[float] = Counter()
        self._seconds = 0.0
        self._lock = threading.Lock()

    def count(self, outcome: str, seconds: float) -> None:
        """One question that came to `outcome` after `seconds`."""
        with self._lock:
            self._outcomes[outcome] += 1
            self._seconds += seconds
            self._buckets.update(bound for bound in BUCKETS if seconds <= bound)

    def text(self, conversations: int, ready: bool) -> str:
        """The exposition: one line a number."""
        with self._lock:
            return "\n".join((*self._lines(), *_gauges(conversations, ready))) + "\n"

    def _lines(self) -> Iterator[str]:
        total = self._outcomes.total()
        yield "# HELP mureobogo_questions_total Questions by outcome."
        yield "# TYPE mureobogo_questions_total counter"
        for outcome in (ANSWERED, REFUSED, FAILED):
            yield f'mureobogo_questions_total{{outcome="{outcome}"}} {self._outcomes[outcome]}'
        yield "# HELP mureobogo_answer_seconds Seconds from question to answer."
        yield "# TYPE mureobogo_answer_seconds histogram"
        for bound in BUCKETS:
            yield f'mureobogo_answer_seconds_bucket{{le="{bound}"}} {self._buckets[bound]}'
        yield f'mureobogo_answer_seconds_bucket{{le="+Inf"}} {total}'
        yield f"mureobogo_answer_seconds_sum {self._seconds:.6f}"
        yield f"mureobogo_answer_seconds_count {total}"


def _gauges(conversations: int, ready: bool) -> Iterator[str]:
    yield "# HELP mureobogo_conversations Conversations going on."
    yield "# TYPE mureobogo_conversations gauge"
    yield f"mureobogo_conversations {conversations}"
    yield "# HELP mureobogo_ready Whether questions are answered."
    yield "# TYPE mureobogo_ready gauge"
    yield f"mureobogo_ready {int(ready)}"
