"""What must hold of a ZIP-based file (XLSX, DOCX, HWPX) before any part of it is read."""

from __future__ import annotations

import zipfile
from pathlib import Path

from errors import ProtectedFile, TooLarge, UnreadableFile

MOST_PARTS = 5000
MOST_BYTES = 700 * 2**20
"""Of all parts together, unpacked."""
MOST_RATIO = 300
RATIO_FROM = 16 * 2**20
"""Parts smaller than this, unpacked, may shrink by any ratio."""

_ENCRYPTED = 0x1
_XML = (".xml", ".rels", ".hpf", ".vml", ".opf", ".rdf")


def check_archive(path: Path) -> None:
    """Raises TooLarge for a bomb, ProtectedFile for an encrypted archive, UnreadableFile for damage and for XML that
    declares entities of its own (no office program writes any).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise ProtectedFile("암호가 걸린 파일입니다. 원래 프로그램에서 암호를 풀고 다시 저장해 주십시오.")
            for part in parts:
                if part.filename.lower().endswith(_XML):
                    _check_xml(archive, part)
    except (zipfile.BadZipFile, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableFile(
            "파일이 중간에 잘렸거나 손상되었습니다. 원래 프로그램에서 열어 다시 저장하거나 원본을 다시 받아 주십시오."
        ) from error


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    total = sum(part.file_size for part in parts)
    swollen = any(
        part.file_size > RATIO_FROM and part.file_size > MOST_RATIO * max(part.compress_size, 1) for part in parts
    )
    if total > MOST_BYTES or swollen or len(parts) > MOST_PARTS:
        raise TooLarge(
            f"압축을 풀면 {total / 2**20:,.0f}MB가 되어 읽지 않았습니다(압축 폭탄일 수 있습니다). "
            "원본을 확인하고, 큰 그림을 빼거나 나누어 넣어 주십시오."
        )


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type or entity can only be declared before the first element."""
    with archive.open(part) as file:
        head = file.read(4096)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise UnreadableFile(
            "파일 안의 XML이 외부 개체를 부르도록 고쳐져 있어 읽지 않았습니다. 원래 프로그램에서 다시 저장해 주십시오."
        )
