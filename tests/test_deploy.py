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


def test_compose_fills_the_blanks_of_the_proxy() -> None:
    assert named(PROXY) == {"MUREOBOGO_LISTEN", "MUREOBOGO_APPS"} <= named(ROOT / "compose.yaml")
