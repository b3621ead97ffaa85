"""A generation on servers: found by every process, swapped at once, the same answers as on one machine."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from answer.ask import Assistant
from bench.same import GOLDEN, conversations, said
from errors import NoIndex, StaleIndex, Unavailable
from index import shared
from index.build import build, is_current
from index.search import Index, open_index
from index.shared import SharedShelf
from settings import Settings
from tests.conftest import SHIPPED, Storage

SAMPLE = 12
"""Conversations that are asked: a few, for time."""

NOTES = "# 별빛구 2023년 업무보고\n\n## 물빛과\n\n- 하천 산책로 정비: 2.4km 구간에 조명 {lamps}개 설치\n"


def write_notes(folder: Path, lamps: int) -> None:
    (folder / "업무.md").write_text(NOTES.format(lamps=lamps), encoding="utf-8")


@pytest.fixture
def two(storage: Storage, settings: Settings, tmp_path: Path) -> tuple[Settings, Settings]:
    """Settings of two machines over the same servers and reports."""
    reports = settings.reports_dir
    return storage.settings(reports, tmp_path / "one"), storage.settings(reports, tmp_path / "two")


def test_golden_questions_are_answered_the_same_embedded_and_on_servers(storage: Storage, tmp_path: Path) -> None:
    reports = tmp_path / "some"
    reports.mkdir()
    for path in [*SHIPPED.glob("*2021-[ip]*s.csv"), *SHIPPED.glob("*2021-planning.md"), SHIPPED / "reports.toml"]:
        shutil.copy(path, reports)
    alone, there = Settings(reports_dir=reports, data_dir=tmp_path / "a"), storage.settings(reports, tmp_path / "b")
    for settings in (alone, there):
        assert build(reports, settings).changed and is_current(settings)
    elsewhere = Assistant.open(storage.settings(reports, tmp_path / "c"))
    embedded = Assistant.open(alone)
    asked = conversations(GOLDEN)
    for turns in asked[:: len(asked) // SAMPLE]:
        assert said(elsewhere, turns) == said(embedded, turns)
    assert not list((tmp_path / "b").rglob("observations.db")) and not list((tmp_path / "c").rglob("chroma"))


def test_a_swap_reaches_the_other_machine_and_what_is_old_goes(two: tuple[Settings, Settings]) -> None:
    one, other = two
    write_notes(one.reports_dir, 120)
    made = [build(one.reports_dir, one).generation]
    assistant = Assistant.open(other)
    assert "120개" in assistant.ask("산책로 조명은 몇 개 설치했나요?")[0].text
    for lamps in (130, 140):
        write_notes(one.reports_dir, lamps)
        made.append(build(one.reports_dir, one).generation)
    assert assistant.refresh() and not assistant.refresh()
    assert "140개" in assistant.ask("산책로 조명은 몇 개 설치했나요?")[0].text
    shelf = SharedShelf(one.data_dir, one.database_url, one.chroma_url)
    with shelf._connection() as connection:
        kept = set(connection.execute(shared.known.select()).scalars())
        owners = set(connection.execute(shared.TABLES.passages.select()).scalars())
    assert kept == owners == set(made[1:])


def test_two_builders_take_turns_and_the_second_finds_it_done(two: tuple[Settings, Settings]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    one, other = two
    write_notes(one.reports_dir, 150)
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda settings: build(settings.reports_dir, settings), (one, other)))
    assert sorted(summary.changed for summary in done) == [False, True]
    assert done[0].generation == done[1].generation


def test_an_index_of_another_shape_is_made_again_and_its_tables_go(
    two: tuple[Settings, Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = two
    write_notes(one.reports_dir, 160)
    build(one.reports_dir, one)
    shelf = SharedShelf(one.data_dir, one.database_url)
    with shelf._connection() as connection:
        connection.exec_driver_sql("create table index_00000000_passages (generation text)")
        connection.execute(shared.known.update().values(tables="index_00000000_"))
    with pytest.raises(StaleIndex, match="다른 판"):
        open_index(other)
    assert build(other.reports_dir, other).changed
    assert open_index(other).search("산책로", 1)
    write_notes(one.reports_dir, 170)
    build(one.reports_dir, one)
    with shelf._connection() as connection:
        left = connection.exec_driver_sql("select to_regclass('index_00000000_passages')").scalar()
    assert left is None


def test_chroma_may_go_and_come_back_while_questions_are_asked(
    storage: Storage, two: tuple[Settings, Settings]
) -> None:
    write_notes(two[0].reports_dir, 180)
    build(two[0].reports_dir, two[0])
    index = open_index(two[1])
    before = index.search("물가를 걷는 길", 3)
    storage.chroma.stop()
    try:
        assert index.search("물가를 걷는 길", 3) == before, "the array beside it is read instead"
        fresh = open_index(two[1])
        assert fresh.search("물가를 걷는 길", 3) == before
        write_notes(two[0].reports_dir, 190)
        with pytest.raises(Unavailable, match="MUREOBOGO_CHROMA_URL"):
            build(two[0].reports_dir, two[0])
    finally:
        storage.chroma.start()
    assert build(two[0].reports_dir, two[0]).changed
    assert _asks_chroma(index)


def _asks_chroma(index: Index) -> bool:
    """Whether its collection, which the swap left in place, is asked again."""
    index._without_chroma_until = 0.0
    index.search("물가를 걷는 길", 3)
    return index._without_chroma_until == 0.0


def test_postgresql_may_go_and_come_back_while_questions_are_asked(
    storage: Storage, two: tuple[Settings, Settings]
) -> None:
    write_notes(two[0].reports_dir, 200)
    build(two[0].reports_dir, two[0])
    assistant = Assistant.open(two[1])
    question = "산책로 조명은 몇 개 설치했나요?"
    before = said(assistant, [question])
    storage.postgres.stop()
    try:
        assert not assistant.refresh()
        assert said(assistant, [question]) == before
        with pytest.raises(Unavailable, match="MUREOBOGO_DATABASE_URL"):
            open_index(two[0])
    finally:
        storage.postgres.start()
    write_notes(two[0].reports_dir, 210)
    build(two[0].reports_dir, two[0])
    assert assistant.refresh() and "210개" in said(assistant, [question])[0]["answer"]


def test_servers_without_an_index_say_what_to_do(storage: Storage, two: tuple[Settings, Settings]) -> None:
    shelf = SharedShelf(two[0].data_dir, storage.database_url)
    with shelf._connection() as connection:
        connection.execute(shared.current.delete())
    with pytest.raises(NoIndex, match="python -m ingest"):
        open_index(two[0])
