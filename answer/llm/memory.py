"""What a model wrote before, by what it was asked: the same evidence and prompt need no second call.

Only its raw words are kept; they are checked anew each time, as if they had just come.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict


class Memory:
    """The last `size` texts by key; 0 keeps none. Thread-safe."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def get(self, key: str) -> str | None:
        with self._lock:
            text = self._texts.get(key)
            if text is not None:
                self._texts.move_to_end(key)
            return text

    def put(self, key: str, text: str) -> None:
        with self._lock:
            self._texts[key] = text
            while len(self._texts) > self._size:
                self._texts.popitem(last=False)

    def clear(self) -> None:
        """Forget everything: the reports are others now."""
        with self._lock:
            self._texts.clear()


def key_of(*parts: object) -> str:
    """One key of several things: model, prompt and its version, plan, evidence, question."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()
