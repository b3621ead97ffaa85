"""The desk where questions come in, from the page and from other programs: check, wait, ask, remember."""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
import unicodedata
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from errors import DamagedIndex, MureobogoError, Unavailable
from pages.assistant import Assistant
from pages.conversations import Conversations, InMemory, Thread, Turn, new_key
from pages.hands import Hands
from pages.kept_answer import kept
from pages.lane import AT_ONCE, AT_ONCE_WRITTEN, Lane
from pages.metrics import ANSWERED, FAILED, REFUSED, Metrics
from pages.opening import Opening
from pages.privacy import Mask
from pages.rate import Rate
from pages.tenants import Tenants
from pages.tickets import Tickets
from pages.watched import Watch
from records import Answer, Report
from settings import Settings
from store import Store
from store.keys import signing_key

AGENCIES_TOLD = 10
"""How many agencies a message names."""

QUESTION_LIMIT = 1000
"""Longest question in characters (NFC)."""

RAW_LIMIT = 4 * QUESTION_LIMIT
"""Before it is brought to NFC: a syllable may come as three letters; marks without end would take seconds to sort."""

TURNS_LIMIT = 100
"""Questions of one conversation."""

WAIT_SECONDS = 300.0
"""How long a question waits for the reports to open: a first index of many reports takes minutes."""

STAFF = "staff"
"""The audience that has logged in."""

UNKNOWN_CONVERSATION = "대화를 찾을 수 없습니다. conversation을 null로 보내 새 대화를 시작해 주십시오."

OTHER_AGENCY = (
    "이 대화는 {own} 보고서로 답합니다. {asked}에 대해서는 conversation을 null로 보내 새 대화로 물어 주십시오."
)

FULL = f"한 대화에서 {TURNS_LIMIT}번까지 물을 수 있습니다. 새 대화를 시작해 주십시오."

MENDING = "색인이 손상되어 보고서에서 다시 만들고 있습니다. 잠시 뒤에 다시 물어 주십시오."

log = logging.getLogger(__name__)


class QuestionError(MureobogoError):
    """A question that cannot be asked as it is; `code` is for programs, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        """It comes whole from another process (`pages.hands`)."""
        return type(self), (self.code, str(self))


_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What nobody sees in a question: it parts words and turns the direction of those behind it. Halves of a character
(`\\ud800`) no database takes, marks of control no workbook."""


def checked(question: str) -> str:
    """The question in NFC, trimmed. Raises QuestionError when it is empty or longer than QUESTION_LIMIT."""
    if not isinstance(question, str):  # Gradio hands on whatever a program sends
        raise QuestionError("bad_request", "질문은 글로 보내 주십시오.")
    if len(question) > RAW_LIMIT:
        raise _too_long(len(question))
    clean = _UNSEEN.sub("", unicodedata.normalize("NFC", question)).strip()
    if not clean:
        raise QuestionError("empty_question", "질문을 적어 주십시오.")
    if len(clean) > QUESTION_LIMIT:
        raise _too_long(len(clean))
    return clean


def _too_long(length: int) -> QuestionError:
    told = f"질문은 {QUESTION_LIMIT:,}자까지 받습니다(지금 {length:,}자). 줄여서 다시 물어 주십시오."
    return QuestionError("question_too_long", told)


@dataclass(frozen=True, slots=True)
class Asked:
    """A checked question: of which conversation (with `begins` nobody has its key yet), of whom, on whose page."""

    question: str
    key: str
    audience: str = "citizen"
    agency: str | None = None
    begins: bool = False


class Desk:
    """Questions in, turns out. Thread-safe."""

    def __init__(
        self,
        opening: Opening,
        store: Store | None = None,
        settings: Settings | None = None,
        hands: Hands | None = None,
    ) -> None:
        """Without a store nothing is logged, conversations end with the process and nobody can log in.

        The pages behind the login need the settings too. `hands` answer over the same index and database,
        where no language model writes.
        """
        self.opening = opening
        self.store = store
        self.settings = settings
        self.hands = hands
        self.conversations = Conversations(store.conversations if store else InMemory())
        self.tickets = Tickets(signing_key(store.database, "feedback")) if store else None
        self.metrics = Metrics()
        self.rate = Rate.of(settings, store)
        self.at_once = AT_ONCE_WRITTEN if self.writes else AT_ONCE * (hands.count if hands else 1)
        self.lane = Lane(self.at_once)
        self.mask = Mask.of(settings)
        self.tenants = Tenants(settings)
        self._examples: dict[str | None, tuple[frozenset[str], list[str]]] = {}
        self._examples_lock = threading.Lock()

    @property
    def writes(self) -> bool:
        """Whether a language model writes, so that an answer comes sentence by sentence."""
        return bool(self.settings and self.settings.llm)

    def ask(
        self,
        question: str,
        key: str,
        timeout: float = WAIT_SECONDS,
        audience: str = "citizen",
        watch: Watch | None = None,
        agency: str | None = None,
        begins: bool = False,
    ) -> Turn:
        """Answer the next question of the conversation `key`, and remember the turn.

        Only the audience STAFF is answered from internal reports too. `watch` is told the checked text so far; `agency`
        is the one whose page it is; with `begins` nobody has the key yet. Raises QuestionError for a question that
        cannot be asked, Unavailable when no answer could be made.
        """
        asked = Asked(checked(question), key, audience, agency, begins)
        assistant = self.opening.wait(timeout)
        self.check_agency(agency)
        started = time.perf_counter()
        outcome = FAILED
        try:
            with self.conversations.lock(key):
                turn = (self.hands and self.hands.ask(asked)) or self.answered(asked, watch)
            outcome = REFUSED if turn.answer and turn.answer.refused else ANSWERED
        except DamagedIndex as error:
            log.error("%s", error)
            self.opening.reopen(assistant)
            raise Unavailable(MENDING) from error
        finally:
            self.metrics.count(outcome, time.perf_counter() - started)
        return turn

    def answered(self, asked: Asked, watch: Watch | None = None) -> Turn:
        """The next turn of a conversation, answered in this process, logged and remembered.

        Its questions come one after the other: whoever calls sees to that. Raises what `ask` raises, and DamagedIndex.
        """
        thread = replace(Thread() if asked.begins else self._thread(asked.key), agency=asked.agency)
        if thread.asked >= TURNS_LIMIT:
            raise QuestionError("conversation_full", FULL)
        seen = (lambda text: watch(self.mask.json(text))) if watch else None
        answer, state = _answered(self.assistant(), asked.question, thread, asked.audience == STAFF, seen)
        turn = Turn(asked.question, self.mask.answer(answer))
        return self._kept(asked.key, thread, turn, state, asked.audience)

    def ask_json(self, question: str, conversation: str | None = None, agency: str | None = None) -> dict[str, Any]:
        """The ANSWER object with `conversation`, the id to send with the next question; None begins a new one.

        A conversation stays with the `agency` it began with. Raises what `ask` raises, and QuestionError for a
        conversation that is not known (any more) or is another agency's.
        """
        if conversation is not None:
            agency = self._agency_of(conversation, agency)
        key = conversation or new_key()
        answer = self.ask(question, key, audience="api", agency=agency, begins=conversation is None).answer
        assert answer is not None  # without one, `ask` has raised
        return answer.to_json() | {"conversation": key}

    def _agency_of(self, conversation: str, asked: str | None) -> str | None:
        thread = self.conversations.find(conversation)
        if thread is None:
            raise QuestionError("conversation_unknown", UNKNOWN_CONVERSATION)
        if asked not in (None, thread.agency):
            raise QuestionError("other_agency", OTHER_AGENCY.format(own=thread.agency or "모든 기관의", asked=asked))
        return thread.agency

    def check_agency(self, agency: str | None) -> None:
        """Raises QuestionError for an agency that no public report is of."""
        if agency is not None and agency not in (known := self.agencies()):
            there = f"있는 기관: {', '.join(known[:AGENCIES_TOLD])}" if known else "아직 보고서가 없습니다"
            raise QuestionError("agency_unknown", f"‘{agency[:50]}’의 보고서가 없습니다. {there}.")

    def agencies(self) -> list[str]:
        """Whose reports there are, in the order of the alphabet."""
        return sorted({report.agency for report in self.public_reports() if report.agency})

    def assistant(self) -> Assistant:
        """The assistant, with the words and corrections of the store, whichever process they were added in.

        Raises Unavailable while the reports are not open.
        """
        assistant = self.opening.wait(0)
        if self.store is not None:
            try:
                with self.store.database.together():
                    terms, corrections = self.store.synonyms.terms(), self.store.corrections.all()
                assistant.learn(terms)
                assistant.correct(corrections)
            except MureobogoError:
                log.exception("the words and corrections of staff could not be read")
        return assistant

    def _thread(self, key: str) -> Thread:
        """The conversation so far; a question is answered even where the database cannot be read."""
        try:
            return self.conversations.find(key) or Thread()
        except MureobogoError:
            log.exception("a conversation could not be read")
            return Thread()

    def _kept(self, key: str, thread: Thread, turn: Turn, state: Mapping[str, Any], audience: str) -> Turn:
        """The turn, in the log under the ticket that it gets, and in its conversation; an answer is given even where
        the database takes no more."""
        try:
            with self.store.database.together(writing=True) if self.store else nullcontext():
                logged = replace(turn, ticket=self._logged(key, turn, audience))
                self.conversations.keep(key, thread.plus(logged, state))
        except MureobogoError:
            log.exception("a question could not be logged, nor its conversation kept")
            return turn
        return logged

    def _logged(self, key: str, turn: Turn, audience: str) -> str | None:
        """The ticket of the turn in the log."""
        if self.store is None or self.tickets is None or turn.answer is None:
            return None
        return self.tickets.ticket(self.store.questions.add(key, turn.question, kept(turn.answer), audience))

    def turns(self, key: str) -> list[Turn]:
        """The turns of a conversation so far; empty for one that is not known."""
        return list(self._thread(key).turns)

    def examples(self, count: int, agency: str | None = None) -> list[str]:
        """Questions sure to be answerable; made anew when the reports change, since making them asks them all."""
        assistant = self.opening.wait(0)
        held = frozenset(report.id for report in assistant.reports())
        with self._examples_lock:
            known = self._examples.get(agency)
            if known is None or known[0] != held:
                known = self._examples[agency] = (held, list(assistant.examples(count, agency)))
            return known[1][:count]

    def suggestions(self, turns: Sequence[Turn], count: int, agency: str | None = None) -> list[str]:
        """What may be asked next: what the answer itself suggests, else examples not asked yet, if they are made."""
        last = turns[-1].answer if turns else None
        asked = {turn.question for turn in turns}
        known = self._examples.get(agency, (frozenset(), []))[1]
        offered = last.suggestions if last is not None and last.suggestions else known
        return [question for question in offered if question not in asked][:count]

    def public_reports(self, agency: str | None = None) -> list[Report]:
        """The reports that anybody may see, of one agency or of all."""
        reports = (report for report in self.opening.wait(0).reports() if report.visibility == "public")
        return [report for report in reports if agency in (None, report.agency)]


def _answered(
    assistant: Assistant, question: str, thread: Thread, internal: bool, watch: Watch | None
) -> tuple[Answer, Mapping[str, Any]]:
    """The answer, and the state that the next question is read with."""
    try:
        assistant.refresh()
        conversation = assistant.resumed(thread.state) if thread.state else None
        answer, conversation = assistant.ask(
            question, conversation, internal=internal, watch=watch, agency=thread.agency
        )
        return answer, conversation.to_json()
    except MureobogoError:
        raise
    except Exception as error:
        number = secrets.token_hex(3)
        log.exception("question failed, number %s", number)
        raise Unavailable(
            f"답을 만드는 중에 문제가 생겼습니다. 다시 물어 주시고, 되풀이되면 오류 번호 {number}을(를) 알려 주십시오."
        ) from error
