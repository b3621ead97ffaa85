"""The time that one question may spend on a language model, and the pause after a model that failed."""

from __future__ import annotations

import threading
import time

from answer.llm.faults import Fault


class Clock:
    """Runs from the moment a question comes to the model. Seconds."""

    def __init__(self, first: float, limit: float) -> None:
        self._first = first
        self._ends = time.monotonic() + limit

    def left(self) -> float:
        return max(self._ends - time.monotonic(), 0.0)

    def wait(self, begun: bool) -> float:
        """How long the next piece may take: the first one is waited for less than the rest may take in all."""
        return self.left() if begun else min(self._first, self.left())


class Rest:
    """After a fault the model is left alone for a while: a server that is down makes one reader wait, not all."""

    def __init__(self) -> None:
        self._until = 0.0
        self._fault: Fault | None = None
        self._lock = threading.Lock()

    def after(self, fault: Fault) -> None:
        if fault.pause > 0:
            with self._lock:
                self._until, self._fault = time.monotonic() + fault.pause, fault

    def check(self) -> None:
        """Raises the fault that the model rests after."""
        with self._lock:
            if self._fault is not None and time.monotonic() < self._until:
                raise Fault(self._fault.kind, "resting", resting=True)
