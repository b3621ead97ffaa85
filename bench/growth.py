"""`python -m bench.growth 25 100 1000`: how ingest, index, questions and memory grow with the number of reports.

The reports that ship are multiplied by twins of theirs (`eval.twin`): other names of agencies, departments and teams,
other nouns, years and figures in each, so that no copy is another. Questions are the golden ones in the words of the
first twin. Each size is measured in processes of its own, in seconds of the processor, so that what else the
machine does adds nothing; a step that takes longer than `--limit` seconds is said to.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHIPPED, GOLDEN = ROOT / "reports", ROOT / "eval" / "golden" / "dev.jsonl"
QUESTIONS = 60

FIGURES = {
    "보고서": "reports",
    "대목": "passages",
    "수치": "observations",
    "색인 만들기(CPU 초)": "ingest_s",
    "만들 때 메모리(MB)": "ingest_mb",
    "색인 크기(MB)": "index_mb",
    "열기(CPU 초)": "open_s",
    "질문 중앙값(CPU ms)": "median_ms",
    "질문 95번째(CPU ms)": "late_ms",
    "답할 때 메모리(MB)": "answer_mb",
}


def multiply(sizes: list[int], home: Path) -> Path:
    """Reports of the largest size under `home`/reports, in the order in which sizes take them; gives the questions."""
    from eval.questions import read_golden, write_golden
    from eval.twin import make_twin
    from index.build import build
    from index.search import open_index
    from settings import Settings

    settings = Settings(reports_dir=SHIPPED, data_dir=home / "first")
    build(SHIPPED, settings)
    index = open_index(settings)
    made = 0
    while made < max(sizes):
        folder = home / "reports" / f"{made:05}"
        twin = make_twin(index, seed=made)
        twin.write(folder)
        if made == 0:
            write_golden(home / "questions.jsonl", twin.questions(read_golden(GOLDEN)))
        made += len(twin.reports)
    return home / "questions.jsonl"


def take(count: int, home: Path) -> Path:
    """A folder of the first `count` reports, one manifest for all of them."""
    folder = home / f"of-{count}"
    folder.mkdir()
    manifest, left = [], count
    for copy in sorted((home / "reports").iterdir()):
        text = (copy / "reports.toml").read_text(encoding="utf-8")
        manifest.append(text.replace('[["', f'[["{copy.name}-'))
        for path in sorted(path for path in copy.iterdir() if path.suffix != ".toml")[:left]:
            os.link(path, folder / f"{copy.name}-{path.name}")
            left -= 1
        if left <= 0:
            break
    (folder / "reports.toml").write_text("\n".join(manifest), encoding="utf-8")
    return folder


def peak_mb() -> float:
    """The most memory this process held; what getrusage tells begins with that of the process that started it."""
    held = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", held)[1]) / 1024  # type: ignore[index]


def cpu_seconds() -> float:
    """Seconds of the processor that this process and its children that ended have taken: a busy machine adds none."""
    took = os.times()
    return took.user + took.system + took.children_user + took.children_system


def measure_ingest(reports: Path, data: Path) -> dict[str, Any]:
    from index.build import build
    from index.generation import load_manifest
    from index.shelf import open_shelf
    from settings import Settings

    settings = Settings(reports_dir=reports, data_dir=data)
    started = cpu_seconds()
    build(reports, settings)
    seconds = cpu_seconds() - started
    manifest = load_manifest(open_shelf(settings).current())
    size = sum(path.stat().st_size for path in data.rglob("*") if path.is_file()) / 2**20
    counts = {name: getattr(manifest, name) for name in ("reports", "passages", "observations")}
    return counts | {"ingest_s": seconds, "ingest_mb": peak_mb(), "index_mb": size}


def measure_questions(reports: Path, data: Path, asked: Path) -> dict[str, Any]:
    from answer.ask import Assistant
    from settings import Settings

    started = cpu_seconds()
    assistant = Assistant.open(Settings(reports_dir=reports, data_dir=data))
    assistant.warm()
    opened = cpu_seconds() - started
    first = [json.loads(line)["turns"][0] for line in asked.read_text(encoding="utf-8").splitlines()]
    texts = [turn if isinstance(turn, str) else turn["question"] for turn in first]
    texts = texts[:: max(1, len(texts) // QUESTIONS)][:QUESTIONS]
    times = sorted(_cpu_ms(assistant, text) for text in texts)
    at = {"median_ms": times[len(times) // 2], "late_ms": times[int(len(times) * 0.95)]}
    return {"open_s": opened, "answer_mb": peak_mb(), **at}


def _cpu_ms(assistant: Any, question: str) -> float:
    started = time.process_time()
    assistant.ask(question)
    return (time.process_time() - started) * 1000


STEPS: dict[str, Callable[..., dict[str, Any]]] = {"ingest": measure_ingest, "ask": measure_questions}


def apart(step: str, *paths: Path, limit: float) -> dict[str, Any]:
    """A step in a process of its own; what it took longer than the limit for is empty."""
    line = [sys.executable, "-m", "bench.growth", "--step", step, *map(str, paths)]
    try:
        done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return {}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def exponent(before: dict[str, Any], after: dict[str, Any], name: str) -> float | None:
    """p where the figure grows as the number of observations to the power p."""
    if not all(row.get(key) for row in (before, after) for key in (name, "observations")):
        return None
    return math.log(after[name] / before[name]) / math.log(after["observations"] / before["observations"])


def print_table(rows: list[dict[str, Any]]) -> None:
    print("| 잰 것 | " + " | ".join(f"{row['size']:,}" for row in rows) + " | 지수 |")
    print("| --- |" + " ---: |" * (len(rows) + 1))
    for title, name in FIGURES.items():
        cells = [f"{row[name]:,.0f}" if row.get(name, 0) >= 100 else f"{row.get(name, 0):.1f}" for row in rows]
        cells = [cell if row.get(name) else "시간 초과" for cell, row in zip(cells, rows, strict=True)]
        powers = [power for one, other in pairwise(rows) if (power := exponent(one, other, name)) is not None]
        print(f"| {title} | {' | '.join(cells)} | {f'{powers[-1]:.2f}' if powers else '-'} |")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.growth", description="보고서 수에 따라 무엇이 얼마나 느는지 잽니다."
    )
    parser.add_argument("sizes", nargs="*", help="보고서 수 (보기: 25 100 1000)")
    parser.add_argument("--limit", type=float, default=1800, help="한 크기의 한 단계에 들이는 시간(초)")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        print(json.dumps(STEPS[args.step](*map(Path, args.sizes))))
        return 0
    sizes, rows = sorted(int(size) for size in args.sizes or ["25", "100"]), []
    with tempfile.TemporaryDirectory(prefix="mureobogo-growth-") as folder:
        home = Path(folder)
        asked = multiply(sizes, home)
        for size in sizes:
            reports, data = take(size, home), home / f"data-{size}"
            row = {"size": size} | apart("ingest", reports, data, limit=args.limit)
            if "ingest_s" in row:
                row |= apart("ask", reports, data, asked, limit=args.limit)
            rows.append(row)
            print(f"{size}: {json.dumps(row)}", file=sys.stderr, flush=True)
    print_table(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
