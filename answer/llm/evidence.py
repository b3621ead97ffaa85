"""Numbered evidence: the places that the rules' answer stands on, as a model is shown them and as its text is checked.

A row of a table is shown by its names and figures, a passage in its own words. Lines of a report that give orders are
not shown at all, and prove nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from answer.context import Context
from answer.digits import numbers
from answer.draft import printed
from answer.llm.tokens import estimated
from answer.normal import compact, fold
from answer.operations.decline import UNSAFE
from answer.operations.prose import clean, figures_of
from answer.show import measure_label, row_label
from index.rows import Row
from records import Answer, Citation, Figure, Passage

LONGEST_QUOTE = 600
ROWS_SHOWN = 12
LONGEST_FORMULA = 120

ORDERS = re.compile(
    r"(?:라고|다고|대로)만? ?(?:답|출력|말|적|대답|응답)\S{0,3}(?:하라|하시오|해라|하세요|하십시오|하여라|해 ?주|할 것)"
    r"|(?:답변?|출력|말|공개)(?:하라|하시오|해라|하십시오|하여라)(?![가-힣])"
    r"|(?:지시|명령|규칙|내용)\S{0,2} ?(?:무시|잊)"
    r"|(?:ignore|disregard|forget) (?:all|any|the|previous|above)|(?:system|assistant|user) ?:"
    r"|</?(?:자료|대화|질문)|<\|?im_|\[/?inst\]|\"role\" ?:|답변? 지침 ?:|(?:고쳐|만) 답할 것"
    r"|(?:ai|인공지능|도우미|챗봇)[^\n]{0,40}(?:답|출력|말)[^\n]{0,40}(?:할 것|하라|하십시오)"
    r"|you must|do not (?:mention|say|tell)|override|new (?:rule|policy|instruction)"
)
"""A line that tells its reader what to say. `챗봇 상담 운영` tells nobody anything and is kept."""

_NO_COMPUTATION = (
    "이름 ‘",
    "보고서를 읽을 때의 검산",
    "보고서의 기준 연도",
    "가장 최근 보고서의",
    "질문의 조건",
)
"""Beginnings of formulas that only say where a digit comes from."""


@dataclass(frozen=True)
class Place:
    """One cited place. `shown` is what stands below its heading, `names` the compact names of its rows and offices."""

    citation: Citation
    heading: str
    shown: str
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    names: frozenset[str]

    @property
    def n(self) -> int:
        return self.citation.n

    @cached_property
    def words(self) -> str:
        """Compact letters that a sentence which cites this place may lean on."""
        return compact(f"{self.heading} {self.shown} {' '.join(self.names)}")

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(numbers(self.shown))

    @cached_property
    def parts(self) -> tuple[Place, ...]:
        """The place row by row: where a whole table is cited, every name and every figure of it stands in the place."""
        if len(self.rows) < 2:
            return (self,)
        lines = zip(self.rows, self.shown.split("\n"), strict=True)
        return tuple(replace(self, rows=(row,), shown=line, names=_names((row,), self.citation)) for row, line in lines)

    def text(self) -> str:
        return f"[{self.n}] {self.heading}\n{self.shown}"


@dataclass(frozen=True)
class Evidence:
    """All that one answer may be written from. `left_out` counts the places that had no room."""

    places: tuple[Place, ...]
    computed: tuple[Figure, ...]
    left_out: int = 0

    @cached_property
    def by_number(self) -> dict[int, Place]:
        return {place.n: place for place in self.places}

    @cached_property
    def text(self) -> str:
        """What stands between the fences: places by number, then what was computed from them."""
        return "\n\n".join([*(place.text() for place in self.places), *self._computed()])

    def _computed(self) -> list[str]:
        shown = [f"- {f.text} = {_shortened(f)}{_marks(f, self.by_number)}" for f in self.computed]
        return ["\n".join(["[계산]", *shown])] if shown else []

    def within(self, budget: int) -> Evidence:
        """The first places that fit `budget` tokens, best first; the first of all always stays."""
        kept: list[Place] = []
        room = budget - estimated("\n".join(self._computed()))
        for place in self.places:
            room -= estimated(place.text()) + 2
            if kept and room < 0:
                break
            kept.append(place)
        return Evidence(tuple(kept), self.computed, self.left_out + len(self.places) - len(kept))


def gather(context: Context, answer: Answer, more: Sequence[Passage] = (), found: Sequence[Answer] = ()) -> Evidence:
    """The places of an answer in the order it tells them; under the numbers that follow, those that other answers
    `found` stand on, and `more` passages."""
    draft = context.draft()
    draft.citations = list(answer.citations)
    for citation in (c for other in found for c in other.citations):
        if not any(_extent(c) == _extent(citation) for c in draft.citations):
            draft.citations.append(replace(citation, n=len(draft.citations) + 1))
    for passage in more:
        draft.cite_passage(passage)
    told = compact(" ".join([answer.question, answer.text, *(other.text for other in found)]))
    places = [place for citation in draft.citations if (place := _place(context, citation, told)).shown]
    computed = [f for f in answer.figures if f.formula and not f.formula.startswith(_NO_COMPUTATION)]
    return Evidence(tuple(places), tuple(computed))


def _extent(citation: Citation) -> tuple[str, int, int]:
    return citation.report_id, citation.start, citation.end


def _place(context: Context, citation: Citation, told: str) -> Place:
    """`told` are the compact words of what is answered: of a whole table the rows it names are shown, else all."""
    report = context.corpus.reports[citation.report_id]
    within = context.corpus.rows_within(citation.report_id, citation.start, citation.end)
    tabled = [row for row in within if "-t" in row.first.table]
    rows = tuple([row for row in tabled if compact(row.name) in told] or tabled)[:ROWS_SHOWN]
    section = citation.section or next((row.first.place for row in rows if row.first.place), "")
    heading = " · ".join(part for part in (report.agency, citation.title, section) if part)
    shown = "\n".join(_row(context, row) for row in rows) if rows else without_orders(citation.quote)
    figures = [*_of_rows(context, rows, citation.n), *(Figure(f, (citation.n,)) for f in figures_of(shown))]
    if report.year:
        figures.append(Figure(f"{report.year}년", (citation.n,), f"보고서의 기준 연도 {report.year}년"))
    return Place(citation, heading, shown, rows, tuple(dict.fromkeys(figures)), _names(rows, citation))


def without_orders(text: str) -> str:
    """The words of a passage without the sentences that give orders, cut to a size that a model is shown."""
    parts = (clean(part) for part in re.split(r"(?<=[.!?。])\s|\n", text))
    return "\n".join(part for part in parts if part and not _orders(part))[:LONGEST_QUOTE]


def _orders(text: str) -> bool:
    return bool(ORDERS.search(fold(text)) or UNSAFE.search(fold(text)))


def _row(context: Context, row: Row) -> str:
    """재무과 ‘세외수입 징수액’(사업: …): 목표 1,829백만원, 실적 5,792백만원."""
    shown = [f"{measure_label(row, o)} {printed(o)}" for o in row.observations if o.text.strip()]
    label = row_label(context, row)
    return "" if _orders(label) else f"{label}: {', '.join(shown)}"


def _of_rows(context: Context, rows: Iterable[Row], n: int) -> list[Figure]:
    found = []
    for row in rows:
        found += [Figure(printed(o), (n,)) for o in row.observations if o.value is not None]
        for name in (row_label(context, row), *(measure_label(row, o) for o in row.observations)):
            found += [Figure(digits, (), f"이름 ‘{name}’에 든 숫자") for digits in figures_of(name)]
    return found


def _names(rows: Iterable[Row], citation: Citation) -> frozenset[str]:
    found: set[str] = set()
    for row in rows:
        first = row.first
        named = (first.department, first.team, first.bureau, first.programme, first.indicator, first.item, row.name)
        found |= {compact(name) for name in (*named, *row.dims.values()) if name}
    found |= {compact(part) for part in citation.section.split(" > ")}
    return frozenset(name for name in found if len(name) > 1)


def _shortened(figure: Figure) -> str:
    formula = " ".join((figure.formula or "").split())
    return formula if len(formula) <= LONGEST_FORMULA else formula[:LONGEST_FORMULA].rsplit(" ", 1)[0] + " …"


def _marks(figure: Figure, known: dict[int, Place]) -> str:
    told = [n for n in figure.citations if n in known][:6]
    return f" {''.join(f'[{n}]' for n in told)}" if told else ""
