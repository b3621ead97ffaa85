"""What the pages behind the login share."""

from __future__ import annotations

import pytest

from pages.parts import korean_time


@pytest.mark.parametrize(
    ("kept", "detail", "shown"),
    [
        ("2026-03-01T15:30:07Z", "minutes", "2026-03-02 00:30"),  # half past midnight of the next day in Korea
        ("2026-12-31T14:59:59Z", "seconds", "2026-12-31 23:59:59"),
    ],
)
def test_a_moment_is_shown_as_clocks_in_korea_do(kept: str, detail: str, shown: str) -> None:
    assert korean_time(kept, detail) == shown
