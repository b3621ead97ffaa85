"""How many questions of programs are answered at once: the rest wait in line, and past its end they are declined.

They run in threads of their own, so that however long the line the page, its files and `/healthz` answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import anyio.to_thread
from anyio import CapacityLimiter

from errors import MureobogoError

AT_ONCE = 2
"""Questions answered at the same time: one is answered while another is written down. They share one interpreter, so
more at once make all of them slower: with eight here and sixteen at the page less than half as many were answered. Each
hand (`pages.hands`) has an interpreter of its own, and takes as many."""

AT_ONCE_WRITTEN = 16
"""The same where a language model writes: most of the time is spent waiting for it."""

WAITING = 400
"""Questions in line, at some 10 ms each: who comes last waits a few seconds."""

RETRY_SECONDS = 5

Given = ParamSpec("Given")
Result = TypeVar("Result")


class Busy(MureobogoError):
    """The line is full."""

    def __init__(self) -> None:
        super().__init__("지금 질문이 몰려 있습니다. 잠시 뒤에 다시 물어 주십시오.")
        self.seconds = RETRY_SECONDS


class Lane:
    """Runs functions in a bounded number of threads, in the order in which they came."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._limiter = CapacityLimiter(at_once)
        self._most = at_once + waiting
        self._held = 0

    async def run(self, function: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """What the function returns. Raises Busy at once when the line is full. Call from the server's loop."""
        if self._held >= self._most:
            raise Busy
        self._held += 1
        try:
            return await anyio.to_thread.run_sync(lambda: function(*args, **kwargs), limiter=self._limiter)
        finally:
            self._held -= 1
