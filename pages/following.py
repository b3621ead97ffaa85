"""Long work behind a page: it runs in a thread of its own, and its progress is told line by line."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator

from pages.opening import Progress

Work = Callable[[Progress], None]


def following(work: Work) -> Iterator[str]:
    """Lines like `낱말 색인 (120/340)` while `work(progress)` runs; ends with it, raises what it raises."""
    told: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    failed: list[BaseException] = []

    def progress(what: str, done: int, total: int) -> None:
        told.put(f"{what} ({done:,}/{total:,})" if total else what)

    def run() -> None:
        try:
            work(progress)
        except BaseException as error:
            failed.append(error)
        finally:
            told.put(None)

    threading.Thread(target=run, name="work", daemon=True).start()
    while (line := told.get()) is not None:
        yield line
    if failed:
        raise failed[0]
