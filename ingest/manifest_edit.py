"""Changes to the manifest `reports.toml` that keep what people wrote in it: order, comments, other entries."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from errors import DataFileError, InputError, Unavailable
from ingest.manifest import KEYS, MANIFEST, read_manifest


def edit_manifest(folder: Path, file: str, changes: Mapping[str, Any]) -> None:
    """Set keys of a file's entry (None takes a key out), in one step that a reader sees whole or not at all.

    Raises InputError for a key or a value that the manifest does not take, DataFileError where it is broken already,
    Unavailable where it cannot be written.
    """
    for key, value in changes.items():
        fits, wanted = KEYS[key]
        if value is not None and not fits(value):
            raise InputError(f"{key} 값 {value!r} 대신 {wanted}을(를) 적어 주십시오.")
    read_manifest(folder)  # a manifest that is broken already is told with its line, and left alone
    path = folder / MANIFEST
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig") if path.is_file() else "")
    try:
        _change(document, file, changes)
        write_whole(path, tomlkit.dumps(document))
    except TOMLKitError as error:
        raise DataFileError(path, None, f"고칠 수 없습니다({error}). 파일을 살펴보아 주십시오.") from error


def _change(document: tomlkit.TOMLDocument, file: str, changes: Mapping[str, Any]) -> None:
    name = next((key for key in document if unicodedata.normalize("NFC", key) == file), None)
    if name is None:
        tables = tomlkit.aot()
        tables.append(tomlkit.table())
        document.append(file, tables)
        name = file
    held: Any = document[name]
    entry = held[0] if isinstance(held, list) else held
    for key, value in changes.items():
        if value is None:
            entry.pop(key, None)
        else:
            entry[key] = value


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is the old one or the new one whole, whatever happens. Raises Unavailable."""
    draft = path.with_name(path.name + ".tmp")
    try:
        with draft.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(
            f"{path}에 적을 수 없습니다({error}). 폴더의 쓰기 권한과 디스크 공간을 확인해 주십시오."
        ) from error
