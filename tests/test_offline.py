"""Nothing contacts the network: first index, start, page and answer in a place where only loopback can be reached.

Every process of the run notes whom it wants to reach, whatever comes of it; where the machine allows it the run has no
network besides, so that what is not Python cannot reach anybody either.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

NOTE = """
import os, sys
def note(event, arguments):
    if not event.startswith("socket."):
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if not isinstance(address, tuple) or str(address[0]) in ("127.0.0.1", "::1", "localhost"):
            return
    elif event not in ("socket.getaddrinfo", "socket.gethostbyname") or str(arguments[0]) in ("127.0.0.1", "localhost"):
        return
    with open(os.environ["NOTES"], "a") as notes:
        print(event, arguments, file=notes)
    raise OSError("only loopback is allowed here")
sys.addaudithook(note)
"""

LOOPBACK_UP = """
import fcntl, socket, struct
with socket.socket() as any:
    request = struct.pack("16sH14x", b"lo", 1 | 64)  # IFF_UP and IFF_RUNNING
    fcntl.ioctl(any, 0x8914, request)  # SIOCSIFFLAGS
"""

VISIT = """
import json, os, signal, sys, threading, time, urllib.request
import chat_app
from settings import load_settings

def get(path, body=None):
    address, kind = f"http://127.0.0.1:{load_settings().port}{path}", {"content-type": "application/json"}
    request = urllib.request.Request(address, body, kind)
    with urllib.request.urlopen(request, timeout=120) as reply:
        return reply.read().decode()

def visit():
    while True:
        try:
            get("/readyz")
            break
        except OSError:
            time.sleep(0.2)
    asked = json.dumps({"question": "수질 검사는 몇 회 실시했나요?"}).encode()
    print(json.loads(get("/api/ask", asked))["answer"], len(get("/")), flush=True)
    os.kill(os.getpid(), signal.SIGINT)

threading.Thread(target=visit, daemon=True).start()
sys.exit(chat_app.main([]))
"""


def test_only_loopback_is_ever_asked_for(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(NOTE, encoding="utf-8")
    (tmp_path / "reports" / "업무.md").write_text("## 물빛과\n\n- 수질 검사 24회 실시\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    environment = os.environ | {
        "NOTES": str(tmp_path / "notes"),
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}",
        "MUREOBOGO_PORT": port,
    }
    alone = _without_network()
    line = [*alone, sys.executable, "-c", (LOOPBACK_UP if alone else "") + VISIT]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert "24회" in done.stdout, done.stderr
    assert not (tmp_path / "notes").exists(), (tmp_path / "notes").read_text(encoding="utf-8")


def _without_network() -> list[str]:
    """What runs a command without any network, where this machine has it and lets us."""
    line = ["unshare", "--net"]
    allowed = shutil.which("unshare") and subprocess.run([*line, "true"], capture_output=True).returncode == 0
    return line if allowed else []
