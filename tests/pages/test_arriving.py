"""What a browser sent leaves no copy behind, taken in or refused; what was left over is deleted after a day."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from errors import Unavailable
from pages.desk import Desk
from pages.gate import SESSION
from pages.opening import opened
from pages.site import make_site
from pages.staff.arriving import KEPT_HOURS, arriving, receive_here
from pages.staff.staging import Staging
from pages.staff.uploads_tab import _reading
from settings import Settings
from store import Store
from tests.pages.fake_assistant import FakeAssistant

TEXT = "# 물빛과 2023년 업무보고\n\n- 하천 정비 12km\n"


@pytest.fixture
def folder(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files arrive."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", "")  # put back as it was when the test ends
    receive_here(settings)
    return arriving(settings)


def send(settings: Settings, store: Store, name: str, text: str) -> Path:
    """A file as a browser sends it; gives where Gradio put it."""
    user = store.users.find("김하늘") or store.users.add("김하늘", "구정보고서-2026", ["staff"])
    with TestClient(make_site(Desk(opened(FakeAssistant()), store=store, settings=settings))) as client:
        client.cookies.set(SESSION, store.sessions.begin(user))
        told = client.post("/staff/gradio_api/upload", files={"files": (name, text.encode())})
    return Path(told.json()[0])


@pytest.mark.parametrize(("name", "taken"), [("보고.md", True), ("실행.exe", False)])
def test_a_file_leaves_no_copy_where_it_arrived(
    settings: Settings, store: Store, folder: Path, name: str, taken: bool
) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    sent = send(settings, store, name, TEXT)
    assert sent.is_relative_to(folder) and sent.read_text(encoding="utf-8") == TEXT
    desk = Desk(opened(FakeAssistant()), store=store, settings=settings)
    *_, last = _reading(desk, Staging(settings), [sent], "김하늘")
    assert bool(last[0]) is taken
    assert list(folder.iterdir()) == []


def test_what_broke_off_or_nobody_came_back_for_goes_after_a_day(settings: Settings, folder: Path) -> None:
    batch = settings.data_dir / "uploads" / "0123456789abcdef"
    for place in (folder / "abc", batch):
        place.mkdir(parents=True)
        (place / "보고.md").write_text(TEXT, encoding="utf-8")
    (folder / "tmp1").write_text("반쯤", encoding="utf-8")
    Staging(settings)
    assert len(list(folder.iterdir())) == 2 and batch.is_dir()
    old = time.time() - (KEPT_HOURS + 1) * 3600
    for left in (folder / "abc", folder / "tmp1", batch):
        os.utime(left, (old, old))
    Staging(settings)
    assert list(folder.iterdir()) == [] and not batch.exists()


def test_a_folder_that_cannot_be_made_is_told(settings: Settings) -> None:
    arriving(settings).write_text("", encoding="utf-8")
    with pytest.raises(Unavailable, match="데이터 폴더의 권한을"):
        receive_here(settings)
