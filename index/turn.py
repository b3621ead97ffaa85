"""One at a time, on this machine: a lock file that the system lets go when the process that holds it dies."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from errors import Unavailable

WAIT_SECONDS = 1800.0
"""How long a build waits for another; reading a large folder of PDF takes minutes."""

log = logging.getLogger(__name__)


@contextmanager
def turn(path: Path, what: str, wait: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock `path`; `what` says who else may hold it. Raises Unavailable when it is not to be had in time.

    A folder that takes no lock takes no index either, which whoever writes it will say better.
    """
    lock = FileLock(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _take(lock, what, wait)
    except OSError:
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _take(lock: FileLock, what: str, wait: float) -> None:
    try:
        lock.acquire(timeout=0)
    except Timeout:
        try:
            if wait:
                log.warning("%s 끝나기를 기다립니다.", what)
            lock.acquire(timeout=wait)
        except Timeout as error:
            raise Unavailable(f"{what} 아직 끝나지 않았습니다. 잠시 뒤에 다시 해 주십시오.") from error
