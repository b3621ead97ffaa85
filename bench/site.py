"""The site as users start it, `python chat_app.py`, at a port of its own on loopback."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from bench.server import Server, answers, free_port
from settings import PREFIX

SECONDS_TO_OPEN = 600.0
"""A first start makes the index before it answers."""


@dataclass(frozen=True, slots=True)
class Site:
    """An app process and its address. It answers when `server` is waited for; its models may load behind that."""

    url: str
    server: Server

    @property
    def process(self) -> psutil.Process:
        assert self.server.process is not None
        return psutil.Process(self.server.process.pid)

    def wait_for_models(self) -> None:
        self.server.wait(SECONDS_TO_OPEN, lambda: answers(f"{self.url}/readyz", b'"models":true'))


def make_site(settings: Mapping[str, object], log: Path) -> Site:
    """A site with these settings (names without their prefix), not yet started; it writes into the file `log`."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    chosen = {**settings, "HOST": "127.0.0.1", "PORT": port}
    environment = {f"{PREFIX}{name}": str(value) for name, value in chosen.items()}
    return Site(url, Server([sys.executable, "chat_app.py"], lambda: answers(f"{url}/readyz"), log, environment))


@contextmanager
def running(reports: Path, data: Path | None = None, **settings: object) -> Iterator[Site]:
    """A site over `reports` that has been started and not waited for; without `data` its index is made in a scratch."""
    with tempfile.TemporaryDirectory(prefix="mureobogo-bench-") as scratch:
        places = {"REPORTS_DIR": reports.resolve(), "DATA_DIR": data or Path(scratch, "data")}
        site = make_site({**places, **settings}, Path(scratch, "site.log"))
        site.server.start(wait=False)
        try:
            yield site
        finally:
            site.server.stop()
