"""Peers: what counts as reachable, on stretches written by hand, and the table of a small corpus."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from eval.peers import add_arguments, is_reachable_kind, reaches, run
from eval.questions import Golden, Listed, write_golden
from settings import Settings


def test_all_that_the_answer_must_hold_stands_together() -> None:
    golden = Golden("G", ("?",), must=(("30", "서른"),), listed=Listed((("가로수",), ("숲",))))
    assert reaches(golden, lambda question: ["가로수 30그루", "도시 숲"])
    assert not reaches(golden, lambda question: ["가로수 30그루"])
    assert not reaches(golden, lambda question: ["가로수 130그루", "도시 숲"])


def test_a_conversation_is_searched_as_one() -> None:
    asked = []
    reaches(Golden("G", ("재무과 목표는?", "실적은?"), must=(("1",),)), lambda question: asked.append(question) or [])
    assert asked == ["재무과 목표는? 실적은?"]


def test_refusals_cannot_be_reached() -> None:
    assert not is_reachable_kind(Golden("G", ("?",), refuse=True))
    assert is_reachable_kind(Golden("G", ("?",), must=(("1",),)))


def test_the_command_prints_every_method(
    small_world: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = tmp_path / "golden.jsonl"
    write_golden(
        golden, [Golden("S-1", ("수질 검사 횟수 실적은?",), must=(("24",),)), Golden("S-2", ("날씨?",), refuse=True)]
    )
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    assert run(parser.parse_args([str(golden)])) == 0
    told = capsys.readouterr().out
    assert "| 혼합 검색 (대목, 위 8) | 1 | 100.0%" in told and "| 물어보고: 쓰고 채점한 답 | 1 | 100.0%" in told
