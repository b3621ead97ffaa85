"""Where generations stand, and which of them is current: in the data folder, or on servers that machines share.

A generation is a folder of files on this machine, its rows, and a collection of Chroma. On one machine rows and
collection lie in the folder too. By setting the collection lies on a Chroma server, and rows and files in PostgreSQL,
from where each process fetches the files once (`index.shared`).
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from errors import MureobogoError
from index import database, passages
from index.generation import current_folder, current_name, generations, make_current
from index.turn import turn
from records import Reading
from settings import Settings

DRAFT = ".draft"
ROWS, CHROMA, LOCK = "observations.db", "chroma", "building.lock"

log = logging.getLogger(__name__)


class Shelf(Protocol):
    """Where generations stand. `name` is the id of one, and the name of its folder."""

    def current_name(self) -> str:
        """The id of the current generation, "" when there is none."""
        ...

    def current(self) -> Path:
        """The files of the current generation, on this machine. Raises NoIndex, StaleIndex or DamagedIndex."""
        ...

    def rows(self, folder: Path) -> database.Rows: ...
    def collection(self, folder: Path) -> passages.Place: ...
    def turn(self) -> AbstractContextManager[None]:
        """One builder at a time, on whatever machine."""
        ...

    def begin(self, draft: Path) -> None:
        """Make the folder for the files of a generation that nobody sees before it is published."""
        ...

    def write_rows(self, draft: Path, readings: Sequence[Reading]) -> None: ...
    def publish(self, draft: Path) -> Path:
        """Make a draft the current generation in one step, and remove those that nobody can be reading any more."""
        ...

    def discard(self, draft: Path) -> None:
        """Remove what is left of a draft that came to nothing; one that became current stays."""
        ...


def name_of(folder: Path) -> str:
    """The id of the generation in a folder, drafts included."""
    return folder.name.removesuffix(DRAFT)


def place(folder: Path, chroma_url: str) -> passages.Place:
    """Where the passages of a generation lie; names of collections tell whose they are."""
    return passages.Remote(chroma_url, f"mureobogo-{name_of(folder)}") if chroma_url else folder / CHROMA


def remove_collection(folder: Path, chroma_url: str) -> None:
    """Remove a generation's collection from its server; one that is left costs room and nothing else."""
    where = place(folder, chroma_url)
    if isinstance(where, passages.Remote):
        try:
            passages.remove(where)
        except MureobogoError:
            log.warning("a collection could not be removed: %s", where.collection)


class LocalShelf:
    """Generations in the data folder; with a Chroma server their collections there."""

    def __init__(self, data_dir: Path, chroma_url: str = "") -> None:
        self.data_dir = data_dir
        self._chroma_url = chroma_url

    def current_name(self) -> str:
        return current_name(self.data_dir)

    def current(self) -> Path:
        return current_folder(self.data_dir)

    def rows(self, folder: Path) -> database.Rows:
        return database.Database(folder / ROWS)

    def collection(self, folder: Path) -> passages.Place:
        return place(folder, self._chroma_url)

    def turn(self) -> AbstractContextManager[None]:
        return turn(self.data_dir / LOCK, "다른 프로그램이 색인을 만드는 일이")

    def begin(self, draft: Path) -> None:
        draft.mkdir(parents=True)

    def write_rows(self, draft: Path, readings: Sequence[Reading]) -> None:
        database.write(draft / ROWS, readings)

    def publish(self, draft: Path) -> Path:
        folder = draft.with_name(name_of(draft))
        draft.rename(folder)
        before = set(generations(self.data_dir).iterdir())
        make_current(self.data_dir, folder)
        for gone in before - set(generations(self.data_dir).iterdir()):
            remove_collection(gone, self._chroma_url)
        return folder

    def discard(self, draft: Path) -> None:
        folder = draft.with_name(name_of(draft))
        shutil.rmtree(draft, ignore_errors=True)
        # A stop may come after the swap, while old generations are removed: what is current by then stays
        if self.current_name() != folder.name:
            shutil.rmtree(folder, ignore_errors=True)
            remove_collection(folder, self._chroma_url)


def is_shared(settings: Settings) -> bool:
    """Whether generations are on a server, where `python -m ingest` puts them and app processes only read them."""
    return settings.database_url.startswith("postgresql")


def open_shelf(settings: Settings) -> Shelf:
    """The shelf that the settings choose. Raises SettingError for an address that is none."""
    if not is_shared(settings):
        return LocalShelf(settings.data_dir, settings.chroma_url)
    from index.shared import SharedShelf

    return SharedShelf(settings.data_dir, settings.database_url, settings.chroma_url)
