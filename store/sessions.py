"""Sessions: a signed token in the browser, its hash in the database, and an end that no use puts off."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from sqlalchemy import Column, Index, Table, Text, select

from store.database import Database, metadata, stamp
from store.keys import signing_key
from store.users import User, user_of, users

LASTS = timedelta(hours=10)
"""A working day."""

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Text, primary_key=True),
    Column("user", Text, nullable=False),
    Column("created", Text, nullable=False),
    Column("expires", Text, nullable=False),
    Index("sessions_expires", "expires"),
)


class Sessions:
    """The sessions of the database. A token that this database did not sign is refused before any look-up."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key = signing_key(database, "session")

    def begin(self, user: User) -> str:
        """The token of a new session, to be kept in a cookie; sessions that have ended are swept out."""
        token = secrets.token_urlsafe(32)
        moment = self._database.clock()
        row = {"user": user.name, "created": stamp(moment), "expires": stamp(moment + LASTS)}
        with self._database.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.expires <= stamp(moment)))
            connection.execute(sessions.insert().values(hash=_hash(token), **row))
        return f"{token}.{self._signature(token)}"

    def user(self, signed: str) -> User | None:
        """Who holds this token, with the roles they have now; None when it is forged, ended or its user gone."""
        token = self._token(signed)
        if token is None:
            return None
        query = select(users).join(sessions, sessions.c.user == users.c.name)
        query = query.where(sessions.c.hash == _hash(token), sessions.c.expires > self._database.stamp())
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return user_of(row) if row else None

    def end(self, signed: str) -> None:
        token = self._token(signed)
        if token is not None:
            with self._database.writing() as connection:
                connection.execute(sessions.delete().where(sessions.c.hash == _hash(token)))

    def end_all(self, name: str) -> None:
        """End every session of a user: after a new password."""
        with self._database.writing() as connection:
            connection.execute(sessions.delete().where(sessions.c.user == name))

    def _token(self, signed: str) -> str | None:
        token, _, signature = signed.partition(".")
        return token if hmac.compare_digest(signature.encode(), self._signature(token).encode()) else None

    def _signature(self, token: str) -> str:
        return hmac.new(self._key, token.encode(), hashlib.sha256).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
