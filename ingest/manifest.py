"""The manifest `reports.toml` beside the reports: what an operator knows of each file and the file does not say.

[["2022_업무보고.txt"]]
title = "기획과 2022년 업무보고"
agency = "가람구"
year = 2022
as_of = "2022-09-30"
visibility = "internal"

["2022_업무보고.txt".bureaus]
"기획재정국" = ["기획과", "재무과"]
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from errors import DataFileError

MANIFEST = "reports.toml"
VISIBILITIES = ("public", "internal")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, date) or date.fromisoformat(value) is not None
    except (TypeError, ValueError):
        return False


def _is_bureaus(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(names, list) and all(isinstance(name, str) for name in names) for names in value.values()
    )


KEYS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "title": (_is_text, '따옴표로 묶은 글 (예: "기획과 2022년 업무보고")'),
    "agency": (_is_text, '따옴표로 묶은 글 (예: "가람구")'),
    "year": (_is_year, "네 자리 연도 (예: 2022)"),
    "as_of": (_is_day, '날짜 (예: "2022-09-30")'),
    "kind": (_is_text, '따옴표로 묶은 글 (예: "주요업무보고")'),
    "department": (_is_text, '따옴표로 묶은 글 (예: "재무과")'),
    "source": (_is_text, "따옴표로 묶은 글 (옮겨 적은 원본의 제목)"),
    "visibility": (lambda value: value in VISIBILITIES, '"public" 또는 "internal"'),
    "bureaus": (_is_bureaus, '국마다 과의 목록 (예: "기획재정국" = ["기획과", "재무과"])'),
}
"""Every key of an entry: its test, and what to write."""


def read_manifest(folder: Path) -> dict[str, dict[str, Any]]:
    """The entries of `folder/reports.toml` by file name (NFC, below the folder); {} where there is none.

    Raises DataFileError with the line for broken TOML, an unknown key or a value of the wrong kind.
    """
    path = folder / MANIFEST
    if not path.is_file():
        return {}
    text = _text(path)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"line (\d+)", str(error))
        line = int(found[1]) if found else None
        raise DataFileError(path, line, f"TOML 문법에 맞지 않습니다({error}). 그 줄을 고쳐 주십시오.") from error
    return {unicodedata.normalize("NFC", file): _entry(path, text, file, value) for file, value in data.items()}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(path, None, "UTF-8이 아닙니다. UTF-8로 다시 저장해 주십시오.") from error


def _entry(path: Path, text: str, file: str, value: Any) -> dict[str, Any]:
    """One file's entry: a table, or an array of one table."""
    tables = value if isinstance(value, list) else [value]
    if len(tables) != 1 or not isinstance(tables[0], dict):
        raise DataFileError(path, _line(text, file), f'"{file}" 항목은 한 번만, 표로 적어 주십시오.')
    for key, found in tables[0].items():
        if key not in KEYS:
            known = ", ".join(KEYS)
            raise DataFileError(path, _line(text, file, key), f"모르는 항목 {key!r}입니다. 쓸 수 있는 항목: {known}.")
        fits, wanted = KEYS[key]
        if not fits(found):
            raise DataFileError(path, _line(text, file, key), f"{key} 값 {found!r} 대신 {wanted}을(를) 적어 주십시오.")
    return {key: found.isoformat() if isinstance(found, date) else found for key, found in tables[0].items()}


def _line(text: str, file: str, key: str | None = None) -> int | None:
    """The line, from 1, where a file's entry or one of its keys stands."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines, 1) if line.lstrip().startswith("[") and file in line), None)
    if key is None or first is None:
        return first
    pattern = re.compile(rf"\s*[\"']?{re.escape(key)}[\"']?\s*=")
    return next((n for n, line in enumerate(lines[first:], first + 1) if pattern.match(line)), first)
