"""`python -m bench.load --users 250 --seconds 300`: the site under load on loopback; prints a table.

Starts the site over the shipped reports with a data folder of its own, and locust beside it on the same machine. Four
of five users ask `POST /api/ask`, one is at the page; all think for three seconds between two questions.
`--soak` is the same for half an hour: memory at the end against a minute after the start.
"""

from __future__ import annotations

import argparse
import csv
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from bench.server import ROOT
from bench.site import running

WARM_SECONDS = 300
"""After which memory is taken to be what the load needs; sooner in a run of less than twenty minutes."""

SOAK = 1800

ANSWERS = {"/api/ask", "page: answer"}
"""The requests, by the names that `bench/locustfile.py` gives them, each of which brings an answer."""


class Memory(threading.Thread):
    """Notes what a process and its children hold, in MB, every second."""

    def __init__(self, process: psutil.Process) -> None:
        super().__init__(daemon=True)
        self.process = process
        self.taken: list[float] = []

    def run(self) -> None:
        while self.process.is_running():
            try:
                held = [each.memory_info().rss for each in (self.process, *self.process.children(recursive=True))]
                self.taken.append(sum(held) / 2**20)
            except psutil.Error:
                return
            time.sleep(1)


def ask(address: str, users: int, seconds: int, folder: Path) -> list[dict[str, str]]:
    """The rows of locust's own table."""
    line = [sys.executable, "-m", "locust", "--headless", "-f", "bench/locustfile.py", "-H", address, "--only-summary"]
    line += ["-u", str(users), "-r", str(max(1, users // 10)), "-t", f"{seconds}s", "--csv", str(folder / "load")]
    subprocess.run(line, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with (folder / "load_stats.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    failures = (folder / "load_failures.csv").read_text(encoding="utf-8").splitlines()[1:]
    print(*failures, sep="\n", end="\n" if failures else "")
    return rows


def table(rows: list[dict[str, str]], memory: list[float], cores: float) -> str:
    """The printed table; `cores` are the seconds of processor time that the site took meanwhile."""
    head = ["| what | requests | failed | a second | p50 ms | p95 ms | p99 ms |", "|---|---:|---:|---:|---:|---:|---:|"]
    keys = ("Name", "Request Count", "Failure Count", "Requests/s", "50%", "95%", "99%")
    lines = [f"| {' | '.join(_shown(row[key]) for key in keys)} |" for row in rows]
    begin = memory[min(WARM_SECONDS, len(memory) // 4)]
    growth = 100 * (memory[-1] - begin) / begin
    held = f"memory: {memory[0]:,.0f} MB before, {begin:,.0f} MB once warm, {memory[-1]:,.0f} MB at the end"
    held += f" ({growth:+.1f} %)"
    answered = sum(float(row["Request Count"]) for row in rows if row["Name"] in ANSWERS)
    took = f"site: {1000 * cores / max(answered, 1):,.1f} ms of processor time an answer"
    return "\n".join([*head, *lines, "", took, held])


def _shown(text: str) -> str:
    try:
        return f"{float(text):,.1f}".removesuffix(".0")
    except ValueError:
        return text


def _cores(process: psutil.Process) -> float:
    times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    return float(sum(time.user + time.system for time in times))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=250)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--processes", type=int, default=2, help="MUREOBOGO_ANSWER_PROCESSES (0 to 64)")
    parser.add_argument("--soak", action="store_true", help="half an hour")
    args = parser.parse_args()
    settings = {"TRUSTED_PROXIES": "127.0.0.1", "ANSWER_PROCESSES": args.processes}
    with tempfile.TemporaryDirectory() as place, running(ROOT / "reports", **settings) as site:
        site.wait_for_models()
        memory = Memory(site.process)
        memory.start()
        before = _cores(site.process)
        rows = ask(site.url, args.users, SOAK if args.soak else args.seconds, Path(place))
        print(table(rows, memory.taken, _cores(site.process) - before))
    return 0


if __name__ == "__main__":
    sys.exit(main())
