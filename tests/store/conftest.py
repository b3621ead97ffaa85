"""A store of its own for every test, with a clock that the test moves and a hash that takes no time."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from settings import Settings
from store import Store, open_store
from store.database import metadata
from store.users import Users
from tests.conftest import Storage


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


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """What asks for the store alone holds on a server too; what asks for settings as well is about the file."""
    asked = inspect.signature(metafunc.function).parameters
    if "store" in asked and "settings" not in asked:
        metafunc.parametrize("store", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def store(request: pytest.FixtureRequest, settings: Settings, clock: Clock) -> Iterator[Store]:
    """An empty store: in a file, and on a server."""
    if getattr(request, "param", "sqlite") == "postgresql":
        storage: Storage = request.getfixturevalue("storage")
        settings = storage.settings(settings.reports_dir, settings.data_dir)
    opened = open_store(settings, clock)
    with opened.database.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield replace(opened, users=Users(opened.database, cheap))
    opened.close()
