"""The catalogue of reports: what staff put right about them goes to the manifest, and into the next generation."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from errors import InputError
from ingest.manifest import MANIFEST
from ingest.manifest_edit import edit_manifest
from pages.opening import Progress
from pages.staff.staging import Staging

FIELDS = {"title": "제목", "agency": "기관", "year": "연도", "as_of": "기준일", "visibility": "공개 범위"}
"""What may be edited, with its Korean name."""

VISIBLE = {"public": "공개", "internal": "내부 (로그인한 사람만)"}


def changed(before: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    """The keys whose typed value is another than before, as the manifest takes them; None where one was emptied.

    Raises InputError for a year that is none.
    """
    values = {key: _value(key, text.strip()) for key, text in typed.items()}
    return {key: value for key, value in values.items() if value != before.get(key)}


def _value(key: str, text: str) -> Any:
    if key == "year" and text:
        if not text.isdecimal():
            raise InputError(f"연도 {text!r} 대신 네 자리 숫자를 적어 주십시오. 예: 2024")
        return int(text)
    return text or None


def apply(staging: Staging, file: str, changes: Mapping[str, Any], progress: Progress) -> None:
    """Write the changes to the manifest and build; the manifest is as before where the building fails."""
    folder = staging.settings.reports_dir
    path = folder / MANIFEST

    def change(kept: Path) -> None:
        if path.is_file():
            shutil.copy2(path, kept / MANIFEST)
        edit_manifest(folder, file, changes)

    def undo(kept: Path) -> None:
        if (kept / MANIFEST).is_file():
            shutil.copy2(kept / MANIFEST, path)
        else:
            path.unlink(missing_ok=True)

    if file not in staging.files():
        raise InputError(f"{file}을(를) 보고서 폴더에서 찾을 수 없습니다. 화면을 새로 고쳐 주십시오.")
    staging.rebuild(change, undo, progress)
