"""Citation precision and recall, after ALCE (Gao et al., EMNLP 2023), with a figure in place of a sentence.

Recall: of the figures that an answer quotes, the share that stands in a span the figure cites, or in the title and the
headings that the span stands under (the year of a 2021년 report).
Precision: of the citations given, the share that holds a figure which cites it; one that no figure leans on counts as
right where the answer's text marks it (a quoted sentence without figures), else as idle and wrong.
Places found: of the places that the golden file says must be cited, the share that some citation holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from eval.figures import numbers, numbers_cited
from eval.questions import Golden
from records import Answer, Citation, Figure

OpenText = Callable[[str], str]
"""The extracted text of a report, by its id."""

Spans = Mapping[int, frozenset[str] | None]
"""The numbers that stand in each citation; None for one whose words do not stand at its offsets."""


@dataclass(frozen=True, slots=True)
class CitationCounts:
    """Counts of one answer, or summed over many (micro average)."""

    quoted: int = 0
    held: int = 0
    given: int = 0
    useful: int = 0
    due: int = 0
    found: int = 0

    def __add__(self, other: CitationCounts) -> CitationCounts:
        return CitationCounts(
            self.quoted + other.quoted,
            self.held + other.held,
            self.given + other.given,
            self.useful + other.useful,
            self.due + other.due,
            self.found + other.found,
        )


def count_citations(golden: Golden, missing: int, answer: Answer, open_text: OpenText) -> CitationCounts:
    """What one answer's citations hold. `missing` of the golden question's places were not cited.

    The quotes are read again from the report: a citation whose words do not stand at its offsets holds nothing.
    """
    spans = {citation.n: standing(citation, open_text) for citation in answer.citations}
    quoted = [figure for figure in answer.figures if figure.formula is None]
    useful = [citation for citation in answer.citations if _is_useful(citation, spans, answer)]
    return CitationCounts(
        quoted=len(quoted),
        held=sum(_is_held(figure, spans) for figure in quoted),
        given=len(answer.citations),
        useful=len(useful),
        due=len(golden.cite),
        found=len(golden.cite) - missing,
    )


def standing(citation: Citation, open_text: OpenText) -> frozenset[str] | None:
    """Numbers of the cited words and of what they stand under; None where other words stand at the offsets."""
    words = open_text(citation.report_id)[citation.start : citation.end]
    if words != citation.quote:
        return None
    return frozenset({*numbers_cited(citation, words), *numbers(f"{citation.section}\n{citation.title}")})


def _is_held(figure: Figure, spans: Spans) -> bool:
    return any(set(numbers(figure.text)) <= (spans.get(n) or frozenset()) for n in figure.citations)


def _is_useful(citation: Citation, spans: Spans, answer: Answer) -> bool:
    if spans[citation.n] is None:
        return False
    leaning = [figure for figure in answer.figures if citation.n in figure.citations]
    own = {citation.n: spans[citation.n]}
    if any(figure.formula is not None or _is_held(figure, own) for figure in leaning):
        return True
    return not leaning and f"[{citation.n}]" in answer.text
