"""`python -m ingest [DIR] [--json]`: make the index of exactly what a folder holds, and swap it in at once.

Example:  .venv/bin/python -m ingest reports
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from contextlib import closing
from dataclasses import asdict
from functools import cached_property
from pathlib import Path

from tqdm import tqdm

from errors import MureobogoError
from index.build import BuildSummary, FileSummary, build
from settings import load_settings

SHOWN_WARNINGS = 5


class _Bar:
    """One progress bar on standard error, relabelled as the work goes on."""

    @cached_property
    def bar(self) -> tqdm[None]:
        return tqdm(file=sys.stderr, bar_format="{desc} {bar:20} {n_fmt}/{total_fmt}", leave=False, delay=1e-9)

    def __call__(self, what: str, done: int, total: int) -> None:
        self.bar.set_description_str(what, refresh=False)
        self.bar.total, self.bar.n = total, done
        self.bar.refresh()

    def close(self) -> None:
        """Clear the line, so that what is printed next has it to itself."""
        self.bar.close()


def print_summary(summary: BuildSummary, verbose: bool) -> None:
    """The per-file summary, for people."""
    if not summary.changed:
        print(f"바뀐 보고서가 없습니다. 지금 색인({summary.generation})을 그대로 씁니다.")
    for file in summary.files:
        if file.error:
            print(f"✗ {file.file}: {file.error}")
        elif summary.changed:
            _print_read(file, verbose)
    for gone in summary.removed:
        print(f"− {gone}: 폴더에 없어 색인에서 뺐습니다.")
    for note in summary.notes:
        print(note)
    if summary.changed:
        print(_counts(summary))
        print(f"색인 {summary.generation}(으)로 바꾸었습니다. 모두 {summary.seconds:.1f}초 걸렸습니다.")


def _print_read(file: FileSummary, verbose: bool) -> None:
    how = "그대로 이어 씀" if file.carried_over else f"{file.seconds:.2f}초"
    renamed = f" · 이전 이름 {file.renamed_from}" if file.renamed_from else ""
    counts = f"대목 {file.passages:,} · 수치 {file.observations:,} · 확인할 점 {len(file.warnings):,}"
    print(f"✓ {file.file}: {counts} · {how}{renamed}")
    shown = file.warnings if verbose else file.warnings[:SHOWN_WARNINGS]
    for warning in shown:
        print(f"    - {warning}")
    if len(shown) < len(file.warnings):
        print(f"    … {len(file.warnings) - len(shown)}건 더 (--verbose로 모두 표시)")


def _counts(summary: BuildSummary) -> str:
    """Example: `새로 읽음 1 · 이어 씀 12 · 빠짐 1 · 읽지 못함 3`."""
    kinds = Counter(
        "읽지 못함" if file.error else "이어 씀" if file.carried_over else "새로 읽음" for file in summary.files
    )
    kinds["빠짐"] = len(summary.removed)
    return " · ".join(f"{kind} {kinds[kind]:,}" for kind in ("새로 읽음", "이어 씀", "빠짐", "읽지 못함"))


def _build(folder: Path | None, quiet: bool) -> BuildSummary:
    settings = load_settings()
    if quiet:
        return build(folder or settings.reports_dir, settings)
    with closing(_Bar()) as bar:
        return build(folder or settings.reports_dir, settings, bar)


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m ingest",
        description="폴더의 보고서를 읽어 색인을 만들고 곧바로 바꿔 넣습니다.",
        epilog="예: .venv/bin/python -m ingest reports",
    )
    parser.add_argument("dir", nargs="?", type=Path, help="보고서 폴더 (기본: MUREOBOGO_REPORTS_DIR)")
    parser.add_argument("--json", action="store_true", help="결과를 JSON으로 출력")
    parser.add_argument("--verbose", action="store_true", help="확인할 점을 모두 출력")
    args = parser.parse_args()
    try:
        summary = _build(args.dir, quiet=args.json)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(asdict(summary), ensure_ascii=False, indent=1))
    else:
        print_summary(summary, args.verbose)
    return 1 if all(file.error for file in summary.files) else 0


if __name__ == "__main__":
    sys.exit(main())
