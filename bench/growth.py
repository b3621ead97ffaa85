"""`python -m bench.growth 25 100 1000`: how ingest, index, questions and memory grow with the number of reports.

The reports that ship are multiplied by twins of theirs (`eval.twin`): other names of agencies, departments and teams,
other nouns, years and figures in each, so that no copy is another. Questions are the golden ones in the words of the
first twin, once of all reports and once on the page of one agency. Each size is measured in processes of its own, in
seconds of the processor, so that what else the machine does adds nothing; a step that takes longer than `--limit`
seconds is said to.

    python -m bench.growth 25 100 1000 --observed 10000

`--observed` sizes hold figures alone, of twins of what was read (`bench.twin_readings`): no passages, nothing read.
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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from answer.ask import Assistant
    from records import Reading
    from settings import Settings

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
    "한 기관 화면의 질문 중앙값(CPU ms)": "own_median_ms",
    "한 기관 화면의 95번째(CPU ms)": "own_late_ms",
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
    made: set[str] = set()
    number = 0
    while len(made) < max(sizes):
        folder = home / "reports" / f"{number:05}"
        twin = make_twin(index, seed=number)
        twin.write(folder)
        for report in twin.reports:  # one without a name or a year may come out as in another twin, and counts once
            if report.twin in made:
                (folder / report.file).unlink()
            made.add(report.twin)
        if number == 0:
            write_golden(home / "questions.jsonl", twin.questions(read_golden(GOLDEN)))
        number += 1
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
    from settings import Settings

    settings = Settings(reports_dir=reports, data_dir=data)
    started = cpu_seconds()
    build(reports, settings)
    return _made(settings, cpu_seconds() - started)


def _made(settings: Settings, seconds: float) -> dict[str, Any]:
    """What an index holds, and what it took."""
    from index.generation import load_manifest
    from index.shelf import open_shelf

    manifest = load_manifest(open_shelf(settings).current())
    size = sum(path.stat().st_size for path in settings.data_dir.rglob("*") if path.is_file()) / 2**20
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
    step = max(2, len(texts) // QUESTIONS)
    own = min(assistant.reports(), key=lambda report: report.file).agency
    at = {
        "own_" * bool(agency) + name: ms
        for agency in (None, own)
        for name, ms in _times(assistant, texts, step, agency)
    }
    return {"open_s": opened, "answer_mb": peak_mb(), **at}


def _times(assistant: Assistant, texts: list[str], step: int, agency: str | None) -> list[tuple[str, float]]:
    """Median and 95th percentile over every `step`th question, each asked for the first time, after as many others."""
    for text in texts[1::step][:QUESTIONS]:
        assistant.ask(text, agency=agency)
    times = sorted(_cpu_ms(assistant, text, agency) for text in texts[::step][:QUESTIONS])
    return [("median_ms", times[len(times) // 2]), ("late_ms", times[int(len(times) * 0.95)])]


def _cpu_ms(assistant: Assistant, question: str, agency: str | None) -> float:
    started = time.process_time()
    assistant.ask(question, agency=agency)
    return (time.process_time() - started) * 1000


def measure_observed(first: Path, data: Path, count: Path) -> dict[str, Any]:
    """Ingest of `count` reports' figures, which were read once: twins of those of the index in `first`."""
    from bench.twin_readings import twin_readings
    from eval.twin import make_twin
    from index.build import write_generation
    from index.embed import load_embedder
    from index.search import open_index
    from index.shelf import open_shelf
    from settings import Settings

    index = open_index(Settings(data_dir=first))
    read = {report.file: index.database.reading(report) for report in index.reports.values()}
    wanted = int(count.name)
    readings: list[Reading] = []
    while len(readings) < wanted:
        mark = f"{len(readings):05}-"
        readings += list(twin_readings(make_twin(index, seed=len(readings)), read, mark))[: wanted - len(readings)]
    settings = Settings(data_dir=data)
    started = cpu_seconds()
    write_generation(open_shelf(settings), settings, load_embedder(settings.embedding_model), readings)
    return _made(settings, cpu_seconds() - started)


STEPS: dict[str, Callable[..., dict[str, Any]]] = {
    "ingest": measure_ingest,
    "ask": measure_questions,
    "observed": measure_observed,
}


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
    heads = [f"{row['size']:,}{' (수치만)' * (row['step'] == 'observed')}" for row in rows]
    print("| 잰 것 | " + " | ".join(heads) + " | 지수 |")
    print("| --- |" + " ---: |" * (len(rows) + 1))
    for title, name in FIGURES.items():
        cells = [f"{row[name]:,.0f}" if row.get(name, 0) >= 100 else f"{row.get(name, 0):.1f}" for row in rows]
        cells = [cell if row.get(name) else "시간 초과" for cell, row in zip(cells, rows, strict=True)]
        full = [row for row in rows if row["step"] == "ingest"]
        powers = [power for one, other in pairwise(full) if (power := exponent(one, other, name)) is not None]
        print(f"| {title} | {' | '.join(cells)} | {f'{powers[-1]:.2f}' if powers else '-'} |")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.growth", description="보고서 수에 따라 무엇이 얼마나 느는지 잽니다."
    )
    parser.add_argument("sizes", nargs="*", help="보고서 수 (보기: 25 100 1000)")
    parser.add_argument("--limit", type=float, default=1800, help="한 크기의 한 단계에 들이는 시간(초)")
    parser.add_argument("--observed", type=int, default=0, help="수치만 넣어 잴 보고서 수 (보기: 10000)")
    parser.add_argument("--keep", type=Path, help="만든 색인을 남길 폴더")
    parser.add_argument("--step", choices=STEPS, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.step:
        print(json.dumps(STEPS[args.step](*map(Path, args.sizes))))
        return 0
    sizes = sorted(int(size) for size in args.sizes or ["25", "100"])
    with tempfile.TemporaryDirectory(prefix="mureobogo-growth-") as folder:
        rows = measure(sizes, args.observed, args.keep or Path(folder), args.limit)
    print_table(rows)
    return 0


def measure(sizes: list[int], observed: int, home: Path, limit: float) -> list[dict[str, Any]]:
    """A row of the table for each size, and one for figures alone; each is printed when it is there."""
    asked = multiply(sizes, home)
    wanted = [("ingest", size, take(size, home), home / f"data-{size}") for size in sizes]
    if observed:
        wanted.append(("observed", observed, home / "first", home / "observed"))
    rows = []
    for step, size, source, data in wanted:
        size_too = (Path(str(size)),) if step == "observed" else ()
        row = {"size": size, "step": step} | apart(step, source, data, *size_too, limit=limit)
        if "ingest_s" in row:
            row |= apart("ask", source, data, asked, limit=limit)
        rows.append(row)
        print(f"{size}: {json.dumps(row)}", file=sys.stderr, flush=True)
    return rows


if __name__ == "__main__":
    sys.exit(main())
