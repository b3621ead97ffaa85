"""One file a format. The front door is `open_document`: the bytes choose the reader, whatever the name says.

A reader is a module with `read(path) -> Document`; adding one is a row in `READERS`. Libraries of a format are imported
with its reader only, so that text files start nothing heavy.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

from errors import MureobogoError, ReadError, TooLarge, UnreadableFile
from ingest.document import Document
from ingest.readers.refusals import REFUSALS
from ingest.sniff import TEXTUAL, UNKNOWN, sniff

READERS: dict[str, tuple[str, str, int]] = {
    "txt": ("ingest.readers.plain", "텍스트", 64),
    "md": ("ingest.readers.markdown", "마크다운", 64),
    "csv": ("ingest.readers.separated", "CSV", 64),
    "tsv": ("ingest.readers.separated", "TSV", 64),
    "html": ("ingest.readers.html", "HTML", 64),
    "xlsx": ("ingest.readers.xlsx", "엑셀(XLSX)", 128),
    "docx": ("ingest.readers.docx", "워드(DOCX)", 256),
    "pdf": ("ingest.readers.pdf", "PDF", 512),
    "hwpx": ("ingest.readers.hwpx", "한글(HWPX)", 256),
    "hwp": ("ingest.readers.hwp", "한글(HWP)", 256),
}
"""Format → (module of its reader, Korean name, largest file in MiB)."""

_ALIASES = {"markdown": "md", "htm": "html", "text": "txt", "log": "txt", "tab": "tsv", "xls": "csv"}


def open_document(path: Path) -> Document:
    """Read one file of any known format.

    Raises UnreadableFile, ProtectedFile or TooLarge, each with a Korean message that says what to do.
    """
    size = _size(path)
    format = sniff(path)
    if format not in READERS:
        raise _refusal(path, format)
    module, name, limit = READERS[format]
    if size > limit * 2**20:
        raise TooLarge(
            f"{name} 파일의 크기가 {size / 2**20:,.0f}MB로 한도 {limit}MB를 넘습니다. "
            "장이나 연도별로 나누어 넣어 주십시오."
        )
    document = _guarded(_reader(module), path, name)
    if not document.text.strip():
        raise UnreadableFile(f"{name} 파일에 읽을 글자가 없습니다. 원본에 내용이 있는지 확인해 주십시오.")
    return replace(document, format=format, warnings=(*_mismatch(path, format, name), *document.warnings))


def _size(path: Path) -> int:
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError as error:
        raise UnreadableFile("파일이 없습니다. 이름과 위치를 확인해 주십시오.") from error
    except OSError as error:
        raise UnreadableFile(f"파일을 열 수 없습니다({error.strerror}). 읽기 권한을 확인해 주십시오.") from error
    if size == 0:
        raise UnreadableFile("빈 파일(0바이트)입니다. 원본을 다시 받아 주십시오.")
    return size


def _reader(module: str) -> Callable[[Path], Document]:
    return cast(Callable[[Path], Document], importlib.import_module(module).read)


def _guarded(reader: Callable[[Path], Document], path: Path, name: str) -> Document:
    """Libraries raise errors of every kind on damaged files; here they become one that says what to do."""
    try:
        return reader(path)
    except MureobogoError:
        raise
    except MemoryError as error:
        raise TooLarge(f"{name} 파일을 읽는 데 메모리가 모자랍니다. 장이나 연도별로 나누어 넣어 주십시오.") from error
    except Exception as error:
        raise UnreadableFile(
            f"{name} 파일이 손상되어 읽지 못했습니다({type(error).__name__}). 원래 프로그램에서 열어 다시 저장하거나 "
            "원본을 다시 받아 주십시오."
        ) from error


def _refusal(path: Path, format: str) -> ReadError:
    kind, message = REFUSALS.get(format, REFUSALS[UNKNOWN])
    suffix = path.suffix.lower()
    renamed = suffix.lstrip(".") in READERS and format != UNKNOWN
    return kind(f"이름은 {suffix}이지만 {message}" if renamed else message)


def _mismatch(path: Path, format: str, name: str) -> tuple[str, ...]:
    suffix = path.suffix.lower().lstrip(".")
    said = _ALIASES.get(suffix, suffix)
    if said == format or not suffix or (said not in READERS and format in TEXTUAL):
        return ()
    return (f"이름은 .{suffix}이지만 내용은 {name} 형식이어서 그 형식으로 읽었습니다.",)
