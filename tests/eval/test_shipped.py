"""The gate and a twin over the reports that ship with the project: what every check evaluates (integration)."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from eval import run as run_command
from eval import twin as twin_command
from settings import Settings

TWIN_QUESTIONS = 60


@pytest.fixture
def shipped_world(shipped_index: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment that commands read their settings from."""
    monkeypatch.setenv("MUREOBOGO_REPORTS_DIR", str(shipped_index.reports_dir))
    monkeypatch.setenv("MUREOBOGO_DATA_DIR", str(shipped_index.data_dir))


@pytest.mark.usefixtures("shipped_world")
def test_the_golden_questions_pass_the_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    run_command.add_arguments(parser)
    status = run_command.run(parser.parse_args(["--out", str(tmp_path)]))
    told = capsys.readouterr()
    assert status == 0, told.err + told.out


@pytest.mark.usefixtures("shipped_world")
def test_a_twin_of_a_fresh_seed_does_not_fall_behind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    twin_command.add_arguments(parser)
    status = twin_command.run(parser.parse_args(["--limit", str(TWIN_QUESTIONS), "--out", str(tmp_path)]))
    told = capsys.readouterr().out
    assert f"질문 {TWIN_QUESTIONS}건" in told
    assert status == 0, told  # its first line gives the seed: `python -m eval twin --limit 60 --seed N` repeats it
