"""The SQL side of a generation: reports, sections, passages and observations. The only file that knows SQLAlchemy.

A generation's database is written once by `write` and then only read. `value` is kept as printed digits (exact), with
`number` beside it as a float for ordering and comparison in SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast
from urllib.parse import quote

from sqlalchemy import Boolean, Column, Float, Integer, MetaData, String, Table, Text, create_engine, event, select
from sqlalchemy.engine import URL, Connection, Engine, RowMapping
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import StaticPool
from sqlalchemy.sql import ColumnElement

from errors import DamagedIndex
from records import Observation, Passage, Reading, Remark, Report, Section

metadata = MetaData()

Record = TypeVar("Record", Report, Section, Passage, Observation)

INTEGERS = {"year", "start", "end", "row_start", "row_end", "line", "page", "level"}
BOOLEANS = {"total", "inferred"}


def _columns(record: type, indexed: Sequence[str], booleans: set[str] = BOOLEANS) -> list[Column[Any]]:
    columns: list[Column[Any]] = [Column("ordinal", Integer, primary_key=True)]
    for item in fields(record):
        kind: Any = Integer if item.name in INTEGERS else Boolean if item.name in booleans else Text
        columns.append(Column(item.name, kind, index=item.name in indexed))
    return columns


reports = Table("reports", metadata, *_columns(Report, ["id"], set()), Column("extracted", Text), Column("pages", Text))
sections = Table("sections", metadata, *_columns(Section, ["report_id"]))
passages = Table("passages", metadata, *_columns(Passage, ["id", "report_id"]))
observations = Table(
    "observations",
    metadata,
    *_columns(Observation, ["report_id", "row", "table", "department", "measure"]),
    Column("number", Float),
)
remarks = Table(
    "remarks",
    metadata,
    Column("report_id", String, index=True),
    Column("message", Text),
    Column("line", Integer),
    Column("row", Text),
)

TABLES: Mapping[type, Table] = {Report: reports, Section: sections, Passage: passages, Observation: observations}


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
        metadata.create_all(engine)
        with engine.begin() as connection:
            for table, rows in _all_rows(readings):
                if rows:
                    connection.execute(table.insert(), rows)
    except OperationalError as error:
        raise OSError(str(error.orig)) from error
    finally:
        engine.dispose()


def _all_rows(readings: Sequence[Reading]) -> Iterable[tuple[Table, list[dict[str, Any]]]]:
    report_rows = []
    for ordinal, reading in enumerate(readings):
        extra = {"ordinal": ordinal, "extracted": reading.text, "pages": json.dumps(reading.pages)}
        report_rows.append(_pack(reading.report) | extra)
    yield reports, report_rows
    for table, kind in ((sections, "sections"), (passages, "passages"), (observations, "observations")):
        records = (record for reading in readings for record in getattr(reading, kind))
        yield table, [_pack(record) | {"ordinal": n} for n, record in enumerate(records)]
    yield (
        remarks,
        [
            {"report_id": reading.report.id, "message": remark.message, "line": remark.line, "row": remark.row}
            for reading in readings
            for remark in reading.warnings
        ],
    )


class Database:
    """Read access to a generation's records. Threads may share it; nothing is ever written through it."""

    def __init__(self, path: Path) -> None:
        """Nothing is opened yet; every reader below raises DamagedIndex when the file is missing or broken."""
        self._path = path
        # Not as a URL: SQLAlchemy would undo the quoting, and a folder's name may hold ? or #
        address = f"file:{quote(str(path))}?mode=ro&immutable=1"
        self.engine: Engine = create_engine(
            "sqlite://",
            creator=lambda: sqlite3.connect(address, uri=True, check_same_thread=False),
            poolclass=StaticPool,
        )

        @event.listens_for(self.engine, "connect")
        def _fast(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA mmap_size=268435456")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise DamagedIndex(
                f"색인의 데이터베이스({self._path})를 읽을 수 없습니다({error.orig}). "
                "`python -m ingest`로 색인을 다시 만들어 주십시오."
            ) from error

    def all(self, kind: type[Record], *where: ColumnElement[bool]) -> list[Record]:
        """Every record of `kind` that meets all conditions, in the order of the reports' text."""
        table = TABLES[kind]
        query = select(table).where(*where).order_by(table.c.ordinal)
        with self._connection() as connection:
            return [_unpack(kind, row) for row in connection.execute(query).mappings()]

    def observations(self, **equal: Any) -> list[Observation]:
        """Observations whose columns equal the given values; a list means any of them, None means empty."""
        return self.all(Observation, *conditions(observations, equal))

    def passages(self, **equal: Any) -> list[Passage]:
        """Passages whose columns equal the given values; a list means any of them."""
        return self.all(Passage, *conditions(passages, equal))

    def count(self, kind: type) -> int:
        from sqlalchemy import func

        with self._connection() as connection:
            return connection.execute(select(func.count()).select_from(TABLES[kind])).scalar_one()

    def text(self, report_id: str) -> str:
        """The extracted text of a report, in which all offsets count."""
        with self._connection() as connection:
            return cast(str, connection.execute(select(reports.c.extracted).where(reports.c.id == report_id)).scalar())

    def reading(self, report: Report) -> Reading:
        """Everything that was read from `report`, as it was handed to `write`."""
        with self._connection() as connection:
            row = connection.execute(select(reports).where(reports.c.id == report.id)).mappings().one()
            found = connection.execute(select(remarks).where(remarks.c.report_id == report.id)).mappings()
            warnings = tuple(Remark(r["message"], r["line"], r["row"]) for r in found)
        return Reading(
            report=report,
            text=row["extracted"],
            sections=tuple(self.all(Section, sections.c.report_id == report.id)),
            passages=tuple(self.all(Passage, passages.c.report_id == report.id)),
            observations=tuple(self.all(Observation, observations.c.report_id == report.id)),
            warnings=warnings,
            pages=tuple((start, end) for start, end in json.loads(row["pages"])),
        )


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
