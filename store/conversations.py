"""Conversations that go on: what a follow-up leans on and what the page shows again, kept until they expire.

Each is one text that only its writer understands, under the name that the log gives it: the key opens it, and is not
kept. One that nobody goes on with is forgotten after some hours; the log has a retention of its own.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Column, ColumnElement, Table, Text, delete, func, select

from store.database import Database, metadata, stamp, upsert
from store.questions import conversation_id

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("state", Text, nullable=False),
    Column("expires", Text, nullable=False, index=True),
)


SWEEP_EVERY = timedelta(minutes=1)


class Conversations:
    """The conversations of the database; each lasts `hours` from its last question."""

    def __init__(self, database: Database, hours: int) -> None:
        self._database = database
        self._lasts = timedelta(hours=hours)
        self._sweep_at = database.clock()

    def find(self, key: str) -> str | None:
        """The conversation of this key; None for one that never was, was dropped or has expired."""
        query = select(conversations.c.state).where(conversations.c.id == conversation_id(key), self._alive())
        with self._database.reading() as connection:
            return connection.execute(query).scalar()

    def keep(self, key: str, state: str) -> None:
        """Keep how far a conversation has come; now and then what has expired is swept out."""
        now = self._database.clock()
        values = {"state": state, "expires": stamp(now + self._lasts)}
        with self._database.writing(passing=True) as connection:
            if now >= self._sweep_at:
                connection.execute(delete(conversations).where(~self._alive()))
                self._sweep_at = now + SWEEP_EVERY
            upsert(connection, conversations, {"id": conversation_id(key)}, values)

    def drop(self, key: str) -> None:
        """Forget the conversation of this key."""
        self.forget(conversation_id(key))

    def forget(self, name: str) -> None:
        """Forget the conversation that the log calls so."""
        with self._database.writing() as connection:
            connection.execute(delete(conversations).where(conversations.c.id == name))

    def __len__(self) -> int:
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(conversations).where(self._alive())).scalar_one()

    def _alive(self) -> ColumnElement[bool]:
        return conversations.c.expires > self._database.stamp()
