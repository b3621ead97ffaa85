"""`python -m eval run [GOLDEN.jsonl]`: answer and score a golden set, write the HTML report and the run file."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from eval.evaluate import Bench, Result, evaluate
from eval.gate import below, load_gate
from eval.page import page
from eval.questions import read_golden
from eval.run_file import change_lines, compare, run_to_json, save, verdicts, write
from eval.scores import Scores, by_asker, by_family, kinds_table, measures_table, scores
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
    before = verdicts(args.against) if args.against else None
    bench = Bench.open(settings)
    results = evaluate(bench, questions, show_progress)
    told = scores(results)
    print(printed(told, results))
    if before is not None:
        lines = change_lines(compare(before, results), results)
        print("\n" + "\n".join(lines[:1] if args.quiet else lines))
    html, record = save_both(args.out, args.golden.name, told, results, bench, settings)
    print(f"\n보고서 {html}\n실행 기록 {record}")
    return verdict(told)


def printed(told: Scores, results: Sequence[Result]) -> str:
    return "\n\n".join(tables(told, results))


def tables(told: Scores, results: Sequence[Result]) -> list[str]:
    """The tables of a run as Markdown: measures, kinds of question, askers."""
    return [
        measures_table(told),
        kinds_table(results, by_family, "질문의 갈래"),
        kinds_table(results, by_asker, "묻는 사람"),
    ]


def save_both(
    folder: Path, golden: str, told: Scores, results: Sequence[Result], bench: Bench, settings: Settings
) -> tuple[Path, Path]:
    """Write the HTML report and the run file under a name that sorts by time."""
    now = time.localtime()
    name = f"{time.strftime('%Y%m%d-%H%M%S', now)}-{Path(golden).stem}"
    made_by = versions(bench.index.manifest, settings)
    html, record = folder / f"{name}.html", folder / f"{name}.json"
    write(html, page(f"평가 {golden}", tables(told, results), results, made_by, bench.assistant.source))
    save(run_to_json(golden, time.strftime("%Y-%m-%dT%H:%M:%S%z", now), told, results, made_by), record)
    return html, record


def verdict(told: Scores) -> int:
    """Say whether the run passes the gate; the exit status."""
    lines = below(load_gate(), told)
    print("\n".join(lines) if lines else "합격선을 넘었습니다.", file=sys.stderr if lines else sys.stdout)
    return 1 if lines else 0


def show_progress(done: int, total: int) -> None:
    """A counter on one line of a terminal; nothing where the output goes into a file."""
    if sys.stderr.isatty():
        print(f"\r{done:,}/{total:,}", end="\n" if done == total else "", file=sys.stderr, flush=True)
