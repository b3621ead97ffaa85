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
from eval.run import add_arguments, finished, run, tables
from eval.run_file import Run, change_lines, compare, read_past, version_lines
from eval.scores import scores
from eval.versions import commit, hash_of
from settings import Settings

RIGHT = Golden(
    "S-1", ("수질 검사 횟수 실적은 몇 회야?",), "lookup", "staff", must=(("24",),), cite=(Place("성과", ("24",)),)
)
WRONG = Golden("S-2", ("가로수 심기 목표는 몇 그루야?",), "lookup", "citizen", must=(("9999",),))
REFUSE = Golden("S-3", ("<b>오늘</b> 점심 메뉴 추천해줘",), "offtopic", "citizen", refuse=True)


@pytest.fixture(scope="module")
def results(small_index: Settings) -> list[Result]:
    return evaluate(Bench.open(small_index), [RIGHT, WRONG, REFUSE])


@pytest.fixture(scope="module")
def done(small_index: Settings, results: list[Result]) -> Run:
    return finished("질문.jsonl", results, Bench.open(small_index), small_index)


def parsed(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser.parse_args(arguments)


def test_each_answer_is_graded(results: list[Result]) -> None:
    assert [result.grade.right for result in results] == [True, False, True]
    told = scores(results)
    assert (told.exactness.right, told.exactness.n, told.unproved) == (2, 3, 0)
    assert (told.refusals.recall.right, told.refusals.wrong, told.answerable) == (1, 0, 2)


def test_a_place_is_due_only_where_its_report_lies(small_index: Settings) -> None:
    elsewhere = replace(RIGHT, cite=(Place("000", ("24",)),))
    [here, away] = evaluate(Bench.open(small_index), [RIGHT, elsewhere])
    assert (here.citations.due, here.citations.found) == (1, 1)
    assert (away.citations.due, away.grade.places) == (0, ())


def test_tables_name_every_kind_and_asker(done: Run) -> None:
    measures, families, askers = tables(done)
    assert "| 정답률 (answer exactness) | 66.7%" in measures
    assert "| 수치 (lookup) | 2 | 1 | 50.0%" in families and "| 상관없는 물음 (offtopic) | 1 | 1 |" in families
    assert "| 시민 | 2 | 1 |" in askers


def test_the_page_is_one_escaped_file_with_failures_first(done: Run, small_index: Settings) -> None:
    bench = Bench.open(small_index)
    said = replace(done, lead=("<합격선>",), passed=False, changes=("- S-2 <틀림>",))
    text = page(said, tables(said), bench.assistant.source)
    assert "<b>오늘" not in text and "&lt;b&gt;오늘" in text
    assert '<p class="lead failed">&lt;합격선&gt;</p>' in text and "- S-2 &lt;틀림&gt;" in text
    assert text.index("S-2 ·") < text.index("S-1 ·")
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


def test_a_run_file_holds_every_version_and_what_was_expected(done: Run) -> None:
    data = done.to_json()
    versions = data["versions"]
    assert {"project", "commit", "code", "grader", "prompts", "index", "embedding", "llm", "python"} <= set(versions)
    assert all(entry["sha256"] for entry in versions["index"]["files"]) and versions["embedding"]["hash"]
    assert (data["golden"]["name"], data["golden"]["questions"]) == ("질문.jsonl", 3)
    assert data["questions"][1]["expected"]["must"] == [["9999"]]
    assert data["measures"]["정답률 (answer exactness)"]["right"] == 2


def test_questions_that_only_one_run_asked_are_left_out(results: list[Result]) -> None:
    before = {"S-1": ["빠짐: 24"], "S-2": [], "X-1": []}
    change = compare(before, results)
    assert (change.both, change.gained, change.lost, change.p) == (2, ("S-1",), ("S-2",), 1.0)
    assert change_lines(before, results)[1:] == [
        "  + S-1 수질 검사 횟수 실적은 몇 회야? (앞서는 빠짐: 24)",
        "  - S-2 가로수 심기 목표는 몇 그루야? (빠짐: 9999)",
    ]


def test_versions_that_differ_are_named(done: Run, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(done.to_json(), ensure_ascii=False), encoding="utf-8")
    before = read_past(path).versions
    assert version_lines(before, done) == ["두 실행의 판본은 모두 같습니다."]
    other = replace(done, results=done.results[:2], made_by={**done.made_by, "code": "feed"})
    [line] = version_lines(before, other)
    assert line.startswith("달라진 것: golden.hash ") and f"code {done.made_by['code']} → feed" in line


def test_a_file_that_is_no_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    for text in ("[]", "{}", '{"format": 1}', "{"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DataFileError, match="실행 기록"):
            read_past(path)


def test_the_hash_of_code_follows_its_content(tmp_path: Path) -> None:
    (tmp_path / "prompts").mkdir()
    assert hash_of(("prompts",), root=tmp_path) is None
    (tmp_path / "prompts" / "a.md").write_text("하나", encoding="utf-8")
    before = hash_of(("prompts",), root=tmp_path)
    (tmp_path / "prompts" / "a.md").write_text("둘", encoding="utf-8")
    assert before and hash_of(("prompts",), root=tmp_path) != before


def test_outside_version_control_there_is_no_commit(tmp_path: Path) -> None:
    assert commit(tmp_path) is None
