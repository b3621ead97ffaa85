"""Reading in a process of its own: limits of time and memory cost one file, the others are still read."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from errors import DataFileError, MureobogoError, ProtectedFile, ReadError, TooLarge, UnreadableFile
from ingest.isolate import map_isolated, read_isolated
from ingest.readers import open_document


def act(word: str) -> str:
    """What a reader may do to its process; runs there."""
    if word == "hang":
        time.sleep(600)
    if word == "crash":
        os.abort()
    if word == "eat":
        return str(len(bytearray(3 * 2**30)))
    if word == "protected":
        raise ProtectedFile("암호를 풀어 주십시오.")
    if word == "manifest":
        raise DataFileError(Path("a.toml"), 3, "고쳐 주십시오.")
    if word == "bug":
        raise ValueError("무엇인가")
    if word == "print":
        print("라이브러리가 쓰는 말")
    if word == "torch":
        return str("torch" in sys.modules)
    if word == "write":
        Path("written").write_text("글", encoding="utf-8")
    return f"{word}!"


class Hostile:
    """What a process sends that a hostile file has taken over: unpickled, it would run a command."""

    def __init__(self, call: object, *arguments: object) -> None:
        self.reduced = (call, arguments)

    def __reduce__(self) -> Any:
        return self.reduced


def taken_over(word: str) -> object:
    return Hostile({"os": os.system, "name": eval, "ours": act}[word], "touch written")


@pytest.mark.parametrize("word", ["os", "name", "ours"])
def test_what_a_reader_sends_back_cannot_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableFile):
        read_isolated(taken_over, word)
    assert not (tmp_path / "written").exists()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="limits are those of Linux")
def test_a_reader_writes_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UnreadableFile, match="File too large"):
        read_isolated(act, "write")


def test_results_come_in_order() -> None:
    words = [f"파일{n}" for n in range(9)]
    assert list(map_isolated(act, words, workers=2)) == [f"{word}!" for word in words]
    assert list(map_isolated(act, [])) == []


def test_one_bad_file_costs_itself_only() -> None:
    words = ["하나", "hang", "둘", "crash", "셋", "eat", "넷", "print"]
    results = list(map_isolated(act, words, workers=2, seconds=5, memory_mb=512))
    assert [results[i] for i in (0, 2, 4, 6, 7)] == ["하나!", "둘!", "셋!", "넷!", "print!"]
    hung, crashed, eaten = results[1], results[3], results[5]
    assert isinstance(hung, TooLarge) and "5초 안에 읽지 못해" in str(hung)
    assert isinstance(crashed, UnreadableFile) and "멈추었습니다" in str(crashed)
    assert isinstance(eaten, TooLarge) and "메모리가 모자랍니다" in str(eaten)


def test_errors_of_the_reader_come_back() -> None:
    with pytest.raises(ProtectedFile, match="암호를 풀어"):
        read_isolated(act, "protected")
    with pytest.raises(ReadError, match=r"a\.toml:3: 고쳐"):
        read_isolated(act, "manifest")
    with pytest.raises(UnreadableFile, match="ValueError: 무엇인가") as error:
        read_isolated(act, "bug")
    assert "Traceback" not in str(error.value) and "Traceback" in error.value.__notes__[0]


def test_nothing_heavy_is_inherited() -> None:
    assert read_isolated(act, "torch") == "False"


def test_documents_come_back_whole(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("과,건\n가과,1\n", encoding="utf-8")
    assert read_isolated(open_document, tmp_path / "a.csv") == open_document(tmp_path / "a.csv")


def test_stopping_half_way_leaves_no_process() -> None:
    reading = map_isolated(act, ["하나", "둘", "hang"], workers=1)
    assert next(reading) == "하나!"
    reading.close()  # type: ignore[attr-defined]


def test_every_error_is_one_of_ours() -> None:
    assert all(isinstance(result, str | MureobogoError) for result in map_isolated(act, ["bug", "하나"]))
