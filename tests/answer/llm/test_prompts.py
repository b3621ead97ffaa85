"""Prompts: every file is sound, a missing variable is named and an unknown one refused (unit)."""

from __future__ import annotations

from pathlib import Path

import pytest

from answer.llm.prompts import FOLDER, load_prompt
from answer.llm.tokens import estimated
from errors import DataFileError

NAMES = sorted(path.stem for path in FOLDER.glob("*.md") if path.stem != "README")


@pytest.mark.parametrize("name", NAMES)
def test_every_prompt_is_sound_and_described(name: str) -> None:
    prompt = load_prompt(name)
    messages = prompt.fill(**{variable: f"<{variable}>" for variable in prompt.variables})
    assert [role for role, _ in messages] == ["system", "human"]
    whole = "\n".join(text for _, text in messages)
    assert all(f"<{variable}>" in whole for variable in prompt.variables)
    assert f"`{name}.md`" in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_a_missing_and_an_unknown_variable_are_named() -> None:
    with pytest.raises(DataFileError, match=r"fence.*question.*understood.*모르는 것 \['extra'\]"):
        load_prompt("write").fill(evidence="", extra="")


def test_braces_of_a_value_are_no_variables() -> None:
    messages = load_prompt("write").fill(question="{evidence}", understood="", evidence="비밀", fence="0")
    assert "질문: {evidence}" in messages[1][1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("---\nname: a\nversion: 1\nvariables: x\n---\n## human\n{y}", "'x', 'y'"),
        ("---\nname: a\nvariables: x\n---\n## human\n{x}", "version"),
        ("---\nname: b\nversion: 1\nvariables: x\n---\n## human\n{x}", "name"),
    ],
)
def test_a_broken_file_is_told_by_name(text: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=told):
        load_prompt("a", tmp_path)
    with pytest.raises(DataFileError, match="없습니다"):
        load_prompt("none", tmp_path)


def test_tokens_are_estimated() -> None:
    assert estimated("재무과 [1]") == 4  # 3 × 0.8 + 4 × 0.4
