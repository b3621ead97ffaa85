"""What is given for servers speaks of settings that there are, and of the proxy's blanks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
PROXY = ROOT / "docs" / "deploy" / "nginx.conf.template"


def named(path: Path) -> set[str]:
    return set(re.findall(r"MUREOBOGO_[A-Z_]+", path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", ["compose.yaml", "docs/deploy/kubernetes.yaml"])
def test_every_setting_that_is_given_exists(file: str) -> None:
    known = {name for name, _, _ in Settings.table()}
    given = named(ROOT / file) - named(PROXY)
    assert {"MUREOBOGO_DATABASE_URL", "MUREOBOGO_CHROMA_URL"} <= given <= known


def test_the_image_copies_what_there_is_and_starts_what_there_is() -> None:
    lines = (ROOT / "Containerfile").read_text(encoding="utf-8").splitlines()
    steps = [line.split() for line in lines if line and not line.startswith("#")]
    copied = [name for step, *words in steps if step == "COPY" for name in words[:-1]]
    assert all((ROOT / name).exists() for name in copied)
    assert named(ROOT / "Containerfile") <= {name for name, _, _ in Settings.table()}
    assert steps[-1] == ["CMD", '[".venv/bin/python",', '"chat_app.py"]'] and (ROOT / "chat_app.py").is_file()
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert "INSTALLED := $(VENV)/.installed\n" in made and "$(INSTALLED): pyproject.toml constraints.txt\n" in made
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    assert {".venv", ".data", ".env", ".git"} <= set(ignored), "no secret and no index of this machine gets into it"


def test_compose_fills_the_blanks_of_the_proxy() -> None:
    assert named(PROXY) == {"MUREOBOGO_LISTEN", "MUREOBOGO_APPS"} <= named(ROOT / "compose.yaml")
