"""`python -m eval twin-reading [--seeds N]`: are reports read as exactly when names, years and figures are others?

Makes twins of the current index's reports (see `eval.twin`), reads them, and looks for each observation of an original
where it must stand in the twin: with the changed names in the same fields, the same unit, status, span and remark.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from eval.gold import flat
from eval.twin import Twin, make_twin
from eval.twin_golden import TwinReport
from index.search import Index, open_index
from ingest import read, read_manifest
from records import Observation
from settings import load_settings

NAMES = ("bureau", "department", "team", "programme", "indicator", "item", "measure")
SAME = ("unit", "status", "span", "total")
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Miss:
    """An observation that its twin's reading lacks, or has otherwise; `told` are the fields that differ."""

    file: str
    line: int
    text: str
    told: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.text}: {', '.join(self.told) or '없음'}"


def misses(index: Index, twin: Twin) -> Iterator[Miss]:
    """What is read differently in a twin than in the original."""
    observed: dict[str, list[Observation]] = defaultdict(list)
    for row in index.rows:
        observed[index.reports[row.first.report_id].file].extend(row.observations)
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home)
        twin.write(folder)
        entries = read_manifest(folder)
        for report in twin.reports:
            read_twin = read(folder / report.file, report.file, entries.get(report.file)).observations
            yield from _differences(twin, report, observed[report.file], read_twin)


def _differences(
    twin: Twin, report: TwinReport, originals: Sequence[Observation], twins: Sequence[Observation]
) -> Iterator[Miss]:
    places: dict[int, list[Observation]] = defaultdict(list)
    for each in twins:
        places[each.start].append(each)
    ends = [edit.end for edit in report.edits]
    grown = [0, *accumulate(len(edit.new) - (edit.end - edit.start) for edit in report.edits)]
    for each in originals:
        found = places[each.start + grown[bisect_right(ends, each.start)]]
        told = min((_unlike(twin, each, other) for other in found), key=len, default=None)
        if told is None or told:
            yield Miss(report.file, each.line, each.text, told or ())


def _unlike(twin: Twin, original: Observation, other: Observation) -> tuple[str, ...]:
    """The fields that differ. Figures in names (1,000명 공감청원) may have been multiplied: they are not compared."""
    changed = [
        name
        for name in NAMES
        if _letters(twin.words.change(getattr(original, name) or "")) != _letters(getattr(other, name) or "")
    ]
    same = [name for name in SAME if getattr(original, name) != getattr(other, name)]
    remarks = ["remark"] if bool(original.remark) != bool(other.remark) else []
    return (*changed, *same, *remarks)


def _letters(text: str) -> str:
    return re.sub(r"[\d,]", "", flat(text))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval twin-reading`."""
    parser.description = "지금 색인의 보고서에서 이름·연도·수치를 바꾼 쌍둥이를 만들어 똑같이 읽히는지 봅니다."
    parser.epilog = "예: python -m eval twin-reading --seeds 5"
    parser.add_argument("--seeds", type=int, default=3, help="쌍둥이의 수 (기본: 3)")


def run(args: argparse.Namespace) -> int:
    """Print how many figures of each twin are read as in the original, and which are not."""
    index = open_index(load_settings())
    for seed in range(1, args.seeds + 1):
        twin = make_twin(index, seed)
        files = {report.file for report in twin.reports}
        count = sum(len(row.observations) for row in index.rows if index.reports[row.first.report_id].file in files)
        found = list(misses(index, twin))
        print(
            f"씨앗 {seed}: 이름 {len(twin.words.names)}개를 바꾼 수치 {count:,}건 가운데 {count - len(found):,}건 같음"
        )
        for miss in found[:SHOWN]:
            print(f"    - {miss}")
    index.close()
    return 0
