"""The page of all figures: what it keeps of what commands print, what it says of parts that failed or were not run."""

from __future__ import annotations

import datetime
import importlib
from pathlib import Path

import pytest

from bench.results import HEADLINES, PARTS, ROOT, Outcome, Part, chosen, figure, page, run_part, shown

PRINTED = """색인: /data/내색인

| 지표 | 값 (95% 구간) | n |
| --- | ---: | ---: |
| 정답률 (answer exactness) | 92.0% (88.8–94.4) | 376 |

| 질문의 갈래 | n |
| --- | ---: |
| 개수 | 11 |

보고서 /data/보고서.html
"""
DAY = datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC)


def test_only_tables_are_kept_and_no_place_of_this_machine() -> None:
    both, first = shown(PRINTED, Part("", "", 1)), shown(PRINTED, Part("", "", 1, first=True))
    assert "/data" not in both and "질문의 갈래" in both
    assert first == "\n".join(PRINTED.splitlines()[2:5])
    assert shown("no table", Part("", "", 1)) == ""


def test_a_table_of_plain_text_stands_as_code() -> None:
    part = Part("", "", 1, keep=r"\t")
    assert shown("표의 종류\t금본\n예산\t12\nthe end", part) == f"```\n{'표의 종류':<16}금본\n{'예산':<16}12\n```"


def test_the_page_says_what_was_not_run_and_what_failed() -> None:
    outcomes = {"dev": Outcome(shown(PRINTED, PARTS["dev"]), 61.4, 0.2), "speed": Outcome("", 9, 0.2, "ended with 1")}
    told = page(outcomes, "the reports that ship", "abc1234", DAY, 1.2)
    assert "| right answers, development questions | 92.0% (88.8–94.4) | `dev` |" in told
    not_run = next(line for line in told.splitlines() if line.startswith("Not run: "))
    assert "`kill`" in not_run and "`dev`" not in not_run
    assert "Failed: `speed` ended with 1." in told
    assert "`python -m eval run eval/golden/dev.jsonl --quiet`, 61 s, load 0.2" in told


def test_a_part_that_fails_or_hangs_is_told_and_stops(tmp_path: Path) -> None:
    failed = run_part(Part("", "-c print('|1|');raise(SystemExit(3))", 1), {}, tmp_path)
    assert (failed.printed, failed.fault) == ("|1|", "ended with 3")
    hung = run_part(Part("", "-c __import__('time').sleep(60)", 0.001), {}, tmp_path)
    assert hung.fault == "was stopped after 0.004 minutes" and hung.seconds < 30


def test_long_parts_run_only_when_they_are_asked_for() -> None:
    assert "kill" not in chosen([], long=False) and "kill" in chosen([], long=True)
    assert list(chosen(["kill", "dev"], long=False)) == ["dev", "kill"]


@pytest.mark.parametrize("name", PARTS)
def test_every_part_is_a_command_of_the_project(name: str) -> None:
    _, module, *rest = PARTS[name].command.split()
    if module == "eval":
        from eval.__main__ import COMMANDS

        assert rest[0] in COMMANDS
    else:
        importlib.import_module(module)
    assert all((ROOT / word).is_file() for word in rest if word.endswith(".jsonl"))


def test_headlines_are_of_parts_that_are_there() -> None:
    assert {headline.part for headline in HEADLINES} <= set(PARTS)
    assert figure("| 질문 하나, 중앙값 | 9.8 ms | 21.0 ms | 0.47 |", "질문 하나, 중앙값") == "9.8 ms"
    assert figure("| /api/ask | 19,219 | 0 |", "/api/ask", 2) == "0"
