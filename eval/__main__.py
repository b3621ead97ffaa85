"""`python -m eval run | answer | twin | generate | peers | …`: answers measured against golden questions.

Example:  .venv/bin/python -m eval run eval/golden/dev.jsonl
"""

from __future__ import annotations

import argparse
import importlib
import sys

from errors import MureobogoError

COMMANDS = {
    "run": "질문 묶음에 답하고 채점합니다",
    "answer": "대화 파일에 답합니다",
    "curve": "답으로 삼는 문턱마다 틀린 답과 잘못 거절한 질문을 셉니다",
    "twin": "이름·연도·수치를 바꾼 쌍둥이 보고서로 채점합니다",
    "twin-reading": "쌍둥이 보고서가 원본과 똑같이 읽히는지 봅니다",
    "generate": "색인의 수치에서 질문을 만들어 채점합니다",
    "peers": "검색만 하는 방법들과 나란히 잽니다",
    "reading": "보고서를 읽은 수치를 금본과 견줍니다",
    "retrieval": "검색을 잽니다",
    "llm": "언어 모델이 쓰는 길을 서버 흉내(loopback fake)로 재고, 열 가지 질문을 나란히 보입니다",
    "fusion": "낱말과 의미를 섞는 무게를 표로 고릅니다",
}
"""Each command and what it does. The module of the same name in this folder has `add_arguments` and `run`."""

MODULES = {"answer": "conversations", "twin-reading": "twin_reading", "retrieval": "retrieval_command"}
"""Commands whose module has another name."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval",
        description="질문 묶음에 답하고 채점합니다.",
        epilog="예: .venv/bin/python -m eval run eval/golden/dev.jsonl",
    )
    commands = parser.add_subparsers(required=True, metavar=" | ".join(COMMANDS))
    for name, told in COMMANDS.items():
        module = importlib.import_module(f"eval.{MODULES.get(name, name)}")
        command = commands.add_parser(name, help=told)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    args = parser.parse_args()
    try:
        code: int = args.run(args)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    return code


if __name__ == "__main__":
    sys.exit(main())
