"""Generations: written once, made current in one step, refused when old or broken (unit)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errors import DamagedIndex, NoIndex, StaleIndex
from index.generation import (
    FORMAT,
    FileEntry,
    Manifest,
    current_folder,
    current_name,
    generations,
    load_manifest,
    make_current,
    reader_hash,
)


def manifest(name: str = "one") -> Manifest:
    return Manifest(
        id=name,
        reader="r",
        embedding="bundled",
        embedding_hash="e",
        dimension=4,
        reports=1,
        passages=2,
        observations=3,
        files=(FileEntry("업무.md", "abc", "def", "id1"),),
        failed=(("깨진.pdf", "123", "손상"),),
        user_words=("물빛과",),
        canaries=(("하천 정비", "p1"),),
    )


def generation(data: Path, name: str) -> Path:
    folder = generations(data) / name
    folder.mkdir(parents=True)
    manifest(name).save(folder)
    return folder


def test_a_manifest_is_read_back_as_it_was_saved(tmp_path: Path) -> None:
    manifest().save(tmp_path)
    assert load_manifest(tmp_path) == manifest()


BROKEN = ["", "{", "[1, 2]", '"글"', json.dumps({"format": FORMAT}), json.dumps({"format": FORMAT, "files": 3})]


@pytest.mark.parametrize("text", BROKEN)
def test_a_broken_manifest_is_told_with_the_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(DamagedIndex, match="python -m ingest"):
        load_manifest(tmp_path)


def test_an_index_of_another_format_is_stale_and_says_both_numbers(tmp_path: Path) -> None:
    manifest().save(tmp_path)
    data = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps(data | {"format": 0}), encoding="utf-8")
    with pytest.raises(StaleIndex, match=f"0입니다.*{FORMAT}.*python -m ingest"):
        load_manifest(tmp_path)


def test_without_an_index_the_message_says_how_to_make_one(tmp_path: Path) -> None:
    assert current_name(tmp_path) == ""
    with pytest.raises(NoIndex, match="python -m ingest"):
        current_folder(tmp_path)


def test_a_current_folder_that_is_gone_is_damage(tmp_path: Path) -> None:
    (tmp_path / "current").write_text("gone", encoding="utf-8")
    with pytest.raises(DamagedIndex, match="gone"):
        current_folder(tmp_path)


def test_the_swap_keeps_the_previous_generation_and_removes_older_ones_and_drafts(tmp_path: Path) -> None:
    folders = [generation(tmp_path, name) for name in ("one", "two", "three")]
    (generations(tmp_path) / "four.draft").mkdir()
    make_current(tmp_path, folders[1])
    assert current_folder(tmp_path) == folders[1]
    make_current(tmp_path, generation(tmp_path, "five"))
    # A reader may still be answering from "two"; nobody can be reading what came before it
    assert sorted(path.name for path in generations(tmp_path).iterdir()) == ["five", "two"]
    assert current_name(tmp_path) == "five"


def test_the_pointer_is_never_half_written(tmp_path: Path) -> None:
    first = generation(tmp_path, "one")
    make_current(tmp_path, first)
    (tmp_path / "current.draft").write_text("two, half wri", encoding="utf-8")  # a writer was killed here
    assert current_folder(tmp_path) == first


def test_the_hash_of_the_reader_is_the_same_twice() -> None:
    assert reader_hash() == reader_hash() and len(reader_hash()) == 16
