"""Two kills of `python -m bench.kill`, which does a hundred: while an index is made, and while a file is brought.

Swaps and verdicts are killed in tests/pages/test_rollback.py and tests/store/test_durable.py.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

STEPS = ("making an index", "bringing a file", "swapping it in", "saving verdicts")


@pytest.mark.skipif(sys.platform != "linux", reason="the clock of another process is Linux's")
def test_a_killed_process_leaves_the_old_state_or_the_new() -> None:
    line = [sys.executable, "-m", "bench.kill", "--times", "2", "--seed", "20"]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr
    found = {row[1]: list(map(int, row[2:])) for row in _rows(done.stdout)}
    assert tuple(found) == STEPS
    for kills, _, old, new, lost in (found[name] for name in STEPS[:2]):
        assert (kills, lost) == (1, 0) and old + new == kills


def _rows(table: str) -> list[list[str]]:
    cells = [["", *(cell.strip() for cell in line.strip("|").split("|"))] for line in table.splitlines()]
    return [row for row in cells if row[1] in STEPS]
