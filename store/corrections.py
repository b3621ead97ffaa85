"""Figures put right by hand: apart from what was read, with the reason, never deleted.

A correction belongs to a figure of a report: its file, its row and its measure, and what is printed there
(`index.amended` finds it again when the report is read anew).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, Text, select

from records import Correction
from store.database import Database, metadata

corrections = Table(
    "figure_corrections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("report_id", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("row", Text, nullable=False),
    Column("printed", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("withdrawn", Boolean, nullable=False, default=False),
)

_GIVEN = ("report_id", "file", "start", "row", "printed", "text", "reason", "who")


class Corrections:
    """The corrections of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, correction: Correction) -> int:
        """Keep a correction; an earlier one of the same figure is withdrawn. Gives its id."""
        c, row = corrections.c, {name: getattr(correction, name) for name in _GIVEN}
        same = (c.file == correction.file) & (c.row == correction.row) & (c.start == correction.start)
        values: dict[str, Any] = {**row, "at": self._database.stamp(), "withdrawn": False}
        with self._database.writing() as connection:
            connection.execute(corrections.update().where(same).values(withdrawn=True))
            made = connection.execute(corrections.insert().values(**values))
        return int((made.inserted_primary_key or (0,))[0])

    def withdraw(self, number: int) -> bool:
        """Whether there was such a correction that held."""
        changed = corrections.update().where(corrections.c.id == number, corrections.c.withdrawn.is_(False))
        with self._database.writing() as connection:
            return bool(connection.execute(changed.values(withdrawn=True)).rowcount)

    def all(self) -> list[Correction]:
        """The corrections that hold, oldest first."""
        query = select(corrections).where(corrections.c.withdrawn.is_(False)).order_by(corrections.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Correction(**{name: row[name] for name in (*_GIVEN, "at", "id")}) for row in rows]
