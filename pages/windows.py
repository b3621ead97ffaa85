"""Where requests are counted, by client, in moving windows: this process, or a storage that several processes share."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Protocol

from limits import RateLimitItemPerSecond
from limits.errors import ConfigurationError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from errors import SettingError

MEMORY = "memory://"
"""The storage that is this process."""

SWEEP_SECONDS = 60.0

Window = tuple[int, int]
"""How many, in how many seconds."""


class Windows(Protocol):
    """Where requests are counted."""

    def take(self, kind: str, client: str, windows: Sequence[Window]) -> float:
        """Count one, or give the seconds until there may be another."""
        ...


class InMemory:
    """Windows of this process alone. Thread-safe, and quick enough to be asked on the server's loop.

    The memory storage of the library limits starts a thread that looks at every client for each request it counts.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: dict[tuple[str, str], deque[float]] = {}
        self._longest = 0
        self._sweep_at = 0.0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        """How many clients are remembered, of each kind."""
        return len(self._taken)

    def take(self, kind: str, client: str, windows: Sequence[Window]) -> float:
        if not windows:
            return 0.0
        now = self._clock()
        with self._lock:
            self._longest = max(self._longest, *(length for _, length in windows))
            self._sweep(now)
            taken = self._taken.setdefault((kind, client), deque(maxlen=max(most for most, _ in windows)))
            for most, length in windows:
                # As soon as the oldest of the last `most` has left the window
                if len(taken) >= most and (wait := taken[-most] + length - now) > 0:
                    return wait
            taken.append(now)
        return 0.0

    def _sweep(self, now: float) -> None:
        """Now and then forget who has not come for the length of the longest window."""
        if now >= self._sweep_at:
            self._sweep_at = now + SWEEP_SECONDS
            self._taken = {
                who: taken for who, taken in self._taken.items() if taken and taken[-1] + self._longest > now
            }


class Library:
    """Windows of the library limits, in a storage that it knows by URL. Raises SettingError for another."""

    def __init__(self, storage: str) -> None:
        try:
            self._limiter = MovingWindowRateLimiter(storage_from_string(storage))
        except (ConfigurationError, ImportError) as error:
            remedy = (
                "memory://, database:// 또는 redis://서버:6379/0 형식으로 적어 주십시오"
                "(redis는 redis 패키지가 있어야 합니다)."
            )
            raise SettingError("MUREOBOGO_RATE_STORAGE", storage.rpartition("@")[2], remedy) from error

    def take(self, kind: str, client: str, windows: Sequence[Window]) -> float:
        for most, length in windows:
            item = RateLimitItemPerSecond(most, length)
            if not self._limiter.hit(item, kind, client):
                return max(1.0, self._limiter.get_window_stats(item, kind, client).reset_time - time.time())
        return 0.0
