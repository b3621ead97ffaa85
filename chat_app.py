"""The chat in the browser: `python chat_app.py` serves the pages and opens the reports behind them."""

from __future__ import annotations

import argparse
import contextlib
import errno
import gc
import socket
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from errors import MureobogoError, Unavailable
from settings import Settings, load_settings

if TYPE_CHECKING:
    from pages.assistant import Assistant
    from pages.desk import Desk
    from pages.opening import Progress

    OpenAssistant = Callable[[Settings, Progress], Assistant]

EXAMPLE = """\
보기:
  python chat_app.py                          http://127.0.0.1:7860 에서 엽니다
  MUREOBOGO_PORT=7900 python chat_app.py      다른 포트에서 엽니다
  MUREOBOGO_REPORTS_DIR=내보고서 python chat_app.py

설정:
"""

QUICK_SWITCH = 0.0005
"""Seconds until a busy thread lets another on: with Python's 5 ms the page crawls while the reports open behind it."""

COLLECT_EVERY = (20_000, 20, 20)
"""Objects made until the youngest are looked through for garbage, and how often older ones are with them: a question
makes thousands that go by themselves, and looking every 700 takes a tenth of the time."""

SECONDS_IDLE = 30
"""How long a connection is kept for the next request: one that comes as it is closed is lost."""

SECONDS_TO_FINISH = 3
"""How long open connections may finish when the server is stopped."""


def main(arguments: Sequence[str] | None = None, open_assistant: OpenAssistant | None = None) -> int:
    """Serve until stopped; the exit code is 1 when nothing could be served.

    `open_assistant(settings, progress)` gives the assistant; tests hand in a fake.
    """
    _parser().parse_args(arguments)
    try:
        settings = load_settings()
        with _listen(settings) as listener:
            return _serve(settings, listener, open_assistant or open_real)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1


def open_real(settings: Settings, progress: Progress) -> Assistant:
    """The assistant over an index that is no older than the reports; builds it first where it is missing or older.

    An index on servers is made by `python -m ingest` alone, and app processes open what is there.
    """
    from answer.ask import Assistant
    from index.build import is_current
    from index.shelf import is_shared
    from pages.building import build_apart

    if not is_shared(settings) and not is_current(settings):
        build_apart(settings, progress)
        progress("", 0, 0)
    return Assistant.open(settings)


def open_hand(settings: Settings) -> Desk:
    """The desk of a process that answers beside this one (`pages.hands`), over the index that is there."""
    from answer.ask import Assistant
    from pages.desk import Desk
    from pages.opening import opened
    from store import open_store

    load_settings()  # switches the libraries' downloads off in that process as well
    return Desk(opened(Assistant.open(settings)), open_store(settings), settings)


def _parser() -> argparse.ArgumentParser:
    lines = [f"  {name:<27} {help_text} (기본값: {default or '비움'})" for name, default, help_text in Settings.table()]
    return argparse.ArgumentParser(
        prog="chat_app.py",
        description="보고서에 묻고 답하는 웹 화면을 엽니다. 색인이 없거나 보고서보다 오래되었으면 먼저 만듭니다.",
        epilog=EXAMPLE + "\n".join(lines),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _listen(settings: Settings) -> socket.socket:
    """A socket that listens already: a busy port is known before anything is loaded. Raises Unavailable."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=128)
    except OSError as error:
        raise Unavailable(_why_not_listening(error, settings)) from error


def _why_not_listening(error: OSError, settings: Settings) -> str:
    port = settings.port
    if error.errno == errno.EADDRINUSE:
        return (
            f"포트 {port}을(를) 다른 프로그램이 쓰고 있습니다. 그 프로그램을 끝내거나 MUREOBOGO_PORT를 다른 번호로 "
            f"정해 주십시오. 보기: MUREOBOGO_PORT={port + 1 if port < 65535 else 7860} python chat_app.py"
        )
    if error.errno == errno.EACCES:
        return f"포트 {port}을(를) 열 권한이 없습니다. MUREOBOGO_PORT를 1024 이상의 번호로 정해 주십시오."
    return f"주소 {settings.host}에서 열 수 없습니다({error}). MUREOBOGO_HOST를 확인해 주십시오. 보기: 127.0.0.1"


def _serve(settings: Settings, listener: socket.socket, open_assistant: OpenAssistant) -> int:
    # Gradio takes seconds to import, so a wrong setting or a busy port is told before it
    import uvicorn

    from pages.console import Console
    from pages.desk import Desk
    from pages.hands import Hands
    from pages.opening import Opening
    from pages.site import make_site
    from pages.staff.arriving import receive_here
    from store import open_store

    sys.setswitchinterval(QUICK_SWITCH)
    gc.set_threshold(*COLLECT_EVERY)
    receive_here(settings)
    console = Console()
    failures: list[str] = []

    def stop(message: str) -> None:
        failures.append(message)
        server.should_exit = True

    count = 0 if settings.llm else settings.answer_processes  # a language model is waited for in threads
    hands = Hands(count, partial(open_hand, settings)) if count else None

    def opened(progress: Progress) -> Assistant:
        assistant = open_assistant(settings, console.both(progress))
        console.line(f"보고서 {len(assistant.reports()):,}건에 답할 준비를 마쳤습니다.")
        return assistant

    opening = Opening(
        opened,
        on_failure=stop,
        on_models=hands.start if hands else None,
    )
    desk = Desk(opening, open_store(settings), settings, hands)
    config = uvicorn.Config(
        make_site(desk, embedders=settings.embed_origins.split()),
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # the site itself trusts the proxies of the settings, and no others
        server_header=False,
        timeout_keep_alive=SECONDS_IDLE,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    server = uvicorn.Server(config)
    console.line(f"물어보고를 열었습니다: http://{settings.host}:{settings.port}  (끝내기: Ctrl+C)")
    with contextlib.suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
    if hands:
        hands.stop()
    for message in failures:
        print(message, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
