"""`python -m eval twin [GOLDEN.jsonl] [--seed N]`: is an answer read, or remembered?

Makes a twin of the current index's reports and of a golden set: names, some nouns, years and figures changed alike.
Builds an index of the twin in a folder of its own, scores it, and sets it beside the score of the originals on the same
questions. What falls behind leaned on something that is particular to the originals.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from errors import NoReports
from eval.evaluate import Bench, evaluate
from eval.questions import Golden, read_golden, write_golden
from eval.run import GOLDEN, RESULTS, finished, printed, save_both, show_progress
from eval.run_file import Run, change_lines, compare
from eval.statistics import stratified
from eval.twin_figures import FACTORS, figure_edits
from eval.twin_golden import TwinGolden, TwinReport
from eval.twin_words import Words, cells_apart, make_words
from index.build import build
from index.search import Index
from records import Report
from settings import Settings, load_settings

FORMATS = frozenset({"txt", "md", "csv"})
"""Formats whose file is its text. Reports of others are left out of a twin, and said to be."""

CHANCE = 0.01
"""A twin that loses more questions than it gains fails where McNemar's exact p is below this."""

VERDICTS = {
    False: "쌍둥이는 원본과 우연 이상으로 다르지 않습니다.",
    True: "쌍둥이가 원본보다 뒤집니다: 답이 원본에만 있는 것에 기대고 있습니다.",
}
"""Said at the end: does the twin fall behind?"""

MANIFEST_KEYS = ("title", "agency", "year", "as_of", "kind", "department", "source")


@dataclass(frozen=True)
class Twin:
    """The twins of some reports with what was changed; `left_out` are files of other formats."""

    reports: tuple[TwinReport, ...]
    words: Words
    factor: int
    manifest: str
    left_out: tuple[str, ...]

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for report in self.reports:
            path = folder / report.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(report.twin, encoding="utf-8")
        (folder / "reports.toml").write_text(self.manifest, encoding="utf-8")

    def questions(self, golden: Sequence[Golden]) -> list[Golden]:
        """The twins of the questions; those whose figures cannot be told apart are left out."""
        maker = TwinGolden(self.reports, self.words, self.factor)
        return [made for each in golden if (made := maker.make(each))]


def make_twin(index: Index, seed: int) -> Twin:
    """The twin of an index's reports. The same index and seed give the same twin."""
    chance = random.Random(seed)
    words = make_words(index, chance)
    factor = chance.choice(FACTORS)
    fit = {id_: report for id_, report in index.reports.items() if report.format in FORMATS}
    left_out = tuple(report.file for id_, report in index.reports.items() if id_ not in fit)
    if not fit:
        raise NoReports(f"쌍둥이를 만들 보고서가 없습니다. {', '.join(sorted(FORMATS))} 파일이 있어야 합니다.")
    reports = tuple(_twin_report(index, report, words, factor) for report in fit.values())
    manifest = "\n".join(_entry(report, words) for report in fit.values())
    return Twin(reports, words, factor, manifest, left_out)


def _twin_report(index: Index, report: Report, words: Words, factor: int) -> TwinReport:
    text = index.database.text(report.id)
    observed = [o for row in index.rows for o in row.observations if o.report_id == report.id]
    plain = cells_apart(report.file, text)
    figures = figure_edits(plain, observed, factor, commas=report.format != "csv")
    others = [
        edit
        for edit in words.edits(plain)
        if not any(edit.start < figure.end and figure.start < edit.end for figure in figures)
    ]
    return TwinReport(report.file, text, tuple(figures), tuple(others))


def _entry(report: Report, words: Words) -> str:
    """The report's entry of `reports.toml`: what the index was told of it, changed."""
    lines = [f"[[{json.dumps(report.file, ensure_ascii=False)}]]"]
    for key in MANIFEST_KEYS:
        value = getattr(report, key)
        if value is not None and key not in report.inferred:
            new = value + words.shift if isinstance(value, int) else words.change(value)
            lines.append(f"{key} = {json.dumps(new, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `python -m eval twin`."""
    parser.description = "지금 색인의 보고서와 질문에서 이름·연도·수치를 함께 바꾼 쌍둥이를 만들어 채점합니다."
    parser.epilog = "예: python -m eval twin --seed 7"
    parser.add_argument("golden", type=Path, nargs="?", default=GOLDEN, help="질문 파일 (기본: eval/golden/dev.jsonl)")
    parser.add_argument("--seed", type=int, help="쌍둥이의 씨앗 (기본: 때마다 다름)")
    parser.add_argument("--limit", type=int, help="갈래마다 고르게 뽑아 물을 질문의 수 (기본: 모두)")
    parser.add_argument("--keep", type=Path, help="쌍둥이 보고서와 질문을 남길 폴더")
    parser.add_argument("--out", type=Path, default=RESULTS, help="결과를 적을 폴더 (기본: eval/results)")


def run(args: argparse.Namespace) -> int:
    """Print the twin's tables and what differs from the originals; 1 when it falls behind by more than chance."""
    settings = load_settings()
    seed = args.seed if args.seed is not None else int(time.time())
    golden = read_golden(args.golden)
    golden = stratified(golden, lambda question: question.family, args.limit or len(golden), seed)
    originals = Bench.open(settings)
    twin = make_twin(originals.index, seed)
    questions = twin.questions(golden)
    told = _told(twin, seed, len(golden), len(questions))
    print("\n".join(told))
    if not questions:
        return 1
    asked = {question.id for question in questions}
    before = {
        result.golden.id: tuple(map(str, result.grade.faults))
        for result in evaluate(originals, [question for question in golden if question.id in asked])
    }
    with tempfile.TemporaryDirectory() as home:
        done = score(twin, questions, args.keep or Path(home), settings, before, (*told,), args.out)
    return 0 if done.passed else 1


def score(
    twin: Twin,
    questions: Sequence[Golden],
    home: Path,
    settings: Settings,
    before: Mapping[str, Sequence[str]],
    told: tuple[str, ...],
    out: Path,
) -> Run:
    """Build the twin's index below `home`, answer, print, and write both result files."""
    twin.write(home / "reports")
    write_golden(home / "golden.jsonl", questions)
    own = settings.model_copy(update={"reports_dir": home / "reports", "data_dir": home / "data"})
    build(own.reports_dir, own)
    bench = Bench.open(own)
    results = evaluate(bench, questions, show_progress)
    change = compare(before, results)
    behind = len(change.lost) > len(change.gained) and change.p < CHANCE
    changes = tuple(change_lines(before, results))
    done = finished("twin.jsonl", results, bench, own)
    done = replace(done, lead=(*told, VERDICTS[behind]), passed=not behind, changes=changes)
    print("\n".join([printed(done), "", f"원본과 견주면: {changes[0]}", *changes[1:]]))
    save_both(out, done, bench)
    print(VERDICTS[behind])
    bench.index.close()
    return done


def _told(twin: Twin, seed: int, asked: int, kept: int) -> list[str]:
    lines = [
        f"쌍둥이 씨앗 {seed}: 이름·낱말 {len(twin.words.names)}개를 바꾸고, 연도를 {twin.words.shift}년 옮기고, "
        f"수량과 금액에 {twin.factor}을(를) 곱했습니다.",
        f"질문 {asked:,}건 가운데 {kept:,}건을 쌍둥이로 옮겼습니다.",
    ]
    return lines + [f"{file}: 글이 아닌 형식이라 쌍둥이에서 뺐습니다." for file in twin.left_out]
