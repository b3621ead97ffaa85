"""`python -m bench.faults`: what askers notice when servers fail or the index is swapped under load; prints a table.

Two app processes behind nginx over PostgreSQL and Chroma, all on loopback. Askers ask without a pause, each question a
visit of its own, so that both processes are asked; meanwhile something happens to the servers.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.engines import Engines, missing
from index.build import build
from pages.conversations import new_key
from settings import Settings

QUESTION, FOLLOW_UP = "산책로 조명은 몇 개 설치했나요?", "언제 마쳤나요?"
LAMPS, DONE = 120, "10월"
NOTES = """# 별빛구 2023년 업무보고

## 물빛과

- 하천 산책로 정비: 2.4km 구간에 산책로 조명 {lamps}개 설치
- 산책로 조명 설치 공사는 10월에 마침
"""

ASKERS = 3
DOWN_SECONDS = 1.0
SETTLED = 15
"""Good replies in a row after which all is well again."""

PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of one question: the HTTP status (0: the connection broke), and the JSON object."""

    at: float
    status: int
    body: dict[str, Any]

    @property
    def answered(self) -> bool:
        return self.status == 200 and not self.body.get("refused", True)

    @property
    def polite(self) -> bool:
        """An error that says in Korean what to do."""
        return self.status != 200 and bool(re.search("[가-힣]", self.body.get("error", {}).get("message", "")))

    @property
    def mixed(self) -> bool:
        """An answer whose figure is not the figure of the words it quotes."""
        figures = set(re.findall(r"조명 (\d+)개", json.dumps(self.body.get("citations", []), ensure_ascii=False)))
        said = set(re.findall(r"(\d+)개", self.body.get("answer", "")))
        return self.answered and (len(figures) != 1 or not said <= figures)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the fault table. `seconds`: from the fault until every reply is an answer again."""

    what: str
    asked: int
    answered: int
    polite: int
    broken: int
    mixed: int
    seconds: float


def post(url: str, question: str, conversation: str | None = None, visit: str = "") -> Reply:
    """Ask over HTTP; never raises. Questions of one visit go to one process while it lives."""
    body = json.dumps({"question": question, "conversation": conversation}).encode()
    request = urllib.request.Request(f"{url}/api/ask", body, _headers(visit or new_key()))
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return Reply(time.monotonic(), reply.status, json.loads(reply.read()))
    except urllib.error.HTTPError as error:
        return Reply(time.monotonic(), error.code, _object(error.read()))
    except (OSError, ValueError):
        return Reply(time.monotonic(), 0, {})


def _headers(visit: str) -> dict[str, str]:
    return {"content-type": "application/json", "cookie": f"mureobogo_visit={visit}"}


def _object(text: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(text))
    except ValueError:
        return {}


@dataclass
class Load:
    """ASKERS threads that ask one question after another."""

    url: str
    replies: list[Reply] = field(default_factory=list)
    _over: threading.Event = field(default_factory=threading.Event)

    def _ask(self) -> None:
        while not self._over.is_set():
            self.replies.append(post(self.url, QUESTION))

    @contextmanager
    def running(self) -> Iterator[None]:
        threads = [threading.Thread(target=self._ask, daemon=True) for _ in range(ASKERS)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join(70)

    def wait(self, since: float) -> None:
        """Until SETTLED replies in a row after `since` were answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            recent = [reply for reply in list(self.replies) if reply.at > since][-SETTLED:]
            if len(recent) == SETTLED and all(reply.answered for reply in recent):
                return
            time.sleep(0.05)

    def row(self, what: str, since: float) -> Row:
        bad = [reply.at - since for reply in self.replies if not reply.answered and reply.at > since]
        return Row(
            what,
            len(self.replies),
            sum(reply.answered for reply in self.replies),
            sum(reply.polite for reply in self.replies),
            sum(not reply.answered and not reply.polite for reply in self.replies),
            sum(reply.mixed for reply in self.replies),
            max(bad, default=0.0),
        )


class Deployment:
    """Two app processes behind a proxy, over their own PostgreSQL and Chroma."""

    def __init__(self, engines: Engines, reports: Path) -> None:
        self.postgres, database = engines.postgres()
        self.chroma, chroma = engines.chroma()
        self.reports = reports
        self.settings = Settings(
            reports_dir=reports, data_dir=engines.folder / "ingest", database_url=database, chroma_url=chroma
        )
        self.swap(LAMPS)
        shared = {"DATABASE_URL": database, "CHROMA_URL": chroma, "REPORTS_DIR": reports, "RATE_LIMIT": ""}
        sites = [engines.app({**shared, "DATA_DIR": engines.folder / f"app{n}"}, wait=False) for n in range(2)]
        self.apps = [site.server for site in sites]
        for app in self.apps:
            app.wait()
        self.urls = [site.url for site in sites]
        _, self.url = engines.proxy(self.urls)

    def swap(self, lamps: int) -> None:
        """Make an index current in which there are so many lamps."""
        (self.reports / "업무.md").write_text(NOTES.format(lamps=lamps), encoding="utf-8")
        build(self.reports, self.settings)

    def under_load(self, what: str, happens: Callable[[], object]) -> Row:
        """Ask all the while, let it happen, and go on until all is well again."""
        load = Load(self.url)
        with load.running():
            load.wait(0.0)
            since = time.monotonic()
            happens()
            load.wait(time.monotonic())
        return load.row(what, since)

    def stream(self, visit: str) -> Any:
        """The stream of Gradio's events for one question of a visit, through the proxy."""
        headers = _headers(visit)
        body = json.dumps({"data": [QUESTION, None]}).encode()
        called = f"{self.url}/gradio_api/call/ask"
        with urllib.request.urlopen(urllib.request.Request(called, body, headers), timeout=60) as reply:
            event = json.loads(reply.read())["event_id"]
        return urllib.request.urlopen(urllib.request.Request(f"{called}/{event}", headers=headers), timeout=60)

    def open_stream(self, visit: str) -> Any:
        """The stream that a visit's open page holds; it ends when the process does that serves it."""
        request = urllib.request.Request(f"{self.url}/gradio_api/heartbeat/{visit}", headers=_headers(visit))
        return urllib.request.urlopen(request, timeout=60)

    def serving(self, visit: str) -> int:
        """Which process answers a visit: the one that counts a question more after one more is asked."""
        before = [self._counted(url) for url in self.urls]
        post(self.url, QUESTION, visit=visit)
        return [self._counted(url) > count for url, count in zip(self.urls, before, strict=True)].index(True)

    def _counted(self, url: str) -> float:
        with urllib.request.urlopen(f"{url}/metrics", timeout=60) as reply:
            return sum(map(float, re.findall(r"^mureobogo_questions_total\{.*\} (\S+)$", reply.read().decode(), re.M)))


def faults(site: Deployment) -> list[Row]:
    """Every row of the table, in an order in which each fault is over before the next."""
    return [
        site.under_load("색인 교체", lambda: site.swap(LAMPS + 10)),
        site.under_load("PostgreSQL 다시 시작", lambda: site.postgres.restart(DOWN_SECONDS)),
        site.under_load("Chroma 다시 시작", lambda: site.chroma.restart(DOWN_SECONDS)),
        site.under_load("앱 하나 강제 종료", site.apps[0].kill),
        site.under_load("그 앱이 돌아옴", site.apps[0].start),
    ]


def print_table(rows: list[Row]) -> None:
    print("| 일어난 일 | 물음 | 답 | 정중한 오류 | 끊김 | 섞인 답 | 회복(초) |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        counts = " | ".join(f"{n:,}" for n in (row.asked, row.answered, row.polite, row.broken, row.mixed))
        print(f"| {row.what} | {counts} | {row.seconds:.1f} |")


def main() -> int:
    if lacking := missing():
        print(lacking, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="mureobogo-faults-") as reports, Engines() as engines:
        print_table(faults(Deployment(engines, Path(reports))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
