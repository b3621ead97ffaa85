"""Conversations: what was asked and answered before, and how a follow-up is completed from it."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from answer.corpus import Corpus
from answer.links import Link
from answer.normal import fold
from answer.plan import Plan
from answer.read import Question

FOLLOWS = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|근데|그거|그건|그게|그것|그 |그중|그 중|그때|거기|거긴|여기|이건|이거|아니|아뇨|아니요|또|혹시 그|그쪽|해당|같은|위 |방금|앞|나머지|다른|둘|두 ?번째|첫 ?번째|세 ?번째|네 ?번째|마지막|출처|어디에 나|왜 )"
    r"|그 (?:과|팀|국|부서|사업|지표|회의|금액|돈|중|가운데|때|해)|거기서|그중|그 중|이 중|둘 중|셋 중|말고[요는]?\??$|은요\??$|는요\??$|도요\??$|(?:에는|때는|년은|년에는|과는|국은|팀은)\??$"
)
ORDINAL = re.compile(r"(첫|두|세|네|다섯|여섯|마지막|\d+)\s?번째|(\d)번(?!가)")
ORDINALS = {"첫": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "마지막": -1}
SHORT = 14


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what answered it: names listed, row ids and passage ids used, and its plan."""

    question: str
    plan: Mapping[str, Any]
    listed: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    department: str | None = None
    completed: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one conversation, oldest first."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    turns: tuple[Turn, ...] = ()

    def plus(self, turn: Turn) -> Conversation:
        return replace(self, turns=(*self.turns, turn)[-20:])

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Conversation:
        turns = (
            Turn(**{**turn, **{key: tuple(turn[key]) for key in ("listed", "rows", "passages")}})
            for turn in data["turns"]
        )
        return cls(data["id"], tuple(turns))


def is_follow_up(corpus: Corpus, question: Question, plan: Plan, conversation: Conversation) -> bool:
    """Does the question lean on the one before: a pronoun, an ellipsis, or no subject of its own?"""
    if not conversation.turns:
        return False
    text = question.text
    if FOLLOWS.search(text):
        return True
    nouns = [term for term in question.terms if term.weight == 1.0]
    return not nouns or (len(text) <= SHORT and len(nouns) <= 1)


def complete(
    corpus: Corpus, question: Question, plan: Plan, links: list[Link], conversation: Conversation
) -> tuple[Question, Plan]:
    """A follow-up with what it leaves out taken from the turn before: scope, measures, subject, operation."""
    last = conversation.turns[-1]
    before = last.plan
    scope, old = plan.scope, before.get("scope", {})
    if ORDINAL.search(question.text) and last.listed:
        named = _ordinal(question.text, last.listed)
        if named:
            terms = corpus.reader.terms(replace(corpus.reader.read(named), spans=()), ())
            plan = replace(plan, terms=tuple(t.text for t in terms))
            question = replace(question, terms=(*terms, *question.terms))
            scope = replace(scope, years=scope.years or tuple(old.get("years", ())), departments=())
            return question, replace(plan, scope=scope, measures=plan.measures or tuple(before.get("measures", ())))
    new_names = bool(scope.bureaus or scope.departments or scope.teams or scope.agencies)
    if re.search(r"그 ?(?:과|부서|국|실국)", question.text) and last.department and not new_names:
        scope = replace(scope, departments=(last.department,))
        return question, replace(plan, scope=replace(scope, years=scope.years or tuple(old.get("years", ()))))
    merged = replace(
        scope,
        agencies=scope.agencies or tuple(old.get("agencies", ())),
        years=scope.years or tuple(old.get("years", ())),
        bureaus=scope.bureaus if new_names else tuple(old.get("bureaus", ())),
        departments=scope.departments if new_names else tuple(old.get("departments", ())),
        teams=scope.teams if new_names else tuple(old.get("teams", ())),
    )
    earlier = corpus.reader.terms(corpus.reader.read(last.completed or last.question), _taken(corpus, last))
    negated = " ".join(question.negated)
    kept = tuple(
        replace(term, weight=0.45)
        for term in earlier
        if term.text not in negated
        and not any(term.forms[0] in t.forms[0] or t.forms[0] in term.forms[0] for t in question.terms)
    )
    return replace(question, terms=(*question.terms, *kept)), replace(
        plan,
        scope=merged,
        measures=plan.measures
        or (tuple(before.get("measures", ())) if plan.sought is None or not question.terms else ()),
        terms=tuple(dict.fromkeys((*plan.terms, *(t.text for t in kept)))),
        entity=plan.entity or before.get("entity"),
        sought=plan.sought or (before.get("sought") if not plan.measures else None),
        conditions=plan.conditions,
    )


def _taken(corpus: Corpus, turn: Turn) -> list[tuple[int, int]]:
    return [(link.start, link.end) for link in corpus.names.find(fold(turn.completed or turn.question))]


def _ordinal(text: str, listed: tuple[str, ...]) -> str | None:
    match = ORDINAL.search(text)
    if match is None:
        return None
    word = match.group(1) or match.group(2)
    place = ORDINALS.get(word) or int(word)
    if place == -1:
        return listed[-1]
    return listed[place - 1] if 0 < place <= len(listed) else None
