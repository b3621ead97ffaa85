"""The application database: what changes at run time, apart from the generations; its vendor's faults translated.

SQLite in the data folder by default (WAL; what is acknowledged to somebody is on disk before), PostgreSQL by setting.
The tables of a group stand in the file named after it; their readers and writers get a connection from here.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import MetaData, Table, create_engine, event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, TimeoutError

from errors import SettingError, Unavailable
from settings import Settings
from store.migrate import upgrade

FILE = "application.db"
BUSY_SECONDS = 15
"""How long a writer waits for another before it gives up."""

PASSING_SECONDS = 1
"""How long one that an answer waits for does."""

PATIENCE = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "tcp_user_timeout": 20_000}
"""How long a server that has gone silent is waited for (libpq's names; seconds, the last one milliseconds)."""

_REMEDIES = {
    "sqlite": "디스크 공간과 쓰기 권한을 확인하고",
    "postgresql": "서버가 떠 있는지와 MUREOBOGO_DATABASE_URL을 확인하고",
}

metadata = MetaData()

Clock = Callable[[], datetime]

_INSERTS: Mapping[str, Callable[[Table], Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as it is kept: UTC to the second, so that text order is time order.

    >>> stamp(datetime(2026, 3, 1, 9, 0, tzinfo=UTC))
    '2026-03-01T09:00:00Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Database:
    """Transactions over the tables of `metadata`. Thread-safe. A fault of the database is raised as Unavailable."""

    def __init__(self, url: str | URL, clock: Clock = now) -> None:
        """Raises SettingError for an address that is none, Unavailable where nothing can be opened."""
        self.clock = clock
        self.engine = open_engine(url)
        self._shared = threading.local()
        with self.writing() as connection:
            upgrade(connection)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that sees one state of the database and changes nothing."""
        with self._own() or self._connection() as connection:
            yield connection

    @contextmanager
    def writing(self, passing: bool = False) -> Iterator[Connection]:
        """A transaction: all of it is kept when the block ends, or none of it, whatever becomes of the process.

        It is on disk by then, unless it is `passing`: what every question writes waits for no disk (2 ms each, one
        after the other), so that a power failure may take the last of it, and gives up sooner where it has to wait.
        """
        if passing and (own := self._own()):
            with own as connection:
                yield connection
            return
        with self._connection(writes=True, passing=passing) as connection, connection.begin():
            yield connection

    @contextmanager
    def together(self, writing: bool = False) -> Iterator[None]:
        """What this thread reads within the block, and with `writing` what it writes in passing, is one transaction."""
        with self.writing(passing=True) if writing else self.reading() as connection:
            self._shared.connection = connection
            try:
                yield
            finally:
                self._shared.connection = None

    def _own(self) -> AbstractContextManager[Connection] | None:
        """The connection of the block of `together` that this thread is in."""
        connection = getattr(self._shared, "connection", None)
        return nullcontext(connection) if connection is not None else None

    @contextmanager
    def _connection(self, **options: Any) -> Iterator[Connection]:
        try:
            with self.engine.connect().execution_options(**options) as connection:
                yield connection
        except (DBAPIError, TimeoutError) as error:
            raise Unavailable(
                f"데이터베이스에 쓰거나 읽을 수 없습니다({said(error)}). {_REMEDIES[self.engine.dialect.name]} "
                "잠시 뒤에 다시 해 주십시오."
            ) from error

    def turn(self, connection: Connection, name: str) -> None:
        """Until the transaction ends nobody else has the turn of this name: for what is read first and then written.

        In SQLite writers take turns anyway.
        """
        if connection.dialect.name == "postgresql":
            connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))

    def stamp(self) -> str:
        """This moment, as it is kept."""
        return stamp(self.clock())

    def close(self) -> None:
        self.engine.dispose()


def said(error: Exception) -> str:
    """What a database says of a fault, in one line."""
    return str(getattr(error, "orig", error)).strip().split("\n")[0]


def open_engine(url: str | URL) -> Engine:
    """The engine of an address. Raises SettingError for one that cannot be used."""
    try:
        return _sqlite(make_url(url)) if make_url(url).drivername == "sqlite" else _server(str(url))
    except (ArgumentError, NoSuchModuleError, ImportError) as error:
        remedy = "비우거나 postgresql+psycopg://이름:암호@서버/이름 형식으로 적어 주십시오."
        raise SettingError("MUREOBOGO_DATABASE_URL", make_url_shown(url), remedy) from error


@cache
def _server(url: str) -> Engine:
    """One pool of connections a process for each address; one that died is noticed before it is used."""
    return create_engine(url, pool_pre_ping=True, pool_timeout=10, connect_args=PATIENCE)


def engine_of(settings: Settings) -> Engine:
    """The engine of the settings' application database."""
    return open_engine(settings.database_url or URL.create("sqlite", database=str(settings.data_dir / FILE)))


def is_there(settings: Settings) -> bool:
    """Whether the settings name a database that somebody has made: opening one that is not there makes it."""
    return bool(settings.database_url) or (settings.data_dir / FILE).is_file()


def open_database(settings: Settings, clock: Clock = now) -> Database:
    """The database of the settings, its tables made when missing. Raises SettingError or Unavailable."""
    if settings.database_url:
        return Database(settings.database_url, clock)
    path = settings.data_dir / FILE
    _only_ours(path)
    return Database(URL.create("sqlite", database=str(path)), clock)


def upsert(connection: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Put a row in, or change the one that has this key (the columns of the primary key or a unique constraint)."""
    statement = _INSERTS[connection.dialect.name](table)
    changed = statement.on_conflict_do_update(
        index_elements=list(key), set_={name: statement.excluded[name] for name in values}
    )
    connection.execute(changed, {**key, **values})


def make_url_shown(url: str | URL) -> str:
    """An address without its password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "(주소 형식이 아님)"


def _only_ours(path: Path) -> None:
    """The file, readable by its owner alone: it holds what people asked."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unavailable(f"{path}을(를) 만들 수 없습니다({error}). 데이터 폴더의 권한을 확인해 주십시오.") from error


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A writer takes its turn at once: one that began by reading would be refused when two of them go on to write
        options = connection.get_execution_options()
        writes, passing = options.get("writes", False), options.get("passing", False)
        if writes:
            connection.exec_driver_sql(f"PRAGMA synchronous={'NORMAL' if passing else 'FULL'}")
            seconds = PASSING_SECONDS if passing else BUSY_SECONDS
            connection.exec_driver_sql(f"PRAGMA busy_timeout={seconds * 1000}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
