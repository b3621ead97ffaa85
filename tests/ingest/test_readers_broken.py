"""Bad input: each kind is told in one Korean line with what to do, and never by a traceback."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from PIL import Image

from errors import ProtectedFile, ReadError, TooLarge, UnreadableFile
from ingest.readers import READERS, open_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def make_book(path: Path) -> Path:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for n in range(200):
        sheet.append([f"{n}과", n, n * 3])
    workbook.save(path)
    return path


def make_word(path: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("예산 현황")
    document.save(str(path))
    return path


def with_part(source: Path, name: str, content: bytes, target: Path) -> Path:
    """A copy of an archive with one part put in or replaced."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return target


@pytest.mark.parametrize("suffix", [".pdf", ".hwp", ".png", ".txt"])
def test_picture_under_any_name(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"회의록{suffix}"
    Image.new("RGB", (20, 20)).save(path, "PNG")
    with pytest.raises(UnreadableFile, match=r"내용은 그림\(PNG\)입니다.*OCR") as error:
        open_document(path)
    assert ("이름은 .pdf이지만" in str(error.value)) == (suffix == ".pdf")


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_truncated_archive(tmp_path: Path, name: str) -> None:
    path = make_book(tmp_path / name) if name.endswith("xlsx") else make_word(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(UnreadableFile, match="중간에 잘렸거나 손상"):
        open_document(path)


@pytest.mark.parametrize(
    ("suffix", "part"), [(".xlsx", "xl/media/image1.bmp"), (".docx", "word/media/image1.bmp"), (".hwpx", "Contents/a")]
)
def test_zip_bomb_is_not_unpacked(tmp_path: Path, suffix: str, part: str) -> None:
    base = make_book(tmp_path / "base.xlsx") if suffix == ".xlsx" else make_word(tmp_path / "base.docx")
    bomb = with_part(base, part, bytes(40 * 2**20), tmp_path / f"a{suffix}")
    with pytest.raises(TooLarge, match="압축 폭탄"):
        open_document(bomb)


def test_archive_with_a_password(tmp_path: Path) -> None:
    path = make_word(tmp_path / "a.docx")
    raw = bytearray(path.read_bytes())
    at = raw.find(b"PK\x01\x02")
    raw[at + 8] |= 1  # the flag of the first entry in the list of parts
    path.write_bytes(raw)
    with pytest.raises(ProtectedFile, match="암호"):
        open_document(path)


@pytest.mark.parametrize("entity", ['<!ENTITY x SYSTEM "file:///etc/passwd">', '<!ENTITY x "aaaaaaaaaa">'])
def test_xml_with_entities_of_its_own(tmp_path: Path, entity: str) -> None:
    xml = f'<?xml version="1.0"?><!DOCTYPE w [{entity}]><w:document><w:body>&x;</w:body></w:document>'
    bad = with_part(make_word(tmp_path / "base.docx"), "word/document.xml", xml.encode(), tmp_path / "a.docx")
    with pytest.raises(UnreadableFile, match="외부 개체"):
        open_document(bad)


def test_web_page_opens_no_address(tmp_path: Path) -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><body><p>글 &x; 끝</p></body></html>'
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    assert "root:" not in open_document(tmp_path / "a.html").text


def test_broken_xml_part(tmp_path: Path) -> None:
    bad = with_part(
        make_word(tmp_path / "base.docx"), "word/document.xml", b"<w:document><w:body>", tmp_path / "a.docx"
    )
    with pytest.raises(UnreadableFile, match=r"워드\(DOCX\) 파일이 손상되어 읽지 못했습니다"):
        open_document(bad)


def test_damaged_ole(tmp_path: Path) -> None:
    (tmp_path / "a.hwp").write_bytes(OLE + bytes(600))
    with pytest.raises(UnreadableFile, match="손상"):
        open_document(tmp_path / "a.hwp")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.hwp", b"HWP Document File V3.00 \x1a\x01\x02", "HWPX 형식으로 다시 저장"),
        ("a.hwp", b'<?xml version="1.0"?><HWPML Version="2.8"></HWPML>', "HWPML"),
        ("a.txt", b"{\\rtf1 ansi", "RTF"),
        ("a.xml", b'<?xml version="1.0"?><rows/>', "XML 자료"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "압축을 풀어"),
        ("a.bin", bytes(range(256)) * 4, "알 수 없는 형식"),
        ("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html></html>", "웹 보관 파일"),
    ],
)
def test_recognised_and_not_read(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFile, match=said):
        open_document(tmp_path / name)


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx", ".hwpx", ".hwp", ".docx"])
def test_two_gigabytes_are_refused_unread(tmp_path: Path, suffix: str) -> None:
    heads = {".pdf": b"%PDF-1.7\n", ".hwp": OLE}
    path = tmp_path / f"a{suffix}"
    path.write_bytes(heads.get(suffix, b"PK\x03\x04"))
    with path.open("r+b") as file:
        file.truncate(2 * 2**30)
    with pytest.raises(TooLarge, match="2,048MB로 한도"):
        open_document(path)


@pytest.mark.parametrize("suffix", sorted(READERS))
@pytest.mark.parametrize("cut", [1, 7, 100])
def test_remains_of_a_file_never_end_in_a_traceback(tmp_path: Path, suffix: str, cut: int) -> None:
    """A workbook's first bytes under every name."""
    path = tmp_path / f"a.{suffix}"
    path.write_bytes(make_book(tmp_path / "base.xlsx").read_bytes()[:cut])
    try:
        open_document(path)
    except ReadError as error:
        assert "십시오" in str(error)
