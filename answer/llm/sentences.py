"""Sentences out of a stream: each as soon as it has ended, with the markers that follow its full stop."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_STOP = re.compile(r"(?<=[가-힣)\]’”\"'*])[.!?]+[)’”\"'*]*(?:[ \t]*\[\d+\])*\.?[ \t]+(?=[^\s\[])")
"""A full stop, its markers, and what comes after: `입니다. [1][2] 다음`. 9.30. is none: a figure stands before it."""


def sentences(pieces: Iterable[str]) -> Iterator[str]:
    """Sentences of a text that comes in pieces; a line's end is kept at the end of its sentence.

    >>> list(sentences(["실적은 45회", "입니다. [", "1] 목표는 30회입니다. [1]"]))
    ['실적은 45회입니다. [1]', '목표는 30회입니다. [1]']
    """
    held = ""
    for piece in pieces:
        held += piece
        while (cut := _next_end(held)) is not None:
            said, held = held[:cut], held[cut:]
            if said.strip():
                yield said.strip(" \t\r") if said.endswith("\n") else said.strip()
    if held.strip():
        yield held.strip()


def _next_end(text: str) -> int | None:
    """Where the first sentence ends, at a full stop or a line's end; None where more has to come."""
    line = text.find("\n")
    stop = _STOP.search(text, 0, line if line >= 0 else len(text))
    return stop.end() if stop else (line + 1 if line >= 0 else None)
