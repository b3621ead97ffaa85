"""Addresses of a Chroma server."""

from __future__ import annotations

from typing import Any

import pytest

from errors import SettingError
from index.passages import address, shown


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("http://127.0.0.1:8000", {"host": "127.0.0.1", "port": 8000, "ssl": False}),
        ("http://chroma", {"host": "chroma", "port": 8000, "ssl": False}),
        (
            "https://ck-1@api.example.com/기관/보고서",
            {
                "host": "api.example.com",
                "port": 443,
                "ssl": True,
                "headers": {"x-chroma-token": "ck-1"},
                "tenant": "기관",
                "database": "보고서",
            },
        ),
    ],
)
def test_an_address_is_taken_apart(url: str, parts: dict[str, Any]) -> None:
    assert address(url) == parts


@pytest.mark.parametrize("url", ["chroma:8000", "ftp://a", "http://", "https://secret@host/only-one"])
def test_what_is_no_address_is_told_without_its_token(url: str) -> None:
    with pytest.raises(SettingError, match="MUREOBOGO_CHROMA_URL") as error:
        address(url)
    assert "secret" not in str(error.value)


def test_a_token_is_not_shown() -> None:
    assert shown("https://ck-1@api.example.com:8443/a/b") == "https://api.example.com:8443/a/b"
