"""A change of the reports folder whose process died is undone by the next one, unless the index has it already."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import Unavailable
from index.turn import turn
from pages.staff.rollback import Rollback, recover
from pages.staff.staging import BUSY, Staging
from settings import Settings


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir() if path.is_file()}


@pytest.fixture
def half_done(settings: Settings, tmp_path: Path) -> Rollback:
    """가.md is replaced and 나.md new, and then the process died; the index was "one"."""
    folder = settings.reports_dir
    (folder / "가.md").write_text("옛것", encoding="utf-8")
    (tmp_path / "brought").write_text("새것", encoding="utf-8")
    before = Rollback.begin(folder, ["가.md", "나.md"], "one")
    before.put(tmp_path / "brought", "가.md")
    before.put(tmp_path / "brought", "나.md")
    assert texts(folder) == {"가.md": "새것", "나.md": "새것"}
    return before


def test_what_was_half_done_is_undone(half_done: Rollback) -> None:
    assert recover(half_done.folder, "one") == ["가.md", "나.md"]
    assert texts(half_done.folder) == {"가.md": "옛것"} and not half_done.kept.exists()
    assert recover(half_done.folder, "one") == []


def test_what_the_index_has_already_stays(half_done: Rollback) -> None:
    assert recover(half_done.folder, "two") == []
    assert texts(half_done.folder) == {"가.md": "새것", "나.md": "새것"} and not half_done.kept.exists()


def test_what_had_not_begun_changes_nothing(half_done: Rollback) -> None:
    (half_done.kept / "journal.json").unlink()
    assert recover(half_done.folder, "one") == [] and not half_done.kept.exists()


def test_a_page_that_starts_undoes_it_unless_another_is_at_it(half_done: Rollback, settings: Settings) -> None:
    (settings.data_dir / "current").write_text("one", encoding="utf-8")
    with turn(settings.data_dir / "swap.lock", BUSY):
        Staging(settings)
        assert texts(half_done.folder)["가.md"] == "새것"
    Staging(settings)
    assert texts(half_done.folder) == {"가.md": "옛것"}


def test_a_name_that_cannot_be_kept_changes_nothing(settings: Settings) -> None:
    settings.reports_dir.rmdir()
    staging = Staging(settings, lambda settings, progress: None)
    with pytest.raises(Unavailable, match="고칠 수 없습니다"):
        staging.rebuild(lambda before: None, ["가.md"], lambda *step: None)
