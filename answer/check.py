"""The check: no figure leaves that does not stand in a cited place or in a computation that is shown.

It reads the finished text as a stranger would, line by line and number by number. A number is proved where the whole
figure that holds it stands in the line, with its sign and unit, and where the line cites the place of that figure:
41회 does not prove 41건, nor the 41회 of another row. The quotes are read again from the reports and computations are
worked out again, so that a draft cannot vouch for itself. Where the cells of the cited rows are known, a figure that a
line gives for a measure (실적 40회, or the cell under 실적) must be the figure of that measure. A figure that was put
right by hand is proved by the cell it belongs to, and only in an answer that says so in the line of its correction.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from answer.columns import Cells, Columns
from answer.corrections import notes_of
from answer.dates import dated
from answer.digits import MARKER, NUMBER, canonical, folded, numbers
from answer.draft import AMENDED, printed
from answer.equation import holds
from answer.normal import compact
from records import Amended, Answer, Citation, Figure

__all__ = ["Unproved", "numbers", "unproved"]

OpenText = Callable[[str], str]

FOLLOWS = ("> ", "  - ", "계산:")
"""Lines that belong to the one before them and carry no marker of their own: the quoted words, the computation."""

_NAME = re.compile(r"이름 ‘(.*)’에 든 숫자", re.DOTALL)
_DATE = re.compile(r"날짜 ‘(?P<printed>.+)’ = (?P<spoken>.+)")
_SUM_CHECK = "보고서를 읽을 때의 검산: "
_NAMELIKE = re.compile(r"[가-힣a-zA-Z].*[가-힣a-zA-Z]")
_INSIDE = re.compile(r"\d\.?$|(?:^|[\s(|:'])[-−△]$")
"""Before a number: more digits of it, or its minus sign (7-9월 has none)."""
_MORE, _MORE_OR_UNIT = re.compile(r"\.?\d"), re.compile(r"\.?\d|[%a-z가-힣]")
"""After a proof that ends in a digit: more digits of another number, or a unit that the proof would have to hold."""


@dataclass(frozen=True, slots=True)
class Unproved:
    """A number of the text that nothing proves, with the line it stands in."""

    number: str
    line: str


@dataclass(frozen=True, slots=True)
class _Proof:
    """Folded words that prove the numbers in them, in lines that cite one of `citations` or nothing.

    None: in any line; nothing in it: only in lines without a marker, as the words of the question. `unitless`: what
    ends in a digit has no unit, and proves nothing that has one.
    """

    words: str
    citations: frozenset[int] | None = None
    unitless: bool = False

    def fits(self, marks: frozenset[int]) -> bool:
        return not marks or self.citations is None or bool(self.citations & marks)


@dataclass(frozen=True, slots=True)
class _Place:
    """A cited place: its words folded (of CSV rows the cells apart), its numbers, the years that the headings above it
    name, and the words as they stand, which a quoted line must be part of."""

    words: str
    printed: str
    numbers: frozenset[str]
    years: frozenset[str]


def unproved(answer: Answer, open_text: OpenText, cells: Cells | None = None) -> list[Unproved]:
    """Every number of the answer that no quote, computation or word of the question proves; [] for a sound answer.

    `open_text` gives a report's extracted text, `cells` the observations that stand in a cited place; without it a
    figure is bound to its row, but not to its column.
    """
    lines = answer.text.split("\n")
    notes = {c.n: _notes(c, cells, lines) for c in answer.citations} if cells else {}
    places = {c.n: _place(c, open_text, notes.get(c.n, {}).values()) for c in answer.citations}
    proofs = _proofs(answer, places)
    told = {line for own in notes.values() for line in own}
    columns = Columns(answer, cells) if cells else None
    found: list[Unproved] = []
    marks: frozenset[int] = frozenset()
    for line in lines:
        if line in told:
            continue
        own = frozenset(int(n) for n in MARKER.findall(line))
        marks = own | marks if line.startswith(FOLLOWS) else own
        bad = _bare_numbers(line, [proof for proof in proofs if proof.fits(marks)])
        if bad and line.startswith("> ") and _stands(line, [places[n].printed for n in marks if n in places]):
            bad = []
        if columns and not bad and not line.startswith(FOLLOWS):
            bad = columns.misplaced(line, marks)
        found += [Unproved(number, line) for number in bad]
    return found


def _notes(citation: Citation, cells: Cells, lines: Sequence[str]) -> dict[str, Amended]:
    """The lines of corrections that the cells of a cited place call for and the answer says, word for word."""
    return {line: o for line, o in notes_of(cells(citation), citation.n).items() if line in lines}


def _place(citation: Citation, open_text: OpenText, amended: Iterable[Amended]) -> _Place:
    quote = _quote(citation, open_text)
    cells = [*_cells(citation, quote), *map(printed, amended)]
    above = f"{citation.title} {citation.section} {citation.source or ''}"
    standing = frozenset(number for cell in cells for number in numbers(cell))
    return _Place(folded("\n".join(cells)), folded(quote), standing, frozenset(_years(above)))


def _quote(citation: Citation, open_text: OpenText) -> str:
    """The cited words, read again; empty when the citation's own quote is not what stands there."""
    words = open_text(citation.report_id)[citation.start : citation.end]
    return words if words == citation.quote else ""


def _cells(citation: Citation, words: str) -> list[str]:
    """The cited words; of CSV rows their cells apart, lest 45,150 (two cells) be read as one number of five digits."""
    if not citation.file.endswith(".csv"):
        return [words]
    try:
        return [cell for row in csv.reader(words.splitlines()) for cell in row]
    except csv.Error:
        return re.split(r"[,\n]", words)


def _proofs(answer: Answer, places: Mapping[int, _Place]) -> list[_Proof]:
    headings = [words for c in answer.citations for words in (c.title, c.section, c.source or "", c.file)]
    proofs = [_Proof(folded(words)) for words in headings]
    asked = (words for text in (answer.question, answer.understood) for words in _with_unit(text))
    proofs += [_Proof(words, frozenset()) for words in asked]
    for figure in answer.figures:
        if figure.formula is None or figure.formula.startswith(f"{AMENDED}: "):
            proofs += _quoted(figure, places)
        elif name := _NAME.search(figure.formula):
            proofs += _named(name.group(1), places)
        elif figure.formula.startswith(_SUM_CHECK):
            proofs.append(_Proof(folded(figure.formula.removeprefix(_SUM_CHECK))))
        else:
            proofs += _computed(figure, places, _operands(answer.figures, figure))
    return [proof for proof in proofs if proof.words]


def _quoted(figure: Figure, places: Mapping[int, _Place]) -> list[_Proof]:
    """A figure as printed, where its digits stand in the quote; a bare number only with the unit that follows it there.

    The year of a row may be named by the headings above it alone.
    """
    text, digits = folded(figure.text), set(numbers(figure.text))
    proofs = []
    for n, place in ((n, places[n]) for n in figure.citations if n in places):
        if digits <= place.numbers or text in place.years:
            units = _units_after(text, place.words)
            proofs += [_Proof(text + unit, frozenset({n}), bool(units) and not unit) for unit in ("", *units)]
    return proofs


def _units_after(text: str, words: str) -> set[str]:
    """First letters of the units that follow a bare number in the words: 5844 of 이용자: 5844명 → 명."""
    if not text[-1:].isdigit():
        return set()
    return set(re.findall(rf"(?<![\d.]){re.escape(text)}([%a-z가-힣])", words))


def _computed(figure: Figure, places: Mapping[int, _Place], told: set[str]) -> list[_Proof]:
    """A computation that comes out, from operands that stand in the quotes or are told; or a count with its scope."""
    formula = figure.formula or ""
    if (date := _DATE.fullmatch(formula)) is not None:
        return _spoken_date(figure, date, places)
    known = told.union(*(places[n].numbers for n in figure.citations if n in places))
    if holds(formula, known) is False:
        return []
    text, shown = folded(figure.text), folded(formula)
    unit = re.sub(r"^-?[\d.]+", "", text)
    proved = (text, shown, shown + unit, *_years(formula))
    return [_Proof(words, frozenset(figure.citations) or None, "=" in words) for words in proved]


def _spoken_date(figure: Figure, date: re.Match[str], places: Mapping[int, _Place]) -> list[_Proof]:
    """A date as it is said, where the printed one stands in a cited quote: ’18. 10. 4. → 2018년 10월 4일."""
    printed, spoken = folded(date["printed"]), date["spoken"]
    standing = [n for n in figure.citations if n in places and printed in places[n].words]
    said = any(found.spoken == spoken for found in dated(date["printed"]))
    return [_Proof(folded(spoken), frozenset(standing))] if standing and said and figure.text == spoken else []


def _operands(figures: Iterable[Figure], but: Figure) -> set[str]:
    return {number for figure in figures if figure is not but for number in numbers(figure.text)}


def _named(name: str, places: Mapping[int, _Place]) -> list[_Proof]:
    """A name proves its own digits; one that stands in some of the quotes, only where one of these is cited.

    제1회 추가경정예산 proves no line that cites 제2회 추가경정예산.
    """
    parts = (*re.findall("‘([^‘’]+)’", name), name)
    telling = [compact(part) for part in parts if _NAMELIKE.search(part)]
    standing = frozenset(n for n, place in places.items() if any(part in compact(place.words) for part in telling))
    return [_Proof(folded(words), standing or None) for words in (*parts, *_years(name))]


def _with_unit(text: str) -> list[str]:
    """Numbers of the question with the letter after them: 80% 이하 → 80%, which does not prove 80건."""
    return re.findall(r"\d+(?:\.\d+)?(?:[^\s\d.]|$|(?=[\s.]))", folded(text))


def _years(text: str) -> list[str]:
    """Years that a title or the scope of a count names, as they are said: 기획예산과 2015년·2016년 → 2015년, 2016년."""
    return [f"{year}년" for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]


def _bare_numbers(line: str, proofs: Iterable[_Proof]) -> list[str]:
    """Numbers of a line outside all the proofs that stand in it."""
    text = folded(line)
    covered = bytearray(len(text))
    for proof in set(proofs):
        place = text.find(proof.words)
        while place >= 0:
            end = place + len(proof.words)
            if _whole(text, place, end, proof.unitless):
                covered[place:end] = b"\1" * len(proof.words)
            place = text.find(proof.words, place + 1)
    return [canonical(m.group()) for m in NUMBER.finditer(text) if not all(covered[m.start() : m.end()])]


def _whole(text: str, start: int, end: int, unitless: bool) -> bool:
    """Does the slice hold whole numbers with their signs, and leave no unit outside where it has none?"""
    if text[start].isdigit() and _INSIDE.search(text, max(start - 3, 0), start):
        return False
    more = _MORE_OR_UNIT if unitless else _MORE
    return not (text[end - 1].isdigit() and more.match(text, end))


def _stands(line: str, quotes: Iterable[str]) -> bool:
    """Is the quoted line word for word in one of the quotes? A long one is cut short with an ellipsis, in no number."""
    words = " ".join(folded(line.removeprefix("> ").rstrip("… ")).split())
    whole = re.compile(rf"(?<!\d){re.escape(words)}(?!\d)")
    return any(whole.search(" ".join(quote.split())) for quote in quotes)
