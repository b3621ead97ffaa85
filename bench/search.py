"""How fast and how large search is: `python -m bench.search [--passages 200000] [--keep DIR]`.

Passages are synthetic: words drawn by Zipf's law from a made vocabulary of Korean syllables, about as long as a bullet
of a report. They are embedded and indexed by the project's own code, Chroma included. With `--keep` the stores are
built into DIR and used again by the next run. Prints Markdown rows; nothing here passes or fails.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np

from bench.search_stores import WORDS_A_PASSAGE, Line, Stores, build_missing, open_stores, passages
from index.embed import BundledEmbedder
from index.fuse import FUSIONS, fuse
from index.morphemes import Morphemes, bigrams, warm
from index.search import CANDIDATES

QUESTIONS = 40
AGENCIES = 25
ONE = "r3"
Way = Callable[[np.ndarray], set[int]]
"""The rows found for a question's vector."""

QUESTION = "2021년 특별교부금 집행률이 가장 낮은 부서는 어디입니까?"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--passages", type=int, default=200_000)
    parser.add_argument("--keep", type=Path, help="folder to build the stores in, and to find them again")
    options = parser.parse_args()
    random = np.random.default_rng(7)
    print("| what | value |\n| --- | ---: |")
    tell(cold_starts())
    tell(embedding(passages(2_000, np.random.default_rng(8))))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        texts = passages(options.passages, random)
        agencies = [f"r{n}" for n in np.sort(random.integers(0, AGENCIES, options.passages))]
        tell(build_missing(folder, texts, agencies))
        stores = open_stores(folder, agencies)
        questions = [" ".join(random.choice(texts[random.integers(len(texts))].split(), 5)) for _ in range(QUESTIONS)]
        tell(searching(stores, questions))
        tell(filtering(stores, questions))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    tell([("memory of this process at its largest, the synthetic texts included", f"{peak:,} MB")])


def tell(lines: list[Line]) -> None:
    for what, value in lines:
        print(f"| {what} | {value} |", flush=True)


def cold_starts() -> list[Line]:
    """Fresh processes, imports included."""
    programs = {
        "start: Python alone": "",
        "start: Kiwi ready": "from index.morphemes import warm; warm()",
        "start: bundled model, first question embedded": (
            "from index.embed import load_embedder; load_embedder('bundled').embed_query('예산')"
        ),
        "start: sentence-transformers imported": "import sentence_transformers",
        "start: bundled model, first passage embedded": (
            "from index.embed import load_embedder; load_embedder('bundled').embed_documents(['예산'])"
        ),
        "start: bm25s imported": "import bm25s",
        "start: chromadb imported": "import chromadb",
    }
    return [(name, _fresh(program)) for name, program in programs.items()]


def embedding(texts: list[str]) -> list[Line]:
    """One core: torch and the tokenizer are held to a thread each."""
    import sentence_transformers  # noqa: F401  (so that the next line times the model alone)
    import torch

    torch.set_num_threads(1)
    began = time.process_time()
    embedder = BundledEmbedder.open()
    embedder.embed_documents(texts[:1])
    loaded = time.process_time() - began
    rate = max(_rate(embedder, texts) for _ in range(3))
    return [
        ("bundled model: load beyond the import", f"{loaded:.2f} s of one core"),
        ("bundled model: a question", _spread(_each(lambda _: embedder.embed_query(QUESTION), [""] * 200))),
        (f"bundled model: passages of {WORDS_A_PASSAGE} words", f"{rate:,.0f} a second of one core"),
    ]


def _rate(embedder: BundledEmbedder, texts: list[str]) -> float:
    """Passages a second of processor time, which other programs on the machine do not change much."""
    began = time.process_time()
    embedder.embed_documents(texts)
    return len(texts) / (time.process_time() - began)


def searching(stores: Stores, questions: list[str]) -> list[Line]:
    """A whole search: both keyword scores, the question's vector, the nearest passages, and the fusion."""
    count, reader = stores.words.rows, Morphemes()
    warm()
    steps: dict[str, Callable[[str], object]] = {
        f"search over {count:,}, no filter": lambda question: search(stores, question, None),
        f"search over {count:,}, one of {AGENCIES} agencies": lambda question: search(stores, question, ONE),
        "of it: both keyword scores": lambda question: _keywords(stores, question),
        "of it: the nearest in Chroma": lambda question: stores.nearest.nearest(
            _model().embed_query(question), CANDIDATES
        ),
        "beside it: a question into morphemes, first time": reader.tokens,
    }
    return [(name, _spread(_each(step, questions))) for name, step in steps.items()]


def search(stores: Stores, question: str, agency: str | None) -> list[tuple[int, float]]:
    mask = None if agency is None else stores.owners.among([agency])
    vector = _model().embed_query(question)
    dense = np.zeros(stores.words.rows, dtype=np.float32)
    if mask is None:
        for id_, similarity in stores.nearest.nearest(vector, CANDIDATES):
            dense[stores.rows[id_]] = similarity
    else:
        rows = np.flatnonzero(mask)
        dense[rows] = stores.array.similarities(vector, rows)
    return fuse(_keywords(stores, question) | {"dense": dense}, FUSIONS["bundled"], 10, mask)


def _keywords(stores: Stores, question: str) -> dict[str, np.ndarray]:
    return {
        "morphemes": stores.words.scores(question.split()),
        "bigrams": stores.bigrams.scores(bigrams(question)),
    }


def filtering(stores: Stores, questions: list[str]) -> list[Line]:
    """Ways to the nearest passages of one agency: how long, and how many of the true nearest they find."""
    rows = np.flatnonzero(stores.owners.among([ONE]))
    share = len(rows) / stores.words.rows
    many = round(CANDIDATES / share)

    def exact(vector: np.ndarray) -> set[int]:
        order = np.argsort(-stores.array.similarities(vector, rows), kind="stable")[:CANDIDATES]
        return set(rows[order].tolist())

    def over_fetch(k: int) -> Way:
        allowed = set(rows.tolist())
        return lambda vector: {stores.rows[id_] for id_, _ in stores.nearest.nearest(vector, k)} & allowed

    def filter_first(vector: np.ndarray) -> set[int]:
        found = stores.nearest.collection.query(
            query_embeddings=[vector], n_results=CANDIDATES, where={"report": ONE}, include=["distances"]
        )
        return {stores.rows[id_] for id_ in found["ids"][0]}

    ways: dict[str, Way] = {
        "Chroma, its own filter": filter_first,
        f"Chroma, the {CANDIDATES} nearest of all, filtered after": over_fetch(CANDIDATES),
        f"Chroma, the {many:,} nearest of all, filtered after": over_fetch(many),
        "the allowed rows alone": exact,
    }
    embedded = {question: _model().embed_query(question) for question in questions}
    truth = [exact(embedded[question]) for question in questions]
    lines = []
    for name, way in ways.items():
        found = [way(embedded[question]) for question in questions]
        shares = [len(rows & true) / len(true) for rows, true in zip(found, truth, strict=True)]
        times = _each(partial(_find, way, embedded), questions)
        lines.append((f"filter of {share:.0%}: {name}", f"{_spread(times)}; finds {np.mean(shares):.0%}"))
    return lines


def _find(way: Way, embedded: dict[str, np.ndarray], question: str) -> set[int]:
    return way(embedded[question])


@cache
def _model() -> BundledEmbedder:
    return BundledEmbedder.open()


def _each(action: Callable[[str], object], texts: list[str]) -> list[tuple[float, float]]:
    """Milliseconds of each call: of processor time, and by the clock, which counts other programs' work too."""
    action(texts[0])  # what opens lazily is open by then
    found = []
    for text in texts:
        clock, used = time.perf_counter(), time.process_time()
        action(text)
        found.append(((time.process_time() - used) * 1000, (time.perf_counter() - clock) * 1000))
    return found


def _spread(times: list[tuple[float, float]]) -> str:
    (used, clock), (most_used, _) = np.median(times, axis=0), np.quantile(times, 0.95, axis=0)
    best = min(clock for _, clock in times)
    by_the_clock = f"by the clock median {clock:.2f}, best {best:.2f}"
    return f"median {used:.2f} ms of processor time, 95 % {most_used:.2f}; {by_the_clock}"


def _fresh(program: str) -> str:
    """Seconds of processor time and memory of a fresh process."""
    ending = (
        "import resource as r, time; print(f'{time.process_time():.2f}', r.getrusage(r.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    line = [sys.executable, "-c", f"{program}\n{ending}"]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    seconds, memory = done.stdout.split()
    return f"{seconds} s of processor time, {memory} MB"


if __name__ == "__main__":
    main()
