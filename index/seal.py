"""The seal of a generation: size and hash of each of its files, taken when it is whole, compared before it is opened.

Damage has to be known before: a vector index of Chroma that lost its end kills the process that opens it, or answers
wrongly without a word. A page that runs looks at sizes and times only, between two questions (`Glance`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from errors import DamagedIndex
from index.generation import REBUILD
from index.passages import STORE, contents, stays

FILE = "seal.json"

OPENED: Mapping[str, Callable[[Path], str]] = {STORE: contents}
"""Files, by name, that change when they are opened, and what of them stays the same, as text that is hashed instead."""

Stamp = tuple[int, int]


def close(folder: Path) -> None:
    """Seal what `folder` holds, all of it on disk by then. Raises OSError when the disk takes no more."""
    parts = {name: _part(folder / name) for name in _names(folder)}
    for name in parts:
        _to_disk(folder / name)
    (folder / FILE).write_text(json.dumps(parts, ensure_ascii=False, indent=1), encoding="utf-8")
    for path in (folder / FILE, *(path for path in folder.rglob("*") if path.is_dir()), folder):
        _to_disk(path)


def check(folder: Path) -> None:
    """Raise DamagedIndex, naming the file, unless every file is as it was sealed."""
    for name, (size, digest) in _sealed(folder).items():
        path = folder / name
        try:
            same = (path.name in OPENED or path.stat().st_size == size) and _hash(path) == digest
        except OSError:
            same = False
        if not same:
            raise damaged(path)


def damaged(path: Path) -> DamagedIndex:
    """What is said of a file that is missing or not as it was."""
    what = "손상되었습니다" if path.exists() else "없어졌습니다"
    return DamagedIndex(f"색인의 파일({path})이 {what}. {REBUILD}")


@dataclass(frozen=True)
class Glance:
    """Sizes and times of the files of an open generation, by path: seventy of them take a fifth of a millisecond."""

    stamps: Mapping[str, Stamp]

    @classmethod
    def of(cls, folder: Path) -> Glance:
        paths = [str(folder / name) for name in _sealed(folder)]
        return cls({path: stamp for path in paths if (stamp := _stamp(path))})

    def check(self) -> None:
        """Raise DamagedIndex when a file is gone or was written to."""
        for path, stamp in self.stamps.items():
            now = _stamp(path)
            if now is None or (now != stamp and os.path.basename(path) not in OPENED):
                raise damaged(Path(path))


def _sealed(folder: Path) -> dict[str, tuple[int, str]]:
    try:
        parts = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {name: (int(size), str(digest)) for name, (size, digest) in parts.items()}
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise damaged(folder / FILE) from error


def _names(folder: Path) -> Iterator[str]:
    yield from (
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file() and stays(path)
    )


def _part(path: Path) -> tuple[int, str]:
    return path.stat().st_size, _hash(path)


def _hash(path: Path) -> str:
    """Of a file's bytes, or of what stays of one that changes when it is opened."""
    if path.name in OPENED:
        return hashlib.sha256(OPENED[path.name](path).encode()).hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def _to_disk(path: Path) -> None:
    """A file or folder, as it is now, stays after the power fails."""
    if os.name == "nt" and path.is_dir():  # Windows opens no folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
