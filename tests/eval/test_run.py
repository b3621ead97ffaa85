"""`python -m eval run` on a small corpus: the tables, both files, the gate and the comparison with an earlier run."""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path

import pytest

from errors import DataFileError
from eval.evaluate import Bench, Result, evaluate
from eval.gate import Gate, below, load_gate
from eval.page import page
from eval.questions import Golden, Place, write_golden
from eval.run import add_arguments, run, tables
from eval.run_file import compare, verdicts
from eval.scores import scores
from eval.versions import hash_of, versions
from settings import Settings

RIGHT = Golden(
    "S-1", ("수질 검사 횟수 실적은 몇 회야?",), "lookup", "staff", must=(("24",),), cite=(Place("성과", ("24",)),)
)
WRONG = Golden("S-2", ("가로수 심기 목표는 몇 그루야?",), "lookup", "citizen", must=(("9999",),))
REFUSE = Golden("S-3", ("<b>오늘</b> 점심 메뉴 추천해줘",), "offtopic", "citizen", refuse=True)


@pytest.fixture(scope="module")
def results(small_index: Settings) -> list[Result]:
    return evaluate(Bench.open(small_index), [RIGHT, WRONG, REFUSE])


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_each_answer_is_graded(results: list[Result]) -> None:
    assert [result.grade.right for result in results] == [True, False, True]
    told = scores(results)
    assert (told.exactness.right, told.exactness.n, told.unproved) == (2, 3, 0)
    assert (told.refusals.recall.right, told.refusals.wrong, told.answerable) == (1, 0, 2)


def test_tables_name_every_kind_and_asker(results: list[Result]) -> None:
    measures, families, askers = tables(scores(results), results)
    assert "| 정답률 (answer exactness) | 66.7%" in measures
    assert "| lookup | 2 | 1 | 50.0%" in families and "| offtopic | 1 | 1 |" in families
    assert "| 시민 | 2 | 1 |" in askers


def test_the_page_is_one_escaped_file_with_failures_first(results: list[Result], small_index: Settings) -> None:
    bench = Bench.open(small_index)
    made_by = versions(bench.index.manifest, small_index)
    text = page("평가", tables(scores(results), results), results, made_by, bench.assistant.source)
    assert "<b>오늘" not in text and "&lt;b&gt;오늘" in text
    assert text.index("S-2") < text.index("S-1")
    assert "http" not in text and "src=" not in text and "<script" not in text
    assert "<mark>" in text and bench.index.manifest.id in text


def test_the_gate(results: list[Result]) -> None:
    told = scores(results)
    assert below(Gate(0.6, 0, 0.0), told) == []
    assert below(Gate(0.7, 0, 0.0), told) == ["정답률 66.7%이(가) 합격선 70.0%보다 낮습니다."]
    refused = replace(told, refusals=replace(told.refusals, wrong=1))
    assert below(Gate(0.6, 0, 0.4), refused) == ["답이 있는 질문의 50.0%을(를) 거절했습니다(합격선 40.0%)."]


def test_a_gate_with_another_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gate.toml").write_text("right = 0.5\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="unproved"):
        load_gate(tmp_path / "gate.toml")
    assert load_gate().unproved == 0


def test_the_command_writes_both_files_and_compares(
    small_world: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = tmp_path / "golden.jsonl"
    write_golden(golden, [RIGHT, WRONG, REFUSE])
    assert run(parsed(str(golden), "--out", str(tmp_path / "out"))) == 1  # 2 of 3 is below the gate
    [record] = (tmp_path / "out").glob("*.json")
    [html] = (tmp_path / "out").glob("*.html")
    data = json.loads(record.read_text(encoding="utf-8"))
    assert data["versions"]["index"]["reports"] == 2 and data["versions"]["code"]
    assert [each["right"] for each in data["questions"]] == [True, False, True]
    assert html.stat().st_size > 1000

    write_golden(golden, [RIGHT, replace(WRONG, must=(("1200",),)), REFUSE])
    assert run(parsed(str(golden), "--out", str(tmp_path / "again"), "--against", str(record))) == 0
    told = capsys.readouterr().out
    assert "맞게 된 것 1건, 틀리게 된 것 0건 (McNemar 정확 검정 p = 1.0000)" in told
    assert "  + S-2 가로수 심기" in told


def test_questions_that_only_one_run_asked_are_left_out(results: list[Result]) -> None:
    change = compare({"S-1": False, "S-2": True, "X-1": True}, results)
    assert (change.both, change.gained, change.lost, change.p) == (2, ("S-1",), ("S-2",), 1.0)


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "run.json").write_text("[]", encoding="utf-8")
    with pytest.raises(DataFileError, match="실행 기록"):
        verdicts(tmp_path / "run.json")


def test_the_hash_of_code_follows_its_content(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    assert hash_of(("prompts",), root=tmp_path) is None
    (tmp_path / "prompts" / "a.md").write_text("하나", encoding="utf-8")
    before = hash_of(("prompts",), root=tmp_path)
    (tmp_path / "prompts" / "a.md").write_text("둘", encoding="utf-8")
    assert before and hash_of(("prompts",), root=tmp_path) != before
