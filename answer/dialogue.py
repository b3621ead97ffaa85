"""Conversations: what was asked and answered before, and whether a question leans on it.

How a follow-up is understood stands in `answer.resume`.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from answer.corpus import Corpus
from answer.draft import Draft
from answer.normal import compact
from answer.plan import OFFICES, SETS, Condition, Plan, Scope
from answer.read import Question, Term
from answer.words import ASKS, MEASURES
from index.rows import Row
from records import Passage

TURNS_KEPT = 20
ROWS_KEPT = 400
SHORT = 14
"""Letters of a question that with one subject word of its own may still lean on the one before: 지적 건수는?"""

POINTS = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|근데|그거|그건|그게|그것|그걸|그 |그중|그때|그래서|거기|거긴|이건|이거"
    r"|이것|이 중|아니|아뇨|아냐|또 ?[는다]|혹시 그|그쪽|그곳|같은 |위 |위의|방금|앞의|앞에|아까|나머지|다른 |둘|셋"
    r"|출처|근거(?:는|가|를)|왜\s?\??$|어디에 나|더 자세|자세히|반대로|참고로 그)"
    r"|그 ?(?:과(?=[는의에가])|팀|국(?=[은의에])|부서|사업|지표|회의|위원회|금액|돈|중|가운데|때|해)"
    r"[가-힣]{0,3}(?=[ ?,]|$)"
    r"|거기서|이 중|둘 ?중|셋 ?중|둘(?:이|을|다| )|그렇게|그만큼|위에서|방금 말"
)
"""Words that point back whatever else the question holds: 그중, 거기서, 아니, 나머지."""

_POINTED = re.compile(r"(?<![가-힣])(?:그|해당) ([가-힣]{2,})")
"""그 행사: the noun after the pronoun is no subject of its own."""

_TRAILING = re.compile(r"(?:은|는|도)(?:요|여)?\s?\??$|(?:에는|에선|이라면|라면)(?:요)?\s?\??$")
"""An ending that hands the rest over to the question before: 재무과는요?"""

_POLITE = re.compile(r"(?<=[가-힣0-9A-Za-z])(은|는|도|에는|에선|에서는|까지는|으로는|로는)[요여](\s*[?!.~]*)$")

_TURNING = re.compile(
    r"^(?:(?:아|음|어|저기|있잖아|그래|네|응|오케이)[,.!~… ]+)*"
    r"(?:그건 ?(?:됐고|됐어요?|그렇고|알겠고|알겠어요?|그렇다 ?치고|나중에 하고)|됐고|알겠고|그나저나|아 ?참|아 ?맞다"
    r"|(?:이건 ?|이번엔 ?|좀 ?)?(?:다른|딴|별개의?) ?(?:얘기|이야기|질문|건|거|주제)"
    r"(?:인데|지만|이지만|이요|를? ?(?:할게|물어볼게|하나)\S*)?"
    r"|(?:화제|주제|말)를? ?(?:바꿔|돌려)\S*)요?[,.!~… ]+(?=\S)"
)
"""그건 됐고, 다른 얘기인데: the question that comes leans on nothing by these words."""

_OCCASION = re.compile(
    r"^(?:(?:내일|모레|오늘|이번 ?주|다음 ?주|지금)(?:에|까지)? ?)?"
    r"(?:(?:[구시군도]?의회|의원|구정|시정|행정사무감사|국정감사|간부|보도)(?:에|에서)? ?)?"
    r"(?:(?:질의|질문|답변|보고|자료|발표|회의)(?:서|용)?(?:을|를)? ?){0,3}"
    r"(?:준비|작성|정리)(?:를|을)? ?(?:하는데|하려는데|하려고(?: 하는데)?|하고 있는데|해야 하는데|중인데)요?[,.…]? +"
    r"(?!얼마|몇|며칠|든|들|드는|쓴|쓰|걸|필요|소요)(?=\S)"
)
"""내일 구의회 답변 준비하는데: what a figure is wanted for is no subject. 자료 작성하는데 얼마 들었어? asks a cost."""

_TELLING = re.compile(r"알려|설명|뭐야|뭔가요|무엇|뭐예요|어떤 ?(?:사업|것|거|일)|요약|정리")

_VAGUE = re.compile(
    r"전년|당해|자세|단위|내용|이유|이야기|경우|억원|백만원|천원|만원|마지막|나머지|첫|번째|그쪽|순서|대비|초과|연말|연초|예정|현재|말일|구비|시비|국비|도비"
    r"|(?:담당|소관).{0,4}"
)

_THANKS = re.compile(r"^(?:고마|감사(?:합니다|해요|드)|수고|알겠|네[.!]?$|응[.!]?$|아하|그렇군|오케이|ok\b)")

ASKING = frozenset(
    {"rank_high", "rank_low", "sum", "mean", "difference", "change", "ratio", "compare", "count", "summary"}
)
"""Asks that say by themselves what is wanted; 뭐야 (define) and 모두 (list) alone do not."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One question with what answered it.

    `terms` are its subject words that the answer was found by; `rows` the ids of the first observations of the rows
    used, `passages` ids of the passages quoted, `listed` the names an answer listed; `plan` and `asks` what was asked.
    `across`: on a page of one agency, others' reports were asked too.
    """

    question: str
    plan: Mapping[str, Any]
    terms: tuple[Term, ...] = ()
    asks: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    department: str | None = None
    team: str | None = None
    bureau: str | None = None
    reason: str | None = None
    across: bool = False

    def to_json(self) -> dict[str, Any]:
        """For json.dumps: not `asdict`, which copies hundreds of ids one by one."""
        return {f.name: getattr(self, f.name) for f in fields(self)} | {"terms": [asdict(term) for term in self.terms]}

    @property
    def typed(self) -> Plan:
        """The plan as the planner made it."""
        scope = {key: tuple(value) for key, value in self.plan["scope"].items()}
        conditions = tuple(Condition(**condition) for condition in self.plan["conditions"])
        lists = {key: tuple(self.plan[key]) for key in ("measures", "terms")}
        return Plan(**{**self.plan, **lists, "scope": Scope(**scope), "conditions": conditions})


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of one conversation, oldest first."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    turns: tuple[Turn, ...] = ()

    def plus(self, turn: Turn) -> Conversation:
        return replace(self, turns=(*self.turns, turn)[-TURNS_KEPT:])

    @property
    def last(self) -> Turn | None:
        """The newest turn that a follow-up may lean on: one that was politely declined is no subject."""
        fair = (None, "not_in_reports", "glossary", "clarify")
        turns = (turn for turn in reversed(self.turns) if turn.reason in fair and not _THANKS.search(turn.question))
        return next(turns, None)

    def to_json(self) -> dict[str, Any]:
        return {"id": self.id, "turns": [turn.to_json() for turn in self.turns]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Conversation:
        return cls(data["id"], tuple(_turn_from(turn) for turn in data["turns"]))


def _turn_from(data: Mapping[str, Any]) -> Turn:
    known: dict[str, Any] = {f.name: data[f.name] for f in fields(Turn) if f.name in data}
    lists: dict[str, Any] = {key: tuple(known[key]) for key in ("asks", "listed", "rows", "passages") if key in known}
    terms = tuple(
        Term(**{**term, "forms": tuple(term["forms"]), "parts": tuple(term["parts"])})
        for term in known.get("terms", ())
    )
    return Turn(**{**known, **lists, "terms": terms})


def without_politeness(raw: str) -> str:
    """재무과는요? → 재무과는?: 요 after a particle at the end says nothing, and hides the particle.

    Words that only turn to something else, or tell the occasion, go too: 그건 됐고, 서구 총무국 예산은?
    """
    return _POLITE.sub(r"\1\2", _OCCASION.sub("", _TURNING.sub("", raw.strip())))


AGAINST = re.compile(
    r"(?:와|과|이랑|랑|하고|에) ?(?:는 )?(?:비교|견주|대비|비해|비하|차이)"
    r"|보다(?:는|도)? ?(?:얼마|몇|더|많|적|높|낮|크|큰|작)"
)
"""보건소와 비교하면: against what was told before."""


def is_follow_up(question: Question, plan: Plan, conversation: Conversation) -> bool:
    """Does the question lean on the one before: a pronoun, an ellipsis, or no subject of its own?

    A question with a subject and a wish of its own (2021년 재무과 정원은요?) stands alone and inherits nothing.
    """
    if conversation.last is None:
        return False
    text = question.text
    if _THANKS.search(text):
        return False
    if POINTS.search(text) or (question.negated and not wishes(question, plan)):
        return True
    named, strong = has_name(plan.scope), own_terms(question)
    wish = wishes(question, plan)
    if not named and not strong:
        return not _whole_set(question, plan)
    if named and not strong and not plan.measures and AGAINST.search(text):
        return True
    if named and not strong:
        return not wish and not plan.entity and not _TELLING.search(text)
    if named or len(strong) > 1:
        return not wish and not _TELLING.search(text) and _TRAILING.search(text) is not None
    if wish or _TELLING.search(text):
        return len(compact(text)) <= SHORT and not plan.scope.years and not _TELLING.search(text)
    return _TRAILING.search(text) is not None or len(compact(text)) <= SHORT


def _whole_set(question: Question, plan: Plan) -> bool:
    """목표를 못 채운 지표는 모두 몇 개야: a question over everything needs no subject."""
    ranked = question.asks & {"rank_high", "rank_low"} and not plan.measures and "지표" not in question.text
    if ranked and plan.entity in OFFICES:
        return False  # 어느 부서가 제일 많아?: of what, the question before says
    asked = plan.conditions or question.asks & (ASKING | {"list"}) or question.poor
    if plan.measures and not plan.conditions and question.asks & {"count"}:
        return False  # 정책사업목표는 몇 개야?: a figure of the row that was spoken of
    return plan.entity in SETS and bool(asked) and "mean" not in question.asks


def has_name(scope: Scope) -> bool:
    return bool(scope.agencies or scope.bureaus or scope.departments or scope.teams)


def own_terms(question: Question) -> list[Term]:
    """Words that name a subject; 증감률 and 정원 say what of it is wanted."""
    pointed = _POINTED.findall(question.text)
    return [
        term
        for term in question.terms
        if term.weight == 1.0 and not says_what(term.text) and not any(p.startswith(term.text) for p in pointed)
    ]


def says_what(word: str) -> bool:
    patterns = (*MEASURES.values(), ASKS["change"], ASKS["sum"], ASKS["difference"])
    return any(pattern.fullmatch(word) for pattern in patterns) or _VAGUE.fullmatch(word) is not None


def wishes(question: Question, plan: Plan) -> bool:
    """Whether a question says what it wants to know, not only about what; 얼마입니까 alone adds nothing."""
    strong_ask = bool(question.asks & ASKING)
    sought = plan.sought not in {None, "수량", "장소"}
    return bool(plan.measures or sought or plan.conditions or plan.function or strong_ask or question.poor)


def record(question: Question, plan: Plan, draft: Draft, corpus: Corpus, reason: str | None) -> Turn:
    """The turn that a question and the draft of its answer make."""
    passages = corpus.passages_of(draft.passages)
    rows = _shown_rows(draft, corpus) or _told_rows(question, passages, corpus)
    names = _owners(plan, rows, passages)
    return Turn(
        question=question.raw,
        plan=plan.to_json(),
        terms=_found(question.terms, rows, passages),
        asks=tuple(sorted(question.asks)),
        listed=tuple(draft.listed[:ROWS_KEPT]),
        rows=tuple(row.first.id for row in rows[:ROWS_KEPT]),
        passages=tuple(draft.passages[:TURNS_KEPT]),
        department=names[0],
        team=names[1],
        bureau=next(filter(None, (*plan.scope.bureaus, *(row.first.bureau for row in rows))), None),
        reason=reason,
    )


def _shown_rows(draft: Draft, corpus: Corpus) -> list[Row]:
    """Rows that were cited and one of whose figures was shown; a printed row of grades is several rows."""
    rows = corpus.rows_printed(draft.rows)
    shown = {compact(figure.text) for figure in draft.figures}
    told = [row for row in rows if any(_shows(shown, o.text, o.unit) for o in row.observations)]
    # 6급 with 2명 too many is not 9급 with 2명: where rows were told whole, they are meant
    whole = [row for row in told if all(_shows(shown, o.text, o.unit) for o in row.observations if o.value is not None)]
    told = [row for row in told if row.first.id in draft.told] or whole or told
    order = {name: place for place, name in enumerate(draft.rows)}
    return sorted(told or rows, key=lambda row: (order.get(row.id, len(order)), not is_whole(row)))


def is_whole(row: Row) -> bool:
    """A total, or a figure that no dimension splits: 계 before 6급."""
    return row.first.total or not row.first.dims


def _shows(shown: set[str], text: str, unit: str | None) -> bool:
    return compact(text) in shown or compact(f"{text}{unit or ''}") in shown


def _told_rows(question: Question, passages: list[Passage], corpus: Corpus) -> list[Row]:
    """Figures that stand in the quoted passages and are named by the question: 총 57회 of 소통행사."""
    strong = own_terms(question)
    within = (row for p in passages for row in corpus.rows_within(p.report_id, p.start, p.end))
    rows = {row.first.id: row for row in within} if strong else {}
    return [row for row in rows.values() if all(term.coverage(compact(row.search_text)) >= 0.6 for term in strong)]


def _found(terms: tuple[Term, ...], rows: list[Row], passages: list[Passage]) -> tuple[Term, ...]:
    """Terms that the evidence holds: what a follow-up replaced (시세 by 구세) is not handed on."""
    words = compact(" ".join([*(row.search_text for row in rows), *(p.search_text for p in passages)]))
    kept = tuple(term for term in terms if term.coverage(words) >= 0.6)
    return kept if words else terms


def _owners(plan: Plan, rows: list[Row], passages: list[Passage]) -> tuple[str | None, str | None]:
    """The department and the team that answered; the one asked for goes first."""
    departments = [*plan.scope.departments, *(row.first.department for row in rows), *(p.department for p in passages)]
    teams = [*plan.scope.teams, *(row.first.team for row in rows), *(p.team for p in passages)]
    return next(filter(None, departments), None), next(filter(None, teams), None)
