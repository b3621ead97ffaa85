"""HWP 5: by python-hwpx, which keeps most; by syhwp where that refuses (배포용 문서, unusual files)."""

from __future__ import annotations

import re
import struct
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import hwpx
import olefile  # type: ignore[import-untyped]
import syhwp

from errors import ProtectedFile, UnreadableFile
from ingest.document import Document
from ingest.readers.hwpx import render
from ingest.readers.writer import Placed, Writer

_PASSWORD, _DISTRIBUTED = 0x02, 0x04
_SECOND = "한글 문서의 일부가 규격에 맞지 않아 다른 방법으로 읽었습니다. 빠진 내용이 있는지 원본과 대조해 주십시오."
_LOCKED = "암호가 걸린 한글 문서입니다. 한글에서 암호를 풀고 다시 저장해 주십시오."
_DAMAGED = "한글 문서가 손상되어 읽지 못했습니다. 한글에서 열어 HWPX로 다시 저장하거나 원본을 다시 받아 주십시오."


def read(path: Path) -> Document:
    """An HWP 5 document. No words from either library is a failure, not an empty report."""
    properties = _properties(path)
    if properties & _PASSWORD:
        raise ProtectedFile(_LOCKED)
    try:
        document = _by_hwpx(path)
        if _has_words(document):
            return document
    except Exception:  # noqa: S110  (whatever one library stumbles over, the other may read)
        pass
    try:
        document = _by_syhwp(path)
    except syhwp.EncryptedDocumentError as error:
        raise ProtectedFile(_LOCKED) from error
    except Exception as error:
        raise UnreadableFile(_DAMAGED) from error
    if not _has_words(document):
        raise UnreadableFile(_DAMAGED)
    # Of 배포용 documents the first reader refuses all: that the second one reads them says nothing.
    return document if properties & _DISTRIBUTED else replace(document, warnings=(_SECOND,))


def _properties(path: Path) -> int:
    """The properties in the file's own header; 0 for damaged containers, which the readers tell apart."""
    try:
        with olefile.OleFileIO(str(path)) as ole:
            return int(struct.unpack_from("<I", ole.openstream("FileHeader").read(40), 36)[0])
    except Exception:
        return 0


def _has_words(document: Document) -> bool:
    return bool(re.search(r"\w", document.text))


def _by_hwpx(path: Path) -> Document:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return render(hwpx.HwpxDocument.open(str(path)), "hwp")


def _by_syhwp(path: Path) -> Document:
    writer = Writer()
    for block in syhwp.open(str(path)).blocks:
        if isinstance(block, syhwp.Table):
            writer.table([_placed(cell) for cell in block.cells], block.n_rows, block.n_cols)
            writer.line()
        elif isinstance(block, syhwp.Paragraph):
            writer.line(block.text)
    return writer.document("hwp")


def _placed(cell: Any) -> Placed:
    # syhwp marks pictures in the words themselves.
    return Placed(cell.text.replace("[그림]", ""), cell.row, cell.col, cell.row_span, cell.col_span)
