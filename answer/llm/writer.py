"""The model writes: evidence and prompt in, checked sentences out as they come, the finished answer at the end."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from answer.check import unproved
from answer.llm.client import Client, Messages, Usage
from answer.llm.clock import Clock
from answer.llm.compose import Composition
from answer.llm.evidence import Evidence
from answer.llm.faults import Fault
from answer.llm.grounds import Grounds
from answer.llm.memory import Memory, key_of
from answer.llm.prompts import Prompt
from answer.llm.sentences import sentences
from answer.made import Made
from records import Answer

log = logging.getLogger(__name__)

Watch = Callable[[str], None]
"""Told the text so far whenever a checked sentence has been added; nothing (empty text) when the model is asked."""

TRIES = 3
"""How often evidence that a server finds too long is halved."""

WITHHELD = "원문에서 확인되지 않은 문장 {}개를 뺐습니다."
LEFT_OUT = "근거가 길어 {}곳 가운데 순위가 높은 {}곳만 언어 모델에 보였습니다."
NO_ROOM = " 나머지 수치는 표에 모두 있습니다."


@dataclass(frozen=True)
class Writer:
    """One model with its prompt and its memory."""

    client: Client
    prompt: Prompt
    memory: Memory
    budget: int

    def write(
        self, made: Made, evidence: Evidence, clock: Clock, usage: Usage, lock: threading.RLock, watch: Watch | None
    ) -> Answer:
        """The answer in the model's words. Raises Fault where it gives none that may be shown."""
        budget = self.budget
        for tries_left in reversed(range(TRIES)):
            shown = evidence.within(budget)
            try:
                return self._once(made, shown, clock, usage, lock, watch)
            except Fault as fault:
                if fault.kind != "too_long" or not tries_left:
                    raise
                budget //= 2
        raise AssertionError("the last try returns or raises")

    def _once(
        self, made: Made, evidence: Evidence, clock: Clock, usage: Usage, lock: threading.RLock, watch: Watch | None
    ) -> Answer:
        answer = made.answer
        fence = key_of(evidence.text, answer.question)[:8]
        values = {"question": answer.question, "understood": answer.understood, "evidence": evidence.text}
        messages = self.prompt.fill(**values, fence=fence)
        grounds = Grounds(made.context, answer, evidence, f"{self.prompt.rules}\n자료-{fence}")
        composition = Composition(grounds)
        key = key_of(self.client.name, self.prompt.mark, answer.plan, evidence.text, answer.question)
        for sentence in sentences(self._pieces(key, messages, clock, usage)):
            with lock:
                composition.add(sentence)
            if watch:
                watch(composition.text)
        with lock:
            return _finished(composition, self.client.name)

    def _pieces(self, key: str, messages: Messages, clock: Clock, usage: Usage) -> Iterator[str]:
        """The reply in pieces: remembered, or streamed and remembered once it is whole. Raises Fault."""
        if (known := self.memory.get(key)) is not None:
            yield known
            return
        pieces: list[str] = []
        for piece in self.client.stream(messages, clock, usage):
            pieces.append(piece)
            yield piece
        text = "".join(pieces)
        if not text.strip():
            raise Fault("empty")
        self.memory.put(key, text)


def _finished(composition: Composition, writer: str) -> Answer:
    """The whole answer, checked once more as any other. Raises Fault where nothing of the model's may be shown."""
    withheld = composition.withheld
    if withheld:
        log.warning("language model: withheld %d sentences %s", len(withheld), dict(Counter(withheld)))
    if not composition.told:
        raise Fault("unproved", f"{len(withheld)} sentences withheld")
    answer, corpus = composition.finished(writer), composition.grounds.context.corpus
    if unproved(answer, corpus.text, corpus.cells):
        raise Fault("unproved", "the whole text")
    return replace(answer, notices=tuple(_notices(composition)))


def _notices(composition: Composition) -> Iterator[str]:
    evidence = composition.grounds.evidence
    if composition.withheld:
        yield WITHHELD.format(len(composition.withheld))
    if evidence.left_out:
        tables = "|" in composition.grounds.answer.text
        kept = len(evidence.places)
        yield LEFT_OUT.format(kept + evidence.left_out, kept) + (NO_ROOM if tables else "")
