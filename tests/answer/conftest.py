"""One assistant over the reports that ship with the project, for all tests of answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from answer.ask import Assistant
from index.search import Index, open_index
from records import Citation, Observation
from settings import Settings


@pytest.fixture(scope="session")
def assistant(shipped_index: Settings) -> Assistant:
    """Answers over the shipped reports. Read only."""
    return Assistant.open(shipped_index)


@pytest.fixture(scope="session")
def shipped(shipped_index: Settings) -> Index:
    """The open index of the shipped reports."""
    return open_index(shipped_index)


@pytest.fixture(scope="session")
def cells(shipped: Index) -> Callable[[Citation], Sequence[Observation]]:
    """The observations that stand in a cited place."""
    figures = [observation for row in shipped.rows for observation in row.observations]

    def within(citation: Citation) -> list[Observation]:
        return [
            o
            for o in figures
            if o.report_id == citation.report_id and citation.start <= o.start and o.end <= citation.end
        ]

    return within
