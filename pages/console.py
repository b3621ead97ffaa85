"""What the terminal shows while the reports are read and opened."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TextIO


class Console:
    """Lines on a terminal: a running count is written over itself there, and once a stage elsewhere."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = sys.stdout if stream is None else stream
        self._stage = ""

    def line(self, text: str) -> None:
        """One line that stays."""
        print(text, file=self._stream, flush=True)

    def both(self, other: Callable[[str, int, int], None]) -> Callable[[str, int, int], None]:
        """A progress that tells `other` and the terminal."""

        def told(what: str, done: int, total: int) -> None:
            other(what, done, total)
            self._show(what, done, total)

        return told

    def _show(self, what: str, done: int, total: int) -> None:
        count = f" {done:,}/{total:,}" if total else ""
        if self._stream.isatty():
            end = "\n" if not what or (total and done >= total) else ""
            print(f"\r\033[K{what}{count}" if what else "", end=end, file=self._stream, flush=True)
        elif what and what != self._stage:
            self.line(f"{what}{count}")
        self._stage = what
