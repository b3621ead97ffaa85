"""The conversations going on, in memory, by a key that cannot be guessed; the longest unused one goes first."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from records import Answer

CAPACITY = 2000
TURNS_KEPT = 30
TURNS_HELD = 10_000
"""Turns of all conversations together; at some 15 KB each that is 150 MB at most."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer, or a message that says why there is none. `number` is its place in
    the log, where it has one."""

    question: str
    answer: Answer | None = None
    error: str | None = None
    number: int | None = None


@dataclass(slots=True)
class Thread:
    """One visitor's conversation. `lock` is held while a question of it is answered, so turns keep their order."""

    conversation: Any = None
    turns: list[Turn] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, turn: Turn) -> None:
        """Remember a turn; of a long conversation the page shows the last ones."""
        self.turns.append(turn)
        del self.turns[:-TURNS_KEPT]


def new_key() -> str:
    """A key of 144 random bits, fit for a cookie and a JSON string."""
    return secrets.token_urlsafe(18)


class Conversations:
    """A bounded store: `capacity` conversations of `turns` turns in all; asking for one makes it the most recent."""

    def __init__(self, capacity: int = CAPACITY, turns: int = TURNS_HELD) -> None:
        self._capacity = capacity
        self._turns = turns
        self._threads: OrderedDict[str, Thread] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._threads)

    def find(self, key: str) -> Thread | None:
        """The conversation of this key, or None when it never was, was dropped or had to make room."""
        with self._lock:
            thread = self._threads.get(key)
            if thread is not None:
                self._threads.move_to_end(key)
            return thread

    def open(self, key: str) -> Thread:
        """The conversation of this key, begun now when there is none."""
        with self._lock:
            thread = self._threads.setdefault(key, Thread())
            self._threads.move_to_end(key)
            self._make_room()
            return thread

    def _make_room(self) -> None:
        held = sum(len(thread.turns) for thread in self._threads.values())
        while len(self._threads) > 1 and (len(self._threads) > self._capacity or held >= self._turns):
            held -= len(self._threads.popitem(last=False)[1].turns)

    def drop(self, key: str) -> None:
        """Forget the conversation of this key."""
        with self._lock:
            self._threads.pop(key, None)
