"""The commands as a person types them, each in a process of its own, on the reports that ship (integration)."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.__main__ import run as look_into_index
from index.build import BuildSummary, FileSummary
from ingest.__main__ import print_summary
from settings import Settings

ROOT = Path(__file__).resolve().parent.parent

MODULES = ("ingest", "index", "answer", "eval")


def run(*arguments: str, settings: Settings | None = None, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """`python ARGUMENTS` from the project's folder, with the index of `settings`."""
    place = {}
    if settings:
        place = {"MUREOBOGO_DATA_DIR": str(settings.data_dir), "MUREOBOGO_REPORTS_DIR": str(settings.reports_dir)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=os.environ | place,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", [*(f"-m {module}" for module in MODULES), "chat_app.py"])
def test_help_is_korean_and_shows_an_example(command: str) -> None:
    done = run(*command.split(), "--help")
    assert done.returncode == 0
    assert ("예:" in done.stdout or "보기:" in done.stdout) and f"python {command}" in done.stdout


def test_ingest_prints_its_summary_and_does_nothing_twice(settings: Settings) -> None:
    (settings.reports_dir / "업무.md").write_text("## 물빛과\n\n- 수질 검사 24회 실시\n", encoding="utf-8")
    first = run("-m", "ingest", "--json", settings=settings)
    (file,) = json.loads(first.stdout)["files"]
    assert {"file", "passages", "observations", "warnings", "seconds"} <= set(file)
    assert (first.returncode, file["file"], file["error"]) == (0, "업무.md", None)
    again = run("-m", "ingest", str(settings.reports_dir), settings=settings)
    assert (again.returncode, "바뀐 보고서가 없습니다" in again.stdout) == (0, True)


def test_the_summary_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    files = (
        FileSummary("업무.md", 12, 3456, ("3행: 합계가 맞지 않습니다",), 0.25),
        FileSummary("성과.csv", 1, 2, carried_over=True),
        FileSummary("보고.txt", 1, 2, carried_over=True, renamed_from="업무.txt"),
        FileSummary("깨진.hwp", error="파일이 손상되었습니다"),
    )
    notes, removed = ("임베딩 모델이 바뀌었습니다",), ("지난.pdf",)
    print_summary(BuildSummary(True, "20230101", files, 1.5, notes, removed), verbose=False)
    assert capsys.readouterr().out.splitlines() == [
        "✓ 업무.md: 대목 12 · 수치 3,456 · 확인할 점 1 · 0.25초",
        "    - 3행: 합계가 맞지 않습니다",
        "✓ 성과.csv: 대목 1 · 수치 2 · 확인할 점 0 · 그대로 이어 씀",
        "✓ 보고.txt: 대목 1 · 수치 2 · 확인할 점 0 · 그대로 이어 씀 · 이전 이름 업무.txt",
        "✗ 깨진.hwp: 파일이 손상되었습니다",
        "− 지난.pdf: 폴더에 없어 색인에서 뺐습니다.",
        "임베딩 모델이 바뀌었습니다",
        "새로 읽음 1 · 이어 씀 2 · 빠짐 1 · 읽지 못함 1",
        "색인 20230101(으)로 바꾸었습니다. 모두 1.5초 걸렸습니다.",
    ]


def test_export_writes_every_observation_at_its_offsets(shipped_index: Settings, tmp_path: Path) -> None:
    target = tmp_path / "수치.csv"
    done = run("-m", "index", "export", str(target), settings=shipped_index)
    assert done.returncode == 0, done.stderr
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = (
        "file agency year as_of bureau department team programme indicator item dims measure value unit status span "
        "remark section row line start end text"
    )
    assert list(rows[0]) == columns.split()
    assert all(isinstance(json.loads(row["dims"]), dict) for row in rows)
    name = rows[0]["file"]
    text = run("-m", "index", "text", name, settings=shipped_index).stdout
    mine = [row for row in rows if row["file"] == name]
    assert mine and all(text[int(row["start"]) : int(row["end"])] == row["text"] for row in mine)


def test_search_prints_the_places(shipped_index: Settings) -> None:
    done = run("-m", "index", "search", "특별교부금 확보", "--k", "3", "--json", settings=shipped_index)
    hits = json.loads(done.stdout)
    assert len(hits) == 3
    assert set(hits[0]) == {"file", "section", "line", "start", "end", "text", "score"}
    assert "특별교부금" in hits[0]["text"]


def test_search_stays_within_a_year_and_a_file(
    shipped_index: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUREOBOGO_DATA_DIR", str(shipped_index.data_dir))

    def files(*filters: str) -> set[str]:
        assert look_into_index(["search", "특별교부금 확보", "--json", *filters]) == 0
        return {hit["file"] for hit in json.loads(capsys.readouterr().out)}

    everywhere = files()
    one = sorted(everywhere)[0]
    assert len(everywhere) > 1 and files("--file", one) == {one}
    assert files("--year", "1999") == set()


def test_one_question_as_json(shipped_index: Settings) -> None:
    done = run("-m", "answer", "특별교부금은 얼마나 확보했나요?", "--json", settings=shipped_index)
    answer = json.loads(done.stdout)
    assert {"question", "answer", "refused", "reason", "plan", "understood", "citations", "figures"} <= set(answer)
    assert {"writer", "tokens", "ms"} <= set(answer)
    citation = answer["citations"][0]
    text = run("-m", "index", "text", citation["file"], settings=shipped_index).stdout
    assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_a_conversation_in_the_terminal(shipped_index: Settings) -> None:
    done = run("-m", "answer", settings=shipped_index, stdin="특별교부금은 얼마나 확보했나요?\n\n")
    assert done.returncode == 0 and "[1]" in done.stdout, done.stderr


def test_a_file_of_conversations(shipped_index: Settings, tmp_path: Path) -> None:
    questions, answers = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    conversation = {"id": "가", "turns": ["감사담당관의 지표는?", "그 과의 달성률은?"]}
    questions.write_text(json.dumps(conversation, ensure_ascii=False) + "\n", encoding="utf-8")
    done = run("-m", "eval", "answer", str(questions), str(answers), settings=shipped_index)
    assert done.returncode == 0, done.stderr
    (line,) = answers.read_text(encoding="utf-8").splitlines()
    answered = json.loads(line)
    assert (answered["id"], [turn["question"] for turn in answered["turns"]]) == ("가", conversation["turns"])


BAD_USES = [
    (["-m", "index", "text", "없는.txt"], "없는.txt"),
    (["-m", "index", "export", "/없는 폴더/수치.csv"], "/없는 폴더/수치.csv"),
    (["-m", "eval", "answer", "없는.jsonl", "답.jsonl"], "없는.jsonl"),
    (["-m", "eval", "answer", "eval/golden/dev.jsonl", "/없는 폴더/답.jsonl"], "/없는 폴더/답.jsonl"),
]


@pytest.mark.parametrize(("arguments", "named"), BAD_USES)
def test_a_wrong_file_is_named_without_a_traceback(shipped_index: Settings, arguments: list[str], named: str) -> None:
    done = run(*arguments, settings=shipped_index)
    assert done.returncode not in (0, 120) and named in done.stderr and "Traceback" not in done.stderr
