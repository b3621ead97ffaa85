"""The conversations going on, by a key that cannot be guessed: what was asked, what came of it, what a follow-up needs.

They live where they are held: in the application database, so that a restart or another process goes on with them, or
in memory where there is no database. No process keeps anything of its own beside it.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from weakref import WeakValueDictionary

from pages.kept_answer import answer_of, kept
from records import Answer
from store.masking import masked, masked_within
from store.questions import TYPED

CAPACITY = 500
TURNS_KEPT = 30


@dataclass(frozen=True, slots=True)
class Turn:
    """One question and what came of it: an answer, or a message that says why there is none.

    `ticket` names it to whoever gives an opinion, where it stands in the log.
    """

    question: str
    answer: Answer | None = None
    error: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """One visitor's conversation: its last turns, the `state` that its next question is read with, as JSON, how many
    questions it has had, and the agency whose page it is on (None: everybody's)."""

    state: Mapping[str, Any] | None = None
    turns: tuple[Turn, ...] = ()
    asked: int = 0
    agency: str | None = None

    def plus(self, turn: Turn, state: Mapping[str, Any]) -> Thread:
        """With another turn; of a long conversation the page shows the last ones."""
        return Thread(state, (*self.turns, turn)[-TURNS_KEPT:], self.asked + 1, self.agency)


class Held(Protocol):
    """Where conversations are held, as texts."""

    def find(self, key: str) -> str | None: ...
    def keep(self, key: str, state: str) -> None: ...
    def drop(self, key: str) -> None: ...
    def __len__(self) -> int: ...


def new_key() -> str:
    """A key of 144 random bits, fit for a cookie and a JSON string."""
    return secrets.token_urlsafe(18)


class Conversations:
    """Threads in and out of where they are held. Thread-safe."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._held)

    def lock(self, key: str) -> threading.Lock:
        """Held while a question of a conversation is answered, so that its turns keep their order in this process."""
        with self._lock:
            return self._locks.setdefault(key, threading.Lock())

    def find(self, key: str) -> Thread | None:
        """The conversation of this key, or None when it never was, was dropped or has expired."""
        text = self._held.find(key)
        return _thread(json.loads(text)) if text else None

    def keep(self, key: str, thread: Thread) -> None:
        """Remember how far it has come. Personal data in a question stays out, and out of what repeats it."""
        self._held.keep(key, json.dumps(_kept(thread), ensure_ascii=False))

    def drop(self, key: str) -> None:
        """Forget the conversation of this key."""
        self._held.drop(key)


class InMemory:
    """Conversations held by this process alone; the longest unused one makes room."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._texts: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, key: str) -> str | None:
        with self._lock:
            if key in self._texts:
                self._texts.move_to_end(key)
            return self._texts.get(key)

    def keep(self, key: str, state: str) -> None:
        with self._lock:
            self._texts[key] = state
            self._texts.move_to_end(key)
            while len(self._texts) > self._capacity:
                self._texts.popitem(last=False)

    def drop(self, key: str) -> None:
        with self._lock:
            self._texts.pop(key, None)


def _kept(thread: Thread) -> dict[str, Any]:
    personal = any(masked(turn.question) != turn.question for turn in thread.turns)
    state = masked_within(thread.state) if personal else thread.state
    turns = [_kept_turn(turn) for turn in thread.turns]
    return {"state": state, "turns": turns, "asked": thread.asked, "agency": thread.agency}


def _kept_turn(turn: Turn) -> dict[str, Any]:
    question = masked(turn.question)
    answer = kept(turn.answer) if turn.answer else None
    if answer and question != turn.question:
        answer |= {name: masked_within(answer[name]) for name in TYPED}
    return {"question": question, "answer": answer, "error": turn.error, "ticket": turn.ticket}


def _thread(data: Mapping[str, Any]) -> Thread:
    turns = tuple(_turn(each) for each in data["turns"])
    return Thread(data["state"], turns, data.get("asked", len(turns)), data.get("agency"))


def _turn(data: Mapping[str, Any]) -> Turn:
    answer = answer_of(data["answer"], {}) if data["answer"] else None
    return Turn(data["question"], answer, data["error"], data["ticket"])
