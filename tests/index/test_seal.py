"""The seal of a generation, and builders that take turns (integration: a real generation and real files)."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from errors import DamagedIndex, Unavailable
from index import seal
from index.build import build, is_current
from index.generation import current_folder
from index.search import open_index
from index.turn import turn
from settings import Settings


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def scratch(path: Path) -> None:
    """Another byte in the middle; the size stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


@pytest.fixture
def generation(small_index: Settings, tmp_path: Path) -> Path:
    """A copy of a whole generation, to be damaged."""
    return shutil.copytree(current_folder(small_index.data_dir), tmp_path / "generation")


PARTS = ["observations.db", "vectors.npy", "manifest.json", "keywords/rows/bigrams/data.csc.index.npy"]


@pytest.mark.parametrize("damage", [cut, scratch, Path.unlink])
@pytest.mark.parametrize("part", [*PARTS, "seal.json"])
def test_a_file_that_is_not_as_it_was_is_named(generation: Path, part: str, damage: Callable[[Path], None]) -> None:
    seal.check(generation)
    damage(generation / part)
    with pytest.raises(DamagedIndex, match=rf"{re.escape(part)}.*python -m ingest"):
        seal.check(generation)


def test_chroma_may_touch_its_file_and_may_not_lose_what_it_holds(generation: Path) -> None:
    import sqlite3
    from contextlib import closing

    from index.passages import PassageVectors

    PassageVectors(generation / "chroma", None).close()  # type: ignore[arg-type]
    seal.check(generation)
    with closing(sqlite3.connect(generation / "chroma" / "chroma.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM embeddings_queue WHERE rowid = (SELECT min(rowid) FROM embeddings_queue)")
    with pytest.raises(DamagedIndex, match=r"chroma\.sqlite3"):
        seal.check(generation)


def test_a_glance_sees_what_was_written_to_while_it_was_open(generation: Path) -> None:
    glance = seal.Glance.of(generation)
    glance.check()
    scratch(generation / "vectors.npy")
    with pytest.raises(DamagedIndex, match=r"vectors\.npy"):
        glance.check()


def test_a_damaged_index_is_told_before_it_is_opened_and_nothing_of_it_is_carried_over(
    settings: Settings, corpus: Path
) -> None:
    build(corpus, settings)
    scratch(current_folder(settings.data_dir) / "observations.db")
    assert not is_current(settings)
    with pytest.raises(DamagedIndex, match=r"observations\.db"):
        open_index(settings)
    summary = build(corpus, settings)
    assert "손상되었습니다" in " ".join(summary.notes) and not any(file.carried_over for file in summary.files)
    assert is_current(settings) and open_index(settings).search("산책로 조명", 1)


def test_builders_take_turns_and_one_that_waits_too_long_says_so(tmp_path: Path) -> None:
    order: list[str] = []
    first = turn(tmp_path / "data" / "lock", "다른 일이")
    first.__enter__()

    def second() -> None:
        with turn(tmp_path / "data" / "lock", "다른 일이"):
            order.append("second")

    waiting = threading.Thread(target=second)
    waiting.start()
    with (
        pytest.raises(Unavailable, match="다른 일이 아직 끝나지"),
        turn(tmp_path / "data" / "lock", "다른 일이", wait=0),
    ):
        order.append("never")
    order.append("first")
    first.__exit__(None, None, None)
    waiting.join(10)
    assert order == ["first", "second"]
