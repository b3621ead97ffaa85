"""`python -m bench.same [GOLDEN.jsonl …] [--reports DIR]`: are answers the same embedded and on servers?

Makes the index of a folder twice, in a data folder and on a PostgreSQL and a Chroma server of its own on loopback, asks
every turn of every conversation of both, and prints how many answers were the same to the letter, citations and all.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from answer.ask import Assistant
from bench.engines import missing, storage
from index.build import build
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
SHIPPED, GOLDEN = ROOT / "reports", ROOT / "eval" / "golden" / "dev.jsonl"


def conversations(golden: Path) -> list[list[str]]:
    """The turns of each conversation of a golden set."""
    lines = golden.read_text(encoding="utf-8").splitlines()
    turns = [json.loads(line)["turns"] for line in lines if line.strip()]
    return [[turn if isinstance(turn, str) else turn["question"] for turn in each] for each in turns]


def said(assistant: Assistant, turns: list[str]) -> list[dict[str, Any]]:
    """The answers of a conversation without the time they took."""
    conversation, answers = None, []
    for turn in turns:
        answer, conversation = assistant.ask(turn, conversation)
        answers.append(answer.to_json() | {"ms": 0})
    return answers


def differing(one: Assistant, other: Assistant, asked: list[list[str]]) -> Iterator[tuple[str, bool]]:
    """Each question with whether the two answer it the same."""
    for turns in asked:
        for turn, here, there in zip(turns, said(one, turns), said(other, turns), strict=True):
            yield turn, here == there


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench.same", description="질문 묶음의 답이 내장과 서버에서 같은지 견줍니다."
    )
    parser.add_argument("golden", nargs="*", type=Path, default=[GOLDEN], help="질문 파일 (기본: dev.jsonl)")
    parser.add_argument("--reports", type=Path, default=SHIPPED, help="보고서 폴더 (기본: reports)")
    args = parser.parse_args()
    if lacking := missing():
        print(lacking, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="mureobogo-same-") as home, storage() as (_, urls):
        servers = {name.removeprefix("MUREOBOGO_").lower(): url for name, url in urls.items()}
        alone = Settings(reports_dir=args.reports, data_dir=Path(home) / "alone")
        there = alone.model_copy(update={"data_dir": Path(home) / "there", **servers})
        for settings in (alone, there):
            build(args.reports, settings)
        embedded, served = Assistant.open(alone), Assistant.open(there)
        return max([_print_one(path, embedded, served) for path in args.golden])


def _print_one(golden: Path, embedded: Assistant, served: Assistant) -> int:
    """A line for a set and one for each answer that differs; 1 where any does."""
    results = list(differing(embedded, served, conversations(golden)))
    other = [question for question, same in results if not same]
    print(f"{golden.name}: 답 {len(results):,}개 가운데 {len(results) - len(other):,}개가 같습니다.", flush=True)
    for question in other:
        print(f"  다름: {question}")
    return 1 if other else 0


if __name__ == "__main__":
    sys.exit(main())
