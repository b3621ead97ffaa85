"""`python -m eval answer QUESTIONS.jsonl ANSWERS.jsonl`: answer a file of conversations; more commands below.

Example:  .venv/bin/python -m eval answer eval/golden/dev.jsonl answers.jsonl
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from errors import MureobogoError
from settings import load_settings


def _answer(args: argparse.Namespace) -> int:
    from answer.ask import Assistant
    from eval.conversations import answer_file

    count = answer_file(Assistant.open(load_settings()), args.questions, args.answers)
    print(f"대화 {count:,}건에 답해 {args.answers}에 적었습니다.")
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="질문 묶음에 답하고 채점합니다.",
        epilog="예: .venv/bin/python -m eval answer eval/golden/dev.jsonl answers.jsonl",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    answer = commands.add_parser("answer", help="대화 파일에 답합니다")
    answer.add_argument("questions", type=Path)
    answer.add_argument("answers", type=Path)
    answer.set_defaults(run=_answer)
    args = parser.parse_args()
    try:
        code: int = args.run(args)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
