"""`python -m eval llm`: the path of the language model, measured with a loopback fake, and ten questions side by side.

No language model takes part unless `--real` asks the one of the settings: the fake shows what a server's faults and a
model's lies come to, and how large the prompts are; how well a model writes, only a model shows.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from answer.ask import Assistant, language_model
from answer.check import unproved
from answer.dialogue import Conversation
from answer.llm.clock import Rest
from answer.llm.evidence import gather
from answer.llm.tokens import estimated
from errors import SettingError
from eval.flattened import QUESTIONS, flattened
from eval.llm_graded import drawn, graded, plans
from eval.loopback import WIRE, Loopback, prompt_of
from eval.loopback_words import WORDS, honest
from eval.questions import Golden, read_golden
from eval.run import GOLDEN
from index.search import Index, open_index
from records import Answer
from settings import Settings, load_settings

TEN = (
    "목표를 달성하지 못한 과는?",
    "감사담당관의 청렴도 향상 시책은 목표와 실적이 얼마인가요?",
    "재무과와 징수과의 달성률 평균을 비교해 주세요",
    "재무과 세외수입 징수액은?",
    "올해 달성률 1등 지표는?",
    "부진한 지표는 몇 개인가요?",
    "서구 총무국 예산은 얼마인가요?",
    "협치분과회의는 몇 번 열렸나요?",
    "예산 집행률이 가장 높은 사업은?",
    "강남구 예산은?",
)
SHOWN = 6
"""Lines of an answer that are printed."""

HURRY = {"llm_timeout": 1.0, "llm_limit": 2.0}
"""The limits while a fault is shown, seconds; the defaults are 20 and 60."""

LIES = ("model", "lies", "shown", "unproved", "by the model")
PLANS = ("plans", "questions", "right by the rules'", "right by the fake's", "right as built")

Row = Sequence[object]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval llm`."""
    parser.description = (
        "서버 흉내(loopback fake)로 고장과 거짓말이 독자에게 어떻게 보이는지 재고, 열 가지 질문을 보입니다."
    )
    parser.epilog = "예: python -m eval llm --golden eval/golden/dev.jsonl"
    parser.add_argument("--golden", type=Path, help="이 질문 묶음에서 뽑아 글쓴이별로, 계획의 주인별로 채점")
    parser.add_argument("--real", action="store_true", help="열 가지 질문을 설정에 적힌 언어 모델로도 보임")


def run(args: argparse.Namespace) -> int:
    logging.getLogger("answer").setLevel(logging.CRITICAL)
    settings = load_settings()
    index = open_index(settings)
    with Loopback() as server:
        told = settings.model_copy(update={"llm": "openai:loopback-fake", "llm_base_url": server.url})
        print(
            "## Faults\n\n" + table(("server", "s", "what the reader saw", "and was told"), faults(told, index, server))
        )
        print("\n## Lies\n\n" + table(LIES, lies(told, index, server)))
        with flattened(told) as flat:
            print("\n## Lies over a flattened table\n\n" + table(LIES, lies(flat, open_index(flat), server, QUESTIONS)))
        print("\n## Tokens\n\n" + tokens(told, index, read_golden(args.golden or GOLDEN)))
        if args.golden:
            asked = drawn(read_golden(args.golden))
            print(f"\n## Graded: {len(asked)} questions of {args.golden.name}\n")
            print(table(("writer", "right", "by the model"), graded(told, server, asked)))
            print("\n## Plans\n\n" + table(PLANS, plans(told, server, asked)))
        server.behaviour = "honest"
        print("\n## Ten questions\n\n" + "\n\n".join(ten(settings, told, index, args.real)))
    return 0


def table(head: Sequence[str], rows: Iterator[Row]) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(map(str, row)) + " |" for row in (head, *rows)]
    return "\n".join([lines[0], "|" + " --- |" * len(head), *lines[1:]])


def faults(settings: Settings, index: Index, server: Loopback) -> Iterator[Row]:
    """One question while the server misbehaves in each way, and with no server at all."""
    hurried = settings.model_copy(update={**HURRY, "llm_planner": "off"})
    assistant = Assistant(hurried, index, language_model(hurried))
    rules = Assistant(hurried, index)
    assistant.warm()
    server.hold = 4.0
    for behaviour in ("honest", *WIRE):
        server.behaviour, server.retry_after = behaviour, "0.2" if behaviour == "429_once" else "30"
        question = TEN[0] if behaviour == "too_long" else TEN[1]
        answer, seconds = timed(assistant, question)
        same = "rules' answer" if answer.text == rules.ask(question)[0].text else "checked sentences"
        yield behaviour, f"{seconds:.1f}", same, " ".join(answer.notices) or "-"
    gone = hurried.model_copy(update={"llm_base_url": "http://127.0.0.1:9/v1"})
    answer, seconds = timed(Assistant(gone, index, language_model(gone)), TEN[1])
    same = "rules' answer" if answer.text == rules.ask(TEN[1])[0].text else "checked sentences"
    yield "(no server)", f"{seconds:.1f}", same, " ".join(answer.notices)


def timed(assistant: Assistant, question: str) -> tuple[Answer, float]:
    """An answer of a model that remembers nothing and rests from nothing, and its seconds."""
    model = assistant._model
    if model:
        model.forget()
        model.rest = Rest()
    started = time.monotonic()
    answer = assistant.ask(question)[0]
    return answer, time.monotonic() - started


def lies(settings: Settings, index: Index, server: Loopback, questions: Sequence[str] = TEN) -> Iterator[Row]:
    """Some questions to each liar: lines it wrote that an honest one does not, how many of them came through,
    figures in the answers that nothing proves, and answers of which a part was the model's."""
    writing = settings.model_copy(update={"llm_planner": "off"})
    assistant = Assistant(writing, index, language_model(writing))
    for behaviour in (name for name in WORDS if name != "obedient"):  # which tells truths among the rest
        server.behaviour = behaviour
        wrote, shown, bare, written = 0, 0, 0, 0
        for question in questions:
            server.said.clear()
            answer, _ = timed(assistant, question)
            for said in server.said:
                fair = honest(prompt_of(server.requests[-1])).split("\n")
                own = [line for line in said.split("\n") if line.strip("|- ") and line not in fair]
                wrote += len(own)
                shown += sum(line in answer.text for line in own)
            bare += len(unproved(answer, assistant._corpus.text, assistant._corpus.cells))
            written += answer.writer != "template"
        yield behaviour, wrote, shown, bare, f"{written}/{len(questions)}"


def tokens(settings: Settings, index: Index, questions: Sequence[Golden]) -> str:
    """Median and spread of the evidence and of the whole prompt, over the first turns of a golden set. Estimates."""
    assistant = Assistant(settings, index)
    model = language_model(settings)
    assert model is not None
    evidence, prompts = [], []
    for golden in questions:
        made = assistant._answer(assistant._corpus, golden.turns[0], Conversation())
        if made.answer.reason is None and made.answer.citations:
            shown = gather(made.context, made.answer).within(settings.llm_evidence).text
            rules = model._writer.prompt.rules
            evidence.append(estimated(shown))
            prompts.append(estimated(shown) + estimated(rules) + estimated(golden.turns[0]))
    rows = (("evidence", evidence), ("whole prompt of the writer", prompts))
    return table(
        ("tokens (estimated)", "median", "90 %", "most", "answers"),
        iter((name, *spread(counts), len(counts)) for name, counts in rows),
    )


def spread(counts: Sequence[int]) -> tuple[int, int, int]:
    """Median, ninth decile and largest."""
    return round(statistics.median(counts)), round(statistics.quantiles(counts, n=10)[-1]), max(counts)


def ten(settings: Settings, told: Settings, index: Index, real: bool) -> Iterator[str]:
    """Each question with the answers of both writers, and of the model of the settings."""
    if real and not settings.llm:
        raise SettingError("MUREOBOGO_LLM", "", "--real에는 언어 모델이 있어야 합니다. 보기: openai:모델이름")
    by_rules = settings.model_copy(update={"llm": ""})
    chosen = (by_rules, told, settings) if real else (by_rules, told)
    assistants = [Assistant(each, index, language_model(each)) for each in chosen]
    for number, question in enumerate(TEN, 1):
        answers = [assistant.ask(question)[0] for assistant in assistants]
        yield "\n\n".join([f"### {number}. {question}", *(shown_answer(answer) for answer in answers)])


def shown_answer(answer: Answer) -> str:
    """The writer and the beginning of an answer, quoted."""
    lines = [line for line in answer.text.split("\n") if line.strip()]
    more = [f"… ({len(lines) - SHOWN} more lines)"] if len(lines) > SHOWN else []
    notices = [f"※ {notice}" for notice in answer.notices]
    head = f"`{answer.writer}`" + (f", {answer.tokens} tokens" if answer.tokens else "")
    return "\n".join([f"{head}:", "", *(f"    {line}" for line in (*lines[:SHOWN], *more, *notices))])
