"""What a summary has to hold by the question's own words and does not yet: 요약해 줘, 이사회 횟수를 넣어서."""

from __future__ import annotations

from dataclasses import replace

from answer.context import Context
from answer.draft import Draft
from answer.match import weigh
from answer.normal import Letters
from answer.operations import outline, prose
from answer.operations.prose import cut, lines_of, say_item
from answer.read import Term
from records import Passage

TOLD = 0.5
"""Share of each word of a thing wanted that must stand in the summary."""
LONGEST = 200
"""Characters of a bullet that is added for a thing wanted."""


def summary(context: Context) -> Draft | None:
    """A summary by the outline of the reports, else by their rows and passages, that holds what is wanted in it."""
    draft = outline.summary(context) or prose.summary(context)
    return _held(context, draft) if draft and context.question.wanted else draft


def _held(context: Context, draft: Draft) -> Draft:
    """The summary with a bullet for each thing wanted that it lacks, before all others."""
    said = draft.lines[1:]
    del draft.lines[1:]
    for thing in context.question.wanted:
        reader = context.corpus.reader
        terms = reader.terms(reader.read(thing), ())
        told = not terms or _tells("\n".join((*draft.lines, *said)), terms)
        if not told and (passage := _telling(context, terms)):
            say_item(draft, passage, cut(lines_of(passage.text), LONGEST))
    draft.lines += said
    return draft


def _tells(text: str, terms: tuple[Term, ...]) -> bool:
    words = Letters(text)
    return all(term.coverage(words) >= TOLD for term in terms)


def _telling(context: Context, terms: tuple[Term, ...]) -> Passage | None:
    """The shortest bullet within the scope of the question that names the thing, of the subject where several do."""
    question = replace(context.question, terms=terms, measures=(), sought=None)
    inner = Context(context.corpus, question, replace(context.plan, measures=()), weigh(context.corpus, terms))
    found = [
        m.passage
        for m in inner.passages
        if m.passage
        and m.year_fits
        and m.scope_fits
        and m.passage.kind in {"sub", "bullet"}
        and _tells(m.passage.text, terms)
    ]

    def subject(passage: Passage) -> float:
        words = Letters(passage.search_text)
        return sum(t.weight * t.term.coverage(words) for t in context.terms)

    return max(found, key=lambda p: (round(subject(p), 2), -len(p.text)), default=None)
