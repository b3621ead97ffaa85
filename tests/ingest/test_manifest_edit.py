"""The manifest is changed in place: comments and other entries stay, and what it cannot take is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from errors import DataFileError, InputError
from ingest.manifest import MANIFEST, read_manifest
from ingest.manifest_edit import edit_manifest

WRITTEN = """# 우리 구 보고서

[["가.md"]]
title = "가 보고"  # 확정
year = 2021

["나.md"]
agency = "별빛구"

["나.md".bureaus]
"기획국" = ["기획과"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / MANIFEST).write_text(WRITTEN, encoding="utf-8")
    return tmp_path


def test_what_people_wrote_stays(folder: Path) -> None:
    edit_manifest(folder, "가.md", {"year": 2022, "visibility": "internal", "title": None})
    edit_manifest(folder, "나.md", {"title": "나 보고"})
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    assert text.startswith("# 우리 구 보고서\n")
    assert read_manifest(folder) == {
        "가.md": {"year": 2022, "visibility": "internal"},
        "나.md": {"agency": "별빛구", "title": "나 보고", "bureaus": {"기획국": ["기획과"]}},
    }


def test_a_report_that_was_not_named_gets_an_entry(folder: Path, tmp_path: Path) -> None:
    edit_manifest(folder, '2024 "다" 보고.hwp', {"as_of": "2024-09-30"})
    assert read_manifest(folder)['2024 "다" 보고.hwp'] == {"as_of": "2024-09-30"}
    empty = tmp_path / "empty"
    empty.mkdir()
    edit_manifest(empty, "라.md", {"year": 2020})
    assert read_manifest(empty) == {"라.md": {"year": 2020}}
    assert [path.name for path in empty.iterdir()] == [MANIFEST]


@pytest.mark.parametrize("change", [{"year": 20}, {"as_of": "어제"}, {"visibility": "secret"}, {"title": " "}])
def test_a_value_that_is_none_changes_nothing(folder: Path, change: dict[str, object]) -> None:
    with pytest.raises(InputError):
        edit_manifest(folder, "가.md", change)
    assert (folder / MANIFEST).read_text(encoding="utf-8") == WRITTEN


def test_a_broken_manifest_is_left_alone(folder: Path) -> None:
    (folder / MANIFEST).write_text("[[", encoding="utf-8")
    with pytest.raises(DataFileError):
        edit_manifest(folder, "가.md", {"year": 2022})
    assert (folder / MANIFEST).read_text(encoding="utf-8") == "[["
