"""Prompts are files in `prompts/`: a head of keys, then `## system` and `## human` parts with {named} variables.

A variable that is not given is an error that names it, and so is one that the file does not know.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from errors import DataFileError

FOLDER = Path(__file__).resolve().parent.parent.parent / "prompts"

_VARIABLE = re.compile(r"\{([a-z_]+)\}")
_PART = re.compile(r"^## (system|human)\n", re.MULTILINE)


@dataclass(frozen=True)
class Prompt:
    """One prompt: its name and version, the variables it takes, and its parts as (role, text)."""

    path: Path
    name: str
    version: str
    variables: frozenset[str]
    parts: tuple[tuple[str, str], ...]

    @property
    def mark(self) -> str:
        """write/1, for the log and the memory of answers."""
        return f"{self.name}/{self.version}"

    def fill(self, **values: str) -> list[tuple[str, str]]:
        """The messages. Values are put in as they are: braces in them are no variables. Raises DataFileError."""
        if values.keys() != self.variables:
            missing, unknown = sorted(self.variables - values.keys()), sorted(values.keys() - self.variables)
            raise DataFileError(self.path, None, f"변수가 맞지 않습니다. 빠진 것 {missing}, 모르는 것 {unknown}")
        return [(role, _VARIABLE.sub(lambda m: values[m[1]], text)) for role, text in self.parts]

    @property
    def rules(self) -> str:
        """The words of the prompt itself, without what is put into it."""
        return "\n".join(_VARIABLE.sub(" ", text) for _, text in self.parts)


@cache
def load_prompt(name: str, folder: Path = FOLDER) -> Prompt:
    """The prompt `NAME.md`. Raises DataFileError: it is missing, has no version, or uses an undeclared variable."""
    path = folder / f"{name}.md"
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataFileError(path, None, "프롬프트 파일이 없습니다.") from error
    head, _, body = text.removeprefix("---\n").partition("\n---\n")
    keys = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
    declared = frozenset(filter(None, re.split(r",\s*", keys.get("variables", ""))))
    used = frozenset(_VARIABLE.findall(body))
    if keys.get("name") != name or not keys.get("version", "").isdigit():
        raise DataFileError(path, 1, "머리에 name(파일 이름과 같게)과 version(숫자)이 있어야 합니다.")
    if used != declared:
        raise DataFileError(path, 1, f"variables와 본문의 변수가 다릅니다: {sorted(used ^ declared)}")
    pieces = _PART.split(body)[1:]
    parts = tuple((role, words.strip()) for role, words in zip(pieces[::2], pieces[1::2], strict=True))
    return Prompt(path, name, keys["version"], declared, parts)
