"""The index built in a process of its own."""

from __future__ import annotations

import pytest

from errors import Unavailable
from pages.building import build_apart
from settings import Settings


def test_what_hinders_the_build_is_told_here(settings: Settings) -> None:
    with pytest.raises(Unavailable, match="읽을 파일이 없습니다"):
        build_apart(settings, lambda what, done, total: None)
    assert not list(settings.data_dir.iterdir())
