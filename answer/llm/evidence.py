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
from answer.llm.years import years_in
from answer.normal import compact, fold
from answer.operations.decline import UNSAFE
from answer.operations.prose import clean, figures_of
from answer.show import measure_label, row_label
from index.rows import Row
from records import Answer, Citation, Figure, Observation, Passage

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

_AHEAD = re.compile(r"(?:계획|예정|향후)[^>]*$")
"""A section that tells what is planned, by the end of its path."""

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
    """One cited place. `shown` is what stands below its heading, `names` the compact names of its rows and offices,
    `label` the same as words, `years` those that it is of, `ahead` whether it tells what is planned."""

    citation: Citation
    heading: str
    shown: str
    rows: tuple[Row, ...]
    figures: tuple[Figure, ...]
    names: frozenset[str]
    label: str
    years: frozenset[int]
    ahead: bool = False

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
        return tuple(self._part(row, line) for row, line in lines)

    def _part(self, row: Row, line: str) -> Place:
        return replace(self, rows=(row,), shown=line, names=_names((row,), self.citation), label=_label((row,)))

    def years_of(self, cell: Observation) -> frozenset[int]:
        """The years that a figure is of: the column's, the row's or the report's; 전년도예산액 is of the one before."""
        named = years_in(fold(" ".join([cell.measure, *cell.dims.values()])))
        years = frozenset(named or ([cell.year] if cell.year else self.years))
        return frozenset(year - 1 for year in years) if cell.measure.startswith("전년") else years

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
    rows = (row for c in draft.citations for row in _rows(context, c, told))
    dated = len({context.corpus.year_of(row) for row in rows}) > 1
    places = [place for citation in draft.citations if (place := _place(context, citation, told, dated)).shown]
    computed = [f for f in answer.figures if f.formula and not f.formula.startswith(_NO_COMPUTATION)]
    return Evidence(tuple(places), tuple(computed))


def _extent(citation: Citation) -> tuple[str, int, int]:
    return citation.report_id, citation.start, citation.end


def _rows(context: Context, citation: Citation, told: str) -> tuple[Row, ...]:
    """The rows of a cited place; of a whole table those that are named in what is told (compact words), else all."""
    cells = [o for o in context.corpus.cells(citation) if "-t" in o.table]
    # a row that is printed in two lines (집행액 by 9.30., and by 12.31.) is shown in each place by what stands there
    found: dict[tuple[str, ...], list[Observation]] = {}
    for o in cells:
        found.setdefault(tuple(each.id for each in context.corpus.row_of(o).observations), []).append(o)
    tabled = [Row(tuple(own)) for own in found.values()]
    return tuple([row for row in tabled if compact(row.name) in told] or tabled)[:ROWS_SHOWN]


def _place(context: Context, citation: Citation, told: str, dated: bool) -> Place:
    """One place; where the evidence is of several years (`dated`) each row says its own."""
    report = context.corpus.reports[citation.report_id]
    rows = _rows(context, citation, told)
    section = citation.section or next((row.first.place for row in rows if row.first.place), "")
    heading = " · ".join(part for part in (report.agency, citation.title, section) if part)
    shown = "\n".join(_row(context, row, dated) for row in rows) if rows else without_orders(citation.quote)
    quoted = [] if rows else [Figure(f, (citation.n,)) for f in figures_of(shown)]
    figures = [*_of_rows(context, rows, citation.n), *quoted]
    if report.year:
        figures.append(Figure(f"{report.year}년", (citation.n,), f"보고서의 기준 연도 {report.year}년"))
    years = frozenset(years_in(fold(citation.section)) or ([report.year] if report.year else []))
    label = _label(rows) or citation.section.rpartition(" > ")[2]
    ahead = not rows and _AHEAD.search(citation.section) is not None
    return Place(
        citation, heading, shown, rows, tuple(dict.fromkeys(figures)), _names(rows, citation), label, years, ahead
    )


def without_orders(text: str) -> str:
    """The words of a passage without the sentences that give orders, cut to a size that a model is shown."""
    parts = (clean(part) for part in re.split(r"(?<=[.!?。])\s|\n", text))
    return "\n".join(part for part in parts if part and not _orders(part))[:LONGEST_QUOTE]


def _orders(text: str) -> bool:
    return bool(ORDERS.search(fold(text)) or UNSAFE.search(fold(text)))


def _row(context: Context, row: Row, dated: bool) -> str:
    """재무과 ‘세외수입 징수액’(사업: …): 목표 1,829백만원, 실적 5,792백만원; where `dated`, 2021년 재무과 …"""
    whole = context.corpus.row_of(row.first)
    shown = [f"{measure_label(whole, o)} {printed(o)}" for o in row.observations if o.text.strip()]
    label = row_label(context, row)
    if dated and (year := context.corpus.year_of(row)) and f"{year}년" not in label:
        label = f"{year}년 {label}"
    return "" if _orders(label) else f"{label}: {', '.join(shown)}"


def _of_rows(context: Context, rows: Iterable[Row], n: int) -> list[Figure]:
    found = []
    for row in rows:
        found += [Figure(printed(o), (n,)) for o in row.observations if o.value is not None]
        whole = context.corpus.row_of(row.first)
        for name in (row_label(context, row), *(measure_label(whole, o) for o in row.observations)):
            found += [Figure(digits, (), f"이름 ‘{name}’에 든 숫자") for digits in figures_of(name)]
    return found


def _names(rows: Iterable[Row], citation: Citation) -> frozenset[str]:
    found = {compact(name) for row in rows for name in _named(row)}
    found |= {compact(part) for part in citation.section.split(" > ")}
    return frozenset(name for name in found if len(name) > 1)


def _named(row: Row) -> list[str]:
    first = row.first
    names = (first.department, first.team, first.bureau, first.programme, first.indicator, first.item, row.name)
    return [name for name in (*names, *row.dims.values()) if name]


def _label(rows: Iterable[Row]) -> str:
    """The names of rows as words."""
    return " ".join(dict.fromkeys(name for row in rows for name in _named(row)))


def _shortened(figure: Figure) -> str:
    formula = " ".join((figure.formula or "").split())
    return formula if len(formula) <= LONGEST_FORMULA else formula[:LONGEST_FORMULA].rsplit(" ", 1)[0] + " …"


def _marks(figure: Figure, known: dict[int, Place]) -> str:
    told = [n for n in figure.citations if n in known][:6]
    return f" {''.join(f'[{n}]' for n in told)}" if told else ""
