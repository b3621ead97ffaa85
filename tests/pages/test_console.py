"""What the terminal shows while the reports are read."""

from __future__ import annotations

import io

from pages.console import Console


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


STEPS = (("읽기", 0, 2), ("읽기", 1, 2), ("읽기", 2, 2), ("색인", 0, 0), ("", 0, 0))


def test_a_log_gets_one_line_a_stage() -> None:
    stream = io.StringIO()
    seen: list[tuple[str, int, int]] = []
    told = Console(stream).both(lambda *step: seen.append(step))
    for step in STEPS:
        told(*step)
    assert stream.getvalue() == "읽기 0/2\n색인\n"
    assert seen == list(STEPS)


def test_a_terminal_gets_a_running_count() -> None:
    stream = Terminal()
    told = Console(stream).both(lambda *step: None)
    for step in STEPS:
        told(*step)
    assert stream.getvalue() == "\r\033[K읽기 0/2\r\033[K읽기 1/2\r\033[K읽기 2/2\n\r\033[K색인\n"
