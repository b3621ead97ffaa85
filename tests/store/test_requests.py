"""Requests counted in moving windows."""

from __future__ import annotations

from store import Store
from tests.store.conftest import Clock


def test_a_window_moves_and_its_oldest_makes_room(store: Store, clock: Clock) -> None:
    windows = [(2, 60), (3, 3600)]
    assert store.requests.take("question", "a", windows) == 0
    clock.move(seconds=20)
    assert store.requests.take("question", "a", windows) == 0
    clock.move(seconds=10)
    assert store.requests.take("question", "a", windows) == 30, "the first one leaves the window at 60"
    assert store.requests.take("login", "a", windows) == 0 == store.requests.take("question", "b", windows)
    clock.move(seconds=30)
    assert store.requests.take("question", "a", windows) == 0
    clock.move(seconds=60)
    assert store.requests.take("question", "a", windows) == 3600 - 120, "three an hour have been had"
    assert store.requests.take("question", "a", []) == 0
