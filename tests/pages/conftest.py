"""An application database of its own for each test of a page that keeps something."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from settings import Settings
from store import Store, open_store


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store in the data folder of the test's settings."""
    made = open_store(settings)
    yield made
    made.close()
