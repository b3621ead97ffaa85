"""A draft: the text of an answer as it grows, with the citation and the proof of every figure put into it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from answer.amounts import SPOKEN_FROM, convert, in_won, plain, rounded, spoken
from answer.arithmetic import percent
from answer.normal import compact
from records import Amended, Citation, Figure, Observation, Passage, Report

OpenText = Callable[[str], str]

AMENDED = "정정"
"""The mark of a figure that was put right by hand, and the beginning of its formula."""

_MARKER = re.compile(r"\[(\d+)\]")
SMALL_TABLE = 500
"""Characters up to which a whole table is cited for a figure that its header names."""


@dataclass
class Draft:
    """Collects lines, citations and figures; `finish` gives them. `open_text` returns a report's extracted text.

    `rows` are ids of printed rows that are cited, `told` ids of the first figures of rows that a sentence tells.
    """

    reports: dict[str, Report]
    open_text: OpenText
    unit: str | None = None
    table_at: Callable[[str, int], tuple[int, int] | None] = lambda report_id, offset: None
    lines: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def say(self, line: str) -> None:
        self.lines.append(line)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()

    def cite(
        self,
        report_id: str,
        start: int,
        end: int,
        section: str,
        line: int,
        observation: Observation | None = None,
        page: int | None = None,
    ) -> int:
        """The number of the citation of this place; the same place keeps its number."""
        for citation in self.citations:
            if (citation.report_id, citation.start, citation.end) == (report_id, start, end):
                return citation.n
        report = self.reports[report_id]
        place = observation.place if observation and observation.place else None
        source = " · ".join(part for part in (report.source, place) if part) or None
        self.citations.append(
            Citation(
                n=len(self.citations) + 1,
                report_id=report_id,
                file=report.file,
                title=report.title,
                section=section,
                line=line,
                start=start,
                end=end,
                quote=self.open_text(report_id)[start:end],
                page=observation.page if observation else page,
                sheet=observation.sheet if observation else None,
                cell=observation.cell if observation else None,
                source=source,
            )
        )
        return len(self.citations)

    def cite_row(self, observation: Observation) -> int:
        """Cite the whole row in which an observation stands, so that its names and its figure are read together."""
        o = observation
        start, end = self._row_extent(o)
        if o.row not in self.rows:
            self.rows.append(o.row)
        line = o.line if start == o.start else self.open_text(o.report_id).count("\n", 0, start) + 1
        return self.cite(o.report_id, start, end, o.section, line, o)

    def _row_extent(self, o: Observation) -> tuple[int, int]:
        """The printed row; the whole of a small table where only its header names what the row tells (횟수 35 7 8)."""
        start, end = min(o.row_start, o.start), max(o.row_end, o.end)
        name = compact(o.item or o.indicator or next(iter(o.dims.values()), ""))
        table = self.table_at(o.report_id, o.start)
        if not name or table is None or table[1] - table[0] > SMALL_TABLE:
            return start, end
        text = self.open_text(o.report_id)
        if name not in compact(text[start:end]) and name in compact(text[table[0] : table[1]]):
            return min(start, table[0]), max(end, table[1])
        return start, end

    def cite_passage(self, passage: Passage) -> int:
        if passage.id not in self.passages:
            self.passages.append(passage.id)
        return self.cite(passage.report_id, passage.start, passage.end, passage.path, passage.line, page=passage.page)

    def marks(self, numbers: Sequence[int]) -> str:
        return "".join(f"[{n}]" for n in dict.fromkeys(numbers))

    def figure(self, observation: Observation, n: int) -> str:
        """An observation's figure with its unit, marked where it was put right by hand."""
        text = printed(observation)
        if not isinstance(observation, Amended):
            return self.quoted(text, [n])
        before = with_unit(observation.correction.printed, observation.unit)
        return self.computed(text, f"{AMENDED}: {before} → {text}", [n]) + f"({AMENDED})"

    def quoted(self, text: str, citations: Sequence[int]) -> str:
        """A figure as it stands in a report."""
        self._add(Figure(text, tuple(dict.fromkeys(citations))))
        return text

    def computed(self, text: str, formula: str, citations: Sequence[int] = ()) -> str:
        """A figure that was computed, with the computation."""
        self._add(Figure(text, tuple(dict.fromkeys(citations)), formula))
        return text

    def percent(self, part: Decimal, whole: Decimal, citations: Sequence[int] = ()) -> tuple[str, str]:
        """How many percent `part` is of `whole`, and the computation: 21 / 160 × 100 = 13.13%."""
        rate, formula = percent(part, whole)
        return self.computed(f"{plain(rate)}%", formula, citations), formula

    def name(self, text: str) -> str:
        """A name of the index; digits in it (신길6동, 2021년 제1회) are part of the name."""
        for digits in re.findall(r"\d[\d,.]*\d|\d", text):
            self.computed(digits, f"이름 ‘{text}’에 든 숫자")
        return text

    def remark(self, text: str) -> str:
        """What a check of the report found; its figures are the printed ones and those the check computed."""
        for digits in re.findall(r"\d[\d,.]*\d|\d", text):
            self.computed(digits, f"보고서를 읽을 때의 검산: {text}")
        return text

    def _add(self, figure: Figure) -> None:
        if figure not in self.figures:
            self.figures.append(figure)

    def show(self, observation: Observation, cite: bool = True) -> tuple[str, int]:
        """An observation's figure with its unit, and in 억 and 만 or the unit wanted beside it; and its citation."""
        n = self.cite_row(observation) if cite else 0
        if observation.value is None:
            words = " ".join(observation.text.split()) or "빈칸"
            for digits in re.findall(r"\d[\d,.]*\d|\d", words):
                self.quoted(digits, [n])
            if observation.unit == "명" and words.strip("-–− ") == "":
                return f"{words}({self.computed('0명', '표의 줄표(-)는 사람이 없다는 뜻', [n])})", n
            return words, n
        shown = self.figure(observation, n)
        other = self.converted(observation.value, observation.unit, printed(observation), [n])
        return (f"{shown}({other})" if other else shown), n

    def converted(self, value: Decimal, unit: str | None, printed: str, citations: Sequence[int]) -> str | None:
        """The same amount in the unit that is wanted, or in 억 and 만 where it is printed in 천원 or 백만원."""
        if self.unit and self.unit != unit:
            wanted = convert(value, unit, self.unit)
            if wanted is not None:
                text = self.computed(
                    f"{plain(wanted)}{self.unit}", f"{printed} = {plain(wanted)}{self.unit}", citations
                )
                short = f"{plain(rounded(wanted))}{self.unit}"
                return text if short == text else f"{text}, 약 {self.computed(short, f'{text} ≒ {short}', citations)}"
        if unit in {"천명", "만명"}:
            people = f"{plain(convert(value, unit, '명') or value)}명"
            return self.computed(people, f"{printed} = {people}", citations)
        won = in_won(value, unit)
        if won is not None and unit in SPOKEN_FROM and abs(won) >= 10**4:
            text = spoken(won)
            return self.computed(text, f"{printed} = {text}", citations)
        return None

    def amount(self, value: Decimal, unit: str | None, formula: str, citations: Sequence[int]) -> str:
        """A computed amount with its unit and computation, converted like a printed one."""
        text = f"{plain(value)}{unit or ''}"
        self.computed(text, formula, citations)
        other = self.converted(value, unit, text, citations)
        return f"{text}({other})" if other else text


def joined(drafts: Sequence[Draft]) -> Draft:
    """Several drafts as one, each place cited once: the markers of the later ones are counted on."""
    whole = replace(drafts[0], lines=[], citations=[], figures=[], rows=[], passages=[], listed=[], told=[])
    for draft in drafts:
        numbers = {citation.n: _taken_over(whole, citation) for citation in draft.citations}
        for line in draft.lines:
            whole.say(_renumbered(line, numbers))
        for figure in draft.figures:
            whole._add(replace(figure, citations=tuple(dict.fromkeys(numbers[n] for n in figure.citations))))
        for kind in ("rows", "passages", "listed", "told"):
            kept, more = getattr(whole, kind), getattr(draft, kind)
            kept += [item for item in more if item not in kept]
    return whole


def _renumbered(line: str, numbers: Mapping[int, int]) -> str:
    return _MARKER.sub(lambda marker: f"[{numbers.get(int(marker[1]), int(marker[1]))}]", line)


def _taken_over(whole: Draft, citation: Citation) -> int:
    place = (citation.report_id, citation.start, citation.end)
    same = next((c.n for c in whole.citations if (c.report_id, c.start, c.end) == place), None)
    if same is None:
        same = len(whole.citations) + 1
        whole.citations.append(replace(citation, n=same))
    return same


def printed(observation: Observation) -> str:
    """`13,351` and 백만원 → 13,351백만원; a cell that prints its unit (`376명`, `67.4%`) as it is."""
    unit = observation.unit or ""
    text = " ".join(observation.text.split())
    if text.isdigit() and observation.value is not None:
        text = plain(observation.value)  # a sheet's 13351 is read more easily as 13,351
    return with_unit(text, unit)


def with_unit(text: str, unit: str | None) -> str:
    """A figure with its unit, once: `67.4%` keeps its own."""
    plain_text = " ".join(text.split())
    return plain_text if not unit or plain_text.endswith(unit) else f"{plain_text}{unit}"
