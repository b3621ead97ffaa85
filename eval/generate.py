"""`python -m eval generate [--limit N] [--seed N]`: thousands of questions made from the index, answered and scored.

They find what hand-written questions miss: a table that is never reached, a phrasing that is not understood. The answer
to each is computed here from the observations, so a figure that was read wrong is not found by them: `python -m eval
reading` does that.
"""

from __future__ import annotations

import argparse
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from eval.coverage import coverage, coverage_text, draw
from eval.evaluate import Bench, Result, evaluate
from eval.made import make_questions
from eval.questions import write_golden
from eval.run import RESULTS, finished, save_both, show_progress, tables
from settings import load_settings

MOST_FREQUENT = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval generate`."""
    parser.description = "색인의 수치에서 답을 셈한 질문을 만들어 묻고, 어느 표와 열과 연산을 물었는지 보입니다."
    parser.epilog = "예: python -m eval generate --limit 2000 --seed 7"
    parser.add_argument("--limit", type=int, default=1000, help="물을 질문의 수 (기본: 1000, 0이면 모두)")
    parser.add_argument("--seed", type=int, default=7, help="말투와 뽑기의 씨앗 (기본: 7)")
    parser.add_argument("--save", type=Path, help="만든 질문을 남길 JSONL")
    parser.add_argument("--out", type=Path, default=RESULTS, help="결과를 적을 폴더 (기본: eval/results)")


def run(args: argparse.Namespace) -> int:
    """Print tables, coverage and the most frequent failures; the exit status is 0 unless something fails."""
    settings = load_settings()
    bench = Bench.open(settings)
    made = make_questions(bench.index, args.seed)
    order = random.Random(args.seed).sample(range(len(made)), k=len(made))
    drawn = draw(made, args.limit or len(made), order)
    print(f"질문 {len(made):,}건을 만들어 {len(drawn):,}건을 묻습니다.")
    questions = [each.golden for each in drawn]
    if args.save:
        write_golden(args.save, questions)
    results = evaluate(bench, questions, show_progress)
    done = finished("generate.jsonl", results, bench, settings)
    print("\n\n".join(tables(done)[:2]))
    print("\n" + coverage_text(coverage(bench.index, drawn, results)))
    print("\n" + "\n".join(failure_lines(results)))
    save_both(args.out, replace(done, lead=(f"씨앗 {args.seed}",)), bench)
    return 0


def failure_lines(results: Sequence[Result], shown: int = MOST_FREQUENT) -> list[str]:
    """The most frequent kinds of failure, each with an example."""
    kinds: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        if not result.grade.right:
            kinds[result.golden.family, result.grade.faults[0].kind].append(result)
    lines = ["가장 잦은 틀림:"]
    for (family, fault), found in sorted(kinds.items(), key=lambda item: -len(item[1]))[:shown]:
        example = found[0]
        asked = f"{example.golden.turns[-1]} ({example.grade.faults[0]})"
        answer = " ".join(example.answer.text.split())[:90]
        lines.append(f"- {family} · {fault} {len(found):,}건. 보기: {asked} → {answer}")
    return lines
