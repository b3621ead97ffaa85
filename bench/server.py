"""A server as a process of its own on loopback: started, waited for, stopped, killed, started again."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120
"""A busy machine of two cores takes its time to import Gradio."""

Command = Sequence[str | Path]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(url: str, words: bytes = b"") -> bool:
    """Whether a GET of `url` succeeds and its reply holds `words`."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return bool(reply.status == 200) and words in reply.read()
    except OSError:
        return False


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


class Server:
    """One server process that can be stopped, killed and started again at the same port with the same data."""

    def __init__(
        self,
        command: Command,
        ready: Callable[[], bool],
        log: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        end: signal.Signals = signal.SIGTERM,
    ) -> None:
        """`end` is the signal that asks it to stop."""
        self._end = end
        self._command = [str(part) for part in command]
        self._ready = ready
        self._log = log
        self._environment = {**os.environ, **(environment or {})}
        self._user = user
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, wait: bool = True) -> None:
        """Raises RuntimeError, with the end of its log, for a server that does not come up."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(
                self._command,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                env=self._environment,
                cwd=ROOT if self._user is None else "/",
                user=self._user,
                group=self._user,
                extra_groups=[] if self._user else None,
            )
        if wait:
            self.wait()

    def wait(self, seconds: float = START_SECONDS, ready: Callable[[], bool] | None = None) -> None:
        """Until it answers, or is `ready` in another sense."""
        until = time.monotonic() + seconds
        while not (ready or self._ready)():
            if self.process is None or self.process.poll() is not None or time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"{self._command[0]}:\n{self._log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it as an operator would; kill what does not end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(self._end)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        self.kill()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def restart(self, down_seconds: float = 0.0) -> None:
        self.stop()
        time.sleep(down_seconds)
        self.start()
