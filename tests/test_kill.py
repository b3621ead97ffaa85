"""A few kills of `python -m bench.kill`, which does a hundred: each step once, at moments of their own seed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

STEPS = ("making an index", "bringing a file", "swapping it in", "saving verdicts")


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is Linux's")
def test_a_process_killed_at_each_step_leaves_the_old_state_or_the_new() -> None:
    line = [sys.executable, "-m", "bench.kill", "--times", "4", "--seed", "20"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    found = {row[1]: list(map(int, row[2:])) for row in _rows(done.stdout)}
    assert tuple(found) == STEPS
    for kills, _, old, new, lost in found.values():
        assert (kills, lost) == (1, 0) and old + new == kills
    told = re.search(r"acknowledged: ([\d,]+), of them ([\d,]+) kept$", done.stdout.strip())
    assert told and told[1] == told[2] != "0"


def _rows(table: str) -> list[list[str]]:
    cells = [["", *(cell.strip() for cell in line.strip("|").split("|"))] for line in table.splitlines()]
    return [row for row in cells if row[1] in STEPS]
