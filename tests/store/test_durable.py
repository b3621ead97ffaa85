"""A verdict that was acknowledged is there after the process was killed; two processes may write at once."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from errors import Unavailable
from settings import Settings
from store import Store, open_store
from store.database import FILE
from store.reviews import Item

ROOT = Path(__file__).resolve().parents[2]
JUDGE = """
import sys
from settings import load_settings
from store import open_store
store = open_store(load_settings())
for position in range(int(sys.argv[1])):
    store.reviews.judge(1, position, sys.argv[2], "right")
    print(position, flush=True)
"""
ITEM = Item("q", "lookup", ({"answer": "1건"},))


def judging(settings: Settings, count: int, who: str) -> subprocess.Popen[str]:
    environment = os.environ | {"MUREOBOGO_DATA_DIR": str(settings.data_dir)}
    line = [sys.executable, "-c", JUDGE, str(count), who]
    return subprocess.Popen(line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def test_acknowledged_verdicts_outlive_a_kill(settings: Settings, store: Store) -> None:
    store.reviews.add_sample("표본", "김하늘", "기록", "random", 1, 1, [ITEM])
    for rounds in range(3):
        process = judging(settings, 100_000, f"평가{rounds}")
        assert process.stdout
        told = [process.stdout.readline() for _ in range(5 + 20 * rounds)]
        process.send_signal(signal.SIGKILL)
        acknowledged = {int(line) for line in [*told, *process.stdout.read().splitlines()] if line.strip().isdecimal()}
        process.wait()
        kept = {v.position for v in open_store(settings).reviews.verdicts(1) if v.evaluator == f"평가{rounds}"}
        assert acknowledged <= kept
        assert len(acknowledged) >= 5


def test_two_processes_and_many_threads_write_at_once(settings: Settings, store: Store) -> None:
    store.reviews.add_sample("표본", "김하늘", "기록", "random", 1, 1, [ITEM])
    others = [judging(settings, 40, who) for who in ("가", "나")]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda position: store.reviews.judge(1, position, "다", "right"), range(40)))
    assert [process.wait() for process in others] == [0, 0]
    for process in others:
        assert process.stdout
        process.stdout.close()
    assert len(store.reviews.verdicts(1)) == 120


def test_a_writer_that_holds_the_database_costs_the_log_and_no_answer(settings: Settings, store: Store) -> None:
    holder = sqlite3.connect(settings.data_dir / FILE, isolation_level=None)
    with closing(holder):
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="database is locked"):
            store.questions.add("열쇠", "질문", {"refused": False, "answer": "답"})
        with pytest.raises(Unavailable, match="database is locked"):
            store.conversations.keep("열쇠", "{}")
        holder.execute("ROLLBACK")
    assert store.questions.add("열쇠", "질문", {"refused": False, "answer": "답"}) == 1


def test_a_full_disk_is_told_and_takes_nothing_that_was_acknowledged(settings: Settings, store: Store) -> None:
    store.reviews.add_sample("표본", "김하늘", "기록", "random", 1, 1, [ITEM])
    store.database.engine.dispose()

    @event.listens_for(store.database.engine, "connect")
    def _small(connection: Any, _record: Any) -> None:
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count={pages + 4}")  # what SQLite says then is what a full disk says

    kept = []
    with pytest.raises(Unavailable, match=r"full.*디스크 공간"):
        for position in range(100):
            store.reviews.judge(1, position, "김하늘", "right", "메모 " * 400)
            kept.append(position)
    with pytest.raises(Unavailable, match="full"):
        store.questions.add("열쇠", "질문 " * 4000, {"refused": False, "answer": "답"})
    assert kept and [verdict.position for verdict in open_store(settings).reviews.verdicts(1)] == kept
