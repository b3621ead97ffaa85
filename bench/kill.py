"""`python -m bench.kill --times 100`: kill -9 at random moments, and what is there afterwards; prints a table.

Steps in turn: making an index, bringing a file, swapping it in, saving verdicts. A process is killed at a moment drawn
over the whole work of its step, counted in the time that it has had a processor, so that a busy machine draws no other
moments than a quiet one; of saving verdicts in the half second after the first. Another process then opens what is left
as a start of the page would. It must find the old state or the new one, whole and answering, and every verdict that was
acknowledged. Ends with 1 where it does not. Linux alone: the clock of another process is read.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from answer.ask import Assistant
from index.build import build
from index.embed import load_embedder
from pages.opening import Progress
from pages.staff.staging import Staging
from settings import Settings, load_settings
from store import open_store
from store.reviews import Item

QUESTION, FILE = "물빛과 예산액은 얼마인가요?", "업무보고.md"
NOTES = "# 2024년 별빛구 업무보고\n\n## 물빛과\n\n- 예산액: {amount}백만원\n"
MORE = "\n".join(f"- 하천 정비 {n}구간: {n * 3}km, 수질 검사 {n}회" for n in range(1, 200))
PATIENCE = 120.0
"""Seconds after which a process that only looks is taken to hang."""

OLD, NEW, LOST = "old", "new", "lost"


@dataclass(frozen=True, slots=True)
class World:
    """A data folder and a reports folder that outlive their processes; `amount` is what the index says."""

    settings: Settings
    incoming: Path

    @property
    def report(self) -> Path:
        return self.settings.reports_dir / FILE


def words(amount: int) -> str:
    return NOTES.format(amount=f"{amount:,}") + MORE + "\n"


def make(world: World, amount: int, said: int) -> None:
    """Step: the report changed on the disk, and the index is made anew."""
    draft = world.report.with_name(".draft")
    draft.write_text(words(amount), encoding="utf-8")
    os.replace(draft, world.report)
    build(world.settings.reports_dir, world.settings)


def bring(world: World, amount: int, said: int) -> str:
    """Step: a file is taken in and read aside."""
    (world.incoming / FILE).write_text(words(amount), encoding="utf-8")
    staging = Staging(world.settings, build_here)
    batch = staging.stage([world.incoming / FILE])
    list(staging.read(batch))
    return batch


def swap(world: World, amount: int, said: int) -> None:
    """Step: a file is taken in and made part of the reports."""
    before = hashlib.sha256(world.report.read_bytes()).hexdigest()
    Staging(world.settings, build_here).swap_in(bring(world, amount, said), {FILE: before}, _nothing)


def judge(world: World, amount: int, said: int) -> None:
    """Step: verdicts are saved, each acknowledged by a line."""
    reviews = open_store(world.settings).reviews
    for position in range(10**6):
        reviews.judge(1, position, f"평가{amount}", "right")
        os.write(said, f"{position}\n".encode())


def build_here(settings: Settings, progress: Progress) -> None:
    build(settings.reports_dir, settings)


def _nothing(what: str, done: int, total: int) -> None:
    """Nobody watches."""


Act = Callable[[World, int, int], object]
"""What a process does: in a world, towards an amount, telling what it did by a file descriptor."""

STEPS: Mapping[str, Act] = {
    "making an index": make,
    "bringing a file": bring,
    "swapping it in": swap,
    "saving verdicts": judge,
}


def look(world: World, amount: int, said: int) -> None:
    """What a start of the page finds: the amounts that the report and the index tell."""
    Staging(world.settings, build_here)  # undoes what was left half done
    whole = hashlib.sha256(world.report.read_bytes()).hexdigest()
    answer, _ = Assistant.open(world.settings).ask(QUESTION)
    os.write(said, json.dumps({"report": whole, "answer": answer.text}).encode())


Due = Callable[[int, int], bool]
"""Whether a process is to be killed now: by its id, and the end of the pipe that it writes to."""


def run_apart(act: Act, world: World, amount: int, due: Due) -> tuple[bytes, bool]:
    """What `act` said in a process of its own, killed as soon as it is `due`; and whether it had ended by then."""
    receiving, said = os.pipe()
    child = os.fork()
    if child == 0:
        _act(act, world, amount, said)
    os.close(said)
    ended = _wait(child, receiving, due)
    if not ended:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        os.waitpid(child, 0)
    with os.fdopen(receiving, "rb") as pipe:
        return pipe.read(), ended


def _wait(child: int, receiving: int, due: Due) -> bool:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not due(child, receiving):
        if os.waitpid(child, os.WNOHANG)[0]:
            return True
        time.sleep(0.001)
    return False


def never(child: int, receiving: int) -> bool:
    """Left alone, but for PATIENCE."""
    return False


def worked(child: int) -> float:
    """Seconds that a process has had a processor; 0 for one that has just ended."""
    try:
        return time.clock_gettime((~child << 3) | _SCHEDULED)
    except OSError:
        return 0.0


_SCHEDULED = 2
"""In Linux a clock of another process is its id and this."""


def after_work(seconds: float) -> Due:
    return lambda child, receiving: worked(child) >= seconds


def after_first_word(seconds: float) -> Due:
    """Due some seconds after the process has said something."""
    heard: list[float] = []

    def due(child: int, receiving: int) -> bool:
        if not heard and select.select([receiving], [], [], 0)[0]:
            heard.append(time.monotonic())
        return bool(heard) and time.monotonic() >= heard[0] + seconds

    return due


def _act(act: Act, world: World, amount: int, said: int) -> None:
    os.setsid()  # its own children die with it
    try:
        act(world, amount, said)
        os._exit(0)
    except BaseException as error:
        os.write(2, f"{type(error).__name__}: {error}\n".encode())
        os._exit(1)


class Trials:
    """Kills one step after the other and keeps count of what was found."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.random = random.Random(seed)
        self.amount = 1000
        self.judges = 0
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in STEPS}
        self.faults: list[str] = []
        self.lengths: dict[str, float] = {}

    def begin(self) -> None:
        """The first index, and a sample to judge."""
        self.world.report.write_text(words(self.amount), encoding="utf-8")
        run_apart(make, self.world, self.amount, never)
        store = open_store(self.world.settings)
        store.reviews.add_sample("표본", "기계", "기록", "random", 1, 1, [Item("q", "lookup", ({"answer": "1건"},))])
        store.close()

    def _length(self, name: str) -> float:
        """Seconds of a processor that a step takes when it is left alone; measured before its first kill."""
        if name not in self.lengths:
            self.lengths[name] = self._measured(STEPS[name])
        return self.lengths[name]

    def _measured(self, act: Act) -> float:
        seconds = 0.0

        def measured(child: int, receiving: int) -> bool:
            nonlocal seconds
            seconds = max(seconds, worked(child))
            return False

        self.amount += act is not bring
        run_apart(act, self.world, self.amount, measured)
        return seconds

    def kill(self, name: str) -> None:
        self.judges += 1
        act = STEPS[name]
        if act is judge:
            told, ended = run_apart(act, self.world, self.judges, after_first_word(self.random.uniform(0, 0.5)))
            self._count(name, *self._verdicts(told, self.judges), self.judges)
        else:
            moment = self.random.uniform(0, self._length(name))
            _, ended = run_apart(act, self.world, self.amount + 1, after_work(moment))
            self._count(name, *self._state(self.amount + 1), self.amount + 1)
        self.counts[name]["ended"] += ended

    def _verdicts(self, told: bytes, amount: int) -> tuple[str, str]:
        acknowledged = {int(line) for line in told.splitlines()}
        store = open_store(self.world.settings)
        kept = {v.position for v in store.reviews.verdicts(1) if v.evaluator == f"평가{amount}"}
        store.close()
        self.counts["saving verdicts"]["acknowledged"] += len(acknowledged)
        self.counts["saving verdicts"]["missing"] += len(acknowledged - kept)
        return (LOST, f"{acknowledged - kept}") if acknowledged - kept else (NEW if kept else OLD, "")

    def _state(self, amount: int) -> tuple[str, str]:
        found, ended = run_apart(look, self.world, 0, never)
        if not ended or not found:
            return LOST, "nothing answers"
        told = json.loads(found)
        whole = {hashlib.sha256(words(each).encode()).hexdigest() for each in (self.amount, amount)}
        if told["report"] not in whole:
            return LOST, "the report is neither the old one nor the new"
        said = {state: f"{each:,}백만원" in told["answer"] for state, each in ((OLD, self.amount), (NEW, amount))}
        return next(((state, "") for state in (NEW, OLD) if said[state]), (LOST, told["answer"]))

    def _count(self, name: str, state: str, why: str, amount: int) -> None:
        self.counts[name]["kills"] += 1
        self.counts[name][state] += 1
        if state == LOST:
            self.faults.append(f"{name}: {why}")
        if STEPS[name] is judge:
            return
        if state == NEW:
            self.amount = amount
        # Whatever the kill left, the next one starts from the report that the index tells
        self.world.report.write_text(words(self.amount), encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100, help="kills in all")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    load_settings()
    load_embedder("bundled")  # before the first fork, as the imports, so that no process spends its time on loading
    importlib.import_module("langchain_chroma")
    importlib.import_module("kiwipiepy")
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("reports", "data", "incoming")]
        for folder in folders:
            folder.mkdir()
        settings = Settings(reports_dir=folders[0], data_dir=folders[1], database_url="")
        trials = Trials(World(settings, folders[2]), args.seed)
        trials.begin()
        for number in range(args.times):
            trials.kill(list(STEPS)[number % len(STEPS)])
            print(f"\r{number + 1}/{args.times}", end="", file=sys.stderr, flush=True)
    print(table(trials))
    for fault in trials.faults:
        print(fault, file=sys.stderr)
    return 1 if trials.faults else 0


def table(trials: Trials) -> str:
    rows = [
        "| step | kills | ended before | old state | new state | lost |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, found in trials.counts.items():
        cells = (found[key] for key in ("kills", "ended", OLD, NEW, LOST))
        rows.append(f"| {name} | {' | '.join(map(str, cells))} |")
    kept = trials.counts["saving verdicts"]["acknowledged"] - trials.counts["saving verdicts"]["missing"]
    told = f"verdicts acknowledged: {trials.counts['saving verdicts']['acknowledged']:,}, of them {kept:,} kept"
    return "\n".join([*rows, told])


if __name__ == "__main__":
    sys.exit(main())
