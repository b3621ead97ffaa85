"""`python -m eval curve [GOLDEN.jsonl …]`: wrong answers against refused fair questions, for several thresholds.

The threshold is the share of a question's words, each weighed by how rare it is, that evidence must hold to be an
answer (`answer.corpus.ENOUGH`). A lower one answers more and is wrong more often; a higher one refuses more.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from answer.ask import Assistant
from answer.corpus import ENOUGH
from eval.evaluate import Bench, Result, evaluate
from eval.questions import read_golden
from eval.run import GOLDEN, show_progress
from settings import load_settings

THRESHOLDS = (0.4, 0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True)
class Point:
    """What one threshold comes to, in questions out of `asked`.

    `wrong`: answered and not right, those among them that had to be refused included (`unfair`); `refused`: fair
    questions refused.
    """

    threshold: float
    asked: int
    right: int
    wrong: int
    unfair: int
    refused: int


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval curve`."""
    parser.description = "답으로 삼는 문턱마다 틀린 답과 잘못 거절한 질문을 셉니다."
    parser.epilog = "예: python -m eval curve eval/golden/dev.jsonl eval/golden/dev2.jsonl"
    parser.add_argument(
        "golden", type=Path, nargs="*", default=[GOLDEN], help="질문 파일 (기본: eval/golden/dev.jsonl)"
    )
    parser.add_argument("--at", type=float, nargs="+", default=list(THRESHOLDS), metavar="0.6", help="문턱들")


def run(args: argparse.Namespace) -> int:
    """Print the table of all thresholds."""
    settings = load_settings()
    questions = [question for path in args.golden for question in read_golden(path)]
    bench = Bench.open(settings)
    points = []
    for threshold in args.at:
        assistant = Assistant(settings, bench.index, enough=threshold)
        points.append(point(threshold, evaluate(replace(bench, assistant=assistant), questions, show_progress)))
    print(table(points))
    return 0


def point(threshold: float, results: Sequence[Result]) -> Point:
    """The counts of one threshold."""
    wrong = [result for result in results if not result.grade.right and not result.answer.refused]
    refused = [result for result in results if result.answer.refused and not result.golden.refuse]
    return Point(
        threshold,
        asked=len(results),
        right=sum(result.grade.right for result in results),
        wrong=len(wrong),
        unfair=sum(result.golden.refuse for result in wrong),
        refused=len(refused),
    )


def table(points: Sequence[Point]) -> str:
    """A Markdown table, the threshold in use marked."""
    lines = [
        "| 문턱 | 정답 | 틀린 답 | 그 가운데 거절했어야 할 질문 | 잘못 거절 |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for p in points:
        mark = " (씀)" if p.threshold == ENOUGH else ""
        lines.append(f"| {p.threshold:g}{mark} | {p.right}/{p.asked} | {p.wrong} | {p.unfair} | {p.refused} |")
    return "\n".join(lines)
