"""What the answer path knows of an open index: names, words and their rarity, rows and passages with compact texts."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from answer.bullets import bullets
from answer.criterion import CRITERION
from answer.datasets import DataSet, make_datasets
from answer.links import KINDS, Names, Vocabulary
from answer.normal import Letters, compact
from answer.ordinals import Known, printed
from answer.read import Reader
from answer.words import STOP_NOUNS
from index.lexicon import Lexicon, load_lexicon
from index.rows import Row
from index.search import Index
from records import Amended, Citation, Observation, Passage, Report, Section

ENOUGH = 0.6
"""Share of the subject's weight that evidence must cover to be an answer: see `python -m eval curve`."""
MADE_DIMENSIONS = frozenset(
    {"국 출처", "재원", "직군", "급", "직급", "구분", "대상", "상위", "내용", "한정", "비고", "기준", "회계"}
)
"""Dimensions that reading makes of a cell's words; the others are columns of a table."""
HALVES = ("상반기", "하반기")
SHORTEST_NAME = 6
"""Letters from which a row's name that stands in a question is taken as meant: 다문화가족 지원사업 참여자 수."""


class Corpus:
    """An open index with what is derived from it; everything is made once, when first needed."""

    def __init__(self, index: Index, lexicon: Lexicon | None = None, enough: float = ENOUGH) -> None:
        self.index = index
        self.enough = enough
        self.lexicon = lexicon or load_lexicon()
        self._row_texts: dict[str, Letters] = {}
        self._passage_texts: dict[str, Letters] = {}
        self._texts: dict[str, str] = {}

    @property
    def reports(self) -> dict[str, Report]:
        return self.index.reports

    @cached_property
    def newest(self) -> int | None:
        return max((report.year for report in self.reports.values() if report.year), default=None)

    @cached_property
    def names(self) -> Names:
        found: dict[str, dict[str, None]] = {kind: {} for kind in KINDS}
        for row in self.index.rows:
            for kind in KINDS:
                if name := getattr(row.first, kind):
                    found[kind].setdefault(name)
        for report in self.reports.values():
            for kind, name in (("agency", report.agency), ("department", report.department)):
                if name:
                    found[kind].setdefault(name)
        return Names(found)

    @cached_property
    def agency_stems(self) -> tuple[str, ...]:
        """Agencies as they begin names, the longest first: 영등포구, 영등포."""
        names = {compact(report.agency) for report in self.reports.values() if report.agency}
        stems = names | {name[:-1] for name in names if len(name) > 3}
        return tuple(sorted((stem for stem in stems if len(stem) > 2), key=lambda stem: (-len(stem), stem)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary(self.index.words())

    @cached_property
    def measure_names(self) -> tuple[str, ...]:
        figures = (o for row in self.index.rows for o in row.observations if o.value is not None)
        found = {observation.measure for observation in figures}
        return tuple(sorted(found, key=lambda name: (-len(name), name)))

    @cached_property
    def reader(self) -> Reader:
        return Reader(self.lexicon, self.index.morphemes, self.newest, self.measure_names, self.index.frequency)

    @cached_property
    def _row_names(self) -> set[str]:
        return {name for row in self.index.rows if len(name := compact(row.name)) >= SHORTEST_NAME}

    @cached_property
    def _all_names(self) -> tuple[str, ...]:
        return tuple({compact(row.name) for row in self.index.rows})

    def is_named(self, word: str) -> bool:
        """Does the compact word begin, end or be the name of a row: 재정운용 of 재정 운용(예산과)?"""
        return len(word) > 1 and any(name.startswith(word) or name.endswith(word) for name in self._all_names)

    @cached_property
    def ordinals(self) -> Known:
        """What the reports number, by the beginning of its name: 추가(경정예산) → {회}."""
        return printed([p.text for p in self.index.passages] + [row.name for row in self.index.rows])

    @cached_property
    def head_columns(self) -> frozenset[str]:
        """Columns of tables whose cells head several rows each (전략목표), without those that reading makes."""
        rows = (row for row in self.index.rows if "-t" in row.first.table and row.first.indicator)
        cells = Counter((row.first.table, key, value) for row in rows for key, value in row.dims.items())
        heads = {key for (_, key, _), count in cells.items() if count > 1}
        return frozenset(heads - MADE_DIMENSIONS - STOP_NOUNS)

    @cached_property
    def captions(self) -> str:
        """Compact captions and sections of tables, and titles of reports."""
        words = {f"{row.first.caption or ''} {row.first.section}" for row in self.index.rows}
        return compact(" ".join([*sorted(words), *(report.title for report in self.reports.values())]))

    def named_in(self, text: str) -> list[str]:
        """Names of rows that stand word for word in compact `text`, the longest first, none inside another."""
        found: list[str] = []
        for name in sorted((name for name in self._row_names if name in text), key=lambda name: (-len(name), name)):
            if not any(name in longer for longer in found):
                found.append(name)
        return found

    @cached_property
    def _halves(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for passage in self.index.passages:
            found.setdefault(passage.section_id, set()).update(half for half in HALVES if half in passage.text)
        return found

    def halves_in(self, section_id: str) -> set[str]:
        """The halves of a year that the passages of a section speak of."""
        return self._halves.get(section_id, set())

    @cached_property
    def _passages_by_id(self) -> dict[str, Passage]:
        return {passage.id: passage for passage in self.index.passages}

    def passage(self, passage_id: str) -> Passage | None:
        return self._passages_by_id.get(passage_id)

    @cached_property
    def _passage_places(self) -> dict[str, int]:
        return {passage.id: place for place, passage in enumerate(self.index.passages)}

    def passages_of(self, ids: Iterable[str]) -> list[Passage]:
        """The passages of these ids, in the order of all passages."""
        places = sorted({self._passage_places[id_] for id_ in ids if id_ in self._passage_places})
        return [self.index.passages[place] for place in places]

    @cached_property
    def _rows_by_id(self) -> dict[str, Row]:
        return {row.id: row for row in self.index.rows}

    def row(self, row_id: str) -> Row | None:
        return self._rows_by_id.get(row_id)

    @cached_property
    def _rows_by_cell(self) -> dict[str, Row]:
        return {o.id: row for row in self.index.rows for o in row.observations}

    def row_of(self, cell: Observation) -> Row:
        """The row that a figure belongs to, wherever the rest of it stands."""
        return self._rows_by_cell.get(cell.id) or Row((cell,))

    def row_with(self, cell_id: str) -> Row | None:
        """The row that a figure of this id belongs to."""
        return self._rows_by_cell.get(cell_id)

    @cached_property
    def _printed(self) -> dict[str, list[int]]:
        """Where, in the order of all rows, those stand that hold a figure of a printed row."""
        found: dict[str, list[int]] = {}
        for place, row in enumerate(self.index.rows):
            for row_id in {o.row for o in row.observations}:
                found.setdefault(row_id, []).append(place)
        return found

    def rows_printed(self, row_ids: Iterable[str]) -> list[Row]:
        """Rows that hold a figure of one of these printed rows, in the order of all rows."""
        places = sorted({place for row_id in row_ids for place in self._printed.get(row_id, ())})
        return [self.index.rows[place] for place in places]

    @cached_property
    def criterion(self) -> Passage | None:
        """The first passage that says what counts as 부진."""
        return next((passage for passage in self.index.passages if CRITERION.search(passage.text)), None)

    @cached_property
    def _programmes(self) -> dict[tuple[str | None, int | None], list[Row]]:
        found: dict[tuple[str | None, int | None], list[Row]] = {}
        for row in self.index.rows:
            found.setdefault((row.first.programme, self.year_of(row)), []).append(row)
        return found

    def rows_of_programme(self, programme: str, year: int | None) -> list[Row]:
        return self._programmes.get((programme, year), [])

    def parent_of(self, passage: Passage) -> Passage | None:
        """The bullet that a sub-bullet stands under."""
        return self._passages_by_id.get(passage.parent or "")

    def heading_of(self, passage: Passage) -> str:
        """What a passage stands under: its path, and the first line of the bullet above it."""
        parent = self.parent_of(passage)
        return f"{passage.path} {bullets(parent.text)[0].text}" if parent else passage.path

    @cached_property
    def sections(self) -> list[Section]:
        return [section for section in self.index.database.all(Section) if section.report_id in self.reports]

    @cached_property
    def datasets(self) -> list[DataSet]:
        return make_datasets(self.index.rows)

    def prepare(self) -> None:
        """Make what the first question over whole data sets would wait for: seconds, of a thousand reports."""
        for dataset in self.datasets:
            _ = dataset.text, dataset.heading

    def rarity(self, word: str) -> float:
        """How telling a word is: 1 for one that stands nowhere, near 0 for one that stands everywhere."""
        total = max(len(self.index.passages), 2)
        return 0.15 + 0.85 * math.log((total + 1) / (self.index.frequency(word) + 1)) / math.log(total + 1)

    def text(self, report_id: str) -> str:
        """The extracted text of a report, kept once read."""
        if report_id not in self._texts:
            self._texts[report_id] = self.index.database.text(report_id)
        return self._texts[report_id]

    @cached_property
    def _rows_of(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.index.rows:
            found.setdefault(row.first.report_id, []).append(row)
        return found

    def rows_of_table(self, report_id: str, table: str) -> list[Row]:
        return [row for row in self._rows_of.get(report_id, ()) if row.first.table == table]

    def rows_within(self, report_id: str, start: int, end: int) -> list[Row]:
        """Rows whose figures stand between two offsets of a report."""
        return [row for row in self._rows_of.get(report_id, ()) if start <= row.first.start < end]

    def cells(self, citation: Citation) -> list[Observation]:
        """Observations that stand inside the quote of a citation."""
        placed = self._observations.get(citation.report_id, [])
        first = bisect_left(placed, citation.start, key=lambda o: o.start)
        last = bisect_left(placed, citation.end, lo=first, key=lambda o: o.start)
        return [o for o in placed[first:last] if o.end <= citation.end]

    @cached_property
    def amended(self) -> list[Amended]:
        """The figures that were put right by hand."""
        return [o for row in self.index.rows for o in row.observations if isinstance(o, Amended)]

    @cached_property
    def _observations(self) -> dict[str, list[Observation]]:
        """The observations of each report, in the order of their places."""
        found: dict[str, list[Observation]] = {}
        for row in self.index.rows:
            found.setdefault(row.first.report_id, []).extend(row.observations)
        return {report_id: sorted(placed, key=lambda o: o.start) for report_id, placed in found.items()}

    def tabled(self, passage: Passage) -> list[Row]:
        """Rows of tables that stand inside a passage."""
        return [
            row for row in self.rows_within(passage.report_id, passage.start, passage.end) if "-t" in row.first.table
        ]

    @cached_property
    def _tables(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for passage in self.index.passages:
            if passage.kind == "table":
                found.setdefault(passage.report_id, []).append((passage.start, passage.end))
        return found

    def table_at(self, report_id: str, offset: int) -> tuple[int, int] | None:
        """Where the table begins and ends in which `offset` stands."""
        return next(((s, e) for s, e in self._tables.get(report_id, ()) if s <= offset < e), None)

    def row_text(self, row: Row) -> Letters:
        """Compact text a row is matched against: its names, its section, its report's agency and title."""
        key = row.first.id
        if key not in self._row_texts:
            report = self.reports[row.first.report_id]
            self._row_texts[key] = Letters(f"{row.search_text} {report.agency or ''} {report.title}")
        return self._row_texts[key]

    def passage_text(self, passage: Passage) -> Letters:
        """Compact text a passage is matched against: its words, its section, its report's agency and title."""
        if passage.id not in self._passage_texts:
            report = self.reports[passage.report_id]
            self._passage_texts[passage.id] = Letters(f"{passage.search_text} {report.agency or ''} {report.title}")
        return self._passage_texts[passage.id]

    def year_of(self, item: Row | Passage) -> int | None:
        """The year a row or passage speaks of: its own, else its report's."""
        if isinstance(item, Passage):
            return item.year or self.reports[item.report_id].year
        return item.first.year or self.reports[item.first.report_id].year

    @cached_property
    def _years(self) -> list[int]:
        found = {year for row in self.index.rows if (year := self.year_of(row))}
        return sorted(found | {report.year for report in self.reports.values() if report.year})

    def years(self) -> list[int]:
        return list(self._years)


def mentions_year(text: str, year: int) -> bool:
    """Does the text name the year: 2014년, ’14년, `14.?"""
    return re.search(rf"{year}|['’‘`]{year % 100:02d}(?!\d)", text) is not None


def distinct(values: Iterable[str | None]) -> list[str]:
    """Values in order of first appearance, without empty ones."""
    return list(dict.fromkeys(value for value in values if value))
