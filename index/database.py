"""The SQL side of a generation: reports, sections, passages and observations.

A generation's rows are written once and then only read: in a SQLite file of their own (`write`, `Database`), or in the
tables of a PostgreSQL that all generations share and whose rows carry the generation's id (`index.shared`). `value` is
kept as printed digits (exact), with `number` beside it as a float for ordering and comparison in SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from urllib.parse import quote

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.engine import URL, Connection, Engine, RowMapping
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql import ColumnElement

from errors import DamagedIndex, MureobogoError
from records import Observation, Passage, Reading, Remark, Report, Section

Record = TypeVar("Record", Report, Section, Passage, Observation)

ROWS_AT_ONCE = 5000
"""How many rows are handed to the database in one statement."""

INTEGERS = {"year", "start", "end", "row_start", "row_end", "line", "page", "level"}
BOOLEANS = {"total", "inferred"}


def _columns(record: type, indexed: Sequence[str], booleans: set[str] = BOOLEANS) -> list[Column[Any]]:
    columns: list[Column[Any]] = [Column("ordinal", Integer, primary_key=True)]
    for item in fields(record):
        kind: Any = Integer if item.name in INTEGERS else Boolean if item.name in booleans else Text
        columns.append(Column(item.name, kind, index=item.name in indexed))
    return columns


class Tables:
    """The five tables of rows. `owner` adds the column `generation` to the key, where generations share them."""

    def __init__(self, prefix: str = "", owner: bool = False) -> None:
        self.metadata = MetaData()
        self.owner = owner
        self._prefix = prefix
        self.reports = self._table(
            "reports", *_columns(Report, ["id"], set()), Column("extracted", Text), Column("pages", Text)
        )
        self.sections = self._table("sections", *_columns(Section, ["report_id"]))
        self.passages = self._table("passages", *_columns(Passage, ["id", "report_id"]))
        self.observations = self._table(
            "observations",
            *_columns(Observation, ["report_id", "row", "table", "department", "measure"]),
            Column("number", Float),
        )
        self.remarks = self._table(
            "remarks",
            Column("ordinal", Integer, primary_key=True),
            Column("report_id", String, index=True),
            Column("message", Text),
            Column("line", Integer),
            Column("row", Text),
        )
        self.of: Mapping[type, Table] = {
            Report: self.reports,
            Section: self.sections,
            Passage: self.passages,
            Observation: self.observations,
        }

    def _table(self, name: str, *columns: Column[Any]) -> Table:
        owner = [Column("generation", String, primary_key=True)] if self.owner else []
        return Table(self._prefix + name, self.metadata, *owner, *columns)


TABLES = Tables()
"""Those of a SQLite file, which holds one generation."""


def _pack(record: Any) -> dict[str, Any]:
    row = {item.name: getattr(record, item.name) for item in fields(record)}
    if isinstance(record, Observation):
        row["number"] = None if record.value is None else float(record.value)
        row["value"] = None if record.value is None else str(record.value)
        row["dims"] = json.dumps(dict(record.dims), ensure_ascii=False)
    if isinstance(record, Report):
        row["inferred"] = json.dumps(record.inferred)
    return row


def _unpack(kind: type[Record], row: RowMapping) -> Record:
    values = {item.name: row[item.name] for item in fields(kind)}
    if kind is Observation:
        values["value"] = None if values["value"] is None else Decimal(values["value"])
        values["dims"] = json.loads(values["dims"])
    if kind is Report:
        values["inferred"] = tuple(json.loads(values["inferred"]))
    return kind(**values)


def write(path: Path, readings: Sequence[Reading]) -> None:
    """Write all records of `readings` into a new database file; ordinals count from 0 in the order given.

    Raises OSError when the disk takes no more.
    """
    engine = create_engine(URL.create("sqlite", database=str(path)))
    try:
        TABLES.metadata.create_all(engine)
        with engine.begin() as connection:
            insert(connection, TABLES, readings)
    except OperationalError as error:
        raise OSError(str(error.orig)) from error
    finally:
        engine.dispose()


def insert(connection: Connection, tables: Tables, readings: Sequence[Reading], **owner: str) -> None:
    """Put all records of `readings` in; `generation="…"` names whose they are, where tables are shared."""
    for table, rows in _all_rows(tables, readings):
        for part in batched(rows, ROWS_AT_ONCE):
            connection.execute(table.insert(), [row | owner for row in part])


def _all_rows(tables: Tables, readings: Sequence[Reading]) -> Iterable[tuple[Table, Iterable[dict[str, Any]]]]:
    yield (
        tables.reports,
        (
            _pack(reading.report) | {"ordinal": n, "extracted": reading.text, "pages": json.dumps(reading.pages)}
            for n, reading in enumerate(readings)
        ),
    )
    for table, kind in (
        (tables.sections, "sections"),
        (tables.passages, "passages"),
        (tables.observations, "observations"),
    ):
        records = (record for reading in readings for record in getattr(reading, kind))
        yield table, (_pack(record) | {"ordinal": n} for n, record in enumerate(records))
    remarks = ((reading.report.id, remark) for reading in readings for remark in reading.warnings)
    yield (
        tables.remarks,
        (
            {"ordinal": n, "report_id": report_id, "message": remark.message, "line": remark.line, "row": remark.row}
            for n, (report_id, remark) in enumerate(remarks)
        ),
    )


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """`rows` in lists of `size`, the last one shorter."""
    remaining = iter(rows)
    while part := list(islice(remaining, size)):
        yield part


class Rows:
    """Read access to a generation's records. Threads may share it; nothing is ever written through it.

    `failed(error)` is what a fault of the database is raised as.
    """

    def __init__(
        self, engine: Engine, failed: Callable[[SQLAlchemyError], MureobogoError], tables: Tables = TABLES, **owner: str
    ) -> None:
        """`generation="…"` says whose rows are read, where tables are shared."""
        self.engine = engine
        self.tables = tables
        self._failed = failed
        self._owner = owner

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Nothing is kept open."""

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise self._failed(error) from error

    def _select(self, table: Table, *columns: ColumnElement[Any]) -> Select[Any]:
        """What this generation has in a table."""
        chosen = select(*columns).select_from(table) if columns else select(table)
        return chosen.where(*(table.c[name] == value for name, value in self._owner.items()))

    def all(self, kind: type[Record], *where: ColumnElement[bool]) -> list[Record]:
        """Every record of `kind` that meets all conditions, in the order of the reports' text."""
        table = self.tables.of[kind]
        query = self._select(table).where(*where).order_by(table.c.ordinal)
        with self._connection() as connection:
            return [_unpack(kind, row) for row in connection.execute(query).mappings()]

    def observations(self, **equal: Any) -> list[Observation]:
        """Observations whose columns equal the given values; a list means any of them, None means empty."""
        return self.all(Observation, *conditions(self.tables.observations, equal))

    def passages(self, **equal: Any) -> list[Passage]:
        """Passages whose columns equal the given values; a list means any of them."""
        return self.all(Passage, *conditions(self.tables.passages, equal))

    def count(self, kind: type) -> int:
        with self._connection() as connection:
            return int(connection.execute(self._select(self.tables.of[kind], func.count())).scalar_one())

    def text(self, report_id: str) -> str:
        """The extracted text of a report, in which all offsets count."""
        reports = self.tables.reports
        query = self._select(reports, reports.c.extracted).where(reports.c.id == report_id)
        with self._connection() as connection:
            return cast(str, connection.execute(query).scalar())

    def reading(self, report: Report) -> Reading:
        """Everything that was read from `report`, as it was handed to `write`."""
        tables = self.tables
        with self._connection() as connection:
            query = self._select(tables.reports).where(tables.reports.c.id == report.id)
            row = connection.execute(query).mappings().one()
            query = self._select(tables.remarks).where(tables.remarks.c.report_id == report.id)
            found = connection.execute(query.order_by(tables.remarks.c.ordinal)).mappings()
            warnings = tuple(Remark(r["message"], r["line"], r["row"]) for r in found)
        return Reading(
            report=report,
            text=row["extracted"],
            sections=tuple(self.all(Section, tables.sections.c.report_id == report.id)),
            passages=tuple(self.all(Passage, tables.passages.c.report_id == report.id)),
            observations=tuple(self.all(Observation, tables.observations.c.report_id == report.id)),
            warnings=warnings,
            pages=tuple((start, end) for start, end in json.loads(row["pages"])),
        )


class Database(Rows):
    """The rows of a generation in a SQLite file of its own."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet; every reader raises DamagedIndex when the file is missing or broken."""
        # Not as a URL: SQLAlchemy would undo the quoting, and a folder's name may hold ? or #
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
            poolclass=StaticPool,
        )

        @event.listens_for(engine, "connect")
        def _fast(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA mmap_size=268435456")

        def failed(error: SQLAlchemyError) -> DamagedIndex:
            return DamagedIndex(
                f"색인의 데이터베이스({path})를 읽을 수 없습니다({getattr(error, 'orig', error)}). "
                "`python -m ingest`로 색인을 다시 만들어 주십시오."
            )

        super().__init__(engine, failed)

    def close(self) -> None:
        self.engine.dispose()


def conditions(table: Table, equal: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """SQL conditions for `column=value`, `column=[values]` (any of them) and `column=None` (empty)."""
    found: list[ColumnElement[bool]] = []
    for name, value in equal.items():
        column = table.c[name]
        if value is None:
            found.append(column.is_(None))
        elif isinstance(value, (list, tuple, set, frozenset)):
            found.append(column.in_(list(value)))
        else:
            found.append(column == value)
    return found
