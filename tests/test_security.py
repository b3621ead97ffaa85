"""The table of docs/security.md names tests that there are."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_every_row_names_a_test_that_there_is() -> None:
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and line.count(" | ") == 3]
    named = re.findall(r"tests/[\w/]+\.py(?:::(\w+))?", "\n".join(rows))
    paths = re.findall(r"tests/[\w/]+\.py", "\n".join(rows))
    assert len(rows) >= 35 and len(paths) >= 35
    for path, function in zip(paths, named, strict=True):
        assert f"def {function}" in (ROOT / path).read_text(encoding="utf-8"), f"{path}::{function}"
