"""What every test gets: its own folders, a clean environment, no network; and the indexes that are built once a run."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.engines import Engines, missing
from bench.server import Server
from settings import OFFLINE, PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "reports"
SHARED = ROOT.parent / "shared" / "reports"

REQUIRED = tuple(name for name in os.environ.get("MUREOBOGO_REQUIRE", "").lower().split(",") if name)
"""What this machine must have: a test that skips for want of one of them fails instead (`.ci/run` sets it)."""

# A machine may say that no bytecode be kept: then every process of a test compiles Gradio anew, for three seconds
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# Before any library is imported, and before fixtures of the session read settings
for _name in [name for name in os.environ if name.startswith(PREFIX)]:
    del os.environ[_name]
os.environ.update(OFFLINE)


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty folders of its own, and the default of every other setting whatever `.env` or the shell say."""
    for name, default, _ in Settings.table():
        monkeypatch.setenv(name, default)
    for name in ("reports", "data"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv(f"{PREFIX}REPORTS_DIR", str(tmp_path / "reports"))
    monkeypatch.setenv(f"{PREFIX}DATA_DIR", str(tmp_path / "data"))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of this test's own folders, which are empty."""
    return _settings(tmp_path / "reports", tmp_path / "data")


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose current index holds the reports that ship with the project. Read only."""
    return _indexed(SHIPPED, tmp_path_factory.mktemp("shipped"))


@pytest.fixture(scope="session")
def shared_reports() -> Path:
    """The folder of the original reports; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("original reports (../shared/reports) are not here")
    return SHARED


@pytest.fixture(scope="session")
def shared_index(shared_reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose current index holds the original reports. Read only; skips where they are absent."""
    return _indexed(shared_reports, tmp_path_factory.mktemp("shared"))


def _settings(reports: Path, data: Path) -> Settings:
    return Settings(reports_dir=reports, data_dir=data)


def _indexed(reports: Path, data: Path) -> Settings:
    from index.build import build

    settings = _settings(reports, data)
    build(reports, settings)
    return settings


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes, where the machine lets us make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@dataclass(frozen=True)
class Storage:
    """The two servers, and their addresses."""

    engines: Engines
    postgres: Server
    chroma: Server
    database_url: str
    chroma_url: str

    def settings(self, reports: Path, data: Path, **other: object) -> Settings:
        """Settings of a process that keeps nothing of its own but copies of files in `data`."""
        urls = {"database_url": self.database_url, "chroma_url": self.chroma_url}
        return Settings(reports_dir=reports, data_dir=data, **(urls | other))  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def storage() -> Iterator[Storage]:
    """PostgreSQL and Chroma on loopback, started once a run; skips with one line where they cannot be had."""
    if lacking := missing():
        pytest.skip(lacking)
    with Engines() as engines:
        postgres, database_url = engines.postgres()
        chroma, chroma_url = engines.chroma()
        yield Storage(engines, postgres, chroma, database_url, chroma_url)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    _insist(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    _insist(report)
    return report


def _insist(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip for want of something required into a failure. The reason of such a skip names it ("chromium")."""
    reason = str(report.longrepr)
    if report.outcome == "skipped" and any(name in reason.lower() for name in REQUIRED):
        report.outcome = "failed"
        report.longrepr = f"skipped for want of what this machine must have: {reason}"
