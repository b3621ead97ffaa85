"""Keys that this database signs with, one for each use; made when first asked for, the same ever after."""

from __future__ import annotations

import secrets

from sqlalchemy import Column, Table, Text, select

from store.database import Database, metadata, upsert

keys = Table("signing_keys", metadata, Column("name", Text, primary_key=True), Column("key", Text, nullable=False))


def signing_key(database: Database, name: str) -> bytes:
    """The key of a use (`session`, `feedback`): 32 random bytes."""
    with database.writing() as connection:
        database.turn(connection, f"key {name}")
        known = connection.execute(select(keys.c.key).where(keys.c.name == name)).scalar()
        if known is None:
            known = secrets.token_hex(32)
            upsert(connection, keys, {"name": name}, {"key": known})
    return bytes.fromhex(known)
