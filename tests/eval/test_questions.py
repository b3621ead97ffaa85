"""Golden files: a line that cannot be used is named with its number and the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from errors import DataFileError
from eval.questions import Golden, read_golden, write_golden

GOOD = {"id": "A-1", "turns": ["무엇?"], "must": ["30", ["40", "마흔"]]}


def written(path: Path, *lines: object) -> Path:
    texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
    path.write_text("\n".join(texts), encoding="utf-8")
    return path


def test_a_line_of_three_keys_is_enough(tmp_path: Path) -> None:
    [golden] = read_golden(written(tmp_path / "g.jsonl", GOOD, ""))
    assert golden == Golden("A-1", ("무엇?",), must=(("30",), ("40", "마흔")))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "JSON이 아닙니다. 2번째 글자: 열쇠를 큰따옴표로 싸야 합니다"),
        ('{"id": "A-2", "turns": ["무엇?"]', "쉼표나 닫는 괄호가 빠졌습니다"),
        ('{"id": "A-2}', "닫는 큰따옴표가 없습니다"),
        ("[]", "JSON 객체가 아닙니다"),
        ({"turns": ["무엇?"]}, "id이"),
        ({**GOOD, "turns": "무엇?"}, "turns"),
        ({**GOOD, "mst": []}, "모르는 열쇠 mst"),
        ({**GOOD, "must": [[]]}, "must"),
        ({"id": "A-2", "turns": ["무엇?"]}, "기대하는 답"),
        ({**GOOD, "cite": [{"file": "000"}]}, "cite"),
        ({**GOOD, "list": []}, "list"),
        ({**GOOD, "refuse": "yes"}, "refuse"),
        (GOOD, "앞줄에도"),
    ],
)
def test_a_bad_line_is_reported(tmp_path: Path, line: object, reason: str) -> None:
    with pytest.raises(DataFileError, match=reason) as caught:
        read_golden(written(tmp_path / "g.jsonl", GOOD, line))
    assert caught.value.line == 2


def test_a_file_that_is_absent_or_empty_is_reported(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="읽을 수 없습니다"):
        read_golden(tmp_path / "none.jsonl")
    with pytest.raises(DataFileError, match="한 줄도"):
        read_golden(written(tmp_path / "g.jsonl", ""))


SETS = sorted((Path(__file__).resolve().parents[2] / "eval" / "golden").glob("dev*.jsonl"))


@pytest.mark.parametrize("path", SETS, ids=lambda path: path.stem)
def test_every_set_is_read_whole_and_writing_it_changes_nothing(path: Path, tmp_path: Path) -> None:
    questions = read_golden(path)
    assert len(questions) == sum(1 for line in path.open(encoding="utf-8") if line.strip())
    write_golden(tmp_path / "copy.jsonl", questions)
    assert read_golden(tmp_path / "copy.jsonl") == questions
