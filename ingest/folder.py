"""Which files of a folder are reports, and how they are named."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

from ingest.manifest import MANIFEST

_NO_REPORT = re.compile(
    r"\.|~\$|readme\b|license\b|changelog\b|thumbs\.db$|desktop\.ini$|__macosx$",
    re.I,
)
"""Beginnings of names that are no report: hidden files, lock files of Office and LibreOffice, notes for people."""

_TEMPORARY = re.compile(r"(?:~|\.(?:tmp|temp|part|partial|crdownload|swp|bak|lock))$", re.I)


def find_files(folder: Path) -> list[Path]:
    """The reports below a folder, sorted by their NFC name so that every machine reads them in the same order.

    README*, the manifest, hidden, lock and temporary files are left out; linked folders are not followed.
    """
    found: list[Path] = []
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if _is_wanted(name)]
        found.extend(path for name in files if _is_wanted(name) and (path := Path(root, name)).is_file())
    return sorted((path for path in found if path != folder / MANIFEST), key=lambda path: file_name(path, folder))


def file_name(path: Path, folder: Path) -> str:
    """How a report is cited: its path below the folder, with `/`, in NFC (macOS stores decomposed Hangul)."""
    return unicodedata.normalize("NFC", path.relative_to(folder).as_posix())


def _is_wanted(name: str) -> bool:
    return not _NO_REPORT.match(name) and not _TEMPORARY.search(name)
