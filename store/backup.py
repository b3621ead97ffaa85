"""The application database in one file, and back: from SQLite and from PostgreSQL, into either.

A zip of `about.json` (the revision of the tables) and one `TABLE.jsonl` a table. An index is not in it: it is made
again from the reports.
"""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table, func, select, text
from sqlalchemy.engine import Connection

from errors import InputError, StaleData, Unavailable
from store.database import Database, metadata
from store.migrate import revision

ABOUT = "about.json"
ROWS_AT_ONCE = 1000


def backup(database: Database, file: Path) -> int:
    """Write every row into `file`, readable by its owner alone; gives how many there are.

    All tables are of one moment, and a file that exists is replaced only when the new one is whole.
    """
    draft = file.with_name(file.name + ".draft")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as opened:
            count = _write(database, opened)
        draft.replace(file)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(f"{file}에 쓸 수 없습니다({error}). 디스크 공간과 쓰기 권한을 확인해 주십시오.") from error
    return count


def _write(database: Database, opened: Any) -> int:
    count = 0
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive, database.reading() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("set transaction isolation level repeatable read"))
        archive.writestr(ABOUT, json.dumps({"revision": revision(connection), "made": database.stamp()}))
        for table in metadata.sorted_tables:
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                for row in connection.execute(select(table)).mappings():
                    lines.write(json.dumps(dict(row), ensure_ascii=False).encode() + b"\n")
                    count += 1
    return count


def restore(database: Database, file: Path) -> int:
    """Put the rows of a backup into an empty database, all or none; gives how many there are.

    Raises InputError for a file that is no backup and for a database that holds something, StaleData for a backup of
    other tables than this version's.
    """
    try:
        with zipfile.ZipFile(file) as archive, database.writing() as connection:
            about = json.loads(archive.read(ABOUT))
            _check(connection, about["revision"])
            return sum(_read(archive, connection, table) for table in metadata.sorted_tables)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise InputError(f"{file}을(를) 백업 파일로 읽을 수 없습니다({error}). 파일을 확인해 주십시오.") from error


def _check(connection: Connection, made: str) -> None:
    here = revision(connection)
    if made != here:
        raise StaleData(
            f"백업은 {made}판의 표이고 이 프로그램은 {here}판입니다. 백업을 만든 판에서 되살린 뒤 올려 주십시오."
        )
    for table in metadata.sorted_tables:
        # A database that was just opened has signed nothing with its keys yet
        if table.name != "signing_keys" and connection.execute(select(func.count()).select_from(table)).scalar():
            raise InputError(
                "비어 있지 않은 데이터베이스에는 되살리지 않습니다. 새 데이터 폴더나 데이터베이스를 적어 주십시오."
            )
    connection.execute(metadata.tables["signing_keys"].delete())


def _read(archive: zipfile.ZipFile, connection: Connection, table: Table) -> int:
    count = 0
    with archive.open(f"{table.name}.jsonl") as lines:
        for rows in _batches(json.loads(line) for line in lines):
            connection.execute(table.insert(), rows)
            count += len(rows)
    if count and connection.dialect.name == "postgresql" and table.autoincrement_column is not None:
        # Rows brought their numbers: the next one is counted on from them
        column = table.autoincrement_column
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', column.name)
        connection.execute(select(func.setval(sequence, select(func.max(column)).scalar_subquery())))
    return count


def _batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == ROWS_AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
