"""The manifest: entries by file, and a message with the line for everything that is wrong."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from errors import DataFileError
from ingest.manifest import read_manifest
from tests.ingest.gold_scores import ORIGINALS, needs_originals


def _write(folder: Path, text: str) -> Path:
    (folder / "reports.toml").write_text(text, encoding="utf-8")
    return folder


def test_no_manifest_is_no_entries(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == {}


def test_entries_as_array_or_table(tmp_path: Path) -> None:
    text = (
        '[["a.txt"]]\ntitle = "가람구 보고"\nyear = 2022\nas_of = 2022-09-30\n["하위/b.txt"]\nvisibility = "internal"\n'
    )
    found = read_manifest(_write(tmp_path, text))
    assert found == {
        "a.txt": {"title": "가람구 보고", "year": 2022, "as_of": "2022-09-30"},
        "하위/b.txt": {"visibility": "internal"},
    }


def test_bureaus_and_their_departments(tmp_path: Path) -> None:
    text = '["a.txt"]\nyear = 2022\n["a.txt".bureaus]\n"살림국" = ["재무과", "징수과"]\n'
    assert read_manifest(_write(tmp_path, text))["a.txt"]["bureaus"] == {"살림국": ["재무과", "징수과"]}


def test_names_are_compared_composed(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "가.txt")  # as macOS writes names
    assert list(read_manifest(_write(tmp_path, f'["{decomposed}"]\nyear = 2022\n'))) == ["가.txt"]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('["a.txt"]\ntitle = \n', 2, "TOML"),
        ('# 머리\n["a.txt"]\nyear = 2022\ncolour = "red"\n', 4, "colour"),
        ('["a.txt"]\nyear = "2022년"\n', 2, "네 자리"),
        ('["a.txt"]\n\nas_of = "9월 말"\n', 3, "날짜"),
        ('["a.txt"]\nvisibility = "secret"\n', 2, "public"),
        ('[["a.txt"]]\nyear = 2021\n[["a.txt"]]\nyear = 2022\n', 1, "한 번만"),
        ('"a.txt" = 3\n', None, "표로"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str, line: int | None, words: str) -> None:
    with pytest.raises(DataFileError) as caught:
        read_manifest(_write(tmp_path, text))
    assert caught.value.line == line
    assert words in str(caught.value)


def test_a_manifest_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "reports.toml").write_bytes('["a.txt"]\ntitle = "가람"\n'.encode("cp949"))
    with pytest.raises(DataFileError, match="UTF-8"):
        read_manifest(tmp_path)


@needs_originals
def test_the_manifest_of_the_originals() -> None:
    assert [entry["agency"] for entry in read_manifest(ORIGINALS).values()].count("서구") == 1
