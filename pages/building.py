"""Building the index in a process of its own: the page stays quick meanwhile, and the memory it takes is given back."""

from __future__ import annotations

import multiprocessing
from multiprocessing.connection import Connection
from typing import Any

from errors import MureobogoError, Unavailable
from pages.child import end_with_parent
from pages.opening import Progress
from settings import Settings, load_settings

DIED = (
    "색인을 만드는 일이 중간에 끊겼습니다. 메모리와 디스크 공간을 확인하고 다시 실행해 주십시오. "
    "이전 색인은 그대로 있습니다."
)


def build_apart(settings: Settings, progress: Progress) -> None:
    """`index.build.build` in a child process. Raises what it raises, as Unavailable with the same message."""
    context = multiprocessing.get_context("spawn")
    receiving, sending = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sending, settings.model_dump()), name="building", daemon=True)
    child.start()
    sending.close()  # ours; with the child's gone too, a child that died is seen as an end of the line
    try:
        _follow(receiving, progress)
    finally:
        child.join()


def _follow(receiving: Connection, progress: Progress) -> None:
    while True:
        try:
            kind, payload = receiving.recv()
        except EOFError as error:
            raise Unavailable(DIED) from error
        if kind == "done":
            return
        if kind == "error":
            raise Unavailable(payload)
        progress(*payload)


def _child(sending: Connection, values: dict[str, Any]) -> None:
    from index.build import build

    end_with_parent()  # killed in the middle, the index is as it was
    load_settings()  # switches the libraries' downloads off in this process as well
    settings = Settings(**values)
    try:
        build(settings.reports_dir, settings, lambda *step: sending.send(("progress", step)))
        sending.send(("done", None))
    except MureobogoError as error:
        sending.send(("error", str(error)))
