"""The application database on PostgreSQL: the tests of tests/store run over it too; here is what only servers have."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from errors import StaleData, Unavailable
from settings import Settings
from store import open_store
from tests.conftest import Storage


@pytest.fixture
def there(storage: Storage, settings: Settings) -> Settings:
    return storage.settings(settings.reports_dir, settings.data_dir)


def test_processes_that_start_at_once_make_the_tables_once(there: Settings) -> None:
    with open_store(there).database.writing() as connection:
        for (name,) in connection.execute(
            text("select tablename from pg_tables where schemaname = 'public' and tablename not like 'index%'")
        ).all():
            connection.execute(text(f'drop table "{name}" cascade'))
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: open_store(there), range(4)))
    assert {store.questions.count() for store in stores} == {0}


def test_a_database_of_a_newer_version_is_left_alone(there: Settings) -> None:
    store = open_store(there)
    with store.database.writing() as connection:
        before = connection.execute(text("select version_num from alembic_version")).scalar()
        connection.execute(text("update alembic_version set version_num = '9999'"))
    try:
        with pytest.raises(StaleData, match="9999"):
            open_store(there)
    finally:
        with store.database.writing() as connection:
            connection.execute(text("update alembic_version set version_num = :before"), {"before": before})


def test_a_restart_of_the_server_is_one_polite_error_and_no_more(storage: Storage, there: Settings) -> None:
    store = open_store(there)
    store.synonyms.add("특교", ("특별교부세",), "김하늘")
    storage.postgres.stop()
    try:
        with pytest.raises(Unavailable, match="MUREOBOGO_DATABASE_URL"):
            store.synonyms.all()
    finally:
        storage.postgres.start()
    assert [kept.word for kept in store.synonyms.all()] == ["특교"]


def test_requests_of_two_processes_are_counted_together(there: Settings) -> None:
    one, other = open_store(there), open_store(there)
    windows = [(2, 60)]
    assert one.requests.take("question", "203.0.113.7", windows) == 0
    assert other.requests.take("question", "203.0.113.7", windows) == 0
    assert 0 < one.requests.take("question", "203.0.113.7", windows) <= 60
    assert other.requests.take("question", "203.0.113.8", windows) == 0
