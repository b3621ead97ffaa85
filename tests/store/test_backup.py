"""A backup holds everything, from a file or a server, and comes back into either."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from errors import InputError, StaleData, Unavailable
from settings import Settings
from store import Store, open_store
from store.backup import backup, restore


def filled(store: Store) -> None:
    store.users.add("김하늘", "열 글자가 넘는 비밀번호", ["staff"])
    store.synonyms.add("특교", ("특별교부세",), "김하늘")
    store.questions.add("key", "질문 '\"\\ 🙂", {"answer": "답", "refused": False, "plan": {}}, "citizen")
    store.questions.add("key", "둘째 질문", {"answer": "답", "refused": True, "plan": {}}, "citizen")


def empty(settings: Settings, folder: Path) -> Store:
    folder.mkdir()
    return open_store(settings.model_copy(update={"data_dir": folder, "database_url": ""}))


def test_everything_comes_back_into_a_file(store: Store, tmp_path: Path) -> None:
    filled(store)
    held = backup(store.database, tmp_path / "backup.zip")
    assert stat.S_IMODE((tmp_path / "backup.zip").stat().st_mode) == 0o600
    again = empty(Settings(), tmp_path / "again")
    assert restore(again.database, tmp_path / "backup.zip") == held
    assert again.users.all() == store.users.all() and again.synonyms.all() == store.synonyms.all()
    assert again.questions.newest() == store.questions.newest()
    assert again.users.check("김하늘", "열 글자가 넘는 비밀번호")
    with pytest.raises(InputError, match="비어 있지 않은"):
        restore(again.database, tmp_path / "backup.zip")


def test_a_file_s_backup_moves_to_where_the_store_is_and_numbers_go_on(store: Store, tmp_path: Path) -> None:
    source = empty(Settings(), tmp_path / "source")
    filled(source)
    backup(source.database, tmp_path / "backup.zip")
    restore(store.database, tmp_path / "backup.zip")
    assert store.questions.add("key", "셋째 질문", {"answer": "답", "refused": False, "plan": {}}, "citizen") == 3


def test_logins_go_on_after_a_restore(settings: Settings, tmp_path: Path) -> None:
    store = open_store(settings)
    token = store.sessions.begin(store.users.add("김하늘", "열 글자가 넘는 비밀번호", ["staff"]))
    backup(store.database, tmp_path / "backup.zip")
    restore(empty(settings, tmp_path / "again").database, tmp_path / "backup.zip")
    user = open_store(settings.model_copy(update={"data_dir": tmp_path / "again"})).sessions.user(token)
    assert user is not None and user.name == "김하늘"


def test_what_is_no_backup_and_what_cannot_be_written_is_told(settings: Settings, tmp_path: Path) -> None:
    store = open_store(settings)
    (tmp_path / "no.zip").write_bytes(b"nothing of the kind")
    for name in ("no.zip", "missing.zip"):
        with pytest.raises(InputError, match="백업 파일"):
            restore(store.database, tmp_path / name)
    with pytest.raises(Unavailable, match="쓸 수 없습니다"):
        backup(store.database, tmp_path / "missing" / "backup.zip")


def test_a_backup_of_other_tables_is_refused(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(settings)
    monkeypatch.setattr("store.backup.revision", lambda connection: "0000")
    backup(store.database, tmp_path / "old.zip")
    monkeypatch.undo()
    with pytest.raises(StaleData, match="0000판"):
        restore(open_store(settings).database, tmp_path / "old.zip")
