"""`python -m answer "질문" [--json]`: one question; without a question, a conversation in the terminal.

Example:  .venv/bin/python -m answer "목표를 달성하지 못한 과는?"
"""

from __future__ import annotations

import argparse
import json
import signal
import sys

from answer.ask import Assistant
from answer.dialogue import Conversation
from errors import MureobogoError
from records import Answer
from settings import Settings, load_settings


def print_answer(answer: Answer) -> None:
    """The answer for people: how it was understood, the text, the places it stands on."""
    if answer.understood:
        print(f"이렇게 이해했습니다: {answer.understood}\n")
    print(answer.text)
    for notice in answer.notices:
        print(f"\n※ {notice}")
    for citation in answer.citations:
        place = " · ".join(part for part in (f"{citation.file}:{citation.line}", citation.section) if part)
        print(f"\n[{citation.n}] {place}\n    {' '.join(citation.quote.split())[:200]}")
        if citation.source:
            print(f"    원본: {citation.source}")


def open_assistant(settings: Settings) -> Assistant:
    """The assistant with the words and corrections of staff, as the page has them.

    Where these cannot be read it answers without them, and says so.
    """
    from store import is_there, open_store

    assistant = Assistant.open(settings)
    if is_there(settings):
        try:
            store = open_store(settings)
            assistant.learn(store.synonyms.terms())
            assistant.correct(store.corrections.all())
        except MureobogoError as error:
            print(f"직원이 넣은 같은 말과 정정 없이 답합니다. {error}", file=sys.stderr)
    return assistant


def converse(assistant: Assistant, agency: str | None) -> None:
    """Questions from standard input until it ends, each in the light of those before."""
    conversation = Conversation()
    print("보고서에 대해 물어보십시오. 끝내려면 Ctrl-D를 누르십시오.")
    while True:
        try:
            question = input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if question:
            answer, conversation = assistant.ask(question, conversation, agency=agency)
            print_answer(answer)


def main() -> int:
    if hasattr(signal, "SIGPIPE"):  # `… | head` ends quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    parser = argparse.ArgumentParser(
        prog="python -m answer",
        description="보고서에 묻고 원문으로 확인되는 답을 받습니다.",
        epilog='예: .venv/bin/python -m answer "목표를 달성하지 못한 과는?"',
    )
    parser.add_argument("question", nargs="?", help="질문 하나 (없으면 대화)")
    parser.add_argument("--json", action="store_true", help="답을 JSON으로 출력")
    parser.add_argument("--agency", help="이 기관의 보고서로만 답함 (다른 기관을 말하거나 비교를 물으면 함께)")
    args = parser.parse_args()
    try:
        settings = load_settings()
        assistant, agency = open_assistant(settings), args.agency or settings.agency or None
        if args.question is None:
            converse(assistant, agency)
            return 0
        answer, _ = assistant.ask(args.question, agency=agency)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(answer.to_json(), ensure_ascii=False, indent=1))
    else:
        print_answer(answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())
