"""The check: no figure leaves that does not stand in a cited place or in a computation that is shown.

It reads the finished text as a stranger would, line by line and number by number. A number is proved where the whole
figure that holds it stands in the line, with its sign and unit, and where the line cites the place of that figure:
41회 does not prove 41건, nor the 41회 of another row. The quotes are read again from the reports and computations are
worked out again, so that a draft cannot vouch for itself. Where the cells of the cited rows are known, a figure that a
line gives for a measure (실적 40회, or the cell under 실적) must be the figure of that measure.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from answer.equation import holds
from answer.normal import compact, fold
from records import Answer, Citation, Figure, Observation

NUMBER = re.compile(r"\d+(?:\.\d+)?")
MARKER = re.compile(r"\[(\d+)\]")
SQUARED = re.compile(r"[㎡㎢㎥]")
"""Signs that fold into letter and digit: ㎡ is no 2."""
NAME = re.compile(r"이름 ‘(.*)’에 든 숫자", re.DOTALL)
SUM_CHECK = "보고서를 읽을 때의 검산: "
_NO_FIGURE = r"년|번째|위|등|[%가-힣]{0,3} ?(?:이하|이상|미만|초과)"
"""After a measure and a number: a year, a place or a limit, no figure of it (예산액이 2번째로, 달성률 100% 미만)."""
_INSIDE = re.compile(r"\d\.?$|(?:^|[\s(|:'])[-−△]$")
"""Before a number: more digits of it, or its minus sign (7-9월 has none)."""
FOLLOWS = ("> ", "계산:")
"""Lines that belong to the one before them and carry no marker of their own: the quoted words, the computation."""

OpenText = Callable[[str], str]
Cells = Callable[[Citation], Sequence[Observation]]


@dataclass(frozen=True, slots=True)
class Unproved:
    """A number of the text that nothing proves, with the line it stands in."""

    number: str
    line: str


@dataclass(frozen=True, slots=True)
class _Proof:
    """Folded words that prove the numbers in them, in lines that cite one of `citations` or nothing.

    None: in any line; nothing in it: only in lines without a marker, as the words of the question.
    """

    words: str
    citations: frozenset[int] | None = None

    def fits(self, marks: frozenset[int]) -> bool:
        return not marks or self.citations is None or bool(self.citations & marks)


def numbers(text: str) -> list[str]:
    """Numbers of a text as plain digits, thousands separators dropped: 13,351백만원 → 13351."""
    return [_canonical(found) for found in NUMBER.findall(_folded(text))]


def unproved(answer: Answer, open_text: OpenText, cells: Cells | None = None) -> list[Unproved]:
    """Every number of the answer that no quote, computation or word of the question proves; [] for a sound answer.

    `open_text` gives a report's extracted text, `cells` the observations that stand in a cited place; without it a
    figure is bound to its row, but not to its column.
    """
    proofs = _proofs(answer, open_text)
    quotes = {c.n: " ".join(fold(_quote(c, open_text)).split()) for c in answer.citations}
    columns = _Columns(answer, cells) if cells else None
    found: list[Unproved] = []
    marks: frozenset[int] = frozenset()
    for line in answer.text.split("\n"):
        own = frozenset(int(n) for n in MARKER.findall(line))
        marks = own | marks if line.startswith(FOLLOWS) else own
        bad = _bare_numbers(line, [proof.words for proof in proofs if proof.fits(marks)])
        if bad and line.startswith("> ") and _stands(line, [quotes[n] for n in marks if n in quotes]):
            bad = []
        found += [Unproved(number, line) for number in bad]
        if columns and not bad and not line.startswith(FOLLOWS):
            found += [Unproved(number, line) for number in columns.misplaced(line, marks)]
    return found


def _proofs(answer: Answer, open_text: OpenText) -> list[_Proof]:
    quotes = {c.n: _cells(c, _quote(c, open_text)) for c in answer.citations}
    standing = {n: {number for cell in words for number in numbers(cell)} for n, words in quotes.items()}
    dated = {c.n: set(_years(f"{c.title} {c.section} {c.source or ''}")) for c in answer.citations}
    places = [words for c in answer.citations for words in (c.title, c.section, c.source or "", c.file)]
    proofs = [_Proof(_folded(place)) for place in places]
    asked = (words for text in (answer.question, answer.understood) for words in _with_unit(text))
    proofs += [_Proof(words, frozenset()) for words in asked]
    for figure in answer.figures:
        if figure.formula and (name := NAME.search(figure.formula)):
            proofs += _name_proofs(name.group(1), {n: compact(" ".join(words)) for n, words in quotes.items()})
        else:
            proofs += _figure_proofs(figure, standing, dated, _operands(answer.figures, figure))
    return [proof for proof in proofs if proof.words]


def _figure_proofs(
    figure: Figure, standing: Mapping[int, set[str]], dated: Mapping[int, set[str]], told: set[str]
) -> list[_Proof]:
    """A figure proves itself where its digits stand in its quotes, a name it is part of, a computation that holds.

    `dated`: the years that the headings above a cited place name; a row is of that year without saying so.
    """
    text, places = _folded(figure.text), frozenset(figure.citations)
    if figure.formula is None:
        digits = set(numbers(figure.text))
        held = frozenset(n for n in places if digits <= standing.get(n, set()) or text in dated.get(n, set()))
        return [_Proof(text, held)] if held else []
    if figure.formula.startswith(SUM_CHECK):
        return [_Proof(_folded(figure.formula.removeprefix(SUM_CHECK)))]
    known = told.union(*(standing.get(n, set()) for n in places))
    if holds(figure.formula, known) is False:
        return []
    formula, unit = _folded(figure.formula), re.sub(r"^-?[\d.]+", "", text)
    proved = (text, formula, formula + unit, *_years(figure.formula))
    return [_Proof(words, places or None) for words in proved]


def _name_proofs(name: str, quotes: Mapping[int, str]) -> list[_Proof]:
    """A name proves its own digits; one that stands in some of the quotes, only where one of these is cited.

    제1회 추가경정예산 proves no line that cites 제2회 추가경정예산.
    """
    proofs = []
    for words in (name, *re.findall("‘([^‘’]+)’", name)):
        standing = frozenset(n for n, quote in quotes.items() if compact(words) in quote)
        proofs.append(_Proof(_folded(words), standing or None))
    return proofs


def _operands(figures: Iterable[Figure], but: Figure) -> set[str]:
    return {number for figure in figures if figure is not but for number in numbers(figure.text)}


def _with_unit(text: str) -> list[str]:
    """Numbers of the question with the letter after them: 80% 이하 → 80%, which does not prove 80건."""
    return re.findall(r"\d+(?:\.\d+)?(?:[^\s\d.]|$|(?=[\s.]))", _folded(text))


def _years(text: str) -> list[str]:
    """Years that a title or the scope of a count names, as they are said: 기획예산과 2015년·2016년 → 2015년, 2016년."""
    return [f"{year}년" for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]


def _bare_numbers(line: str, proofs: Sequence[str]) -> list[str]:
    """Numbers of a line outside all the proofs that stand in it."""
    folded = _folded(line)
    covered = bytearray(len(folded))
    for words in set(proofs):
        place = folded.find(words)
        while place >= 0:
            if _whole(folded, place, place + len(words)):
                covered[place : place + len(words)] = b"\1" * len(words)
            place = folded.find(words, place + 1)
    found = NUMBER.finditer(folded)
    return [_canonical(match.group()) for match in found if not all(covered[match.start() : match.end()])]


def _whole(text: str, start: int, end: int) -> bool:
    """Does the slice neither begin nor end inside a number, nor leave its minus sign behind?"""
    if text[start].isdigit() and _INSIDE.search(text, max(start - 3, 0), start):
        return False
    if not text[end - 1].isdigit():
        return True
    more = r"\.?\d|[%가-힣a-z]" if "=" in text[start:end] else r"\.?\d"
    return not re.match(more, text[end : end + 2])


def _stands(line: str, quotes: Iterable[str]) -> bool:
    words = " ".join(fold(line.removeprefix("> ")).rstrip("… ").split())
    return any(words in quote for quote in quotes)


def _folded(text: str) -> str:
    return fold(MARKER.sub(" ", SQUARED.sub("", text)))


def _canonical(digits: str) -> str:
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return digits
    return f"{value.normalize():f}"


def _quote(citation: Citation, open_text: OpenText) -> str:
    """The cited words, read again; empty when the citation's own quote is not what stands there."""
    words = open_text(citation.report_id)[citation.start : citation.end]
    return words if words == citation.quote else ""


def _cells(citation: Citation, words: str) -> list[str]:
    """The cited words; of a CSV row its cells apart, lest 45,150 (two cells) be read as one number of five digits."""
    return [cell for row in csv.reader([words]) for cell in row] if citation.file.endswith(".csv") else [words]


class _Columns:
    """The measures of the cited rows, to tell a figure that stands under the wrong one."""

    def __init__(self, answer: Answer, cells: Cells) -> None:
        self._cells = {citation.n: list(cells(citation)) for citation in answer.citations}
        self._heading: list[str] = []

    def misplaced(self, line: str, marks: frozenset[int]) -> list[str]:
        """Numbers given for a measure that none of the cited rows has as the figure of that measure."""
        known: dict[str, list[Observation]] = {}
        for observation in (o for n in marks for o in self._cells.get(n, ())):
            known.setdefault(fold(observation.measure), []).append(observation)
        parts = [part.strip() for part in line.split("|")] if line.startswith("|") else []
        if parts and not marks:
            self._heading = self._heading if set(line) <= set("|- ") else parts
            return []
        told = (
            [(head, part) for head, part in zip(self._heading, parts, strict=False) if part]
            if parts
            else _told(_folded(line), known)
        )
        return [number for head, words in told for number in _stray(_folded(words), *_label(head, known))]


def _stray(words: str, note: str, observations: Sequence[Observation]) -> list[str]:
    """The first number of `words` where it is the figure of none of `observations`, in digits or unit."""
    number = next(iter(numbers(words)), None)
    dated = [o for o in observations if o.as_of and _day(o.as_of) in note]
    fitting = [o for o in dated or observations if number in numbers(o.text)]
    if number is None or not observations:
        return []
    after = words[NUMBER.search(words).end() :].strip() if NUMBER.search(words) else ""  # type: ignore[union-attr]
    united = [o for o in fitting if not o.unit or not after or after.startswith(fold(o.unit))]
    return [] if united else [number]


def _label(heading: str, known: Mapping[str, list[Observation]]) -> tuple[str, list[Observation]]:
    """The note of a heading and the observations of its measure: 집행액(9.30. 기준) → 9.30. 기준, those of 집행액."""
    found = re.fullmatch(r"(.*?)(?:\(([^()]*)\))?", fold(heading).strip())
    measure, note = (found.group(1), found.group(2) or "") if found else (heading, "")
    return note, known.get(measure, [])


def _day(iso: str) -> str:
    """2015-10-31 → 10.31., as headings have it."""
    return ".".join(str(int(part)) for part in iso.split("-")[1:] if part.isdigit()) + "."


def _told(line: str, measures: Iterable[str]) -> list[tuple[str, str]]:
    """Measures of a sentence with the figure that follows each: `목표 30회, 실적 45회` → 목표 30회, 실적 45회."""
    names = "|".join(map(re.escape, sorted(measures, key=len, reverse=True)))
    if not names:
        return []
    pattern = rf"(?<![가-힣·])((?:{names})(?:\([^()]*\))?)(?:은|는|이|가)?\s(?=(-?\d[\d.]*(?!\d|{_NO_FIGURE})[^\s,()]*))"
    return [(match.group(1), match.group(2)) for match in re.finditer(pattern, line)]
