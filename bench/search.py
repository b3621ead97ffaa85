"""How fast and how large search is: `python -m bench.search [--passages 200000]`.

Passages are synthetic: words drawn by Zipf's law from a made vocabulary of Korean syllables, about as long as a bullet
of a report. Prints Markdown rows; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from index.embed import BundledEmbedder, load_embedder
from index.fuse import WEIGHTS, fuse
from index.keywords import KeywordIndex, build
from index.morphemes import Morphemes, bigrams, warm

VOCABULARY = 30_000
WORDS_A_PASSAGE = 30
QUESTIONS = 40
AGENCIES = 25


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--passages", type=int, default=200_000)
    count = parser.parse_args().passages
    random = np.random.default_rng(7)
    print("| what | value |\n| --- | ---: |")
    for line in [*cold_starts(), *embedding(random), *searching(count, random)]:
        print(f"| {line[0]} | {line[1]} |", flush=True)
    print(
        f"| memory of this process at its largest | {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:,} MB |"
    )


def cold_starts() -> list[tuple[str, str]]:
    """Seconds in a fresh process, imports included, and the memory it then holds."""
    programs = {
        "start: Python alone": "",
        "start: Kiwi ready": "from index.morphemes import warm; warm()",
        "start: bundled model, first question embedded": (
            "from index.embed import load_embedder; load_embedder('bundled').embed_query('예산')"
        ),
        "start: bm25s imported": "import bm25s",
    }
    return [(name, _fresh(program)) for name, program in programs.items()]


def embedding(random: np.random.Generator) -> list[tuple[str, str]]:
    began = time.perf_counter()
    embedder = BundledEmbedder.open()
    opened = time.perf_counter() - began
    texts = passages(2_000, random)
    question = "2021년 특별교부금 집행률이 가장 낮은 부서는 어디입니까?"
    vectors = embedder.embed_documents(texts[:10])
    began = time.perf_counter()
    embedder.embed_documents(texts)
    rate = len(texts) / (time.perf_counter() - began)
    return [
        ("bundled model: load", f"{opened:.2f} s"),
        ("bundled model: a question", f"{_median(lambda: embedder.embed_query(question)):.2f} ms"),
        (f"bundled model: passages of {WORDS_A_PASSAGE} words, {vectors.shape[1]} numbers", f"{rate:,.0f} a second"),
    ]


def searching(count: int, random: np.random.Generator) -> list[tuple[str, str]]:
    texts = passages(count, random)
    owners = random.integers(0, AGENCIES, count)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        # Kiwi would take minutes over made-up words and prove nothing: words stand in for morphemes.
        build(Path(folder) / "morphemes", [text.split() for text in texts])
        build(Path(folder) / "bigrams", [bigrams(text) for text in texts])
        built = time.perf_counter() - began
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6
        began = time.perf_counter()
        words, pairs = (KeywordIndex.open(Path(folder) / name) for name in ("morphemes", "bigrams"))
        opened = time.perf_counter() - began
        questions = [" ".join(random.choice(texts[random.integers(count)].split(), 5)) for _ in range(QUESTIONS)]
        mask = owners == 3
        rows = [
            (f"keyword indexes of {count:,} passages: build", f"{built:.0f} s, {size:,.0f} MB"),
            (f"keyword indexes of {count:,} passages: open", f"{opened * 1000:.0f} ms"),
        ]
        for name, filter_ in (("no filter", None), (f"one of {AGENCIES} agencies", mask)):
            rows.append((f"search over {count:,}, {name}", _spread(_timed(questions, words, pairs, filter_, random))))
    reader, embedder = Morphemes(), load_embedder("bundled")
    warm()
    rows.append(("a question into morphemes, first time", _spread(_each(reader.tokens, questions))))
    rows.append(("a question into a vector", _spread(_each(embedder.embed_query, questions))))
    return rows


def _timed(
    questions: list[str],
    words: KeywordIndex,
    pairs: KeywordIndex,
    mask: np.ndarray | None,
    random: np.random.Generator,
) -> list[float]:
    """Both keyword scores, and the fusion with 200 nearest vectors as the vector store would give them."""

    def search(question: str) -> None:
        dense = np.zeros(words.rows, dtype=np.float32)
        dense[random.integers(0, words.rows, 200)] = random.random(200, dtype=np.float32)
        scores = {"morphemes": words.scores(question.split()), "bigrams": pairs.scores(bigrams(question))}
        fuse(scores | {"dense": dense}, WEIGHTS["bundled"], 10, mask)

    return _each(search, questions)


def passages(count: int, random: np.random.Generator) -> list[str]:
    """Made-up passages; the same generator gives the same ones."""
    syllables = np.array([chr(code) for code in range(ord("가"), ord("힣"), 40)])
    vocabulary = ["".join(random.choice(syllables, random.integers(2, 5))) for _ in range(VOCABULARY)]
    shares = 1 / np.arange(10, VOCABULARY + 10)
    drawn = random.choice(VOCABULARY, size=(count, WORDS_A_PASSAGE), p=shares / shares.sum())
    return [" ".join(vocabulary[i] for i in row) for row in drawn]


def _each(action: Callable[[str], object], texts: list[str]) -> list[float]:
    found = []
    for text in texts:
        began = time.perf_counter()
        action(text)
        found.append((time.perf_counter() - began) * 1000)
    return found


def _median(action: Callable[[], object], times: int = 200) -> float:
    return float(np.median(_each(lambda _: action(), [""] * times)))


def _spread(milliseconds: list[float]) -> str:
    return f"median {np.median(milliseconds):.1f} ms, 95 % {np.quantile(milliseconds, 0.95):.1f} ms"


def _fresh(program: str) -> str:
    ending = "; import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program + ending.lstrip("; " if not program else "")],
        capture_output=True,
        text=True,
        check=True,
    )
    return f"{time.perf_counter() - began:.2f} s, {done.stdout.strip()} MB"


if __name__ == "__main__":
    main()
