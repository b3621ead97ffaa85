"""Bad input as an operator meets it: a Korean message with the remedy, an exit code, the old index untouched."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from errors import DataFileError, NoReports, StaleIndex, Unavailable
from index.build import build
from index.generation import current_folder, current_name, generations
from index.search import open_index
from settings import Settings
from tests.disks import free, full_but_for

ROOT = Path(__file__).resolve().parent.parent

WORDS = "## 물빛과\n\n- 수질 검사 24회 실시, 결과는 누리집에 공개\n"


@pytest.fixture
def reports(settings: Settings) -> Path:
    """The reports folder of this test, with one good report in it."""
    (settings.reports_dir / "업무.md").write_text(WORDS, encoding="utf-8")
    return settings.reports_dir


@pytest.fixture
def before(settings: Settings, reports: Path) -> str:
    """The id of an index that was built when all was well."""
    return build(reports, settings).generation


def command(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, *arguments]
    return subprocess.run(
        line, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False, timeout=120
    )


def told(done: subprocess.CompletedProcess[str]) -> str:
    """What a command that did nothing said: a message, no traceback, a code that is not 0."""
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


# -- the reports folder ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("-m", "ingest"), ("chat_app.py",)])
def test_a_missing_folder_is_told_with_its_setting(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    message = told(command(*arguments, MUREOBOGO_REPORTS_DIR=str(tmp_path / "없음"), MUREOBOGO_PORT=port))
    assert "없음" in message and "MUREOBOGO_REPORTS_DIR" in message


def test_an_empty_folder_or_one_with_notes_only_leaves_the_old_index(
    settings: Settings, reports: Path, before: str
) -> None:
    (reports / "업무.md").unlink()
    (reports / "README.md").write_text("사람이 읽는 글", encoding="utf-8")
    (reports / ".DS_Store").write_bytes(b"\x00")
    with pytest.raises(NoReports, match=r"읽을 파일이 없습니다.*다시 실행"):
        build(reports, settings)
    assert current_name(settings.data_dir) == before and open_index(settings).search("수질", 1)


# -- files -------------------------------------------------------------------------------------------------------------


def test_cp949_is_read_and_said(settings: Settings) -> None:
    (settings.reports_dir / "옛글.txt").write_bytes("○ 수질 검사 24회 실시, 뷁한 결과 공개\n".encode("cp949"))
    (file,) = build(settings.reports_dir, settings).files
    assert any("CP949" in warning for warning in file.warnings)
    index = open_index(settings)
    (report,) = index.reports.values()
    assert "뷁한 결과" in index.database.text(report.id)


UNREADABLE = {
    "빈.txt": (b"", "빈 파일"),
    "공백.txt": ("\ufeff \n\n".encode(), "읽을 글자가 없습니다"),
    "그림.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "이름은 .txt이지만"),
    "섞임.txt": ("머리 ".encode() + b"\xff\xfe\xfd\x80\x81" * 40, "UTF-8"),
    "깨진.hwpx": (b"PK\x03\x04" + b"\x00" * 100, ""),
    "깨진.pdf": (b"%PDF-1.7\n%%EOF", ""),
    "깨진.xlsx": (b"PK\x03\x04xl/workbook.xml" + b"\x01" * 100, ""),
}


def test_files_that_cannot_be_read_are_named_and_the_others_taken(settings: Settings, reports: Path) -> None:
    for name, (content, _) in UNREADABLE.items():
        (reports / name).write_bytes(content)
    summary = build(reports, settings)
    errors = {file.file: file.error for file in summary.files if file.error}
    assert sorted(errors) == sorted(UNREADABLE)
    for name, (_, words) in UNREADABLE.items():
        assert words in str(errors[name]) and str(errors[name]).endswith("오."), f"{name}: {errors[name]}"
    assert [report.file for report in open_index(settings).reports.values()] == ["업무.md"]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no file here that opens and cannot be read")
def test_a_file_that_the_disk_will_not_give_is_named(settings: Settings, reports: Path) -> None:
    # Reading another process's memory at address 0 fails as a bad sector does, for root too
    (reports / "고장.txt").symlink_to("/proc/self/mem")
    summary = build(reports, settings)
    (error,) = [file.error for file in summary.files if file.file == "고장.txt"]
    assert error and len(open_index(settings).reports) == 1


# -- the manifest ------------------------------------------------------------------------------------------------------

BROKEN_MANIFESTS = {
    '[["업무.md"]]\ntitle = "보고\n': 2,
    '[["업무.md"]]\ntitle = "보고"\nyear = "올해"\n': 3,
    '[["업무.md"]]\n\n저자 = "누구"\n': 3,
    '[["업무.md"]]\n[["업무.md"]]\n': 1,
}


@pytest.mark.parametrize("text", BROKEN_MANIFESTS)
def test_a_broken_manifest_names_its_line_and_leaves_the_old_index(
    settings: Settings, reports: Path, before: str, text: str
) -> None:
    (reports / "reports.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DataFileError, match=r"reports\.toml") as caught:
        build(reports, settings)
    assert caught.value.line == BROKEN_MANIFESTS[text]
    assert current_name(settings.data_dir) == before


def test_a_broken_manifest_on_the_command_line(settings: Settings, reports: Path) -> None:
    (reports / "reports.toml").write_text('[["업무.md"]]\ntitle = "보고\n', encoding="utf-8")
    assert "reports.toml:2:" in told(command("-m", "ingest"))


# -- the index ---------------------------------------------------------------------------------------------------------


def test_without_an_index_the_commands_say_how_to_make_one() -> None:
    for arguments in (("-m", "answer", "수질 검사는?"), ("-m", "index", "search", "수질")):
        assert "python -m ingest" in told(command(*arguments))


def test_an_index_of_an_older_version_is_refused_by_readers_and_rebuilt_by_ingest(
    settings: Settings, reports: Path, before: str
) -> None:
    path = current_folder(settings.data_dir) / "manifest.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(data | {"format": 0}), encoding="utf-8")
    with pytest.raises(StaleIndex, match="python -m ingest"):
        open_index(settings)
    assert "python -m ingest" in told(command("-m", "answer", "수질 검사는?"))
    assert build(reports, settings).generation != before
    assert open_index(settings).search("수질", 1)


# -- the machine -------------------------------------------------------------------------------------------------------


def test_a_busy_port_is_told_with_another_to_take() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        message = told(command("chat_app.py", MUREOBOGO_PORT=str(port)))
    assert str(port) in message and f"MUREOBOGO_PORT={port + 1 if port < 65535 else 7860}" in message


def test_a_wrong_setting_is_told_by_name() -> None:
    for arguments in (("-m", "ingest"), ("chat_app.py",)):
        assert "MUREOBOGO_PORT" in told(command(*arguments, MUREOBOGO_PORT="팔천"))


def test_a_full_disk_is_told_at_every_step_and_leaves_the_old_index(small_disk: Path, reports: Path) -> None:
    settings = Settings(reports_dir=reports, data_dir=small_disk / "data")
    before = build(reports, settings).generation
    (reports / "새.md").write_text("- 꽃길 3km를 새로 냄\n", encoding="utf-8")
    steps = [0, 60_000, 200_000, 400_000]
    for room in (room for room in steps if room < free(small_disk)):
        told = pytest.raises(Unavailable, match=r"디스크 공간.*이전 색인이 있으면 그대로")
        with full_but_for(small_disk, room), told:
            build(reports, settings)
        assert [path.name for path in generations(settings.data_dir).iterdir()] == [before]
        assert "수질" in open_index(settings).search("수질", 1)[0].passage.text
