"""Synthetic passages and the stores of them that `bench.search` measures, made by the project's own code."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index import passages as store
from index import vectors
from index.embed import load_embedder
from index.keywords import KeywordIndex, build
from index.morphemes import bigrams
from index.passages import PassageVectors
from index.vectors import Vectors
from index.within import Column
from records import Passage

VOCABULARY = 30_000
WORDS_A_PASSAGE = 30

Line = tuple[str, str]
"""What was measured, and the value as it is printed."""


@dataclass(frozen=True)
class Stores:
    """Open stores of synthetic passages; `owners` says which agency each belongs to."""

    words: KeywordIndex
    bigrams: KeywordIndex
    nearest: PassageVectors
    array: Vectors
    owners: Column
    rows: dict[str, int]


def build_missing(folder: Path, texts: list[str], agencies: list[str]) -> list[Line]:
    """Build what is not there yet, as the project does."""
    folder.mkdir(parents=True, exist_ok=True)
    # Kiwi would take minutes over made-up words and prove nothing: words stand in for morphemes.
    steps: dict[str, Callable[[], object]] = {
        "morphemes": lambda: build(folder / "morphemes", [text.split() for text in texts]),
        "bigrams": lambda: build(folder / "bigrams", [bigrams(text) for text in texts]),
        vectors.FILE: lambda: vectors.write(folder, load_embedder("bundled").embed_documents(texts)),
        "chroma": lambda: store.write(folder / "chroma", _records(texts, agencies), Vectors.open(folder).array),
    }
    lines = []
    for name, step in steps.items():
        began = time.perf_counter()
        there = (folder / name).exists()
        if not there:
            step()
        taken = "" if there else f"{time.perf_counter() - began:.0f} s, "
        lines.append((f"{len(texts):,} passages: {name}", f"{taken}{_megabytes(folder / name):,.0f} MB on disk"))
    return lines


def open_stores(folder: Path, agencies: list[str]) -> Stores:
    words, pairs = (KeywordIndex.open(folder / name) for name in ("morphemes", "bigrams"))
    nearest = PassageVectors(folder / "chroma", load_embedder("bundled").as_langchain())
    rows = {_id(agency, n): n for n, agency in enumerate(agencies)}
    return Stores(words, pairs, nearest, Vectors.open(folder), Column(agencies), rows)


def passages(count: int, random: np.random.Generator) -> list[str]:
    """Made-up passages; the same generator gives the same ones."""
    syllables = np.array([chr(code) for code in range(ord("가"), ord("힣"), 40)])
    vocabulary = ["".join(random.choice(syllables, random.integers(2, 5))) for _ in range(VOCABULARY)]
    shares = 1 / np.arange(10, VOCABULARY + 10)
    drawn = random.choice(VOCABULARY, size=(count, WORDS_A_PASSAGE), p=shares / shares.sum())
    return [" ".join(vocabulary[i] for i in row) for row in drawn]


def _records(texts: list[str], agencies: list[str]) -> list[Passage]:
    return [
        Passage(_id(agency, n), agency, "s", "위치", "bullet", text, text, 0, len(text), 1)
        for n, (text, agency) in enumerate(zip(texts, agencies, strict=True))
    ]


def _id(agency: str, number: int) -> str:
    return f"{agency}-p{number}"


def _megabytes(place: Path) -> float:
    files = [place] if place.is_file() else [path for path in place.rglob("*") if path.is_file()]
    return sum(path.stat().st_size for path in files) / 1e6
