"""Processes that answer beside this one: an interpreter answers on one core, however many threads it has.

A hand holds what this process holds, an assistant over the same index and a desk over the same database, and no pages.
What it is asked it answers, logs and remembers as its desk would; this process keeps the order of a conversation.
"""

from __future__ import annotations

import logging
import math
import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

from pages.child import end_with_parent

if TYPE_CHECKING:
    from pages.conversations import Turn
    from pages.desk import Asked, Desk

    OpenDesk = Callable[[], Desk]

RETRY_SECONDS = 30.0
"""How long hands that could not be started are left alone: memory may be short."""

log = logging.getLogger(__name__)


class Hands:
    """`count` processes. Thread-safe. While there is none to ask, who asks answers himself."""

    def __init__(self, count: int, open_desk: OpenDesk) -> None:
        """`open_desk` gives the desk of a hand, in its process: a function of a module, since it travels there."""
        self.count = count
        self._open_desk = open_desk
        self._pool: ProcessPoolExecutor | None = None
        self._starting = threading.Lock()
        self._start_at = 0.0

    def start(self) -> None:
        """Start them; gives back when they have opened, or could not."""
        if not self._starting.acquire(blocking=False):
            return
        try:
            self._start_at = time.monotonic() + RETRY_SECONDS
            pool = ProcessPoolExecutor(self.count, multiprocessing.get_context("spawn"), _open, (self._open_desk,))
            for opened in [pool.submit(os.getpid) for _ in range(self.count)]:
                opened.result()
            self._pool = pool
        except (BrokenProcessPool, OSError):
            log.exception("no process could be started to answer in; this one answers")
        finally:
            self._starting.release()

    def ask(self, asked: Asked) -> Turn | None:
        """The turn, or None where there is no hand (any more). Raises what the desk of a hand raises."""
        pool = self._pool
        if pool is None:
            if time.monotonic() > self._start_at:
                threading.Thread(target=self.start, name="hands", daemon=True).start()
            return None
        try:
            return pool.submit(_answered, asked).result()
        except BrokenProcessPool:
            self._drop(pool)
            return None

    def stop(self) -> None:
        """End them as soon as they have answered; no others are started."""
        pool, self._pool, self._start_at = self._pool, None, math.inf
        if pool is not None:
            pool.shutdown(wait=False)

    def _drop(self, pool: ProcessPoolExecutor) -> None:
        """A hand died, and its pool with it: others are started by the next question."""
        with self._starting:
            if self._pool is pool:
                log.error("a process that answers has died; others are started")
                self._pool, self._start_at = None, 0.0
                pool.shutdown(wait=False)


_desk: Desk
"""Of this process, where it is a hand."""


def _open(open_desk: OpenDesk) -> None:
    global _desk
    end_with_parent()
    _desk = open_desk()
    _desk.opening.wait().warm()


def _answered(asked: Asked) -> Turn:
    return _desk.answered(asked)
