"""Seconds from `python chat_app.py` until the page is there, and until it answers; the memory it then holds."""

from __future__ import annotations

import json
import time
import urllib.request
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.server import answers
from bench.site import SECONDS_TO_OPEN, running


class Page(NamedTuple):
    usable: float
    ready: float
    answered: float
    memory_mb: float


def measure_page(reports: Path, data: Path, question: str) -> Page:
    """Start the page over an index that is already there, ask one question, stop it."""
    started = time.perf_counter()
    with running(reports, data) as site:
        site.server.wait(SECONDS_TO_OPEN, lambda: answers(f"{site.url}/"))
        usable = time.perf_counter() - started
        site.server.wait(SECONDS_TO_OPEN)
        ready = time.perf_counter() - started
        _ask(site.url, question)
        return Page(usable, ready, time.perf_counter() - started, _memory(site.process))


def _ask(address: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS_TO_OPEN) as reply:
        json.load(reply)


def _memory(process: psutil.Process) -> float:
    """What the process and its children hold in memory, MiB."""
    family = (process, *process.children(recursive=True))
    held: int = sum(each.memory_info().rss for each in family)
    return held / 2**20
