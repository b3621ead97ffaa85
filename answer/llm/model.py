"""The second writer: what a language model adds to an answer that the rules have made, and nothing where it fails.

It is asked outside the lock of the assistant, so that a slow model keeps nobody else waiting. Every fault ends in the
rules' answer, with a notice to the reader and one line in the log.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from answer.dialogue import Conversation
from answer.llm import agent, planning
from answer.llm.agent import Findings, Replan, Searcher
from answer.llm.client import Client, Usage, connect
from answer.llm.clock import Clock, Rest
from answer.llm.evidence import Evidence, gather
from answer.llm.faults import Fault
from answer.llm.memory import Memory, key_of
from answer.llm.prompts import load_prompt
from answer.llm.writer import Watch, Writer
from answer.made import Made
from answer.plan import Plan
from answer.telling import fitting
from records import Amended, Answer, Passage
from settings import Settings

log = logging.getLogger(__name__)

T = TypeVar("T")

MORE_PASSAGES = 3
"""Passages shown beside those the template quotes, where a question is about prose."""

SHORT_WAIT = 2.0
"""Seconds of a Retry-After that are waited for; a longer one is left to the next question."""

NOT_THE_SERVER = frozenset({"malformed", "empty", "cut", "too_long"})
"""Faults of one reply: a plan that failed so does not keep the model from writing."""

OTHER_READING = "언어 모델은 이렇게 읽었습니다: {}. 답은 규칙이 읽은 쪽을 따릅니다."
BY_OTHER_READING = "보고서에 없는 말 ‘{}’을(를) 언어 모델이 바꾸어 읽고 찾았습니다."
IN_FULL = "규칙이 찾지 못해 언어 모델이 읽은 대로 찾았습니다."


@dataclass
class LanguageModel:
    """One connected model with its prompts, its memory and its rest after a fault. Thread-safe."""

    settings: Settings
    client: Client
    rest: Rest = field(default_factory=Rest)

    def __post_init__(self) -> None:
        self.memory = Memory(self.settings.llm_cache)
        self._plans: dict[str, Plan | None] = {}
        self._prompt = load_prompt("plan")
        self._tools = load_prompt("agent")
        self._writer = Writer(self.client, load_prompt("write"), self.memory, self.settings.llm_evidence)

    @classmethod
    def open(cls, settings: Settings) -> LanguageModel | None:
        """The model of the settings, or None where none is set. Raises SettingError and DataFileError."""
        return cls(settings, connect(settings)) if settings.llm else None

    def forget(self) -> None:
        """The reports are others now."""
        self.memory.clear()
        self._plans.clear()

    def assist(
        self, made: Made, conversation: Conversation, replan: Replan, lock: threading.RLock, watch: Watch | None = None
    ) -> Made:
        """The answer as the model would read and write it, where that holds; else the rules' answer with a notice."""
        task = _Task(self, made, conversation, replan, lock, watch)
        if made.answer.reason not in (None, "not_in_reports"):
            return made
        try:
            self.rest.check()
            if watch:
                watch("")
            task.run()
        except Fault as fault:
            self.rest.after(fault)
            log.warning("language model %s: %s; the rules' answer was given", self.client.name, fault)
            task.notices.append(fault.notice)
        notices = (*task.made.answer.notices, *task.notices)
        return replace(task.made, answer=replace(task.made.answer, notices=notices, tokens=task.usage.tokens))


@dataclass
class _Task:
    """One question on its way through the model. `made` is the best answer so far."""

    model: LanguageModel
    made: Made
    conversation: Conversation
    replan: Replan
    lock: threading.RLock
    watch: Watch | None
    usage: Usage = field(default_factory=Usage)
    notices: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clock = Clock(self.model.settings.llm_timeout, self.model.settings.llm_limit)

    def run(self) -> None:
        """Read, look for more, write. Raises Fault."""
        self._read()
        found = self._look()
        if self.made.answer.refused:
            return
        with self.lock:
            evidence = self._evidence(found)
            corrected = self._corrected(evidence)
        if evidence.places and not corrected:
            answer = _patient(lambda: self._write(evidence), self.clock)
            self.made = replace(self.made, answer=answer)

    def _write(self, evidence: Evidence) -> Answer:
        return self.model._writer.write(self.made, evidence, self.clock, self.usage, self.lock, self.watch)

    def _read(self) -> None:
        """The model's plan: used where the rules found nothing, told of where it asks for something else."""
        wanted = self.model.settings.llm_planner
        if wanted == "off" or (wanted == "fallback" and not self.made.answer.refused):
            return
        plan = self._plan()
        if plan is None:
            return
        rules = self.made.context.plan
        if not self.made.answer.refused:
            if not planning.same(plan, rules):
                self.notices.append(OTHER_READING.format(plan.understood()))
            return
        if planning.is_reading_of(plan, self.made) and (other := self._replanned(plan)):
            self._go_on_with(other)

    def _go_on_with(self, other: Made) -> None:
        words = planning.replaced(other.context.plan, self.made)
        self.notices.append(BY_OTHER_READING.format(", ".join(words)) if words else IN_FULL)
        self.made = other

    def _replanned(self, plan: Plan) -> Made | None:
        with self.lock:
            made = self.replan(plan)
        return None if made is None or made.answer.refused else made

    def _plan(self) -> Plan | None:
        """What the model reads the question as; None where that is no plan."""
        corpus, question = self.made.context.corpus, self.made.answer.question
        with self.lock:
            asked = planning.asked(self.model._prompt, corpus, question, self.conversation, secrets.token_hex(4))
        key = key_of(
            corpus.index.folder,
            hash(corpus.index.hidden),
            question,
            [turn.question for turn in self.conversation.turns],
        )
        if key in self.model._plans:
            return self.model._plans[key]
        try:
            client = self.model.client
            data = _patient(lambda: client.structured(asked, planning.schema(), self.clock, self.usage), self.clock)
        except Fault as fault:
            if fault.kind not in NOT_THE_SERVER:
                raise
            log.info("language model %s: no plan (%s)", self.model.client.name, fault)
            return None
        with self.lock:
            plan = planning.plan_from(data, corpus)
        self._remember(key, plan)
        return plan

    def _remember(self, key: str, plan: Plan | None) -> None:
        if len(self.model._plans) >= self.model.settings.llm_cache:
            self.model._plans.clear()
        if self.model.settings.llm_cache:
            self.model._plans[key] = plan

    def _look(self) -> Findings:
        """More evidence by the model's own search, where that is set."""
        steps = self.model.settings.llm_agent
        if not steps:
            return Findings()
        with self.lock:
            evidence = gather(self.made.context, self.made.answer).within(self.model.settings.llm_evidence // 2)
        answer = self.made.answer
        values = {"question": answer.question, "understood": answer.understood, "evidence": evidence.text or "(없음)"}
        messages = self.model._tools.fill(**values, fence=secrets.token_hex(4))
        searcher = Searcher(self.made, self.replan, self.lock)
        found = agent.look(self.model.client, messages, searcher, steps, self.clock, self.usage)
        if self.made.answer.refused and (by_tool := self._kept(found)):
            self._go_on_with(by_tool)
        return found

    def _kept(self, found: Findings) -> Made | None:
        """An answer that the tools brought for a question that the rules could not answer."""
        return next((made for made in found.answers if planning.is_reading_of(made.context.plan, self.made)), None)

    def _evidence(self, found: Findings) -> Evidence:
        others = [made.answer for made in found.answers if made is not self.made]
        return gather(self.made.context, self.made.answer, [*self._more(), *found.passages], others)

    def _corrected(self, evidence: Evidence) -> bool:
        """A figure that was put right by hand is told beside the printed one, which only the template does."""
        corpus = self.made.context.corpus
        cells = (o for place in evidence.places for o in corpus.cells(place.citation))
        return bool(self.made.answer.corrections) or any(isinstance(o, Amended) for o in cells)

    def _more(self) -> Sequence[Passage]:
        """Passages that answer as well as those the template quotes."""
        quoted = set(self.made.draft.passages)
        if not quoted:
            return ()
        found = (match.passage for match in fitting(self.made.context) if match.passage)
        return [passage for passage in found if passage.id not in quoted][:MORE_PASSAGES]


def _patient(call: Callable[[], T], clock: Clock) -> T:
    """What a call gives, made once more where the server was busy and asks for a short wait only."""
    try:
        return call()
    except Fault as fault:
        wait = fault.retry_after
        if fault.kind != "busy" or wait is None or wait > min(SHORT_WAIT, clock.left()):
            raise
        threading.Event().wait(wait)
        return call()
