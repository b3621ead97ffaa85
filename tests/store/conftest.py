"""A store of its own for every test, with a clock that the test moves and a hash that takes no time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from settings import Settings
from store import Store, open_store
from store.users import Users


@dataclass
class Clock:
    """Stands still until it is moved."""

    moment: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    opened = open_store(settings, clock)
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield replace(opened, users=Users(opened.database, cheap))
    opened.close()
