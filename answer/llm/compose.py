"""An answer put together: checked sentences of the model, sentences of the template where one was withheld, its tables.

Tables stay the template's: the rows of a filter or a rank are complete there, and no model types them anew.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import groupby

from answer.check import FOLLOWS
from answer.digits import MARKER, folded
from answer.llm.grounds import Grounds
from answer.normal import compact
from records import Answer, Citation, Figure

WRONG = frozenset({"figure", "label", "name", "claim", "range"})
"""Rules whose breach is a wrong word about the reports: what would have been told, the template tells."""


SAID_ALREADY = 0.6
"""Share of the letter pairs of a sentence without figures that, told, make it a repetition."""


@dataclass
class Block:
    """Lines of the template that belong together: a sentence with the words it quotes, or a whole table."""

    text: str
    table: bool = False
    used: bool = False

    @property
    def marks(self) -> set[int]:
        return {int(n) for n in MARKER.findall(self.text)}


@dataclass
class Composition:
    """Grows sentence by sentence; `text` is what may be shown so far, `withheld` the rules that sentences broke."""

    grounds: Grounds
    parts: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    told: int = 0

    def __post_init__(self) -> None:
        self._blocks = blocks_of(self.grounds.answer.text)

    def add(self, sentence: str) -> None:
        """One sentence of the model; withheld where it breaks a rule, and the template's stands in."""
        end = "\n" if sentence.endswith("\n") else " "
        said = plain(sentence)
        if not said:
            return
        fault = self.grounds.fault(said)
        if fault is None:
            self.parts.append(said + end)
            self.told += bool(MARKER.search(said) or any(letter.isdigit() for letter in said))
            return
        self.withheld.append(fault)
        if fault in WRONG and (block := self._stand_in(said)):
            block.used = True
            self.parts.append(f"\n{block.text}\n")

    @property
    def text(self) -> str:
        lines = "".join(self.parts).split("\n")
        return "\n".join(line.strip() for line in lines if line.strip())

    def _stand_in(self, said: str) -> Block | None:
        """The sentence of the template that tells most of what a withheld one would have told, and is not told yet."""
        marks, letters = {int(n) for n in MARKER.findall(said)}, _pairs(said)
        free = [b for b in self._blocks if not (b.used or b.table) and not self._told(b)]
        return max(
            free, key=lambda b: (len(b.marks & marks), bool(self._own(b)), len(_pairs(b.text) & letters)), default=None
        )

    def _own(self, block: Block) -> list[Figure]:
        return [figure for figure in self.grounds.answer.figures if figure.text in block.text]

    def _told(self, block: Block) -> bool:
        """Are most figures of a sentence told already?"""
        text, own = self.text, self._own(block)
        return bool(own) and sum(_stands(figure, text) for figure in own) > len(own) / 2

    def finished(self, writer: str) -> Answer:
        """The whole answer: what was told, the tables, and what the model left out of the template's figures."""
        told = self.text
        rest = [b.text for b in self._blocks if b.table or (not b.used and self._missed(b, told))]
        text = "\n".join([told, *(f"\n{part}\n" if part.startswith("|") else part for part in rest)]).strip()
        answer = self.grounds.answer
        citations = _cited(answer, self.grounds, text)
        figures = tuple(f for f in self.grounds.figures(text) if _stands(f, text))
        answer = replace(answer, text=text, citations=citations, figures=figures, writer=writer)
        return _renumbered(answer)

    def _missed(self, block: Block, told: str) -> bool:
        """Does the reader lose something without this sentence of the template: a scope, a note, all of its figures?"""
        context = self.grounds.context
        if any(block.text == note for note in (*context.notes, context.question.year_note)):
            return True
        if "\n> " in block.text and block.marks & {int(n) for n in MARKER.findall(told)}:
            return False  # the quoted words of a place that the model has told of
        computed = [f for f in self.grounds.evidence.computed if not f.citations and f.text in block.text]
        if any(not _stands(figure, told) for figure in computed):
            return True
        if own := self._own(block):
            return not any(_stands(figure, told) for figure in own)
        letters = _pairs(block.text)
        said = len(letters & _pairs(told)) >= SAID_ALREADY * len(letters)
        return not (said or block.marks or block.text.rstrip().endswith(("같습니다.", ":")))


def blocks_of(text: str) -> list[Block]:
    """The lines of a template's answer in the pieces that stand or fall together."""
    found: list[Block] = []
    for table, group in groupby(filter(str.strip, text.split("\n")), key=lambda line: line.startswith("|")):
        lines = list(group)
        if table:
            found.append(Block("\n".join(lines), table=True))
            continue
        for line in lines:
            if line.startswith(FOLLOWS) and found and not found[-1].table:
                found[-1].text += f"\n{line}"
            else:
                found.append(Block(line))
    return found


def plain(sentence: str) -> str:
    """A sentence without the marks of emphasis that models like."""
    return sentence.replace("**", "").replace("__", "").replace("`", "").strip()


def _pairs(text: str) -> set[str]:
    letters = compact(text)
    return {letters[at : at + 2] for at in range(len(letters) - 1)}


def _stands(figure: Figure, text: str) -> bool:
    return folded(figure.text) in folded(text)


def _cited(answer: Answer, grounds: Grounds, text: str) -> tuple[Citation, ...]:
    marks = {int(n) for n in MARKER.findall(text)}
    own = {citation.n for citation in answer.citations}
    more = [place.citation for place in grounds.evidence.places if place.n in marks - own]
    return (*answer.citations, *more)


def _renumbered(answer: Answer) -> Answer:
    """Citations counted from 1 without gaps, in the text and the figures too."""
    new = {citation.n: n for n, citation in enumerate(answer.citations, 1)}
    if all(old == n for old, n in new.items()):
        return answer
    return replace(
        answer,
        text=MARKER.sub(lambda m: f"[{new[int(m[1])]}]", answer.text),
        citations=tuple(replace(citation, n=new[citation.n]) for citation in answer.citations),
        figures=tuple(replace(f, citations=tuple(new[n] for n in f.citations if n in new)) for f in answer.figures),
    )
