"""A disk that is full at each step: said in Korean, the old index and the old reports answer, nothing half done stays.

Two ways: a small disk that is really full, and one that is simulated and fails at the nth write, for every n. Verdicts
and questions on a full disk stand in tests/store/test_durable.py.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from errors import Unavailable
from index.build import build
from index.generation import current_name, generations
from index.search import open_index
from ingest.manifest import MANIFEST
from pages.desk import Desk
from pages.gate import SESSION
from pages.opening import Progress, opened
from pages.site import make_site
from pages.staff.arriving import arriving, receive_here
from pages.staff.catalogue import apply
from pages.staff.staging import Staging
from settings import Settings
from store import open_store
from tests.disks import full_but_for, simulated_full_disk, was_full
from tests.pages.fake_assistant import FakeAssistant

OLD = "## 물빛과\n\n- 수질 검사 24회 실시, 결과는 누리집에 공개\n"
NEW = "## 물빛과\n\n- 수질 검사 36회 실시, 결과는 누리집에 공개\n"
NAME = "업무.md"


@pytest.fixture
def before(settings: Settings) -> str:
    """The id of an index that was built when all was well."""
    (settings.reports_dir / NAME).write_text(OLD, encoding="utf-8")
    return build(settings.reports_dir, settings).generation


def quiet(what: str, done: int, total: int) -> None:
    """A progress that nobody looks at."""


def here(settings: Settings, progress: Progress) -> None:
    """Builds in this process, where the simulated disk is."""
    build(settings.reports_dir, settings)


def at_each_write(folder: Path, act: Callable[[], object], step: int = 1) -> Iterator[Unavailable]:
    """What `act` raises while the disk is full from its first write on, its second, …; ends where it works."""
    for room in range(0, 10_000, step):
        try:
            with simulated_full_disk(folder, room):
                act()
        except Unavailable as error:
            assert was_full() and "디스크 공간" in str(error)
            yield error
        else:
            return
    raise AssertionError("it never worked")


def brought(tmp_path: Path) -> list[Path]:
    (tmp_path / "brought").mkdir(exist_ok=True)
    (tmp_path / "brought" / NAME).write_text(NEW, encoding="utf-8")
    (tmp_path / "brought" / "새.md").write_text("## 나무과\n\n- 나무 3그루 심음\n", encoding="utf-8")
    return sorted((tmp_path / "brought").iterdir())


def test_an_index_written_on_a_simulated_full_disk_at_each_write(settings: Settings, before: str) -> None:
    (settings.reports_dir / "새.md").write_text("- 꽃길 3km를 새로 냄\n", encoding="utf-8")
    told = 0
    for _ in at_each_write(settings.data_dir, lambda: build(settings.reports_dir, settings), step=9):
        assert [path.name for path in generations(settings.data_dir).iterdir()] == [before]
        assert "수질" in open_index(settings).search("수질", 1)[0].passage.text
        told += 1
    assert told >= 3 and current_name(settings.data_dir) != before


def test_files_taken_in_on_a_simulated_full_disk_at_each_write(settings: Settings, tmp_path: Path) -> None:
    staging, told = Staging(settings, here), 0
    for _ in at_each_write(settings.data_dir, lambda: staging.stage(brought(tmp_path))):
        assert not list((settings.data_dir / "uploads").glob("*/*"))
        told += 1
    assert told >= 3


def test_files_swapped_in_on_a_simulated_full_disk_at_each_write(
    settings: Settings, before: str, tmp_path: Path
) -> None:
    staging, told = Staging(settings, lambda settings, progress: None), 0
    held = {NAME: hashlib.sha256(OLD.encode()).hexdigest(), "새.md": ""}
    batch = staging.stage(brought(tmp_path))
    for _ in at_each_write(settings.reports_dir, lambda: staging.swap_in(batch, held, quiet, internal=True)):
        assert [path.name for path in settings.reports_dir.iterdir()] == [NAME]
        assert (settings.reports_dir / NAME).read_text(encoding="utf-8") == OLD
        told += 1
    assert told >= 4
    assert (settings.reports_dir / NAME).read_text(encoding="utf-8") == NEW


def test_the_catalogue_edited_on_a_simulated_full_disk_at_each_write(settings: Settings, before: str) -> None:
    staging, told = Staging(settings, lambda settings, progress: None), 0
    for _ in at_each_write(settings.reports_dir, lambda: apply(staging, NAME, {"visibility": "internal"}, quiet)):
        assert not (settings.reports_dir / MANIFEST).exists()
        told += 1
    assert told >= 2


def test_an_upload_that_arrives_on_a_simulated_full_disk(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")  # put back as it was when the test ends
    receive_here(settings)
    store = open_store(settings)
    user = store.users.add("김하늘", "구정보고서-2026", ["staff"])
    files = {"files": ("보고.md", OLD.encode())}
    desk = Desk(opened(FakeAssistant()), store=store, settings=settings)
    with TestClient(make_site(desk), raise_server_exceptions=False) as client:
        client.cookies.set(SESSION, store.sessions.begin(user))
        for room in range(2):
            with simulated_full_disk(arriving(settings), room):
                told = client.post("/staff/gradio_api/upload", files=files)
            assert told.status_code >= 500 and "No space" not in told.text
            assert told.json()["error"]["message"].endswith("십시오.")
        taken = client.post("/staff/gradio_api/upload", files=files)
    assert taken.status_code == 200 and Path(taken.json()[0]).is_relative_to(arriving(settings))
    store.close()


@pytest.mark.parametrize("room", [0, 30_000, 100_000, 300_000])
def test_a_file_brought_and_swapped_in_on_a_small_disk_that_is_full(
    small_disk: Path, tmp_path: Path, room: int
) -> None:
    settings = Settings(reports_dir=small_disk / "reports", data_dir=small_disk / "data")
    settings.reports_dir.mkdir()
    (settings.reports_dir / NAME).write_text(OLD, encoding="utf-8")
    before = build(settings.reports_dir, settings).generation
    staging = Staging(settings, here)
    held = {NAME: hashlib.sha256(OLD.encode()).hexdigest()}
    files = brought(tmp_path)
    with full_but_for(small_disk, room), pytest.raises(Unavailable, match="디스크 공간"):
        staging.swap_in(staging.stage(files), held, quiet)
    assert (settings.reports_dir / NAME).read_text(encoding="utf-8") == OLD
    assert current_name(settings.data_dir) == before
    assert "24회" in open_index(settings).search("수질", 1)[0].passage.text
    staging.swap_in(staging.stage(files), held, quiet)
    assert "36회" in open_index(settings).search("수질", 1)[0].passage.text


def test_a_start_on_a_full_disk_searches_all_the_same(small_disk: Path) -> None:
    """Chroma writes to its folder when it opens it; that it cannot is no damage, and nothing is made anew."""
    settings = Settings(reports_dir=small_disk / "reports", data_dir=small_disk / "data")
    settings.reports_dir.mkdir()
    (settings.reports_dir / NAME).write_text(OLD, encoding="utf-8")
    before = build(settings.reports_dir, settings).generation
    with full_but_for(small_disk, 0):
        index = open_index(settings)
        with pytest.raises(Unavailable, match="디스크 공간"):
            index.vectors  # noqa: B018
        assert "24회" in index.search("수질", 1)[0].passage.text
    assert open_index(settings).vectors.count() == len(index.passages)
    assert current_name(settings.data_dir) == before
