"""An answer put together: checked sentences of the model, sentences of the template where one was withheld, its tables.

Tables stay the template's: the rows of a filter or a rank are complete there, and no model types them anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby

from answer.check import FOLLOWS
from answer.digits import MARKER, folded
from answer.llm.grounds import Grounds, marks_of, stands
from answer.llm.rules import broken_rule
from answer.normal import compact, fold
from records import Answer, Citation, Figure

WRONG = frozenset({"figure", "words", "label", "name", "claim", "turned", "range"})
"""Rules whose breach is a wrong word about the reports: what would have been told, the template tells."""


_ASIDE = re.compile(r"\([^()]*\)")
SAID_ALREADY = 0.6
"""Share of the letter pairs of a sentence without figures that, told, make it a repetition."""


@dataclass
class Block:
    """Lines of the template that belong together: a sentence with the words it quotes, or a whole table."""

    text: str
    table: bool = False
    used: bool = False

    @property
    def marks(self) -> frozenset[int]:
        return marks_of(self.text)


@dataclass
class Composition:
    """Grows sentence by sentence; `text` is what may be shown so far, `withheld` the rules that sentences broke."""

    grounds: Grounds
    parts: list[str] = field(default_factory=list)
    withheld: list[str] = field(default_factory=list)
    told: int = 0
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._blocks = blocks_of(self.grounds.answer.text)

    def add(self, sentence: str) -> None:
        """One sentence of the model; withheld where it breaks a rule, and the template's stands in."""
        end = "\n" if sentence.endswith("\n") else " "
        said = plain(sentence)
        if not said:
            return
        rule = broken_rule(said, self.grounds)
        if rule is None:
            self.parts.append(said + end)
            self.said.append(said)
            self.told += bool(MARKER.search(said) or any(letter.isdigit() for letter in said))
            return
        self.withheld.append(rule)
        if rule in WRONG and (block := self._stand_in(said)):
            block.used = True
            self.parts.append(f"\n{block.text}\n")

    @property
    def text(self) -> str:
        return laid_out("".join(self.parts).split("\n"))

    def _stand_in(self, said: str) -> Block | None:
        """The sentence of the template that tells most of what a withheld one would have told, and is not told yet."""
        marks, letters = marks_of(said), _pairs(said)
        free = [b for b in self._blocks if not (b.used or b.table) and self._untold(b) is not False]
        return max(
            free,
            key=lambda b: (len(b.marks & marks), self._untold(b) is True, len(_pairs(b.text) & letters)),
            default=None,
        )

    def _untold(self, block: Block) -> bool | None:
        """Does a sentence of the template tell a figure that the model has not told? None: it tells no figure."""
        lead = block.text.split("\n")[0]
        due = self._due(lead)
        if not due:
            return None
        told = frozenset().union(*(b.meanings for said in self.said for b in self.grounds.bind(said)))
        return any(not meanings & told for meanings in due)

    def _due(self, line: str) -> list[frozenset[object]]:
        """What each figure of a line may be; what stands in brackets is told by the way, and so is what was not asked
        where something else of the same row was."""
        aside = [match.span() for match in _ASIDE.finditer(folded(line))]
        bound = [b for b in self.grounds.bind(line) if not any(start <= b.at < end for start, end in aside)]
        asked = self.grounds.binder.asked
        wanted = [b for b in bound if not b.cells or any(fold(o.measure) in asked for o in b.cells)]
        return [b.meanings for b in (wanted if any(b.cells for b in wanted) else bound)]

    def finished(self, writer: str) -> Answer:
        """The whole answer: what was told, the tables, and what the model left out of the template's figures."""
        told = self.text
        rest = [b for b in self._blocks if b.table or (not b.used and self._missed(b, told))]
        text = laid_out([*told.split("\n"), *(line for block in rest for line in block.text.split("\n"))])
        ours = [line for b in self._blocks if b.used or b in rest for line in lines_of(b.text)]
        figures = [f for said in self.said for f in self.grounds.proofs(said)]
        figures += [f for line, marks in ours for f in self._of_ours(line, marks)]
        answer = self.grounds.answer
        citations = _cited(answer, self.grounds, text)
        answer = replace(answer, text=text, citations=citations, figures=tuple(dict.fromkeys(figures)), writer=writer)
        return _renumbered(answer)

    def _of_ours(self, line: str, marks: frozenset[int]) -> list[Figure]:
        """The figures of a line of the template."""
        own = (f for f in self.grounds.answer.figures if stands(f, line))
        return [f for f in own if not f.citations or marks & set(f.citations) or (f.formula and not marks)]

    def _missed(self, block: Block, told: str) -> bool:
        """Does the reader lose something without this sentence of the template: a scope, a note, one of its figures?"""
        context = self.grounds.context
        if any(block.text == note for note in (*context.notes, context.question.year_note)):
            return True
        untold = self._untold(block)
        if untold is not None:
            return untold
        if "\n> " in block.text and block.marks & marks_of(told):
            return False  # the quoted words of a place that the model has told of
        letters = _pairs(block.text)
        said = len(letters & _pairs(told)) >= SAID_ALREADY * len(letters)
        return not (said or block.marks or block.text.rstrip().endswith(("같습니다.", ":")))


def laid_out(lines: Iterable[str]) -> str:
    """Lines as Markdown: a blank line behind a list, a quote or a table, which would swallow the next line."""
    kept: list[str] = []
    for line in filter(None, map(str.strip, lines)):
        if kept and _mark(kept[-1]) not in ("", _mark(line)):
            kept.append("")
        kept.append(line)
    return "\n".join(kept)


def _mark(line: str) -> str:
    """What makes a line part of a list, a quote or a table; nothing for a plain one."""
    return next((mark for mark in ("- ", "* ", "> ", "|") if line.startswith(mark)), "")


def lines_of(text: str) -> list[tuple[str, frozenset[int]]]:
    """The lines of a block with the places they cite; the words that a line quotes are of its places."""
    found: list[tuple[str, frozenset[int]]] = []
    for line in text.split("\n"):
        before = found[-1][1] if found and line.startswith(FOLLOWS) else frozenset()
        found.append((line, marks_of(line) | before))
    return found


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


def _cited(answer: Answer, grounds: Grounds, text: str) -> tuple[Citation, ...]:
    marks = marks_of(text)
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
