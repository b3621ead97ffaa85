"""How exactly the reports are read: the observations of an export beside the gold copies.

A row is exact when each of its figures is found with the right words, measure, unit, date and span; `figures` counts
rows whose figures are all found whatever words they carry. A name is right when, white space removed, it equals one of
the observation's dimensions: a wrong border between 사업 and 지표 is a miss. Command: `python -m eval reading
EXPORT.csv`.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

from errors import DataFileError
from eval.gold import Cell, GoldRow, base, flat, load
from records import Observation, Reading

GOLD = Path("tests/gold")
NAMES = ("bureau", "department", "team", "programme", "indicator", "item", "measure", "span", "year")
LABELS = ("indicator", "item", "measure")
COLUMNS = ("file", "as_of", "status", "unit", "value", "line", "text", "dims", "caption", *NAMES)


@dataclass(frozen=True, slots=True)
class Seen:
    """An observation as it is compared: the words it carries, flattened, and its value in the base unit."""

    row: Mapping[str, str]
    bag: frozenset[str]
    value: Decimal | None
    unit: str
    labels: frozenset[str]


@dataclass(frozen=True, slots=True)
class Score:
    """How one kind of table was read: gold rows, exact ones, ones with all figures, and the names of the misses."""

    kind: str
    rows: int
    exact: int
    figures: int
    misses: tuple[str, ...]


@dataclass(slots=True)
class Observed:
    """All observations of an export, found by file and value."""

    by_value: dict[tuple[str, Decimal], list[Seen]] = field(default_factory=lambda: defaultdict(list))
    by_file: dict[str, list[Seen]] = field(default_factory=lambda: defaultdict(list))

    def add(self, row: Mapping[str, str]) -> None:
        seen = _seen(row)
        file = Path(row["file"]).name
        self.by_file[file].append(seen)
        if seen.value is not None:
            self.by_value[file, seen.value].append(seen)

    def with_figure(self, cell: Cell) -> list[Seen]:
        """The observations with the cell's file, value and unit; all of the file where the cell has no value."""
        if cell.value is None:
            return self.by_file[cell.file]
        value, unit = base(cell.value, cell.unit)
        found = [seen for seen in self.by_value.get((cell.file, value), ()) if _same_unit(seen.unit, unit)]
        told = [
            seen for seen in self.by_file[cell.file] if seen.value is None and cell.printed in flat(seen.row["text"])
        ]
        return found + told if cell.printed else found


def score(observed: Observed, gold: Mapping[str, Sequence[GoldRow]]) -> list[Score]:
    """One Score a kind of gold rows, in their order."""
    return [_score_kind(observed, kind, rows) for kind, rows in gold.items()]


def _score_kind(observed: Observed, kind: str, rows: Sequence[GoldRow]) -> Score:
    exact, figures, misses = 0, 0, []
    for row in rows:
        candidates = [observed.with_figure(cell) for cell in row.cells]
        figures += all(candidates)
        if all(any(_fits(seen, cell) for seen in found) for found, cell in zip(candidates, row.cells, strict=True)):
            exact += 1
        else:
            misses.append(row.name)
    return Score(kind, len(rows), exact, figures, tuple(misses))


def _fits(seen: Seen, cell: Cell) -> bool:
    """Whether the observation carries the cell's words, measure, date, status and span.

    A bullet is known by its line: its label may be cut short or carry more words (`구민청원 접수·처리` for
    `구민청원 접수·처리 실적`), as long as one holds the other.
    """
    row = seen.row
    return (
        (not cell.measures or flat(row["measure"]) in cell.measures)
        and (not cell.year or row["year"] == cell.year)
        and (not cell.as_of or row["as_of"] == cell.as_of)
        and (not cell.status or row["status"] == cell.status)
        and (not cell.span or row["span"] == cell.span)
        and not cell.without & seen.bag
        and (_at_line(seen, cell) if cell.line else all(_carries(seen, names, cell) for names in cell.words))
    )


def _carries(seen: Seen, names: frozenset[str], cell: Cell) -> bool:
    in_words = bool(cell.printed) and seen.value is None
    return bool(names & seen.bag) or (in_words and any(name in flat(seen.row["text"]) for name in names))


def _at_line(seen: Seen, cell: Cell) -> bool:
    """`line` of the gold copy is the bullet's first; a figure may stand on a line that it wraps to."""
    assert cell.line is not None
    near = cell.line <= int(seen.row["line"] or 0) <= cell.line + 4
    return near and all(any(_agree(name, label) for label in seen.labels for name in names) for names in cell.words)


def _agree(name: str, label: str) -> bool:
    """The label may carry more words than the name, or fewer, but no mere scrap: 접수 is no 구민청원 접수·처리."""
    return name in label or (label in name and 2 * len(label) >= len(name))


def _same_unit(seen: str, gold: str) -> bool:
    """An empty gold unit asks nothing; `개 분야` and `개` are the same unit with and without its noun."""
    return not gold or seen == gold or (bool(seen) and (gold.startswith(seen) or seen.startswith(gold)))


def _seen(row: Mapping[str, str]) -> Seen:
    dims = json.loads(row["dims"] or "{}")
    texts = [row[name] for name in NAMES] + [str(word) for pair in dims.items() for word in pair]
    bag = frozenset(flat(text) for text in texts if text)
    labels = frozenset(flat(text) for text in (*(row[name] for name in LABELS), *map(str, dims.values())) if text)
    try:
        value, unit = base(Decimal(row["value"].replace(",", "")), row["unit"])
    except InvalidOperation:
        return Seen(row, bag, None, flat(row["unit"]), labels)
    return Seen(row, bag, value, unit, labels)


def observed_in(export: Path) -> Observed:
    """The observations of an export file. Raises DataFileError when it is missing or has other columns."""
    observed = Observed()
    try:
        with export.open(encoding="utf-8-sig", newline="") as lines:
            for number, row in enumerate(csv.DictReader(lines), 2):
                observed.add(_completed(row, export, number))
    except OSError as error:
        raise DataFileError(export, None, f"내보낸 수치 파일을 열 수 없습니다 ({error.strerror}).") from error
    return observed


def _completed(row: Mapping[str, str | None], export: Path, number: int) -> dict[str, str]:
    missing = [name for name in ("file", "measure", "value", "unit") if name not in row]
    if missing:
        message = f"열 {', '.join(missing)}이(가) 없습니다. python -m index export로 다시 내보내 주십시오."
        raise DataFileError(export, number, message)
    return {name: row.get(name) or "" for name in COLUMNS}


def observed_of(readings: Iterable[Reading]) -> Observed:
    """The same straight from readings, without an index in between: what the tests of the readers call."""
    observed = Observed()
    for reading in readings:
        for observation in reading.observations:
            observed.add(_as_row(observation, reading.report.file))
    return observed


def _as_row(observation: Observation, file: str) -> dict[str, str]:
    row = {name: str(getattr(observation, name, None) or "") for name in COLUMNS}
    row["value"] = "" if observation.value is None else str(observation.value)
    return row | {"file": file, "dims": json.dumps(dict(observation.dims), ensure_ascii=False)}


def table(scores: Sequence[Score], misses: int = 0) -> str:
    """The scores as Markdown, and below it the first `misses` misses of each kind."""
    lines = ["| 표의 종류 | 금본 행 | 정확한 행 | 정확도 | 수치가 맞은 행 |", "| --- | ---: | ---: | ---: | ---: |"]
    for item in scores:
        share = 100 * item.exact / item.rows if item.rows else 0.0
        lines.append(f"| {item.kind} | {item.rows} | {item.exact} | {share:.1f}% | {item.figures} |")
    return "\n".join([*lines, *(f"- {item.kind}: {name}" for item in scores for name in item.misses[:misses])])


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval reading EXPORT.csv`."""
    parser.description = "내보낸 수치를 사람이 읽은 금본과 견주어 표의 종류마다 정확한 행의 비율을 보여 줍니다."
    parser.epilog = "예: python -m index export 수치.csv && python -m eval reading 수치.csv --misses 5"
    parser.add_argument("export", type=Path, help="python -m index export로 만든 CSV")
    parser.add_argument("--gold", type=Path, default=GOLD, help="금본 폴더 (기본: tests/gold)")
    parser.add_argument("--misses", type=int, default=0, help="종류마다 보여 줄 틀린 행의 수")


def run(args: argparse.Namespace) -> int:
    """Print exact-row accuracy per kind of table."""
    print(table(score(observed_in(args.export), load(args.gold)), args.misses))
    return 0
