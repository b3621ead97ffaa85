"""What each number of a sentence is a figure of: a cell of a row, a computed figure, words of a passage; or none.

The check of figures (`answer.check`) proves that a figure stands in the cited place. Here it is looked at what the
sentence says around it: `목표 45회` of a row whose 실적 is 45, 징수과의 150.5% where that is 재무과's, `2021년 예산`
where it is last year's column are no truth. A number whose words fit nothing that it may be is astray.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from answer.digits import folded, numbers
from answer.llm.beside import Beside
from answer.llm.evidence import Evidence, Place
from answer.llm.mentions import Mentions
from answer.llm.told import ENDS, Told, shares, told_in
from answer.normal import compact, fold
from index.rows import Row
from records import CUMULATIVE, EXPECTED, PLAN, Figure, Observation

_OPENS = re.compile(r"\([^)]*$")
"""A bracket that holds a figure of its own: 3건(누계: 14건)."""
_AHEAD = re.compile(r"예정|계획|전망|예상|목표|까지")
_GATHERED = re.compile(r"누계|누적|까지|그동안|총")
_PLANNED_MEASURE = re.compile(r"목표|계획|예산|예정|추계|전망")
_OF_A_WHOLE = frozenset({"가운데", "전체", "해당"})

Nouns = Callable[[str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Bound:
    """One number of a sentence, `at` a place of its folded text.

    `cells` are the cells that it may be, `computed` the computed figures, `places` the numbers of the places that prove
    it. `stray`: it is told of something else than its source tells it of.
    """

    number: str
    at: int = 0
    cells: tuple[Observation, ...] = ()
    computed: tuple[Figure, ...] = ()
    places: frozenset[int] = frozenset()
    stray: bool = False

    @property
    def meanings(self) -> frozenset[object]:
        """What it says, to tell whether two sentences say the same: its cells, else the computed figure or number."""
        return frozenset({o.id for o in self.cells} or self.computed or {self.number})


@dataclass
class Binder:
    """The evidence of one answer, to bind sentences to.

    `told` is the template's text, `asked` the measures and `years` the years of the question, `newest` the year that
    올해 means; `whole` gives the row of a cell, with what of it stands in other places.
    """

    evidence: Evidence
    told: str
    asked: frozenset[str]
    years: frozenset[int]
    newest: int | None
    nouns: Nouns
    whole: Callable[[Observation], Row]
    _beside: dict[str, Beside] = field(default_factory=dict)

    @cached_property
    def parts(self) -> tuple[Place, ...]:
        """Every place of the evidence row by row: names of what is not cited count too."""
        return tuple(part for place in self.evidence.places for part in place.parts)

    @cached_property
    def mentions(self) -> Mentions:
        """The names of all parts."""
        return Mentions(self.parts)

    @cached_property
    def labels(self) -> tuple[frozenset[str], ...]:
        """The nouns of the name of each part."""
        return tuple(self.nouns(part.label) for part in self.parts)

    def bind(self, sentence: str, marks: frozenset[int]) -> list[Bound]:
        """The figures of a sentence in order; years, bounds (100% 미만) and digits of names are none."""
        return [self._bound(told, marks) for told in told_in(folded(sentence), self.mentions, self.newest)]

    def _bound(self, told: Told, marks: frozenset[int]) -> Bound:
        holding = {i for i, part in enumerate(self.parts) if part.n in marks and told.number in part.numbers}
        standing = (f for f in self.evidence.computed if told.number in numbers(f.text))
        computed = [f for f in standing if folded(f.text) in told.sentence]
        of = {i for i, part in enumerate(self.parts) if any(part.n in f.citations for f in computed)}
        proving = holding | of
        if proving and (not all(owners & proving for owners in told.owners) or self._alien(told, proving)):
            return Bound(told.number, told.at, stray=True)
        meant = holding.intersection(*told.owners)
        all_cells = [(i, o) for i in sorted(meant) for o in _cells(self.parts[i], told.number)]
        spelled = self._spelled(computed, proving.intersection(*told.owners))
        cells = [(i, o) for i, o in (*all_cells, *spelled) if self._fits(told, self.parts[i], o)]
        passages = [i for i in meant if not self.parts[i].rows]
        spoken = [i for i in passages if self._spoken(told, self.parts[i])]
        fitting = [f for f in computed if not spelled and self._counted(told)]
        stray = bool(all_cells or passages or computed) and not (cells or spoken or fitting)
        places = frozenset(self.parts[i].n for i in [*(i for i, _ in cells), *spoken])
        return Bound(told.number, told.at, tuple(o for _, o in cells), tuple(fitting), places, stray)

    def _spelled(self, computed: Iterable[Figure], parts: Iterable[int]) -> list[tuple[int, Observation]]:
        """The cells of amounts that are said in another unit: 667억 2,600만원 is the 예산액 of 66,726백만원."""
        printed = [f.formula.split(" = ")[0] for f in computed if f.formula and f.formula.endswith(f" = {f.text}")]
        of = [number for text in printed if len(numbers(text)) == 1 for number in numbers(text)]
        return [(i, o) for i in parts for number in of for o in _cells(self.parts[i], number)]

    def _alien(self, told: Told, proving: set[int]) -> bool:
        """Do words before a figure belong to the name of another row, and to none of those that prove it?"""
        known = self.nouns(told.clause) & frozenset().union(*self.labels)
        return not any(all(compact(noun) in self.parts[i].words for noun in known) for i in proving)

    def _fits(self, told: Told, part: Place, cell: Observation) -> bool:
        """Does a sentence tell a figure of this cell: its measure, its year, its date, plan or result?"""
        return (
            self._measured(told, part, cell)
            and self._dated(told, part, cell)
            and _noted(told, self.whole(cell), cell)
            and _tensed(told, cell)
        )

    def _measured(self, told: Told, part: Place, cell: Observation) -> bool:
        measure = fold(cell.measure)
        if told.measures is not None:
            return measure in told.measures
        rivals = [
            o for row in part.rows for o in row.observations if o.unit == cell.unit and fold(o.measure) != measure
        ]
        return not rivals or measure in told.inherited | self.asked

    def _dated(self, told: Told, part: Place, cell: Observation) -> bool:
        own = part.years_of(cell)
        if told.years or not own:
            return not told.years or bool(own & told.years) or not own
        rivals = [p for p in self.parts if p.names & part.names and p.rows and not p.years_of(p.rows[0].first) & own]
        return not rivals or (len(self.years) == 1 and bool(own & self.years))

    def _spoken(self, told: Told, part: Place) -> bool:
        """Do the words beside a figure of a passage stand beside it there, and not beside another one?"""
        said = self.nouns(told.clause) | self.nouns(ENDS.split(told.after)[0])
        around = self._around(part.shown)
        return around.fits(told.number, said) and around.in_years(told.number, told.years or self.years, part.years)

    def _counted(self, told: Told) -> bool:
        """The same for a figure that was computed over all rows: the template's line has the words."""
        said = (self.nouns(told.clause) | self.nouns(ENDS.split(told.after)[0])) - _OF_A_WHOLE
        return self._around(self._counting).fits(told.number, said) and self._share(told)

    @cached_property
    def _counting(self) -> str:
        """The template's lines and the computations: where the words of a count stand."""
        return "\n".join([self.told, *(f"{f.formula}" for f in self.evidence.computed if not f.citations)])

    def _share(self, told: Told) -> bool:
        """Is a count told out of the number that it was counted out of? 37개 중 17개 is none of 230."""
        pairs = [pair for pair in shares(told.sentence) if told.number in pair]
        return set(pairs) <= self._counts

    @cached_property
    def _counts(self) -> set[tuple[str, str]]:
        return {pair for line in self._counting.split("\n") for pair in shares(folded(line))}

    def _around(self, text: str) -> Beside:
        if text not in self._beside:
            self._beside[text] = Beside.of(text, self.nouns)
        return self._beside[text]


def _cells(part: Place, number: str) -> list[Observation]:
    return [o for row in part.rows for o in row.observations if number in numbers(o.text)]


def _noted(told: Told, row: Row, cell: Observation) -> bool:
    """Of two figures of one measure the one whose day or state is named: 집행액(9.30. 기준), 집행액(12.31. 예정)."""
    said = told.clause + _OPENS.split(ENDS.split(told.after)[0])[0]
    twins = [o for o in row.observations if o.measure == cell.measure and o.id != cell.id]
    other = frozenset().union(*(_notes(o) for o in twins)) - _notes(cell)
    return not any(re.search(note, said) for note in other) or any(re.search(note, said) for note in _notes(cell))


def _notes(cell: Observation) -> frozenset[str]:
    """Patterns of what tells a cell from another of the same measure: its day, its state, its span."""
    day = [int(part) for part in (cell.as_of or "").split("-")[1:] if part.isdigit()]
    dated = [rf"(?<!\d){day[0]}(?:\. ?|월 ?){day[1]}(?!\d)"] if len(day) == 2 else []
    return frozenset([*dated, *(word for word in (cell.status, cell.span) if word)])


def _tensed(told: Told, cell: Observation) -> bool:
    """What is planned or expected is told so, and what was added up since the beginning too."""
    ahead = cell.status in {PLAN, EXPECTED} and not _PLANNED_MEASURE.search(cell.measure)
    gathered = cell.span == CUMULATIVE and CUMULATIVE not in cell.measure
    return not (ahead and not _AHEAD.search(told.sentence)) and not (gathered and not _GATHERED.search(told.sentence))
