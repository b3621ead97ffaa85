"""Alembic's entry: over the connection that `store.migrate` hands over, or over the database of the settings."""

from __future__ import annotations

from alembic import context
from sqlalchemy.engine import Connection

import store.store  # noqa: F401  (puts every group of tables into `metadata`)
from settings import load_settings
from store.database import engine_of, metadata


def run(connection: Connection) -> None:
    # SQLite changes a column by copying its table, which batches do
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, include_name=ours)
    with context.begin_transaction():
        context.run_migrations()


def ours(name: str | None, kind: str, parents: object) -> bool:
    """Tables of indexes (`index.shared`) are written anew with each index, not migrated."""
    return not (kind == "table" and (name or "").startswith("index_"))


if (given := context.config.attributes.get("connection")) is not None:
    run(given)
else:
    with engine_of(load_settings()).connect() as connection, connection.begin():
        run(connection)
