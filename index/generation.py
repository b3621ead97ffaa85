"""A generation: a folder that is written once, checked, and made current by one atomic rename.

    DATA_DIR/generations/<id>/   observations.db  chroma/  vectors.npy  keywords/  manifest.json  seal.json
    DATA_DIR/current             the id of the current generation

Readers open the current generation, never write to it, and move to a newer one between two questions.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from errors import DamagedIndex, NoIndex, StaleIndex

FORMAT = 4
ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One report file as it was when the generation was made."""

    file: str
    sha256: str
    entry: str  # hash of the manifest's entry for it
    report_id: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation was made from and what it must hold. `reader` is a hash of the code and data that read it."""

    id: str
    reader: str
    embedding: str
    embedding_hash: str
    dimension: int
    reports: int
    passages: int
    observations: int
    files: tuple[FileEntry, ...] = ()
    failed: tuple[tuple[str, str, str], ...] = ()  # (file, sha256, message) of files that could not be read
    user_words: tuple[str, ...] = ()
    canaries: tuple[tuple[str, str], ...] = field(default=())  # (query, id of the passage it must find)
    format: int = FORMAT

    def save(self, folder: Path) -> None:
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1)
        (folder / "manifest.json").write_text(text, encoding="utf-8")


def load_manifest(folder: Path) -> Manifest:
    """Raises StaleIndex for another format version and DamagedIndex for a file that cannot be read."""
    try:
        data: dict[str, Any] = dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DamagedIndex(f"색인 목록({folder}/manifest.json)을 읽을 수 없습니다. {REBUILD}") from error
    if data.get("format") != FORMAT:
        raise StaleIndex(f"색인의 형식 번호가 {data.get('format')}입니다(지금 판은 {FORMAT}). {REBUILD}")
    try:
        data["files"] = tuple(FileEntry(**entry) for entry in data["files"])
        for key in ("failed", "canaries"):
            data[key] = tuple(tuple(item) for item in data[key])
        data["user_words"] = tuple(data["user_words"])
        return Manifest(**data)
    except (KeyError, TypeError) as error:
        raise DamagedIndex(f"색인 목록({folder}/manifest.json)이 온전하지 않습니다. {REBUILD}") from error


REBUILD = "`python -m ingest`로 색인을 다시 만들어 주십시오."


@cache
def reader_hash() -> str:
    """Hash of the code and data that turn a file into an index; a change of any makes every report be read again."""
    digest = hashlib.sha256()
    for folder in ("ingest", "index"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".py", ".tsv", ".toml"} and "training" not in path.parts:
                digest.update(path.relative_to(ROOT).as_posix().encode())
                digest.update(path.read_bytes())
    digest.update((ROOT / "records.py").read_bytes())
    return digest.hexdigest()[:16]


def generations(data_dir: Path) -> Path:
    return data_dir / "generations"


def current_folder(data_dir: Path) -> Path:
    """The folder of the current generation. Raises NoIndex when there is none."""
    name = current_name(data_dir)
    if not name:
        raise NoIndex(f"색인이 아직 없습니다({data_dir}). `python -m ingest`로 색인을 먼저 만들어 주십시오.")
    folder = generations(data_dir) / name
    if not folder.is_dir():
        raise DamagedIndex(f"현재 색인 폴더({folder})가 없습니다. {REBUILD}")
    return folder


def current_name(data_dir: Path) -> str:
    """The id of the current generation, "" when there is none."""
    pointer = data_dir / "current"
    return pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""


def make_current(data_dir: Path, folder: Path) -> None:
    """Point readers at `folder` in one step, and remove generations that nobody can be reading any more."""
    pointer = data_dir / "current"
    previous = current_name(data_dir)
    draft = data_dir / "current.draft"
    with draft.open("w", encoding="utf-8") as file:
        file.write(folder.name)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, pointer)
    remove_old(data_dir, keep=(folder.name, previous))


def remove_old(data_dir: Path, keep: Sequence[str]) -> None:
    for folder in generations(data_dir).iterdir():
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
