"""What the sentences of a model are held against (`Grounds`), and a sentence with what it leans on (`Said`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from answer.context import Context
from answer.digits import MARKER, folded, numbers
from answer.llm.bind import Binder, Bound
from answer.llm.claims import Line
from answer.llm.evidence import Evidence, Place
from answer.normal import compact, fold
from index.morphemes import Morpheme
from records import Answer, Figure

RECITED = 14
"""Letters of the prompt in a row that make a sentence a recital of it."""


@dataclass
class Grounds:
    """What the sentences of one answer are held against: the template's answer, the evidence and the prompt's words."""

    context: Context
    answer: Answer
    evidence: Evidence
    rules: str
    question: str = field(init=False)

    def __post_init__(self) -> None:
        self.question = compact(f"{self.answer.question} {self.answer.understood}")

    def figures(self, text: str) -> list[Figure]:
        """Proofs that a finished text may need: those of the template, and those of the places it cites."""
        marks = {int(n) for n in MARKER.findall(text)}
        told = [f for place in self.evidence.places if place.n in marks for f in place.figures]
        return list(dict.fromkeys([*self.answer.figures, *told]))

    def proofs(self, text: str) -> list[Figure]:
        """The figures that a sentence tells, each with its proof; not the others of the places it cites."""
        marks, bound = marks_of(text), self.bind(text)
        known = {b.number for b in bound if not b.stray}
        meant = {(b.number, n) for b in bound for n in b.places}
        told = (f for f in self.figures(text) if stands(f, text) and (not f.citations or marks & set(f.citations)))
        return [f for f in told if f.formula or any(_meant(n, f.citations, known, meant) for n in numbers(f.text))]

    def bind(self, text: str) -> list[Bound]:
        """What each figure of a sentence is one of."""
        return self.binder.bind(text, marks_of(text))

    @cached_property
    def binder(self) -> Binder:
        """What binds the figures of sentences to the evidence."""
        plan, corpus = self.context.plan, self.context.corpus
        prose = "\n".join(line for line in self.answer.text.split("\n") if not line.startswith("|"))
        asked = frozenset(map(fold, plan.measures))
        years = frozenset(plan.scope.years)
        return Binder(self.evidence, prose, asked, years, corpus.newest, self.nouns, corpus.row_of)

    def nouns(self, text: str, verbs: bool = False) -> frozenset[str]:
        """The nouns of a text that name things; with `verbs` those of verbs too: 추진 of 추진하다."""
        tagged = self.tagged(text)
        verbal = set() if verbs else {m.start for m in tagged if m.tag in {"XSV", "XSA"}}
        named = (m for m in tagged if m.tag in {"NNG", "NNP", "XR"} and m.end not in verbal)
        return frozenset(m.form for m in named if len(m.form) > 1)

    def tagged(self, text: str) -> Sequence[Morpheme]:
        """The morphemes of a text."""
        return self.context.corpus.index.morphemes.analyse(text)

    @cached_property
    def told(self) -> str:
        """Compact words of all the evidence and of the template's text."""
        computed = " ".join(f.formula or "" for f in self.evidence.computed)
        places = "".join(place.words for place in self.evidence.places)
        return f"{places}{compact(self.answer.text)}{compact(computed)}"

    @property
    def everything(self) -> str:
        """Those, and the question's."""
        return self.told + self.question

    @cached_property
    def prompt(self) -> str:
        """Compact words of what the model was told."""
        return compact(self.rules)

    @cached_property
    def lines(self) -> list[Line]:
        """The lines of the template and of the computations, each with the names that it is of."""
        told = [(line, marks_of(line)) for line in self.answer.text.split("\n") if line]
        told += [(f"{f.text} {f.formula}", frozenset(f.citations)) for f in self.evidence.computed]
        return [Line(line, compact(line), self._words_of(marks)) for line, marks in told]

    def _words_of(self, marks: Iterable[int]) -> str:
        known = self.evidence.by_number
        return "".join(known[n].words for n in marks if n in known)

    @cached_property
    def recited(self) -> frozenset[str]:
        """Every run of RECITED letters of the prompt."""
        words = self.prompt
        return frozenset(words[at : at + RECITED] for at in range(len(words) - RECITED + 1))


@dataclass(frozen=True)
class Said:
    """One sentence as it is judged."""

    text: str
    marks: frozenset[int]
    grounds: Grounds

    @cached_property
    def places(self) -> list[Place]:
        """The places of the evidence that it cites."""
        known = self.grounds.evidence.by_number
        return [known[n] for n in sorted(self.marks) if n in known]

    @cached_property
    def told(self) -> str:
        """What its places show, or all of them where it cites none, with the template's text and what was computed."""
        evidence = self.grounds.evidence
        shown = (place.shown for place in (self.places or evidence.places))
        return " ".join([self.grounds.answer.text, *shown, *(f.formula or "" for f in evidence.computed)])

    @cached_property
    def parts(self) -> list[Place]:
        """The rows and passages that it is about: those it names, else all that it cites."""
        parts = [part for place in self.places for part in place.parts]
        named = [part for part in parts if all(name in part.words for name in self.subject)]
        return named or parts

    @cached_property
    def subject(self) -> list[str]:
        """The compact names of rows and offices that it names."""
        text = folded(self.text)
        found = (m for m in self.grounds.binder.mentions.find(text) if m.owners and not m.measures)
        return [compact(text[m.start : m.end]) for m in found]

    @cached_property
    def lines(self) -> list[Line]:
        """What may have said it before: lines of the template and of computations, and the places that it cites."""
        places = self.places if self.marks else self.grounds.evidence.places
        cited = [Line(f"{part.heading} {part.shown}", part.words) for place in places for part in place.parts]
        return [*self.grounds.lines, *cited]

    @cached_property
    def leaning(self) -> str:
        """Compact words that its names must stand in: the cited places and what was computed, else all there is."""
        if not self.marks:
            return self.grounds.everything
        computed = [f for f in self.grounds.evidence.computed if not f.citations or set(f.citations) & self.marks]
        told = compact(" ".join(f"{f.text} {f.formula}" for f in computed))
        return "".join(place.words for place in self.places) + told


def marks_of(text: str) -> frozenset[int]:
    """The numbers of the places that a text cites."""
    return frozenset(int(n) for n in MARKER.findall(text))


def stands(figure: Figure, text: str) -> bool:
    """Does a figure stand whole in a text: 5건 does not in 45건."""
    words = folded(figure.text)
    return re.search(rf"(?<!\d)(?<!\d[.,]){re.escape(words)}(?!\d|[.,]\d)", folded(text)) is not None


def _meant(number: str, citations: Iterable[int], known: set[str], meant: set[tuple[str, int]]) -> bool:
    """Was a number bound to one of the places; days and years are bound to none."""
    return number not in known or any((number, n) in meant for n in citations)
