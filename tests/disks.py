"""Disks that are full. One is simulated: what Python opens for writing or makes below a folder fails with ENOSPC from
the nth time on, as it would there; nothing of the program is replaced, the interpreter tells of every file it opens.
SQLite and Chroma open theirs by themselves, so for them there is a small disk that is really full (`small_disk`).
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class _Disk:
    folder: str | None = None
    room = 0
    refused = 0


def _watch(event: str, arguments: tuple[Any, ...]) -> None:
    """Counts writes below the folder, and refuses them once there is no room; an audit hook stays for good."""
    if _Disk.folder is None or event not in ("open", "os.mkdir"):
        return
    path = arguments[0]
    if not isinstance(path, str | bytes | os.PathLike) or not os.fsdecode(path).startswith(_Disk.folder):
        return
    if event == "open" and not (isinstance(arguments[2], int) and arguments[2] & _WRITING):
        return
    _Disk.room -= 1
    if _Disk.room < 0:
        _Disk.refused += 1
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(path))


sys.addaudithook(_watch)


@contextmanager
def simulated_full_disk(folder: Path, room: int) -> Iterator[None]:
    """Below `folder`, `room` more files or folders can be made or written; then the disk is full."""
    _Disk.folder, _Disk.room, _Disk.refused = str(folder), room, 0
    try:
        yield
    finally:
        _Disk.folder = None


@contextmanager
def full_but_for(disk: Path, room: int) -> Iterator[None]:
    """Fill a small disk until about `room` bytes are free."""
    filler = disk / "filler"
    filler.write_bytes(bytes(max(0, free(disk) - room)))
    try:
        yield
    finally:
        filler.unlink()


def free(disk: Path) -> int:
    """Free bytes."""
    state = os.statvfs(disk)
    return state.f_bavail * state.f_frsize


def was_full() -> bool:
    """Whether anything was refused since the last disk was set up."""
    return _Disk.refused > 0
