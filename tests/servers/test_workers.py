"""Reports read by Dask workers: the same records as on one machine, and a worker that is killed costs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.engines import Engines
from bench.server import Server
from errors import MureobogoError, Unavailable
from index.build import build
from ingest import read_many
from ingest.read import Job
from records import Reading
from settings import Settings

TABLE = "과,사업,지표,단위,목표,실적\n" + "".join(f"{n}과,사업{n},지표{n},건,{n},{n}\n" for n in range(40))


@pytest.fixture(scope="module")
def cluster() -> Iterator[tuple[list[Server], str]]:
    """Two workers, and the address of their scheduler."""
    pytest.importorskip("distributed")
    with Engines() as engines:
        yield engines.dask()


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    """Files of several kinds, one of which nobody can read."""
    folder = tmp_path / "reports"
    for n in range(4):
        (folder / f"표{n}.csv").write_text(TABLE.replace("지표1,", f"지표 {n},"), encoding="utf-8")
    (folder / "깨짐.pdf").write_bytes(b"%PDF-1.7 and nothing of the kind")
    return [(path, path.name, {"title": path.stem}) for path in sorted(folder.iterdir())]


def timeless(results: Iterator[tuple[Path, Reading | MureobogoError]]) -> dict[Path, Any]:
    """Readings by path without the time they took; errors as their messages."""
    return {
        path: str(result) if isinstance(result, MureobogoError) else replace(result, seconds=0.0)
        for path, result in results
    }


def test_workers_read_the_same_and_one_that_is_killed_costs_a_retry(
    cluster: tuple[list[Server], str], jobs: list[Job]
) -> None:
    workers, scheduler = cluster
    here = timeless(read_many(jobs))
    spread = read_many(jobs, scheduler)
    first = next(spread)
    workers[0].kill()
    there = timeless(iter([first, *spread]))
    assert there == here
    assert [path.name for path, result in there.items() if isinstance(result, str)] == ["깨짐.pdf"]


def test_an_index_is_made_with_workers_by_a_setting(
    cluster: tuple[list[Server], str], jobs: list[Job], settings: Settings
) -> None:
    done = build(settings.reports_dir, settings.model_copy(update={"dask_scheduler": cluster[1]}))
    assert [summary.file for summary in done.files if summary.error] == ["깨짐.pdf"]
    assert not build(settings.reports_dir, settings).changed, "where it was read makes no difference"


def test_a_scheduler_that_is_not_there_is_told(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.workers.SECONDS_TO_FIND", 1)
    with pytest.raises(Unavailable, match="MUREOBOGO_DASK_SCHEDULER"):
        next(read_many(jobs, "tcp://127.0.0.1:9"))
