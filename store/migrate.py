"""The application database brought to the tables of this version, by Alembic's migrations in `migrations/versions`.

Alembic is imported only where something is to be done: a start over a database of this version asks for one row.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from errors import StaleData

FOLDER = Path(__file__).with_name("migrations")

LOCK = 0x6D696772
"""The number of the lock under which several processes that start at once take turns."""


def revisions() -> list[str]:
    """Every revision, oldest first, by the names of their files (r0001_tables.py)."""
    return sorted(path.stem.split("_")[0].removeprefix("r") for path in (FOLDER / "versions").glob("r*.py"))


def upgrade(connection: Connection) -> None:
    """Run what is missing, within the transaction of `connection`; tables from before the first revision are adopted.

    Raises StaleData for a database that a newer version has changed.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    here, known = revision(connection), revisions()
    if here == known[-1]:
        return
    if here is not None and here not in known:
        raise StaleData(
            f"응용 데이터베이스의 판이 {here}인데 이 프로그램은 {known[-1]}까지 압니다. 새 판을 써 주십시오."
        )
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def revision(connection: Connection) -> str | None:
    """The revision of the database; None where no migration has run."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("select version_num from alembic_version")).scalar()
    return found
