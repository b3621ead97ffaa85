"""Files that staff bring: read aside first, then made part of the reports, or thrown away."""

from __future__ import annotations

import hashlib
import logging
import re
import secrets
import shutil
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import InputError, MureobogoError, Unavailable
from index.generation import current_name
from index.turn import turn
from ingest import find_files, read_many
from ingest.manifest import MANIFEST
from ingest.manifest_edit import edit_manifest
from ingest.readers import READERS
from pages.building import build_apart
from pages.opening import Progress
from pages.staff.arriving import arriving, forget_old
from pages.staff.rollback import Rollback, recover
from records import Reading
from settings import Settings

MOST_FILES = 20
LARGEST_MB = 50
MOST_BYTES = (MOST_FILES * LARGEST_MB + 1) * 2**20
"""What one request may bring, with what stands between the files."""

REMARKS_SHOWN = 8

BUSY = "다른 사람이 반영하는 일이"

log = logging.getLogger(__name__)

Build = Callable[[Settings, Progress], None]

_ODD = re.compile(r"[\x00-\x1f\x7f/\\:*?\"<>|\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Tried:
    """One file as it was read aside: what it is, or why it cannot be read. `before` is the hash of the report of this
    name that there is already, empty where there is none."""

    name: str
    reading: Reading | None = None
    error: str | None = None
    before: str = ""


def safe_name(name: str) -> str:
    """The name under which a file is kept: no folders, no control or direction marks, in NFC. Raises InputError.

    >>> safe_name("../../etc/2024 업무보고.HWP")
    '2024 업무보고.HWP'
    """
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    clean = _ODD.sub("", plain).strip().lstrip(".~")
    ending = Path(clean).suffix.lower().lstrip(".")
    if not clean or ending not in READERS or len(clean.encode()) > 200:
        kinds = ", ".join(sorted(READERS))
        raise InputError(f"{plain[:80]!r}은(는) 받지 않습니다. 받는 파일: {kinds} (이름은 60자 안팎까지)")
    return clean


class Staging:
    """The reports folder and a place beside it for what is not yet part of it. One change at a time."""

    def __init__(self, settings: Settings, build: Build = build_apart) -> None:
        """Undoes what a process that died left half done, unless one that lives is at it."""
        self.settings = settings
        self._build = build
        self._folder = settings.data_dir / "uploads"
        self._lock = settings.data_dir / "swap.lock"
        self._tidy()

    def _tidy(self) -> None:
        try:
            with turn(self._lock, BUSY, wait=0):
                if undone := recover(self.settings.reports_dir, current_name(self.settings.data_dir)):
                    log.warning("끝나지 않은 반영을 되돌렸습니다: %s", ", ".join(undone))
        except (OSError, Unavailable) as error:
            log.warning("%s", error)
        forget_old(self._folder)
        forget_old(arriving(self.settings))

    def stage(self, paths: Sequence[Path]) -> str:
        """Take the files in; gives the name of the batch. Raises InputError for files that are not taken."""
        if not paths:
            raise InputError("파일을 골라 주십시오.")
        if len(paths) > MOST_FILES:
            raise InputError(f"한 번에 {MOST_FILES}개까지 받습니다(지금 {len(paths)}개).")
        names = [safe_name(path.name) for path in paths]
        if len(set(names)) < len(names):
            raise InputError("이름이 같은 파일이 있습니다. 하나씩 올려 주십시오.")
        forget_old(self._folder)
        batch = secrets.token_hex(8)
        folder = self._folder / batch
        try:
            folder.mkdir(parents=True)
            for path, name in zip(paths, names, strict=True):
                shutil.copyfile(path, folder / name)
        except OSError as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise Unavailable(f"파일을 {folder}에 둘 수 없습니다({error}). 디스크 공간을 확인해 주십시오.") from error
        return batch

    def read(self, batch: str) -> Iterator[Tried]:
        """Read every file of a batch, one after the other."""
        files = sorted(self._batch(batch).iterdir())
        for path, found in read_many([(path, path.name, None) for path in files]):
            before = _hash(self.settings.reports_dir / path.name)
            if isinstance(found, MureobogoError):
                yield Tried(path.name, error=str(found), before=before)
            else:
                yield Tried(path.name, found, before=before)

    def discard(self, batch: str) -> None:
        shutil.rmtree(self._batch(batch), ignore_errors=True)

    def swap_in(self, batch: str, files: Mapping[str, str], progress: Progress, internal: bool = False) -> None:
        """Make files of a batch part of the reports and build the next generation; all as before where that fails.

        `files` gives the hash of what each name held when it was read (`Tried.before`): where that is another by now,
        somebody else was quicker, and InputError is raised. With `internal` they are internal from the beginning.
        """
        folder, reports = self._batch(batch), self.settings.reports_dir

        def change(before: Rollback) -> None:
            if beaten := [name for name, held in files.items() if _hash(reports / name) != held]:
                raise InputError(f"다른 사람이 {', '.join(beaten)}을(를) 먼저 바꾸었습니다. 다시 올려 견주어 주십시오.")
            for name in files:
                before.put(folder / name, name)
                if internal:
                    edit_manifest(reports, name, {"visibility": "internal"})

        self.rebuild(change, files, progress)
        self.discard(batch)

    def rebuild(self, change: Callable[[Rollback], None], files: Iterable[str], progress: Progress) -> None:
        """Let `change` change the reports folder, and build; where either fails, `files` and the manifest are put back.

        Raises Unavailable while another change is under way, in whatever process.
        """
        touched = (MANIFEST, *files)
        with turn(self._lock, BUSY, wait=0):
            try:
                before = Rollback.begin(self.settings.reports_dir, touched, current_name(self.settings.data_dir))
                try:
                    change(before)
                    self._build(self.settings, progress)
                except BaseException:
                    before.undo()
                    before.done()
                    raise
                before.done()
            except OSError as error:
                raise Unavailable(
                    f"보고서 폴더({self.settings.reports_dir})를 고칠 수 없습니다({error}). "
                    "디스크 공간과 쓰기 권한을 확인해 주십시오."
                ) from error

    def files(self) -> list[str]:
        """The report files there are now."""
        folder = self.settings.reports_dir
        return [path.relative_to(folder).as_posix() for path in find_files(folder)] if folder.is_dir() else []

    def _batch(self, batch: str) -> Path:
        folder = self._folder / batch
        if not re.fullmatch(r"[0-9a-f]{16}", batch) or not folder.is_dir():
            raise InputError("올린 파일을 찾을 수 없습니다. 다시 올려 주십시오.")
        return folder


def _hash(path: Path) -> str:
    """The content of a file, in short; empty where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
