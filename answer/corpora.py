"""The index as those know it who ask: every report, the public ones, those of one agency; made when asked."""

from __future__ import annotations

from functools import cached_property

from answer.across import Agencies
from answer.corpus import Corpus
from index.lexicon import Lexicon
from index.part import Part
from index.search import Index
from records import Report


class Corpora:
    """Parts of one index. What an agency's part knows of words and rows is its own share, so all of them together
    take about as much memory as the whole."""

    def __init__(self, index: Index, lexicon: Lexicon, enough: float) -> None:
        self.whole = Corpus(index, lexicon, enough)
        self._by_hidden: dict[frozenset[str], Corpus] = {frozenset(): self.whole}
        self._known: dict[tuple[str | None, bool], Corpus] = {}

    @property
    def public(self) -> Corpus:
        """What anybody may know; the whole itself where nothing is internal."""
        return self.of(None, internal=False)

    @cached_property
    def agencies(self) -> Agencies:
        """Those that public reports are of."""
        return Agencies(report.agency for report in self.public.reports.values())

    def of(self, agency: str | None, internal: bool) -> Corpus:
        """The reports of one agency (None: of all), the internal ones too for those who are logged in."""
        if (agency, internal) not in self._known:
            self._known[agency, internal] = self._without(
                frozenset(report.id for report in self.whole.reports.values() if not _shown(report, agency, internal))
            )
        return self._known[agency, internal]

    def _without(self, hidden: frozenset[str]) -> Corpus:
        if hidden not in self._by_hidden:
            part = Part(self.whole.index, hidden)
            self._by_hidden[hidden] = Corpus(part, self.whole.lexicon, self.whole.enough)
        return self._by_hidden[hidden]


def _shown(report: Report, agency: str | None, internal: bool) -> bool:
    return (internal or report.visibility == "public") and agency in (None, report.agency)
