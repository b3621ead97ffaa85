"""The catalogue of reports: what staff put right about them goes to the manifest, and into the next generation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from errors import InputError
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
    if file not in staging.files():
        raise InputError(f"{file}을(를) 보고서 폴더에서 찾을 수 없습니다. 화면을 새로 고쳐 주십시오.")
    staging.rebuild(lambda before: edit_manifest(staging.settings.reports_dir, file, changes), (), progress)


def settled(shown: Mapping[str, Any], now: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    """Raises InputError where a key to be changed is by now another than the form showed: somebody else was quicker."""
    taken = [FIELDS[key] for key in changes if now.get(key) != shown.get(key)]
    if taken:
        raise InputError(f"다른 사람이 {', '.join(taken)}을(를) 먼저 고쳤습니다. 보고서를 다시 골라 확인해 주십시오.")


def told(changes: Mapping[str, Any]) -> str:
    """Changes in words: 공개 범위 → 내부 (로그인한 사람만)."""
    return ", ".join(f"{FIELDS[key]} → {VISIBLE.get(str(value), value) or '비움'}" for key, value in changes.items())
