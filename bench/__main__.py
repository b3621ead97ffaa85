"""`python -m bench`: speed and memory beside the stock LangChain recipe, on the same files, in one run.

Example:  .venv/bin/python -m bench --questions 100

Measures the original reports where they are present, else those that ship with the project.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.page import Page, measure_page

ROOT = Path(__file__).resolve().parent.parent
SHARED, SHIPPED = ROOT.parent / "shared" / "reports", ROOT / "reports"
GOLDEN = ROOT / "eval" / "golden" / "dev.jsonl"
STARTS = 3
COLD_QUESTION = "목표를 달성하지 못한 과는?"

Row = tuple[str, float, float | None, str]
"""(what, ours, the recipe's or None, unit)."""


def questions(count: int) -> list[str]:
    """First questions of the golden conversations, evenly over the file."""
    lines = GOLDEN.read_text(encoding="utf-8").splitlines()
    asked = [json.loads(line)["turns"][0] for line in lines if line.strip()]
    return asked[:: max(1, len(asked) // count)][:count]


def one(subject: str, step: str, reports: Path, data: Path, asked: Path) -> dict[str, Any]:
    line = [sys.executable, "-m", "bench.one", subject, step, str(reports), str(data), str(asked)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def start_ours(data: Path) -> float:
    """Median seconds of `python -m answer "…"`, from the shell and back."""
    return _median_seconds([sys.executable, "-m", "answer", COLD_QUESTION], {"MUREOBOGO_DATA_DIR": str(data)})


def start_stock(reports: Path, data: Path, asked: Path) -> float:
    line = [sys.executable, "-m", "bench.one", "stock", "once", str(reports), str(data), str(asked)]
    return _median_seconds(line, {})


def _median_seconds(line: list[str], environment: dict[str, str]) -> float:
    taken = []
    for _ in range(STARTS):
        started = time.perf_counter()
        subprocess.run(line, cwd=ROOT, env=os.environ | environment, capture_output=True, check=True)
        taken.append(time.perf_counter() - started)
    return statistics.median(taken)


def percentile(values: list[float], percent: int) -> float:
    """The value that `percent` of them do not exceed: of 1..20, 95 gives 19."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * percent // 100) - 1)]


def measure(reports: Path, count: int) -> tuple[list[Row], list[str]]:
    """All rows of the table, and what was made on either side."""
    with tempfile.TemporaryDirectory(prefix="mureobogo-bench-") as home:
        ours, stock, asked = Path(home, "ours"), Path(home, "stock"), Path(home, "questions.json")
        asked.write_text(json.dumps(questions(count)), encoding="utf-8")
        made = {name: one(name, "ingest", reports, data, asked) for name, data in (("ours", ours), ("stock", stock))}
        answered = {name: one(name, "ask", reports, data, asked) for name, data in (("ours", ours), ("stock", stock))}
        page = measure_page(reports, ours, COLD_QUESTION)
        starts = start_ours(ours), start_stock(reports, stock, asked)
    times = answered["ours"]["ms"], answered["stock"]["ms"]
    rows: list[Row] = [
        ("색인 만들기 (모델을 읽은 뒤)", made["ours"]["seconds"], made["stock"]["seconds"], "초"),
        ("모델 읽기", made["ours"]["load"], made["stock"]["load"], "초"),
        ("색인 만들기의 최대 메모리", made["ours"]["peak_mb"], made["stock"]["peak_mb"], "MB"),
        ("질문 하나, 중앙값", percentile(times[0], 50), percentile(times[1], 50), "ms"),
        ("질문 하나, 95번째 백분위", percentile(times[0], 95), percentile(times[1], 95), "ms"),
        ("묻고 답하기의 최대 메모리", answered["ours"]["peak_mb"], answered["stock"]["peak_mb"], "MB"),
        ("명령 한 번에 답 하나 (처음부터)", *starts, "초"),
        *_page_rows(page),
    ]
    return rows, [made["ours"]["made"], made["stock"]["made"]]


def _page_rows(page: Page) -> list[Row]:
    return [
        ("화면이 뜨기까지", page.usable, None, "초"),
        ("답할 준비가 되기까지", page.ready, None, "초"),
        ("첫 답까지", page.answered, None, "초"),
        ("화면 전체의 메모리", page.memory_mb, None, "MB"),
    ]


def print_table(rows: list[Row]) -> None:
    print("| 잰 것 | 물어보고 | LangChain 기본 조합 | 비율 |\n| --- | ---: | ---: | ---: |")
    for what, ours, stock, unit in rows:
        digits = ",.0f" if unit == "MB" else ",.1f"
        beside = ("-", "-") if stock is None else (f"{stock:{digits}} {unit}", f"{ours / stock:.2f}")
        print(f"| {what} | {ours:{digits}} {unit} | {beside[0]} | {beside[1]} |")


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="같은 파일로 LangChain 기본 조합(500자 조각, 같은 임베딩, Chroma, 상위 8)과 나란히 잽니다.",
        epilog="예: .venv/bin/python -m bench --questions 100",
    )
    parser.add_argument("--reports", type=Path, default=SHARED if SHARED.is_dir() else SHIPPED, help="보고서 폴더")
    parser.add_argument("--questions", type=int, default=200, help="물어볼 질문의 수")
    args = parser.parse_args()
    print(f"보고서: {args.reports} · 질문 {args.questions}개", flush=True)
    rows, made = measure(args.reports.resolve(), args.questions)
    print(f"물어보고: {made[0]} · 기본 조합: {made[1]}\n")
    print_table(rows)
    print("\n기본 조합은 대목을 찾기만 하고 답을 쓰지 않으므로 그 시간은 바닥값입니다.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
