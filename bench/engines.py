"""PostgreSQL, a Chroma server, app processes and nginx on loopback, without a container engine: for tests and benches.

    .venv/bin/python -m bench.engines        starts PostgreSQL and Chroma, prints the settings, and waits for Ctrl+C

Programs come from Debian (`postgresql`, `nginx-light`) and from PyPI (`chromadb`). Nothing is left behind.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.server import ROOT, Command, Server, answers, free_port, listens
from bench.site import Site, make_site
from settings import PREFIX

PROXY = ROOT / "docs" / "deploy" / "nginx.conf.template"
USER = DATABASE = "mureobogo"


def missing() -> str:
    """What this machine lacks to start the servers, with the remedy; "" when all is there."""
    wanted = {
        "postgresql": _postgres_folder() is not None,
        "nginx": _nginx() is not None,
        "chromadb": _chroma().exists(),
    }
    lacking = [name for name, there in wanted.items() if not there]
    return f"{', '.join(lacking)} not installed (apt-get install postgresql nginx-light)" if lacking else ""


def _postgres_folder() -> Path | None:
    """The newest PostgreSQL of Debian, which keeps its programs out of the path, or that of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    here = shutil.which("initdb")
    return found[-1].parent if found else Path(here).parent if here else None


def _nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def _chroma() -> Path:
    return Path(sys.executable).with_name("chroma")


def _tells(log: Path, words: str) -> bool:
    """Whether a server has written these words."""
    return words in log.read_text(encoding="utf-8", errors="replace")


class Engines:
    """A set of servers over one temporary folder; what was started is stopped by `close`, whatever happened."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="mureobogo-engines-"))
        self.folder.chmod(0o755)  # PostgreSQL refuses to run as root, and its own user has to get here
        self._started: list[Server] = []

    def __enter__(self) -> Engines:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for server in reversed(self._started):
            server.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, server: Server, wait: bool = True) -> Server:
        self._started.append(server)
        server.start(wait)
        return server

    def postgres(self) -> tuple[Server, str]:
        """PostgreSQL over an empty database, and its address as the setting takes it."""
        programs = _postgres_folder()
        assert programs is not None
        data, port = self.folder / "postgres", free_port()
        data.mkdir()
        user = None
        if os.geteuid() == 0:
            user = "postgres"
            shutil.chown(data, user, user)
        make: Command = [programs / "initdb", "-D", data, *f"-U {USER} -A trust -E UTF8 --locale=C --no-sync".split()]
        subprocess.run(make, check=True, capture_output=True, user=user, group=user, cwd="/")
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", f"port={port}"]
        command: Command = [programs / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
        asks: Command = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]

        def ready() -> bool:
            return subprocess.run(asks, check=False).returncode == 0

        # It would wait for its clients to go; SIGINT sends them away, as pg_ctl does
        server = Server(command, ready, self.folder / "postgres.log", user=user, end=signal.SIGINT)
        self._begin(server)
        address = ["-h", "127.0.0.1", "-p", str(port), "-U", USER, DATABASE]
        subprocess.run([programs / "createdb", *address], check=True, capture_output=True)
        return server, f"postgresql+psycopg://{USER}@127.0.0.1:{port}/{DATABASE}"

    def chroma(self) -> tuple[Server, str]:
        """An empty Chroma server, and its address."""
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        place = f"--host 127.0.0.1 --port {port}".split()
        command: Command = [_chroma(), "run", "--path", self.folder / "chroma", *place]
        server = Server(command, lambda: answers(f"{url}/api/v2/heartbeat"), self.folder / "chroma.log")
        return self._begin(server), url

    def dask(self, workers: int = 2) -> tuple[list[Server], str]:
        """Workers of one thread each behind a Dask scheduler, and the scheduler's address."""
        port = free_port()
        address = f"tcp://127.0.0.1:{port}"
        place = ["--host", "127.0.0.1", "--no-dashboard"]
        command: Command = [sys.executable, "-m", "distributed.cli.dask_scheduler", *place, "--port", str(port)]
        self._begin(Server(command, lambda: listens(port), self.folder / "scheduler.log"))
        work: Command = [sys.executable, "-m", "distributed.cli.dask_worker", address, *place, "--nthreads", "1"]
        logs = [self.folder / f"worker-{n}.log" for n in range(workers)]
        found = [Server([*work, "--no-nanny"], partial(_tells, log, "Registered to"), log) for log in logs]
        started = [self._begin(server, wait=False) for server in found]
        for server in started:
            server.wait()  # on a busy machine one may be there half a minute before the other
        return started, address

    def app(self, settings: Mapping[str, object], wait: bool = True) -> Site:
        """An app process with these settings (names without their prefix)."""
        site = make_site(settings, Path(tempfile.mkstemp(".log", "app-", self.folder)[1]))
        self._begin(site.server, wait)
        return site

    def proxy(self, apps: Sequence[str]) -> tuple[Server, str]:
        """nginx with the configuration that ships, before app processes, and its address."""
        program = _nginx()
        assert program is not None
        port, home = free_port(), self.folder / "nginx"
        home.mkdir()
        (home / "site.conf").write_text(proxy_configuration(apps, f"127.0.0.1:{port}"), encoding="utf-8")
        (home / "nginx.conf").write_text(_NGINX.format(home=home), encoding="utf-8")
        url = f"http://127.0.0.1:{port}"
        command: Command = [program, "-p", home, "-c", home / "nginx.conf", "-e", home / "error.log"]
        return self._begin(Server(command, lambda: answers(f"{url}/healthz"), self.folder / "nginx.log")), url


def proxy_configuration(apps: Sequence[str], listen: str) -> str:
    """The proxy's configuration with its blanks filled; nginx's image fills them from the environment."""
    servers = " ".join(f"server {app.removeprefix('http://')} max_fails=1 fail_timeout=5s;" for app in apps)
    text = PROXY.read_text(encoding="utf-8")
    return text.replace("${MUREOBOGO_APPS}", servers).replace("${MUREOBOGO_LISTEN}", listen)


_NGINX = """\
daemon off;
worker_processes 1;
pid {home}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/site.conf;
}}
"""


@contextlib.contextmanager
def storage() -> Iterator[tuple[Engines, dict[str, str]]]:
    """PostgreSQL and Chroma, and the settings that choose them."""
    with Engines() as engines:
        _, database = engines.postgres()
        _, chroma = engines.chroma()
        yield engines, {f"{PREFIX}DATABASE_URL": database, f"{PREFIX}CHROMA_URL": chroma}


def main() -> int:
    if lacking := missing():
        print(lacking, file=sys.stderr)
        return 1
    with storage() as (_, settings), contextlib.suppress(KeyboardInterrupt):
        for name, value in settings.items():
            print(f"export {name}={value}", flush=True)
        while True:
            time.sleep(3600)
    return 0


if __name__ == "__main__":
    sys.exit(main())
