"""The golden questions of a twin: asked about the new names, expecting the new figures.

Which figures were changed is looked up in the report that a question cites, near the words that it cites: `45` may be a
count in one row (multiplied) and a rate in the next (left). What stands nowhere near was computed by the author of the
question: a sum grows with its parts and a count of rows does not, so both spellings are accepted there, and so they are
for figures of one or two digits where rows are counted or the report holds both.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from answer.amounts import spoken
from eval.grading import flat
from eval.questions import Alternatives, Golden, Listed, Place
from eval.twin_figures import SCALED_UNITS, in_base, prose_edits, times, times_spoken
from eval.twin_words import Edit, Words, apply, cells_apart

NEAR = 250
"""Characters around the cited words in which a figure of the answer is looked for."""

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_SAID = re.compile(r"\d(?:[\d,.]|조|억|만|천|백)*(?:조|억|만|천|백)")
_AMOUNT = re.compile(
    r"[△▲+−-]?\d[\d,]*(?:\.\d+)?(?:(?:\d|조|억|만|천|백)*)"
    r"(?:천?명|[조억만천백]*원?|건|회|개(?:소|\s?동|교|사)?|곳|대|톤|권|마리|가구|세대|㎡|편"
    r"|[명이가 ]*(?:부족|적|모자|결원|미달|초과|많)\w*)"
)
"""A figure with a unit that is multiplied, or with none. 1번가, 80% and 3위 are none."""
_DATE = re.compile(r"\d\s*[월일년]|\d[.]\s\d|\d{2,4}[./-]\d{1,2}[./-]\d|~")
_SHORT_DATE = re.compile(r"^\d\d(?=[.-]\s?\d)")
_LIMIT = re.compile(r"(\d[\d,]*)\s?(\w{1,3}?)\s?(?=이상|이하|미만|초과|넘|이 넘|보다)")
_LISTED = re.compile(r"(?:사업|지표|목표)\s?(?:개)?수(?:가|는|이|은)?\s*\Z")
"""Before a limit: how many 사업 or 지표 there are stays in a twin."""
SHORT = 2
"""A figure of so few digits stands in many rows by chance."""

COMPUTED = frozenset({"count", "aggregate", "compare", "rank", "followup"})
"""Families whose short figures are often counted by the author of the question: 7 rows, not the 7 of a row."""

CHANGED, KEPT = True, False


@dataclass(frozen=True)
class TwinReport:
    """A report's text with the edits that make its twin; offsets are those of the original."""

    file: str
    text: str
    figures: tuple[Edit, ...]
    words: tuple[Edit, ...]

    @cached_property
    def edits(self) -> list[Edit]:
        return sorted([*self.figures, *self.words], key=lambda edit: edit.start)

    @cached_property
    def twin(self) -> str:
        return apply(self.text, self.edits)

    @cached_property
    def _standing(self) -> list[tuple[int, str, bool]]:
        """Where each figure stands, its digits, and whether it was multiplied."""
        starts = {edit.start for edit in self.figures}
        return [
            (found.start(), found[0].replace(",", ""), found.start() in starts)
            for found in _FIGURE.finditer(cells_apart(self.file, self.text))
        ]

    def fates(self, digits: str, start: int = 0, end: int | None = None) -> set[bool]:
        """What became of a figure between two offsets: CHANGED, KEPT, both, or nothing where it does not stand."""
        low = bisect_left(self._standing, (start,))
        high = bisect_right(self._standing, (len(self.text) if end is None else end,))
        return {changed for _, found, changed in self._standing[low:high] if found == digits}

    @cached_property
    def _letters(self) -> tuple[str, list[int]]:
        """The text without white space, and where each of its characters stands in the text."""
        places = [place for place, letter in enumerate(self.text) if not letter.isspace()]
        return "".join(self.text[place] for place in places), places

    def find(self, words: str) -> list[tuple[int, int]]:
        """Where words stand, white space aside."""
        letters, places = self._letters
        wanted = "".join(words.split())
        starts = (found.start() for found in re.finditer(re.escape(wanted), letters)) if wanted else iter(())
        return [(places[at], places[at + len(wanted) - 1] + 1) for at in starts]

    def changed(self, start: int, end: int) -> str:
        """The twin's words for a stretch of the original."""
        inside = [e for e in self.edits if e.start < end and start < e.end]
        start, end = min([start, *(e.start for e in inside)]), max([end, *(e.end for e in inside)])
        return apply(self.text[start:end], [Edit(e.start - start, e.end - start, e.new) for e in inside])


Anchor = tuple[TwinReport, int, int]
"""A report and a stretch of it in which a question's answer stands."""


@dataclass(frozen=True)
class TwinGolden:
    """Turns questions about the originals into questions about their twins."""

    reports: Sequence[TwinReport]
    words: Words
    factor: int

    def make(self, golden: Golden) -> Golden | None:
        """The twin of a question; None for one whose place or figures cannot be told."""
        reports = self._reports(golden)
        anchors = [(report, *spot) for report in reports for spot in self._spots(report, golden)]
        must = [self._group(golden, group, reports, anchors) for group in golden.must]
        here = [place for place in golden.cite if any(place.file in report.file for report in self.reports)]
        cite = [self._place(place) for place in here]
        if any(place is None for place in cite):
            return None
        right = {flat(alternative) for group in must for alternative in group}
        wrong = [bad for text in golden.must_not for bad in self._group(golden, (text,), reports, anchors)]
        return replace(
            golden,
            turns=tuple(self.question(turn) for turn in golden.turns),
            must=tuple(must),
            must_not=tuple(bad for bad in wrong if flat(bad) not in right),
            listed=golden.listed and self._list(golden.listed),
            cite=tuple(place for place in cite if place),
            note=f"쌍둥이: {golden.note}",
        )

    def question(self, text: str) -> str:
        """New names and years; figures that the reports changed everywhere, money and limits (20개 이상) multiplied."""
        edits = list(self.words.edits(text))
        for edit in prose_edits(text, self.factor):
            figure = text[edit.start : edit.end]
            money = re.match(r"\s?(?:[천백십]?[만억조]|천|백)?원", text[edit.end :]) or not _FIGURE.fullmatch(figure)
            if money or self._fates(figure, self.reports) == {CHANGED}:
                edits.append(edit)
        for limit in _LIMIT.finditer(text):
            if limit[2] in SCALED_UNITS and not _LISTED.search(text, 0, limit.start()):
                edits.append(Edit(limit.start(1), limit.end(1), times(limit[1], self.factor)))
        return apply(text, _apart(edits))

    def _reports(self, golden: Golden) -> list[TwinReport]:
        named = {place.file for place in golden.cite}
        return [report for report in self.reports if any(name in report.file for name in named)] or list(self.reports)

    def _spots(self, report: TwinReport, golden: Golden) -> Iterator[tuple[int, int]]:
        """Where the places that the question cites stand in a report, with some room."""
        for place in golden.cite:
            if place.file in report.file and (found := _closest(report, place.contains)):
                yield min(a for a, _ in found) - NEAR, max(b for _, b in found) + NEAR

    def _place(self, place: Place) -> Place | None:
        for report in self.reports:
            if place.file in report.file and (found := _closest(report, place.contains)):
                return Place(place.file, tuple(report.changed(start, end) for start, end in found))
        return None

    def _list(self, listed: Listed) -> Listed:
        items = tuple(tuple(map(self.words.change, item)) for item in listed.items)
        return Listed(items, tuple(map(self.words.change, listed.universe)))

    def _group(
        self, golden: Golden, group: Alternatives, reports: Sequence[TwinReport], anchors: Sequence[Anchor]
    ) -> Alternatives:
        """The spellings that are right in the twin."""
        renamed = tuple(map(self.words.change, group))
        figures = [text for text in group if _AMOUNT.fullmatch(text)]
        if any(_DATE.search(text) for text in group):
            return tuple(dict.fromkeys([*renamed, *map(self._short_date, group)]))
        if not figures:
            return renamed
        fates = self._evidence(figures, reports, anchors, golden.family in COMPUTED)
        if CHANGED not in fates and renamed != group:
            return renamed  # a year, and no figure that looks like one
        grown = () if fates == {KEPT} else tuple(new for text in group for new in self._grown(text))
        kept = () if fates == {CHANGED} else renamed
        return tuple(dict.fromkeys(grown + kept))

    def _short_date(self, text: str) -> str:
        """21.5.15 → 24.5.15: in an expectation a short year stands without its apostrophe."""
        found = _SHORT_DATE.match(text)
        if found is None or int(found[0]) not in self.words.short_years:
            return self.words.change(text)
        return f"{int(found[0]) + self.words.shift}{text[2:]}"

    def _evidence(
        self, figures: Sequence[str], reports: Sequence[TwinReport], anchors: Sequence[Anchor], computed: bool
    ) -> set[bool]:
        """What became of a figure, by its spellings: near the cited words; both where nothing tells.

        A short figure, and one whose cited report lies elsewhere, is looked up in all that the reports hold.
        """
        numbers = [_FIGURE.findall(text)[0].replace(",", "") for text in figures if not _SAID.search(text)]
        near = {
            fate for digits in numbers for report, start, end in anchors for fate in report.fates(digits, start, end)
        }
        short = all(len(digits) <= SHORT for digits in numbers)
        if near and not short:
            return near
        if not (anchors or short or computed):
            return {fate for digits in numbers for fate in self._fates(digits, reports)} or {CHANGED, KEPT}
        if not near or computed:
            return {CHANGED, KEPT}
        return near | {fate for digits in numbers for fate in self._fates(digits, reports)}

    def _grown(self, text: str) -> Iterator[str]:
        if _SAID.search(text):
            yield _SAID.sub(lambda found: times_spoken(found[0], self.factor), text)
            if _SAID.fullmatch(text):
                yield spoken(in_base(text) * self.factor).removesuffix("원")
        elif _AMOUNT.fullmatch(text):
            yield _FIGURE.sub(lambda found: times(found[0], self.factor, commas=False), text)

    def _fates(self, figure: str, reports: Iterable[TwinReport]) -> set[bool]:
        return {fate for report in reports for fate in report.fates(figure.replace(",", ""))}


def _closest(report: TwinReport, contains: Sequence[str]) -> list[tuple[int, int]]:
    """One place for each string, all near the rarest of them; [] where one stands nowhere."""
    found = [report.find(words) for words in contains]
    if not found or not all(found):
        return []
    rarest = min(found, key=len)
    sets = [[min(spots, key=lambda spot: abs(spot[0] - anchor[0])) for spots in found] for anchor in rarest]
    return min(sets, key=lambda spots: max(b for _, b in spots) - min(a for a, _ in spots))


def _apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits without those that overlap an earlier one."""
    kept: list[Edit] = []
    for edit in edits:
        if not any(edit.start < other.end and other.start < edit.end for other in kept):
            kept.append(edit)
    return kept
