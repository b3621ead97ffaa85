"""One measurement in a process of its own, so that times are cold and the memory is its own; prints JSON.

`python -m bench.one SUBJECT STEP REPORTS DATA QUESTIONS`, where SUBJECT is ours or stock and STEP is ingest or ask.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.reading import peak_mb
from index.embed import load_embedder
from settings import Settings, load_settings

Result = dict[str, Any]
WARM_UP = 3
"""Questions asked before the clock starts: what is opened lazily is open by then."""


def ingest_ours(reports: Path, data: Path) -> Result:
    from index.build import build
    from index.morphemes import warm

    warm()
    started = time.perf_counter()
    summary = build(reports, Settings(reports_dir=reports, data_dir=data))
    counts = [sum(getattr(file, kind) for file in summary.files) for kind in ("passages", "observations")]
    return _timed(started, f"대목 {counts[0]:,} · 수치 {counts[1]:,}")


def ingest_stock(reports: Path, data: Path) -> Result:
    from bench.recipe import Recipe

    recipe = Recipe(data)
    started = time.perf_counter()
    chunks = recipe.ingest(reports)
    return _timed(started, f"조각 {chunks:,}")


def _timed(started: float, made: str) -> Result:
    return {"seconds": time.perf_counter() - started, "made": made}


def ask_ours(reports: Path, data: Path) -> Callable[[str], object]:
    from answer.ask import Assistant

    assistant = Assistant.open(Settings(reports_dir=reports, data_dir=data))
    assistant.warm()
    return assistant.ask


def ask_stock(reports: Path, data: Path) -> Callable[[str], object]:
    from bench.recipe import Recipe

    return Recipe(data).ask


INGEST = {"ours": ingest_ours, "stock": ingest_stock}
ASK = {"ours": ask_ours, "stock": ask_stock}


def measure_ingest(subject: str, reports: Path, data: Path, questions: Path) -> Result:
    """Seconds to make an index, the embedding model loaded before the clock starts."""
    started = time.perf_counter()
    load_embedder("bundled").embed_documents(["준비"])
    loaded = time.perf_counter() - started
    return {"load": loaded, **INGEST[subject](reports, data), "peak_mb": peak_mb()}


def measure_ask(subject: str, reports: Path, data: Path, questions: Path) -> Result:
    """Milliseconds of each question, everything loaded."""
    asked = json.loads(questions.read_text(encoding="utf-8"))
    ask = ASK[subject](reports, data)
    for question in asked[:WARM_UP]:
        ask(question)
    taken = []
    for question in asked:
        started = time.perf_counter()
        ask(question)
        taken.append((time.perf_counter() - started) * 1000)
    return {"ms": taken, "peak_mb": peak_mb()}


def measure_once(subject: str, reports: Path, data: Path, questions: Path) -> Result:
    """One question in a fresh process: what the caller's clock says is the start-up."""
    ASK[subject](reports, data)(json.loads(questions.read_text(encoding="utf-8"))[0])
    return {"peak_mb": peak_mb()}


STEPS = {"ingest": measure_ingest, "ask": measure_ask, "once": measure_once}


def main() -> None:
    subject, step, *places = sys.argv[1:]
    load_settings()
    reports, data, questions = (Path(place) for place in places)
    print(json.dumps(STEPS[step](subject, reports, data, questions)))


if __name__ == "__main__":
    main()
