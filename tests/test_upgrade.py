"""What the release before left on disk, under this one: the index is refused with what to do and made anew beside the
old one, the application database is adopted. The packed data folder was made by the code of that release.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from answer.ask import Assistant
from errors import StaleIndex
from index.build import build, is_current
from index.generation import current_name, generations
from index.search import open_index
from settings import Settings
from store import open_store

BEFORE = Path(__file__).parent / "gold" / "data-of-2026-11-21.tar.gz"
"""Commit 2e5704c, `python -m ingest` over the report that is packed with it; one user, one word."""


@pytest.fixture
def before(tmp_path: Path) -> Settings:
    """Settings over the data folder and the reports of the release before."""
    with tarfile.open(BEFORE) as packed:
        packed.extractall(tmp_path / "before", filter="data")
    return Settings(reports_dir=tmp_path / "before" / "reports", data_dir=tmp_path / "before" / "data")


def test_an_index_of_the_release_before_is_refused_and_made_anew_beside_it(before: Settings) -> None:
    old = current_name(before.data_dir)
    assert not is_current(before)
    with pytest.raises(StaleIndex, match="python -m ingest"):
        open_index(before)
    done = build(before.reports_dir, before)
    assert done.changed and not [file for file in done.files if file.carried_over]
    assert {path.name for path in generations(before.data_dir).iterdir()} == {old, done.generation}
    assert "120개" in Assistant.open(before).ask("산책로 조명은 몇 개 설치했나요?")[0].text
    assert not build(before.reports_dir, before).changed


def test_an_index_of_the_release_before_stays_where_no_new_one_can_be_made(before: Settings) -> None:
    old = current_name(before.data_dir)
    for path in before.reports_dir.iterdir():
        path.unlink()
    with pytest.raises(Exception, match="보고서"):
        build(before.reports_dir, before)
    assert current_name(before.data_dir) == old and (generations(before.data_dir) / old).is_dir()


def test_the_application_database_of_the_release_before_is_adopted(before: Settings) -> None:
    store = open_store(before)
    assert [(word.word, word.terms) for word in store.synonyms.all()] == [("특교", ("특별교부세",))]
    assert [logged.question for logged in store.questions.newest()] == ["산책로 조명은 몇 개 설치했나요?"]
    assert store.users.check("하늘", "물빛과 사람의 긴 암호")
