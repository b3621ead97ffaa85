"""Formats are told by bytes; the name decides only between kinds of plain text."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ingest.readers import READERS, open_document
from ingest.sniff import TEXTUAL, sniff


@pytest.mark.parametrize(
    ("name", "content", "format"),
    [
        ("a.txt", "예산".encode(), "txt"),
        ("a", "예산".encode("cp949"), "txt"),
        ("a.md", "# 예산".encode(), "md"),
        ("a.MD", "<div align=center>예산</div>".encode(), "md"),
        ("a.csv", "가,나".encode(), "csv"),
        ("a.tsv", "가\t나".encode(), "tsv"),
        ("a.xls", "가\t나".encode(), "csv"),
        ("a.xls", "<table><tr><td>가</td></tr></table>".encode(), "html"),
        ("a.txt", "<!-- 이것 -->\n<!DOCTYPE html><html></html>".encode(), "html"),
        ("a.txt", "가".encode("utf-16"), "txt"),
        ("a.hwp", b"%PDF-1.4\n", "pdf"),
        ("a.txt", b"\n\n%PDF-1.4\n", "pdf"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n", "png"),
        ("a.txt", b"BMW is a car maker, this is text", "txt"),
        ("a.dat", b"\x00\x01\x02", "unknown"),
    ],
)
def test_formats(tmp_path: Path, name: str, content: bytes, format: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert sniff(tmp_path / name) == format


@pytest.mark.parametrize(
    ("part", "format"),
    [
        ("word/document.xml", "docx"),
        ("xl/workbook.xml", "xlsx"),
        ("xl/workbook.bin", "xlsb"),
        ("ppt/slides/a.xml", "pptx"),
        ("Contents/section0.xml", "hwpx"),
        ("a.txt", "archive"),
    ],
)
def test_archives_by_their_parts(tmp_path: Path, part: str, format: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(part, "x")
    assert sniff(tmp_path / "a.zip") == format


def test_missing_file_is_unknown(tmp_path: Path) -> None:
    assert sniff(tmp_path / "없음") == "unknown"


def test_trusted_formats_have_readers() -> None:
    assert set(READERS) > TEXTUAL


def test_read_by_its_bytes_and_said(tmp_path: Path) -> None:
    (tmp_path / "실적.xls").write_text("<html><body><p>집행률 67.4%</p></body></html>", encoding="utf-8")
    document = open_document(tmp_path / "실적.xls")
    assert (document.format, document.text) == ("html", "집행률 67.4%\n")
    assert document.warnings == ("이름은 .xls이지만 내용은 HTML 형식이어서 그 형식으로 읽었습니다.",)
