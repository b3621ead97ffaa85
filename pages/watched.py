"""A call that tells how far it is: run beside, its words taken as they come, its result at the end."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Generic, TypeVar

T = TypeVar("T")

Watch = Callable[[str], None]


class Watched(Generic[T]):
    """`call(watch)` in a thread of its own."""

    def __init__(self, call: Callable[[Watch], T]) -> None:
        self._texts: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._result: Future[T] = Future()
        threading.Thread(target=self._run, args=(call,), name="answering", daemon=True).start()

    def _run(self, call: Callable[[Watch], T]) -> None:
        try:
            self._result.set_result(call(self._texts.put))
        except BaseException as error:  # handed on by `result`
            self._result.set_exception(error)
        self._texts.put(None)

    def texts(self) -> Iterator[str]:
        """What `watch` was told, until the call has ended."""
        while (text := self._texts.get()) is not None:
            yield text

    def result(self) -> T:
        """What the call gave. Raises what it raised."""
        return self._result.result()
