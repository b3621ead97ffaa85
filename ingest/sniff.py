"""The format of a file by its bytes, not by its name: what a 구청 names `.hwp` or `.xls` is often something else.

The name decides only between kinds of plain text (.txt, .md, .csv), which no bytes tell apart.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

TEXTUAL = frozenset({"txt", "md", "csv", "tsv"})
"""Formats that are plain text, whose bytes do not tell them apart."""

UNKNOWN = "unknown"
HEAD = 8192

TEXT_SUFFIXES = {
    ".md": "md",
    ".markdown": "md",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".html": "html",
    ".htm": "html",
    ".xls": "csv",  # many systems export "엑셀" as delimited text or HTML under this name
    ".xlsx": "csv",
}

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"HWP Document File V3", "hwp3"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"\x1f\x8b", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!", "archive"),
)

_ZIP_PARTS: tuple[tuple[str, str], ...] = (
    ("word/document", "docx"),
    ("xl/workbook.bin", "xlsb"),
    ("xl/", "xlsx"),
    ("ppt/", "pptx"),
    ("Contents/", "hwpx"),
    ("META-INF/manifest.xml", "odf"),
)
"""The first part that an archive holds tells its format."""

_OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "locked_office"),
    ("FileHeader", "hwp"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("WordDocument", "doc"),
    ("PowerPoint Document", "ppt"),
)

_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_HTML_PART = re.compile(r"\s*(?:<!--.*?-->\s*)*<(?:head|body|meta|table|div|style|p|h\d)\b", re.I | re.S)


def sniff(path: Path) -> str:
    """The format: txt md csv tsv html xlsx docx pdf hwpx hwp, one that is only recognised, or `unknown`.

    Never raises: what cannot be opened is `unknown`, and the reader says why.
    Example: a PNG picture named `회의록.pdf` is `png`; an HTML table named `실적.xls` is `html`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return UNKNOWN
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return _sniff_zip(path, head)
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _sniff_ole(path)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    for magic, name in _MAGIC:
        if head.startswith(magic) and not (magic == b"BM" and _looks_like_text(head)):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return _sniff_text(path.suffix.lower(), head) if _looks_like_text(head) else UNKNOWN


def _looks_like_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    if b"\x00" in head:
        return False
    control = sum(byte < 32 and byte not in (9, 10, 12, 13) for byte in head)
    return control * 100 <= len(head)


def _sniff_text(suffix: str, head: bytes) -> str:
    words = _decode_head(head)
    if _HTML.match(words):
        return "html"
    if re.match(r"\s*(?:<\?xml[^>]*>\s*)?<HWPML\b", words, re.I):
        return "hwpml"
    if words.lstrip("\ufeff \r\n").startswith("<?xml"):
        return "xml"
    if re.search(r"^MIME-Version:", words, re.I | re.M) and "multipart/related" in words:
        return "mhtml"
    known = TEXT_SUFFIXES.get(suffix, "txt")
    if known in ("txt", "csv") and suffix != ".csv" and suffix != ".txt" and _HTML_PART.match(words):
        return "html"
    return known


def _decode_head(head: bytes) -> str:
    encoding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return head.decode(encoding, "ignore").lstrip("\ufeff")


def _sniff_zip(path: Path, head: bytes) -> str:
    names: Callable[[str], bool]
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.namelist()
        names = lambda part: any(name.startswith(part) for name in members)  # noqa: E731
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        # A truncated archive has lost its list of parts, which stands at the end; the first parts still tell.
        names = lambda part: part.encode() in head  # noqa: E731
        if not any(names(part) for part, _ in _ZIP_PARTS):
            return path.suffix.lower().lstrip(".") if path.suffix.lower() in (".xlsx", ".docx", ".hwpx") else "archive"
    return next((name for part, name in _ZIP_PARTS if names(part)), "archive")


def _sniff_ole(path: Path) -> str:
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as ole:
            streams = {entry[0] for entry in ole.listdir()}
    except Exception:  # olefile raises errors of many kinds on damaged containers
        return "hwp" if path.suffix.lower() == ".hwp" else UNKNOWN
    return next((name for stream, name in _OLE_STREAMS if stream in streams), UNKNOWN)
