"""Which files of a folder are reports, in an order that is the same on every machine."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from ingest.folder import file_name, find_files


def test_what_is_left_out(tmp_path: Path) -> None:
    names = ["나.txt", "가.pdf", "깊이/다.hwpx", "다른/reports.toml"]
    left_out = [
        "reports.toml",
        "README.md",
        "readme.txt",
        ".숨김.txt",
        ".git/config",
        "~$가.docx",
        ".~lock.가.docx#",
        "가.txt.tmp",
        "가.txt~",
        "가.pdf.crdownload",
        "Thumbs.db",
        "__MACOSX/가.txt",
    ]
    for name in [*names, *left_out]:
        (tmp_path / "r" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "r" / name).write_text("글", encoding="utf-8")
    (tmp_path / "r" / "폴더.txt").mkdir()
    found = find_files(tmp_path / "r")
    assert [file_name(path, tmp_path / "r") for path in found] == [
        "가.pdf",
        "깊이/다.hwpx",
        "나.txt",
        "다른/reports.toml",
    ]


def test_names_in_nfc(tmp_path: Path) -> None:
    decomposed = unicodedata.normalize("NFD", "각.txt")
    for name in ("나.txt", decomposed, "간.txt"):
        (tmp_path / name).write_text("글", encoding="utf-8")
    names = [file_name(path, tmp_path) for path in find_files(tmp_path) if path.is_file()]
    assert names == ["각.txt", "간.txt", "나.txt"]


def test_linked_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "가.txt").write_text("글", encoding="utf-8")
    (tmp_path / "고리").symlink_to(tmp_path)
    (tmp_path / "끊김.txt").symlink_to(tmp_path / "없음.txt")
    assert [path.name for path in find_files(tmp_path)] == ["가.txt"]
