"""The shell: help, busy port, wrong settings, reports that cannot be opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import chat_app
from errors import NoReports
from pages.assistant import Assistant
from pages.opening import Progress
from settings import Settings


@pytest.fixture
def busy_port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("MUREOBOGO_PORT", str(port))
        yield port


@pytest.fixture
def free_port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    monkeypatch.setenv("MUREOBOGO_PORT", str(port))
    return port


def test_help_shows_examples_and_every_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        chat_app.main(["--help"])
    shown = capsys.readouterr().out
    assert done.value.code == 0
    assert "MUREOBOGO_PORT=7900 python chat_app.py" in shown
    assert all(name in shown for name, _, _ in Settings.table())


def test_a_busy_port_names_the_setting(busy_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert chat_app.main([]) == 1
    message = capsys.readouterr().err
    assert f"포트 {busy_port}" in message
    assert "MUREOBOGO_PORT" in message


def test_a_port_that_is_none(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("MUREOBOGO_PORT", "칠천")
    assert chat_app.main([]) == 1
    assert "MUREOBOGO_PORT" in capsys.readouterr().err


def test_a_host_that_is_not_ours(
    monkeypatch: pytest.MonkeyPatch, free_port: int, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MUREOBOGO_HOST", "192.0.2.1")
    assert chat_app.main([]) == 1
    assert "MUREOBOGO_HOST" in capsys.readouterr().err


def test_reports_that_cannot_be_opened_end_the_server(free_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(settings: Settings, progress: Progress) -> Assistant:
        raise NoReports("보고서 폴더가 없습니다. 폴더를 만들어 주십시오.")

    # In a thread of its own: a browser test before this one may have left its event loop running in the main thread
    with ThreadPoolExecutor(1) as apart:
        assert apart.submit(chat_app.main, [], fail).result(60) == 1
    assert "보고서 폴더가 없습니다" in capsys.readouterr().err
