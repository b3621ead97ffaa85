"""`make results`: every headline figure by the command that measures it, all from one run, into docs/results.md.

Example:  make results ARGS="--only dev test speed"      some parts; the page says which were not run
          make results ARGS="--long"                     the parts of many minutes too

Each part is a command that stands on its own and prints a table; this runs one after the other over an index of its
own, keeps what they print, and writes the page anew after each, so that a run that was stopped leaves a page too. The
machine should have nothing else to do. Without the original reports (../shared/reports) the shipped ones are measured.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import psutil

from bench.__main__ import SHARED, SHIPPED
from bench.server import ROOT
from settings import PREFIX

PAGE = ROOT / "docs" / "results.md"
PATIENCE = 4
"""Times the minutes a part is said to take after which it is stopped."""


TITLED = r"^(?:\||\*\*)"
"""Rows of tables, and the bold lines above them."""


@dataclass(frozen=True, slots=True)
class Part:
    """A command of the project, without its Python, and what of its output is shown: the lines that `keep` finds.

    `first` shows the first table alone; `minutes` are those on two quiet cores.
    """

    title: str
    command: str
    minutes: float
    keep: str = r"^\|"
    first: bool = False
    long: bool = False

    @property
    def shown_command(self) -> str:
        return f"python {self.command}".format(export="수치.csv")


def _golden(title: str, file: str, minutes: float) -> Part:
    return Part(title, f"-m eval run eval/golden/{file}.jsonl --quiet", minutes, first=True)


PARTS: Mapping[str, Part] = {
    "dev": _golden("Development questions", "dev", 1),
    "dev2": _golden("A second hand's questions", "dev2", 0.7),
    "dev3": _golden("A third's and fourth's", "dev3", 0.8),
    "dev4": _golden("A fifth's", "dev4", 0.6),
    "figures": _golden("Of figures, first asked unseen", "dev5_figures", 0.7),
    "prose": _golden("Of prose, first asked unseen", "dev5_prose", 0.7),
    "talk": _golden("Of talk and reasons to refuse, first asked unseen", "dev5_talk", 0.6),
    "dev6": _golden("Of all kinds, first asked unseen", "dev6", 0.5),
    "test": _golden("Set aside: never looked at one by one", "test", 0.7),
    "twin": Part("A twin of the reports", "-m eval twin --seed 7", 2, first=True),
    "generate": Part("Questions made from the index", "-m eval generate --limit 1000", 2, first=True),
    "peers": Part("Beside stock retrieval", "-m eval peers", 2),
    "reading": Part("Tables read, by kind", "-m eval reading {export}", 0.3),
    "retrieval": Part("Retrieval", "-m eval retrieval", 1.5, keep=TITLED),
    "retrieval-test": Part(
        "Retrieval, set aside", "-m eval retrieval eval/golden/retrieval_test.jsonl", 1.5, keep=TITLED
    ),
    "speed": Part("Speed and memory beside the stock recipe", "-m bench --questions 100", 3),
    "formats": Part("Reading, by format", "-m bench.reading --quick", 2, keep=r"\S"),
    "browser": Part("In a browser", "-m bench.browser --questions 30", 1.5),
    "faults": Part("Servers that fail, an index that is swapped", "-m bench.faults", 1.5),
    "load": Part("Many at once", "-m bench.load --users 250 --seconds 300", 6, keep=r"^\||^memory|^site"),
    "kill": Part("Killed at random moments", "-m bench.kill --times 100", 15, keep=r"^\||kept$", long=True),
    "search": Part("Search over 200,000 passages", "-m bench.search", 20, long=True),
    "growth": Part("Growth with the number of reports", "-m bench.growth 25 100", 15, long=True),
}


class Headline(NamedTuple):
    """What stands on top: its name, the part it comes from, how its row begins, and which cell of the row it is."""

    what: str
    part: str
    row: str
    cell: int = 1


RIGHT = "정답률"

HEADLINES = (
    Headline("right answers, development questions", "dev", RIGHT),
    Headline("right answers, second hand", "dev2", RIGHT),
    Headline("right answers, third and fourth", "dev3", RIGHT),
    Headline("right answers, fifth", "dev4", RIGHT),
    Headline("right answers, of figures", "figures", RIGHT),
    Headline("right answers, of prose", "prose", RIGHT),
    Headline("right answers, of talk and refusals", "talk", RIGHT),
    Headline("right answers, of all kinds", "dev6", RIGHT),
    Headline("right answers, set aside", "test", RIGHT),
    Headline("right answers on a twin", "twin", RIGHT),
    Headline("figures proved, set aside", "test", "수치 충실도"),
    Headline("refused that had to be, set aside", "test", "거절 재현율"),
    Headline("one question, median", "speed", "질문 하나, 중앙값"),
    Headline("the index of five reports", "speed", "색인 만들기 (모델"),
    Headline("from nothing to one answer", "speed", "명령 한 번에"),
    Headline("the whole app's memory", "speed", "화면 전체의 메모리"),
    Headline("to the whole answer in a browser, median", "browser", "묻기를 누르고", 2),
    Headline("250 users: answers to programs, 95th percentile (ms)", "load", "/api/ask", 5),
    Headline("250 users: answers at the page, 95th percentile (ms)", "load", "page: answer", 5),
    Headline("250 users: requests that failed", "load", "Aggregated", 2),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a part printed, the seconds it took, the load of the machine when it began; `fault` is "" for none."""

    printed: str
    seconds: float
    load: float
    fault: str = ""


def run_part(part: Part, environment: Mapping[str, str], export: Path) -> Outcome:
    """One part in processes of its own; never raises for what it does."""
    load, started = os.getloadavg()[0], time.monotonic()
    line = [sys.executable, *part.command.format(export=export).split()]
    environment = {**os.environ, **environment}
    running = subprocess.Popen(
        line, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        printed, _ = running.communicate(timeout=60 * PATIENCE * part.minutes)
        fault = f"ended with {running.returncode}" if running.returncode else ""
    except subprocess.TimeoutExpired:
        os.killpg(running.pid, signal.SIGKILL)  # the servers that it started too
        printed, fault = running.communicate()[0], f"was stopped after {PATIENCE * part.minutes:g} minutes"
    return Outcome(shown(printed, part), time.monotonic() - started, load, fault)


def shown(printed: str, part: Part) -> str:
    """The lines of an output that the page keeps; a table of plain text stands as a block of code.

    >>> shown("보고서: a\\n\\n| 잰 것 | 값 |\\n| --- | ---: |\\n| 초 | 1 |\\n\\n| 둘째 | 표 |", PARTS["dev"])
    '| 잰 것 | 값 |\\n| --- | ---: |\\n| 초 | 1 |'
    """
    blocks = [
        "\n".join(line.rstrip() for line in block.splitlines() if re.search(part.keep, line))
        for block in re.split(r"\n\s*\n", printed)
    ]
    kept = [block for block in blocks if block][: 1 if part.first else None]
    if not kept:
        return ""
    if not any(block.startswith("|") for block in kept):
        return "```\n" + "\n".join(kept).expandtabs(16) + "\n```"
    return "\n\n".join(kept)


def figure(printed: str, row: str, cell: int = 1) -> str:
    """A figure of the row that begins so, the first unless told; "" for none."""
    rows = (line.strip("| ").split(" | ") for line in printed.splitlines() if line.startswith(f"| {row}"))
    return next((cells[cell].strip() for cells in rows if len(cells) > cell), "")


def page(outcomes: Mapping[str, Outcome], reports: str, commit: str, begun: datetime.datetime, minutes: float) -> str:
    """The whole page."""
    left = [f"`{name}`" for name in PARTS if name not in outcomes]
    faults = [f"`{name}` {outcome.fault}" for name, outcome in outcomes.items() if outcome.fault]
    lines = [
        "# Results",
        "",
        f"Printed by one run of `make results` ({minutes:.0f} minutes, {begun:%Y-%m-%d}) over {reports}, without a "
        f"language model: code `{commit}`, {_machine()}. What each command measures stands in "
        "[evaluation](evaluation.md), [retrieval](retrieval.md), [reading](reading.md), [scale](scale.md) and "
        "[security](security.md).",
        "",
        f"Not run: {', '.join(left)}." if left else "Every part was run.",
        *([f"Failed: {', '.join(faults)}."] if faults else []),
        "",
        "| headline | value | from |",
        "| --- | ---: | --- |",
        *_headlines(outcomes),
    ]
    for name, outcome in outcomes.items():
        part = PARTS[name]
        took = f"`{part.shown_command}`, {outcome.seconds:.0f} s, load {outcome.load:.1f} when it began"
        told = outcome.printed or f"Nothing was printed: {outcome.fault}."
        lines += ["", f"## {part.title}", "", f"{took}:", "", told]
    return "\n".join(lines) + "\n"


def _headlines(outcomes: Mapping[str, Outcome]) -> list[str]:
    known = [headline for headline in HEADLINES if headline.part in outcomes]
    found = [(each, figure(outcomes[each.part].printed, each.row, each.cell)) for each in known]
    return [f"| {each.what} | {value} | `{each.part}` |" for each, value in found if value]


def _commit() -> str:
    line = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip() or "unknown"


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GB, Python {platform.python_version()}"


def chosen(names: Sequence[str], long: bool) -> dict[str, Part]:
    """The parts to run, in their order."""
    return {name: part for name, part in PARTS.items() if (name in names if names else long or not part.long)}


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="make results", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=[], metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--long", action="store_true", help="the parts of many minutes too: load, kill, search, growth")
    parser.add_argument("--out", type=Path, default=PAGE, help="the page (default: docs/results.md)")
    args = parser.parse_args()
    parts = chosen(args.only, args.long)
    minutes = sum(part.minutes for part in parts.values())
    print(f"about {minutes:.0f} minutes on two quiet cores, at most {PATIENCE * minutes:.0f}: {', '.join(parts)}")
    reports = SHARED if SHARED.is_dir() else SHIPPED
    words = "the five original reports" if reports == SHARED else "the reports that ship"
    commit, begun, started = _commit(), datetime.datetime.now(datetime.UTC), time.monotonic()
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory(prefix="mureobogo-results-") as home:
        environment = {f"{PREFIX}REPORTS_DIR": str(reports), f"{PREFIX}DATA_DIR": f"{home}/data"}
        export = Path(home, "figures.csv")
        for line in ("-m ingest", f"-m index export {export}"):
            subprocess.run([sys.executable, *line.split()], cwd=ROOT, env={**os.environ, **environment}, check=True)
        for name, part in parts.items():
            print(f"{name}: {part.shown_command}", flush=True)
            outcomes[name] = run_part(part, environment, export)
            print(f"    {outcomes[name].seconds:.0f} s {outcomes[name].fault}", flush=True)
            args.out.write_text(
                page(outcomes, words, commit, begun, (time.monotonic() - started) / 60), encoding="utf-8"
            )
    return 1 if any(outcome.fault for outcome in outcomes.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
