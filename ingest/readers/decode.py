"""Bytes of a text file into the cleaned text that offsets count in."""

from __future__ import annotations

import re
from pathlib import Path

from errors import UnreadableFile
from ingest.document import clean_text

CP949_WARNING = "CP949(EUC-KR) 글자로 저장된 파일이어서 UTF-8로 바꾸어 읽었습니다."
CUT_WARNING = "파일의 마지막 글자가 잘려 있습니다. 원본이 끝까지 들어왔는지 확인해 주십시오."
LAST = 3
"""A UTF-8 character that was cut leaves at most this many bytes."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def read_text(path: Path) -> tuple[str, tuple[str, ...]]:
    """(cleaned text, warnings). UTF-8, else UTF-16 with a byte-order mark, else CP949.

    Raises UnreadableFile that names the first broken line for anything else.
    """
    return decode(path.read_bytes())


def decode(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """See `read_text`. Example: `'예산'.encode('cp949')` gives `('예산', (CP949_WARNING,))`."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(_utf16(raw), ())
    try:
        return _checked(raw.decode("utf-8-sig"), ())
    except UnicodeDecodeError as error:
        broken = error
    if len(raw) > LAST and broken.start >= len(raw) - LAST and broken.reason == "unexpected end of data":
        return _checked(raw[: broken.start].decode("utf-8-sig"), (CUT_WARNING,))
    try:
        return _checked(raw.decode("cp949"), (CP949_WARNING,))
    except UnicodeDecodeError:
        line = raw.count(b"\n", 0, broken.start) + 1
        raise UnreadableFile(
            f"{line}번째 줄부터 글자를 알아볼 수 없습니다(UTF-8도 CP949도 아닙니다). UTF-8로 다시 저장해 주십시오."
        ) from broken


def _utf16(raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise UnreadableFile("UTF-16 텍스트가 손상되었습니다. UTF-8로 다시 저장해 주십시오.") from error


def _checked(text: str, warnings: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    if len(_CONTROL.findall(text)) * 100 > len(text):
        raise UnreadableFile("글자가 아닌 자료가 섞여 있어 읽을 수 없습니다. UTF-8 텍스트로 다시 저장해 주십시오.")
    return clean_text(text), warnings
