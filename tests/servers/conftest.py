"""PostgreSQL and Chroma on loopback, started once a run; the tests skip with one line where they cannot be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.engines import Engine, Engines, missing
from settings import Settings


@dataclass(frozen=True)
class Storage:
    """The two servers, and their addresses."""

    engines: Engines
    postgres: Engine
    chroma: Engine
    database_url: str
    chroma_url: str

    def settings(self, reports: Path, data: Path, **other: object) -> Settings:
        """Settings of a process that keeps nothing of its own but copies of files in `data`."""
        urls = {"database_url": self.database_url, "chroma_url": self.chroma_url}
        return Settings(reports_dir=reports, data_dir=data, **(urls | other))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def storage() -> Iterator[Storage]:
    if lacking := missing():
        pytest.skip(lacking)
    with Engines() as engines:
        postgres, database_url = engines.postgres()
        chroma, chroma_url = engines.chroma()
        yield Storage(engines, postgres, chroma, database_url, chroma_url)
