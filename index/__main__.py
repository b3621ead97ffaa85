"""`python -m index export FILE.csv | text FILE | search "질문" [--k 8] [--json]`: look into the current index.

Example:  .venv/bin/python -m index search "특별교부금 확보" --k 3
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from errors import MureobogoError, NoReports, Unavailable
from index.export import export_csv
from index.search import Hit, Index, open_index
from index.within import Within
from settings import load_settings


def hit_to_json(index: Index, hit: Hit) -> dict[str, object]:
    """One search result in the form of the contract."""
    passage = hit.passage
    return {
        "file": index.reports[passage.report_id].file,
        "section": passage.path,
        "line": passage.line,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "score": round(hit.score, 6),
    }


def _export(index: Index, args: argparse.Namespace) -> None:
    try:
        count = export_csv(index, args.file)
    except OSError as error:
        raise Unavailable(
            f"{args.file}에 적을 수 없습니다({error.strerror}). 폴더와 디스크 공간을 확인해 주십시오."
        ) from error
    print(f"수치 {count:,}건을 {args.file}에 적었습니다.")


def _text(index: Index, args: argparse.Namespace) -> None:
    report = next((r for r in index.reports.values() if args.file in (r.file, Path(r.file).name)), None)
    if report is None:
        known = ", ".join(r.file for r in index.reports.values())
        raise NoReports(f"색인에 {args.file} 파일이 없습니다. 있는 파일: {known}")
    sys.stdout.write(index.database.text(report.id))


def _within(index: Index, args: argparse.Namespace) -> Within:
    """The filters of the command line; file names become ids of reports."""
    reports = [report.id for report in index.reports.values() if report.file in args.file]
    named = tuple(reports) if args.file else None
    return Within(named, tuple(args.agency), tuple(args.year), tuple(args.department))


def _search(index: Index, args: argparse.Namespace) -> None:
    hits = [hit_to_json(index, hit) for hit in index.search(args.question, args.k, _within(index, args))]
    if args.json:
        print(json.dumps(hits, ensure_ascii=False, indent=1))
        return
    for hit in hits:
        print(f"{hit['score']:.3f}  {hit['file']}:{hit['line']}  {hit['section']}\n    {str(hit['text'])[:120]!r}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m index",
        description="지금 색인의 수치·원문·대목을 꺼내 봅니다.",
        epilog='예: .venv/bin/python -m index search "특별교부금 확보" --k 3 --json',
    )
    commands = parser.add_subparsers(required=True, metavar="export | text | search")
    export = commands.add_parser("export", help="모든 수치를 CSV로 내보냅니다")
    export.add_argument("file", type=Path)
    export.set_defaults(run=_export)
    text = commands.add_parser("text", help="보고서에서 뽑은 글을 출력합니다 (출처의 위치가 세는 글)")
    text.add_argument("file")
    text.set_defaults(run=_text)
    search = commands.add_parser("search", help="질문에 맞는 대목을 찾습니다")
    search.add_argument("question")
    search.add_argument("--k", type=int, default=8)
    for name, what in (("file", "파일"), ("agency", "기관"), ("department", "부서")):
        search.add_argument(f"--{name}", action="append", default=[], help=f"이 {what} 안에서만 (여러 번 쓸 수 있음)")
    search.add_argument("--year", type=int, action="append", default=[], help="이 연도 안에서만 (여러 번 쓸 수 있음)")
    search.add_argument("--json", action="store_true")
    search.set_defaults(run=_search)
    return parser


def run(arguments: Sequence[str] | None = None) -> int:
    """The command with these arguments (default: the process's own); gives the exit code."""
    args = _parser().parse_args(arguments)
    try:
        args.run(open_index(load_settings()), args)
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):  # `… | head` ends quietly
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    sys.exit(run())
