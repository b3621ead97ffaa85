"""Generations in a PostgreSQL that machines share: rows that carry a generation's id, its files, and one row: current.

Tables of rows are never altered: their name carries a hash of their columns, so a version of the program that keeps
other columns has other tables, and the old ones go with the last generation in them.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path
from threading import Lock

from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from errors import DamagedIndex, NoIndex, StaleIndex, Unavailable
from index import database, passages, seal
from index.generation import REBUILD, generations
from index.shelf import DRAFT, name_of, place, remove_collection
from records import Reading
from store.database import open_engine, said

PART = 4 * 2**20
"""Bytes of a file in one row."""

TURN = 0x6D757265
"""The number of the lock that builders take."""

metadata = MetaData()
known = Table(
    "index_generations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("tables", Text, nullable=False),  # how the names of its tables of rows begin
    Column("made", Text, nullable=False),
)
files = Table(
    "index_files",
    metadata,
    Column("generation", Text, primary_key=True),
    Column("path", Text, primary_key=True),
    Column("part", Integer, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
current = Table(
    "index_current",
    metadata,
    Column("place", Integer, CheckConstraint("place = 1"), primary_key=True, autoincrement=False),
    Column("generation", Text, nullable=False),
)


def _prefix() -> str:
    """How names of tables of rows begin: another for other columns."""
    tables = database.Tables(owner=True)
    shape = [(table.name, [(c.name, str(c.type)) for c in table.columns]) for table in tables.metadata.sorted_tables]
    return f"index_{hashlib.sha256(repr(shape).encode()).hexdigest()[:8]}_"


PREFIX = _prefix()
TABLES = database.Tables(PREFIX, owner=True)

ROWS = re.compile(r"index_[0-9a-f]{8}_\w+")
"""Names of tables of rows, of whichever columns."""

_making = Lock()


@cache
def _prepared(url: str) -> bool:
    """Make the tables, once a process; a failure is not remembered."""
    with open_engine(url).begin() as connection:
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": TURN + 1})
        for tables in (metadata, TABLES.metadata):
            tables.create_all(connection)
    return True


def failed(error: Exception) -> Unavailable:
    """A fault of the server, without its address."""
    return Unavailable(
        f"색인을 둔 데이터베이스 서버를 쓸 수 없습니다({said(error)}). "
        "서버가 떠 있는지와 MUREOBOGO_DATABASE_URL을 확인하고 잠시 뒤에 다시 해 주십시오."
    )


class SharedShelf:
    """Generations in PostgreSQL; the folder of one on this machine is a copy of its files."""

    def __init__(self, data_dir: Path, url: str, chroma_url: str = "") -> None:
        self._folder = generations(data_dir)
        self._url = url
        self._chroma_url = chroma_url

    @contextlib.contextmanager
    def _connection(self) -> Iterator[Connection]:
        """A transaction. Raises Unavailable where the server does not take it."""
        try:
            with _making:
                _prepared(self._url)
            with open_engine(self._url).begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise failed(error) from error

    def current_name(self) -> str:
        with self._connection() as connection:
            return connection.execute(select(current.c.generation)).scalar() or ""

    def current(self) -> Path:
        name = self.current_name()
        if not name:
            raise NoIndex("색인이 데이터베이스 서버에 아직 없습니다. `python -m ingest`로 색인을 먼저 만들어 주십시오.")
        folder = self._folder / name
        return folder if _is_whole(folder) else self._fetched(folder)

    def rows(self, folder: Path) -> database.Rows:
        return database.Rows(open_engine(self._url), failed, TABLES, generation=name_of(folder))

    def collection(self, folder: Path) -> passages.Place:
        return place(folder, self._chroma_url)

    @contextlib.contextmanager
    def turn(self) -> Iterator[None]:
        with open_engine(self._url).connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            try:
                connection.execute(text("select pg_advisory_lock(:key)"), {"key": TURN})
            except SQLAlchemyError as error:
                raise failed(error) from error
            try:
                yield
            finally:
                # The server lets go of it as well when the connection is lost
                with contextlib.suppress(SQLAlchemyError):
                    connection.execute(text("select pg_advisory_unlock(:key)"), {"key": TURN})

    def begin(self, draft: Path) -> None:
        draft.mkdir(parents=True)
        with self._connection() as connection:
            made = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            connection.execute(known.insert().values(id=name_of(draft), tables=PREFIX, made=made))

    def write_rows(self, draft: Path, readings: Sequence[Reading]) -> None:
        with self._connection() as connection:
            database.insert(connection, TABLES, readings, generation=name_of(draft))

    def publish(self, draft: Path) -> Path:
        folder = draft.with_name(name_of(draft))
        with self._connection() as connection:
            for path in sorted(path for path in draft.rglob("*") if path.is_file()):
                _put(connection, folder.name, path.relative_to(draft).as_posix(), path)
        draft.rename(folder)
        previous = self.current_name()
        with self._connection() as connection:
            row = insert(current).values(place=1, generation=folder.name)
            connection.execute(row.on_conflict_do_update(index_elements=["place"], set_={"generation": folder.name}))
        self._remove_all_but({folder.name, previous})
        return folder

    def discard(self, draft: Path) -> None:
        shutil.rmtree(draft, ignore_errors=True)
        with contextlib.suppress(Unavailable):  # what is left goes with the next generation
            name = name_of(draft)
            if self.current_name() != name:
                shutil.rmtree(draft.with_name(name), ignore_errors=True)
                self._remove([name])

    def _remove_all_but(self, keep: set[str]) -> None:
        """Builders take turns, so whatever else is there is old or was left by one that died."""
        with self._connection() as connection:
            names = list(connection.execute(select(known.c.id).where(known.c.id.not_in(keep))).scalars())
        self._remove(names)
        self._remove_copies(keep)

    def _remove(self, names: Sequence[str]) -> None:
        for name in names:
            remove_collection(self._folder / name, self._chroma_url)
        with self._connection() as connection:
            for table in (*reversed(TABLES.metadata.sorted_tables), files):
                connection.execute(table.delete().where(table.c.generation.in_(names)))
            connection.execute(known.delete().where(known.c.id.in_(names)))
            _drop_unused(connection)

    def _fetched(self, folder: Path) -> Path:
        """The files of a generation, copied from the server; whoever else fetches them comes to the same."""
        draft = folder.with_name(f"{folder.name}-{uuid.uuid4().hex[:6]}{DRAFT}")
        try:
            with self._connection() as connection:
                connection.execute(text("set transaction isolation level repeatable read"))
                _known_shape(connection, folder.name)
                _get(connection, folder.name, draft)
            with contextlib.suppress(OSError):  # somebody was quicker
                draft.rename(folder)
        except OSError as error:
            raise Unavailable(f"색인의 파일을 {folder}에 쓸 수 없습니다({error}). 디스크를 확인해 주십시오.") from error
        finally:
            shutil.rmtree(draft, ignore_errors=True)
        if not folder.is_dir():
            raise DamagedIndex(f"서버에 색인 {folder.name}의 파일이 없습니다. {REBUILD}")
        with self._connection() as connection:
            kept = set(connection.execute(select(known.c.id)).scalars())
        self._remove_copies(kept)
        return folder

    def _remove_copies(self, keep: set[str]) -> None:
        """Of generations that are gone; a process that still reads one has its files open."""
        for folder in self._folder.iterdir():
            if folder.name not in keep and not folder.name.endswith(DRAFT):
                shutil.rmtree(folder, ignore_errors=True)


def _is_whole(folder: Path) -> bool:
    """A copy that is damaged is fetched again; whoever reads it has its files open."""
    try:
        seal.check(folder)
    except DamagedIndex:
        shutil.rmtree(folder, ignore_errors=True)
        return False
    return True


def _known_shape(connection: Connection, name: str) -> None:
    """Raises StaleIndex for a generation whose rows a version of other columns wrote."""
    if connection.execute(select(known.c.tables).where(known.c.id == name)).scalar() != PREFIX:
        raise StaleIndex(f"색인 {name}은(는) 이 프로그램의 다른 판이 만들었습니다. {REBUILD}")


def _put(connection: Connection, name: str, path: str, file: Path) -> None:
    with file.open("rb") as content:
        # An empty file is one empty part: it has to be there
        for part, piece in enumerate(iter(partial(content.read, PART), b"")):
            connection.execute(files.insert().values(generation=name, path=path, part=part, content=piece))
        if content.tell() == 0:
            connection.execute(files.insert().values(generation=name, path=path, part=0, content=b""))


def _get(connection: Connection, name: str, folder: Path) -> None:
    held = select(files.c.path, files.c.part).where(files.c.generation == name).order_by(files.c.path, files.c.part)
    for path, part in connection.execute(held).all():
        one = select(files.c.content).where(files.c.generation == name, files.c.path == path, files.c.part == part)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("ab") as file:
            file.write(connection.execute(one).scalar_one())


def _drop_unused(connection: Connection) -> None:
    """Drop tables of rows in whose columns no generation is kept any more."""
    used = (PREFIX, *connection.execute(select(known.c.tables)).scalars())
    for name in inspect(connection).get_table_names():
        if ROWS.fullmatch(name) and not name.startswith(used):
            Table(name, MetaData()).drop(connection)
