"""Seconds from `python chat_app.py` until the page is there, and until it answers; the memory it then holds."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import NamedTuple

import psutil

SECONDS = 120.0


class Page(NamedTuple):
    usable: float
    ready: float
    answered: float
    memory_mb: float


def measure_page(reports: Path, data: Path, question: str) -> Page:
    """Start the page over an index that is already there, ask one question, stop it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    place = {"MUREOBOGO_REPORTS_DIR": str(reports), "MUREOBOGO_DATA_DIR": str(data), "MUREOBOGO_PORT": str(port)}
    address = f"http://127.0.0.1:{port}"
    started = time.perf_counter()
    server = subprocess.Popen(
        [sys.executable, "chat_app.py"], env=os.environ | place, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(f"{address}/")
        usable = time.perf_counter() - started
        _wait(f"{address}/readyz")
        ready = time.perf_counter() - started
        _ask(address, question)
        return Page(usable, ready, time.perf_counter() - started, _memory(server.pid))
    finally:
        server.terminate()
        server.wait(30)


def _wait(address: str) -> None:
    end = time.perf_counter() + SECONDS
    while time.perf_counter() < end:
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                if reply.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise TimeoutError(f"{address} did not answer within {SECONDS:g} s")


def _ask(address: str, question: str) -> None:
    body = json.dumps({"question": question}).encode()
    request = urllib.request.Request(f"{address}/api/ask", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=SECONDS) as reply:
        json.load(reply)


def _memory(pid: int) -> float:
    """What the process and its children hold in memory, MiB."""
    process = psutil.Process(pid)
    family = (process, *process.children(recursive=True))
    held: int = sum(each.memory_info().rss for each in family)
    return held / 2**20
