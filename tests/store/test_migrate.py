"""Migrations: they make exactly the tables that the code knows, adopt what stood before them, and go back."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from errors import StaleData
from settings import Settings
from store import open_store
from store.database import FILE, metadata
from store.migrate import FOLDER, revision, revisions, upgrade


def test_the_migrations_make_what_the_tables_say(tmp_path: Path) -> None:
    with create_engine(f"sqlite:///{tmp_path}/fresh.db").begin() as connection:
        upgrade(connection)
        assert revision(connection) == revisions()[-1]
        differences = compare_metadata(MigrationContext.configure(connection), metadata)
    assert not differences, "write a migration: store/migrations/alembic.ini says how"


def test_a_database_from_before_the_migrations_keeps_what_it_holds(settings: Settings) -> None:
    with create_engine(f"sqlite:///{settings.data_dir}/{FILE}").begin() as connection:
        metadata.tables["synonyms"].create(connection)
        connection.execute(text("insert into synonyms values ('특교', '[\"특별교부세\"]', '김하늘', '')"))
    store = open_store(settings)
    assert [synonym.word for synonym in store.synonyms.all()] == ["특교"]
    assert store.questions.count() == 0


def test_opening_again_changes_nothing_and_a_newer_database_is_refused(settings: Settings) -> None:
    open_store(settings)
    store = open_store(settings)
    with store.database.writing() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(StaleData, match="9999"):
        open_store(settings)


def test_the_first_migration_can_be_undone(tmp_path: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with create_engine(f"sqlite:///{tmp_path}/undone.db").begin() as connection:
        upgrade(connection)
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
