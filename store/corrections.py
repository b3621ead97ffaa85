"""Figures that were misread and put right by hand: apart from what was read, with the reason, never deleted.

A correction belongs to words at a place in a report of this content, so it holds when the report is read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, Text, select

from store.database import Database, metadata

corrections = Table(
    "corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("printed", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
)


@dataclass(frozen=True, slots=True)
class Correction:
    """`printed` is what stands from `start` to `end` of the report's text, `value` what it should say."""

    report_id: str
    file: str
    start: int
    end: int
    printed: str
    value: str
    reason: str
    who: str
    at: str = ""
    id: int = 0


class Corrections:
    """The corrections of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, correction: Correction) -> int:
        """Keep a correction; an earlier one of the same place is withdrawn. Gives its id."""
        same = (corrections.c.report_id == correction.report_id) & (corrections.c.start == correction.start)
        row: dict[str, Any] = {name: getattr(correction, name) for name in _GIVEN}
        with self._database.writing() as connection:
            connection.execute(corrections.update().where(same).values(withdrawn=True))
            made = connection.execute(corrections.insert().values(**row, at=self._database.stamp(), withdrawn=False))
        return int((made.inserted_primary_key or (0,))[0])

    def withdraw(self, number: int) -> bool:
        changed = corrections.update().where(corrections.c.id == number, corrections.c.withdrawn.is_(False))
        with self._database.writing() as connection:
            return bool(connection.execute(changed.values(withdrawn=True)).rowcount)

    def all(self) -> list[Correction]:
        """The corrections that hold, oldest first."""
        query = select(corrections).where(corrections.c.withdrawn.is_(False)).order_by(corrections.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Correction(**{name: row[name] for name in (*_GIVEN, "at", "id")}) for row in rows]


_GIVEN = ("report_id", "file", "start", "end", "printed", "value", "reason", "who")
