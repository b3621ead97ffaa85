"""Files of conversations: QUESTIONS.jsonl in, ANSWERS.jsonl out, one conversation a line."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.ask import Assistant
from answer.dialogue import Conversation
from errors import DataFileError, Unavailable
from records import Answer
from settings import load_settings


@dataclass(frozen=True, slots=True)
class Script:
    """The questions of one conversation, in order."""

    id: str
    turns: tuple[str, ...]


def read_scripts(path: Path) -> Iterator[Script]:
    """Scripts of a JSONL file. Raises DataFileError with the line's number for one that cannot be used."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, None, f"읽을 수 없습니다({error}). UTF-8 JSONL 파일인지 확인해 주십시오.") from error
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _script(path, number, line)


def _script(path: Path, number: int, line: str) -> Script:
    try:
        data: dict[str, Any] = json.loads(line)
        turns = data["turns"]
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise TypeError("turns")
        return Script(str(data["id"]), tuple(turns))
    except (ValueError, KeyError, TypeError) as error:
        remedy = '{"id": "…", "turns": ["질문"]} 형식으로 고쳐 주십시오.'
        raise DataFileError(path, number, f"이 줄을 읽을 수 없습니다({error}). {remedy}") from error


def hold(assistant: Assistant, script: Script) -> list[Answer]:
    """The answers to all turns of a conversation."""
    conversation = Conversation()
    answers = []
    for turn in script.turns:
        answer, conversation = assistant.ask(turn, conversation)
        answers.append(answer)
    return answers


def answer_file(assistant: Assistant, questions: Path, answers: Path) -> int:
    """Answer every conversation of `questions` into `answers`; returns how many there were.

    Raises DataFileError for questions that cannot be read, before any is answered, and Unavailable where nothing can
    be written.
    """
    scripts = list(read_scripts(questions))
    try:
        with answers.open("w", encoding="utf-8") as file:
            for script in scripts:
                turns = [answer.to_json() for answer in hold(assistant, script)]
                file.write(json.dumps({"id": script.id, "turns": turns}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise Unavailable(f"{answers}에 적을 수 없습니다({error}). 폴더와 디스크 공간을 확인해 주십시오.") from error
    return len(scripts)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval answer`."""
    parser.description = "대화 파일에 답해 한 줄에 대화 하나씩 적습니다."
    parser.epilog = "예: python -m eval answer 질문.jsonl 답변.jsonl"
    parser.add_argument("questions", type=Path, help='{"id": "…", "turns": ["질문"]}의 JSONL')
    parser.add_argument("answers", type=Path, help="답을 적을 JSONL")


def run(args: argparse.Namespace) -> int:
    count = answer_file(Assistant.open(load_settings()), args.questions, args.answers)
    print(f"대화 {count:,}건에 답해 {args.answers}에 적었습니다.")
    return 0
