"""Requests counted by client in moving windows, where several processes share the count."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Float, Integer, Table, Text, delete, func, select

from store.database import Database, metadata

requests = Table(
    "requests",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("client", Text, nullable=False, index=True),
    Column("at", Float, nullable=False, index=True),
)


class Requests:
    """The requests of the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, kind: str, client: str, windows: Sequence[tuple[int, int]]) -> float:
        """Count a request and give 0; or count none, and give the seconds until it may come again.

        `windows` are (how many, in how many seconds); what is older than the longest of them is swept out.
        """
        if not windows:
            return 0.0
        moment = self._database.clock().timestamp()
        mine = (requests.c.kind == kind) & (requests.c.client == client)
        with self._database.writing() as connection:
            self._database.turn(connection, f"{kind} {client}")
            connection.execute(delete(requests).where(requests.c.at <= moment - max(length for _, length in windows)))
            for most, length in windows:
                within = mine & (requests.c.at > moment - length)
                if connection.execute(select(func.count()).where(within)).scalar_one() >= most:
                    # As soon as the oldest of the last `most` has left the window
                    newest = select(requests.c.at).where(within).order_by(requests.c.at.desc()).offset(most - 1)
                    oldest: float = connection.execute(newest.limit(1)).scalar_one()
                    return oldest + length - moment
            connection.execute(requests.insert().values(kind=kind, client=client, at=moment))
        return 0.0
