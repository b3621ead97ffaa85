"""The front door: a question in, a checked answer out. read ▶ plan ▶ gather ▶ compute ▶ write ▶ check."""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from answer import across, several
from answer.check import unproved
from answer.context import Context
from answer.corpora import Corpora
from answer.corpus import ENOUGH, Corpus
from answer.corrections import amendment, tell
from answer.dialogue import Conversation, Turn, is_follow_up, record, without_politeness
from answer.draft import Draft
from answer.glossary import Glossary, load_glossary
from answer.made import Made
from answer.match import weigh
from answer.normal import compact
from answer.operations import (
    between,
    compare,
    conflict,
    decline,
    groups,
    heads,
    held,
    locate,
    lookup,
    orders,
    outline,
    parted,
    per_unit,
    prose,
    rates,
    sets,
    share,
)
from answer.parts import Ways, parts
from answer.plan import OFFICES, Plan
from answer.planner import make_plan
from answer.read import Question
from answer.resume import Reading, resume
from answer.several import Told
from answer.sought import ENUMERATION
from answer.suggest import suggestions
from answer.telling import fitting
from errors import GenerationError, Unavailable
from index.lexicon import Entry, load_lexicon
from index.search import Hit, Index, open_index
from index.within import Within
from records import Amendment, Answer, Correction, Observation, Remark, Report
from settings import Settings

if TYPE_CHECKING:
    from answer.llm.model import LanguageModel
    from answer.llm.writer import Watch

log = logging.getLogger(__name__)

LONGEST = 1000
"""Characters of a question that are read; the rest is dropped."""

Operation = Callable[[Context], Draft | None]

OPERATIONS: Mapping[str, tuple[Operation, ...]] = {
    "lookup": (parted.by_part, share.share, rates.by_another_day, lookup.lookup, rates.unprinted, prose.prose),
    "prose": (share.share, prose.fact, prose.prose, lookup.lookup),
    "filter": (
        groups.compare_groups,
        groups.filter_groups,
        sets.filter_years,
        sets.filter_rows,
        lookup.lookup,
        prose.prose,
    ),
    "rank": (orders.both_ends, orders.rank_offices, groups.rank_groups, orders.rank_difference, sets.rank, prose.prose),
    "count": (
        groups.filter_groups,
        sets.filter_years,
        prose.counted,
        sets.count,
        prose.fact,
        prose.prose,
        lookup.lookup,
    ),
    "aggregate": (share.share, groups.compare_groups, sets.aggregate, compare.compare, lookup.lookup),
    "compare": (
        share.share,
        groups.compare_groups,
        between.between_columns,
        sets.aggregate_all,
        rates.growth,
        compare.compare,
        prose.compare,
        lookup.lookup,
        rates.unprinted,
        prose.prose,
    ),
    "list": (
        parted.by_part,
        parted.by_team,
        groups.compare_groups,
        outline.listed_programmes,
        sets.list_rows,
        prose.prose,
        lookup.lookup,
    ),
    "locate": (locate.locate,),
    "define": (prose.define, prose.prose, lookup.lookup),
    "summary": (held.summary, prose.prose),
    "duties": (sets.duties, sets.list_rows, prose.prose, outline.summary, prose.summary),
    "conflict": (conflict.over_years, conflict.conflict, prose.compare, compare.compare, lookup.lookup, prose.prose),
    "schedule": (outline.schedule, prose.prose),
}
"""What is tried for each operation, in order: a new question kind is one row here and one function."""

ENOUGH_TOLD = 0.6
"""Share of an earlier subject word that an answer or its sources must hold for it to be named as understood."""

NO_SUBJECT = frozenset({"off_topic", "private", "opinion", "unsafe"})
"""Refusals that leave nothing to suggest from."""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A cited place with the words around it."""

    report: Report
    section: str
    line: int
    page: int | None
    before: str
    quote: str
    after: str
    corrections: tuple[Amendment, ...] = ()


def language_model(settings: Settings) -> LanguageModel | None:
    """Imported only where one is set: without it nothing is loaded and nothing is slower."""
    if not settings.llm:
        return None
    from answer.llm.model import LanguageModel

    return LanguageModel.open(settings)


class Assistant:
    """Answers questions from the current generation. One per process; threads may share it."""

    def __init__(
        self, settings: Settings, index: Index, model: LanguageModel | None = None, enough: float = ENOUGH
    ) -> None:
        self._settings = settings
        self._model = model
        self._enough = enough
        self._learned: tuple[Entry, ...] = ()
        self._corrections: tuple[Correction, ...] = ()
        self._glossary: Glossary = load_glossary()
        self._lock = threading.RLock()
        self._open(index)

    @classmethod
    def open(cls, settings: Settings) -> Assistant:
        """Open the current generation, and connect the language model where one is set.

        Raises NoIndex, StaleIndex, DamagedIndex or SettingError, each with the remedy.
        """
        return cls(settings, open_index(settings), language_model(settings))

    def warm(self) -> None:
        """Load everything a question needs, so that the first one does not wait."""
        self._quiet("보고서에 나온 성과지표는 모두 몇 개인가요?", self._corpus)
        self._corpus.index.search("준비", 1)
        self._corpus.prepare()

    def refresh(self) -> bool:
        """Move to a newer generation when there is one; call between two questions. Whatever keeps it from that, the
        questions go on with the generation that is open, as long as that is whole: else DamagedIndex is raised."""
        moved = self._moved()
        if not moved:
            self._corpora.whole.index.glance()
        return moved

    def _moved(self) -> bool:
        try:
            index = self._corpus.index
            if index.shelf.current_name() == index.folder.name:
                return False
            self._open(open_index(self._settings))
        except (GenerationError, Unavailable):
            return False
        if self._model:
            self._model.forget()
        return True

    def learn(self, synonyms: Mapping[str, tuple[str, ...]]) -> None:
        """Know these words (특교금 → 특별교부금) from the next question on, and those learned before no more."""
        entries = tuple(Entry(word, terms, "local") for word, terms in synonyms.items())
        if entries != self._learned:
            with self._lock:
                self._learned = entries
                self._open(self._corpora.whole.index)

    def _open(self, index: Index) -> None:
        """Answer from this index, with the words and corrections there are."""
        index.correct(self._corrections)
        self._corpora = Corpora(index, load_lexicon().plus(self._learned), self._enough)
        self._first_told = lru_cache(self._settings.answer_cache)(self._first)

    def correct(self, corrections: Sequence[Correction]) -> None:
        """Answer with these figures put right from the next question on, and with those corrected before no more."""
        if tuple(corrections) != self._corrections:
            with self._lock:
                self._corrections = tuple(corrections)
                self._open(self._corpora.whole.index)

    def lost_corrections(self) -> list[tuple[Correction, str]]:
        """Corrections whose figure the reports no longer print, each with why it holds no more."""
        return list(self._corpus.index.bound.lost)

    @property
    def _corpus(self) -> Corpus:
        return self._corpora.whole

    def reports(self) -> list[Report]:
        return list(self._corpus.reports.values())

    def ask(
        self,
        question: str,
        conversation: Conversation | None = None,
        internal: bool = True,
        watch: Watch | None = None,
        agency: str | None = None,
    ) -> tuple[Answer, Conversation]:
        """The answer to a question, and the conversation with it. Never raises for what a person may type.

        Without `internal` the answer knows public reports only, as if there were no others; with `agency` those of that
        agency, unless the question names another or asks to compare (`answer.across`). `watch` is told the checked
        text so far while a language model writes.
        """
        started = time.perf_counter()
        conversation = conversation or Conversation()
        question = question[:LONGEST]
        if self._model or conversation.turns:
            answer, turn = self._told_to(question, conversation, internal, agency, watch)
        else:
            answer, turn = self._first_told(question, internal, agency)
        answer = replace(answer, ms=round((time.perf_counter() - started) * 1000, 1))
        return answer, conversation.plus(turn)

    def _first(self, question: str, internal: bool, agency: str | None) -> tuple[Answer, Turn]:
        """What the rules tell to the first question of a conversation. It is the same for everybody, and remembered
        until the reports, the words or the corrections change."""
        return self._told_to(question, Conversation(), internal, agency, None)

    def _told_to(
        self, question: str, conversation: Conversation, internal: bool, agency: str | None, watch: Watch | None
    ) -> tuple[Answer, Turn]:
        with self._lock:
            made, reached = self._asked_of(agency, internal, question, conversation)
        if self._model:
            replan = partial(self._by_plan, made.context.corpus, question)
            made = self._model.assist(made, conversation, replan, self._lock, watch)
        if agency:
            made = across.told(made, agency, question, reached)
        return made.answer, made.turn

    def _asked_of(
        self, agency: str | None, internal: bool, question: str, conversation: Conversation
    ) -> tuple[Made, bool]:
        """What the reports of one agency (None: of all) answer, and whether those of others were asked for it.

        What others keep internal is theirs: beyond its own agency a page knows public reports only.
        """
        own, reach = self._corpora.of(agency, internal), agency and self._reach(agency, question, conversation)
        if not reach:
            return self._answer(own, question, conversation), False
        made = self._answer(self._corpora.public, reach.question, conversation)
        if reach.compares and (agencies := across.lacking(made)):
            made = self._side_by_side(made, agencies, conversation)
        if made.answer.refused and not reach.compares:  # 서구와 맺은 자매결연: the name stands in the own reports
            alone = self._answer(own, question, conversation)
            return (alone, False) if not alone.answer.refused else (made, True)
        return made, True

    def _side_by_side(self, whole: Made, agencies: Sequence[str], conversation: Conversation) -> Made:
        """A comparison whose answer did not tell of each agency: each is asked alone."""
        corpus, asked = whole.context.corpus, whole.answer.question
        ways = zip(agencies, across.each(asked, agencies), strict=True)
        found = [(agency, self._told(_understood(corpus, way)[0], conversation)) for agency, way in ways]
        told = across.side_by_side(whole.context, found)
        return self._made(asked, *told) if told else whole

    def _reach(self, home: str, question: str, conversation: Conversation) -> across.Reach | None:
        """Beyond its agency reaches a question that says so, and one that leans on an answer from there."""
        reach = self._corpora.agencies.reach(home, question)
        if reach is None and conversation.last and conversation.last.across:
            context = _understood(self._corpora.public, question)[0].context
            leans = is_follow_up(context.question, context.plan, conversation)
            return across.Reach(question, True) if leans else None
        return reach

    def resumed(self, state: Mapping[str, Any]) -> Conversation:
        """A conversation that was kept as `to_json` gives it; what this version cannot read begins anew."""
        try:
            return Conversation.from_json(state)
        except (KeyError, TypeError, ValueError):
            log.warning("a kept conversation could not be read")
            return Conversation()

    def search(self, question: str, count: int, reports: Sequence[str]) -> list[Hit]:
        """The passages of `reports` (ids) that fit a question best; no answer is made."""
        return self._corpus.index.search(question, count, Within(tuple(reports)), self._corpus.lexicon)

    def source(self, report_id: str, start: int, end: int, lines: int = 12) -> SourceView:
        """The words from `start` to `end` of a report with `lines` lines before and after."""
        corpus = self._corpus
        text = corpus.text(report_id)
        first, last = start, end
        for _ in range(lines):
            first = max(text.rfind("\n", 0, max(first - 1, 0)), 0)
            last = text.find("\n", last + 1) if text.find("\n", last + 1) >= 0 else len(text)
        around = [p for p in corpus.index.passages if p.report_id == report_id and p.start <= start < p.end]
        passage = min(around, key=lambda p: p.end - p.start, default=None)
        # A table of data has no outline: its rows may name their place in the public original
        places = (row.first.place for row in corpus.rows_within(report_id, start, end) if row.first.place)
        section = (passage.path if passage else "") or next(places, "")
        page = passage.page if passage else None
        line = text.count("\n", 0, start) + 1
        here = [o for o in corpus.amended if o.report_id == report_id and start <= o.start < end]
        return SourceView(
            corpus.reports[report_id],
            section,
            line,
            page,
            text[first:start],
            text[start:end],
            text[end:last],
            tuple(amendment(o, 0) for o in here),
        )

    def examples(self, count: int = 6, agency: str | None = None) -> list[str]:
        """Questions that are sure to be answerable, made from what the public reports (of one agency) say."""
        from answer.examples import examples

        with self._lock:
            corpus = self._corpora.of(agency, internal=False)
        return examples(corpus, lambda question: not self._quiet(question, corpus).refused, count)

    def _quiet(self, question: str, corpus: Corpus) -> Answer:
        """The rules' answer alone."""
        with self._lock:
            return self._answer(corpus, question, Conversation()).answer

    def observations(self) -> list[Observation]:
        """Every figure of every report, internal ones too, in the order printed."""
        return [observation for row in self._corpus.index.rows for observation in row.observations]

    def remarks(self, report_id: str) -> list[Remark]:
        """What reading a report could not settle, and what its own figures do not agree on."""
        return list(self._corpus.index.database.reading(self._corpus.reports[report_id]).warnings)

    def _answer(self, corpus: Corpus, raw: str, conversation: Conversation) -> Made:
        plain, named = _understood(corpus, raw)
        question = plain.context.question
        reason = decline.unfair(question.text, bool(named or question.measures))
        if reason is None and not question.text:
            reason = "off_topic"
        if reason == "unsafe" and (answered := self._beside_orders(corpus, raw, conversation)):
            return answered
        if reason:
            context, draft = plain.context, decline.polite(plain.context, reason)
        else:
            told = self._told(plain, conversation)
            context, draft, reason = self._by_parts(told, plain.context, conversation, named) or told
        return self._made(raw, context, draft, reason)

    def _made(self, raw: str, context: Context, draft: Draft, reason: str | None) -> Made:
        answer = replace(self._checked(context, draft, reason), question=raw)
        turn = record(context.question, context.plan, draft, context.corpus, answer.reason)
        return Made(answer, replace(turn, question=raw), context, draft)

    def _by_plan(self, corpus: Corpus, raw: str, plan: Plan) -> Made:
        """The answer to a question that somebody else read: `plan` instead of the rules' own."""
        read = corpus.reader.read(without_politeness(raw))
        question, _ = make_plan(corpus, read, corpus.names.find(read.text))
        subject = corpus.reader.read(" ".join(plan.terms))
        question = replace(
            question,
            terms=corpus.reader.terms(subject, ()),
            measures=plan.measures,
            conditions=plan.conditions,
            years=plan.scope.years,
            entity=plan.entity,
            sought=plan.sought,
        )
        context = Context(corpus, question, plan, weigh(corpus, question.terms, question))
        return self._made(raw, context, *self._draft(context))

    def _told(self, plain: Reading, conversation: Conversation) -> Told:
        """A fair question as it stands or, where it leans on the turn before, in the readings of a follow-up."""
        context = plain.context
        if not is_follow_up(context.question, context.plan, conversation):
            return self._first_that_answers([plain])
        return self._first_that_answers(resume(context.corpus, context.question, context.plan, conversation))

    def _by_parts(
        self, whole: Told, context: Context, conversation: Conversation, named: Collection[str]
    ) -> Told | None:
        """The parts of a sentence that asks several things; None where it asks one, or where all is told already."""
        if whole[2] not in (None, "not_in_reports") or not several.divisible(context):
            return None
        found: list[tuple[str, Told]] = []
        for ways in parts(context.question.text, named):
            if found and found[-1][1][2] is not None:
                ways = ways[:-1] or ways  # alone it would lean on nothing
            told = self._part(context.corpus, ways, conversation, leans=bool(found))
            found.append((ways[-1], told))
            conversation = conversation.plus(record(*_recorded(told), context.corpus, told[2]))
        return several.together(whole, found) if found else None

    def _part(self, corpus: Corpus, ways: Ways, conversation: Conversation, leans: bool) -> Told:
        """The first way of asking a part that is answered; where none is, the refusal of the last.

        Where it `leans` on the part before, that is its conversation, but for ways that repeat the words of it.
        """
        for way in ways:
            plain, _ = _understood(corpus, way)
            told = self._told(plain, Conversation() if leans and way != ways[-1] else conversation)
            if told[2] is None:
                break
        return told

    def _beside_orders(self, corpus: Corpus, raw: str, conversation: Conversation) -> Made | None:
        """The answer to what is asked beside an order to drop the rules; None where nothing fair is."""
        asked = decline.question_beside_orders(raw)
        if asked is None or asked == raw.strip():
            return None
        made = self._answer(corpus, asked, conversation)
        if made.answer.refused:
            return None
        answer = replace(made.answer, question=raw, text=decline.ORDERS_LEFT_OUT + made.answer.text)
        return replace(made, answer=answer, turn=replace(made.turn, question=raw))

    def _first_that_answers(self, readings: Iterable[Reading]) -> Told:
        """The first reading of a question that finds something; where none does, the refusal of the last one tried."""
        refused = None
        for reading in readings:
            context = reading.context
            draft = next((made for operation in reading.first if (made := operation(context))), None)
            if draft is not None:
                return context, draft, None
            if not reading.alone:
                draft, reason = self._draft(context)
                if reason != "not_in_reports":
                    return context, draft, reason
                refused = context, draft, reason
        assert refused is not None, "the last reading of a question is never alone"
        return refused

    def _draft(self, context: Context) -> tuple[Draft, str | None]:
        if (introduced := decline.about(context)) is not None:
            return introduced, None
        if "define" in context.question.asks and (explained := self._explain(context)):
            return explained, "glossary"
        if (divided := per_unit.per_unit(context)) is not None:
            return divided, None
        if _has_subject(context) and not context.question.unknown:
            for operation in (heads.over, heads.under, *OPERATIONS[context.plan.operation]):
                draft = operation(context)
                if draft is not None and not _of_another_number(context, draft):
                    return draft, None
        return decline.not_in_reports(context), "not_in_reports"

    def _explain(self, context: Context) -> Draft | None:
        """A word of administration from our own glossary, marked so, and then what the reports say of it."""
        entries = self._glossary.asked(context.question.raw)
        if not entries or "criterion" in context.question.asks:
            return None
        draft = context.draft()
        for entry in entries:
            draft.say(f"**{entry.term}**: {entry.explanation} _(보고서 밖의 일반 설명)_")
        found = fitting(context)
        if found and found[0].passage:
            passage = found[0].passage
            n = draft.cite_passage(passage)
            words = prose.clean(passage.text)[:300]
            for figure in prose.figures_of(words):
                draft.quoted(figure, [n])
            draft.say(f"보고서에는 이렇게 나옵니다. [{n}]\n> {words}")
        return draft

    def _checked(self, context: Context, draft: Draft, reason: str | None) -> Answer:
        corrections = tell(context, draft)
        for note in context.notes:
            draft.say(note)
            for year in context.corpus.years():
                if f"{year}년" in note:
                    draft.computed(f"{year}년", f"보고서의 기준 연도 {year}년")
        if said := context.question.year_note:
            draft.say(said)
            for told in dict.fromkeys(re.findall(r"\d{4}년", said)):
                draft.computed(told, f"가장 최근 보고서의 연도에서 셈: {said}")
        answer = Answer(
            question=context.question.raw,
            text=draft.text,
            understood="" if decline.is_talk(context.question.text) else _shown(context, draft, reason).understood(),
            refused=reason not in (None, "glossary", "clarify"),
            reason=reason,
            plan=context.plan.to_json(),
            citations=tuple(draft.citations),
            figures=tuple(draft.figures),
            corrections=corrections,
            suggestions=() if reason in NO_SUBJECT else suggestions(context, draft, reason is not None),
        )
        faults = unproved(answer, context.corpus.text, context.corpus.cells)
        if not faults:
            return answer
        bad = {fault.line for fault in faults}
        log.warning("withheld: %s in %r", [fault.number for fault in faults], context.question.raw)
        text = "\n".join(line for line in answer.text.split("\n") if line not in bad).strip()
        if text and not answer.refused and len(bad) < len(answer.text.split("\n")) / 2:
            return replace(answer, text=f"{text}\n\n원문에서 확인되지 않은 문장은 뺐습니다.")
        refusal = decline.not_in_reports(context)
        refusal.lines = [line for line in refusal.lines if line not in bad]
        return replace(
            answer,
            text=refusal.text,
            refused=True,
            reason="not_in_reports",
            citations=tuple(refusal.citations),
            figures=tuple(refusal.figures),
            corrections=(),
            suggestions=suggestions(context, refusal, True),
        )


def _understood(corpus: Corpus, raw: str) -> tuple[Reading, tuple[str, ...]]:
    """A question as it stands alone, and the names of offices that it holds."""
    read = corpus.reader.read(without_politeness(raw))
    links = corpus.names.find(read.text)
    question, plan = make_plan(corpus, read, links)
    terms = weigh(corpus, question.terms, question)
    plan = replace(plan, terms=tuple(weighed.term.text for weighed in terms))
    return Reading(Context(corpus, question, plan, terms)), tuple(link.name for link in links)


def _shown(context: Context, draft: Draft, reason: str | None) -> Plan:
    """The plan as it is shown: 주차장은? after 도서관은 몇 개야? was answered without 도서관, and does not name it."""
    if reason or not draft.citations:
        return context.plan
    told = compact(" ".join((draft.text, *(f"{c.section} {c.quote}" for c in draft.citations))))
    asked = compact(context.question.text)
    earlier = [term for term in context.question.terms if compact(term.text) not in asked]
    lost = {term.text for term in earlier if term.coverage(told) < ENOUGH_TOLD}
    return replace(context.plan, terms=tuple(term for term in context.plan.terms if term not in lost))


def _recorded(told: Told) -> tuple[Question, Plan, Draft]:
    context, draft, _ = told
    return context.question, context.plan, draft


def _of_another_number(context: Context, draft: Draft) -> bool:
    """The names of 31 things are asked and a list holds 11: it is another list."""
    if context.plan.entity in OFFICES:
        return False  # 5개 팀 이름, of an office that has four: all there are are told, and counted
    named = ENUMERATION.search(context.question.text)
    return named is not None and 0 < len(draft.listed) < int(named["number"])


def _has_subject(context: Context) -> bool:
    """Without a word, name, measure or condition of its own a question asks for nothing."""
    plan = context.plan
    return bool(
        context.question.poor
        or context.terms
        or plan.measures
        or plan.conditions
        or plan.entity
        or plan.scope.departments
        or plan.scope.bureaus
        or plan.scope.teams
    )
