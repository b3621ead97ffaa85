"""`python -m eval run [GOLDEN.jsonl]`: answer and score a golden set, write the HTML report and the run file."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.evaluate import Bench, Result, evaluate
from eval.gate import below, load_gate
from eval.page import page
from eval.questions import read_golden
from eval.run_file import Run, change_lines, read_past, save, version_lines, write
from eval.scores import by_asker, by_family, kinds_table, measures_table, scores
from eval.versions import versions
from settings import Settings, load_settings

GOLDEN = Path(__file__).parent / "golden" / "dev.jsonl"
RESULTS = Path(__file__).parent / "results"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval run`."""
    parser.description = "질문 묶음에 답하고 채점해 표를 보이고, 보고서(HTML)와 실행 기록(JSON)을 남깁니다."
    parser.epilog = "예: python -m eval run eval/golden/dev.jsonl --against eval/results/앞선실행.json"
    parser.add_argument("golden", type=Path, nargs="?", default=GOLDEN, help="질문 파일 (기본: eval/golden/dev.jsonl)")
    parser.add_argument("--against", type=Path, help="견줄 앞선 실행 기록")
    parser.add_argument("--out", type=Path, default=RESULTS, help="결과를 적을 폴더 (기본: eval/results)")
    parser.add_argument("--quiet", action="store_true", help="점수만 보이고 질문은 보이지 않습니다")


def run(args: argparse.Namespace) -> int:
    """Print the tables, write both files; 1 when the run is below the gate."""
    settings = load_settings()
    questions = read_golden(args.golden)
    before = read_past(args.against) if args.against else None
    bench = Bench.open(settings)
    results = evaluate(bench, questions, show_progress)
    lines = below(load_gate(), scores(results))
    done = finished(args.golden.name, results, bench, settings)
    done = replace(done, lead=tuple(lines or ["합격선을 넘었습니다."]), passed=not lines)
    print(printed(done))
    if before is not None:
        turned, others = change_lines(before.faults, results), version_lines(before.versions, done)
        done = replace(done, changes=(*turned, *others))
        print("\n" + "\n".join([*(turned[:1] if args.quiet else turned), *others]))
    save_both(args.out, done, bench)
    print("\n".join(done.lead), file=sys.stdout if done.passed else sys.stderr)
    return 0 if done.passed else 1


def finished(golden: str, results: Sequence[Result], bench: Bench, settings: Settings) -> Run:
    """The run of some results, with all versions; `golden` names what was asked."""
    return Run(golden, results, scores(results), versions(bench.index.manifest, settings))


def printed(done: Run) -> str:
    return "\n\n".join(tables(done))


def tables(done: Run) -> list[str]:
    """The tables of a run as Markdown: measures, kinds of question, askers."""
    return [
        measures_table(done.scores),
        kinds_table(done.results, by_family, "질문의 갈래"),
        kinds_table(done.results, by_asker, "묻는 사람"),
    ]


def save_both(folder: Path, done: Run, bench: Bench) -> None:
    """Write the HTML report and the run file under a name that sorts by time, and say where they are."""
    name = f"{time.strftime('%Y%m%d-%H%M%S')}-{Path(done.golden).stem}"
    html, record = folder / f"{name}.html", folder / f"{name}.json"
    write(html, page(done, tables(done), bench.assistant.source))
    save(done, record)
    print(f"\n보고서 {html}\n실행 기록 {record}")


def show_progress(done: int, total: int) -> None:
    """A counter on one line of a terminal; nothing where the output goes into a file."""
    if sys.stderr.isatty():
        print(f"\r{done:,}/{total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)
