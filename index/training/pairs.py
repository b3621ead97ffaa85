"""The training data: pairs of a question-like and a passage-like text, by source; and pairs of the lexicon."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from pathlib import Path

from index.lexicon import load_lexicon
from index.term_finder import bare


@dataclass(frozen=True)
class Source:
    """One file of pairs. `share` is the part of it that each epoch sees, drawn anew every time."""

    name: str
    share: float = 1.0


SOURCES = (
    Source("law", 0.5),
    Source("prec", 0.5),
    Source("ict_prec"),
    Source("welfare_train"),
    Source("chatbot"),
)
"""Statutes and decisions are ten times the rest: at half share they do not drown everyday questions."""


@dataclass(frozen=True)
class Pairs:
    source: Source
    questions: list[str]
    passages: list[str]


def read_pairs(folder: Path) -> list[Pairs]:
    """All sources below `folder`, in the order of SOURCES. A missing file raises FileNotFoundError."""
    return [_read(folder / f"{source.name}.jsonl.xz", source) for source in SOURCES]


def lexicon_pairs() -> Pairs:
    """Everyday words and the terms of reports (관용차 → 행정차량), a pair for each term."""
    found = [(bare(entry.word), term) for entry in load_lexicon().entries for term in entry.terms]
    return Pairs(Source("lexicon"), [word for word, _ in found], [term for _, term in found])


def _read(path: Path, source: Source) -> Pairs:
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return Pairs(source, [row["a"] for row in rows], [row["b"] for row in rows])
