"""Opening the reports behind the page."""

from __future__ import annotations

import threading

import pytest

from errors import NoReports, Unavailable
from pages.opening import OPENING, UNEXPECTED, Opening, Progress
from tests.pages.fake_assistant import FakeAssistant


def test_progress_is_a_line_for_the_reader() -> None:
    seen: list[str] = []
    go = threading.Event()

    def open_slowly(progress: Progress) -> FakeAssistant:
        for step in (("보고서 읽기", 1200, 5000), ("낱말 색인", 0, 0), ("", 0, 0)):
            progress(*step)
            seen.append(opening.status)
        go.wait(5)
        return FakeAssistant()

    opening = Opening(open_slowly)
    assert (opening.status, opening.ready) == (OPENING, False)
    opening.start()
    opening.start()
    go.set()
    opening.wait(5)
    assert seen == ["보고서 읽기 중입니다 (1,200/5,000)…", "낱말 색인 중입니다…", OPENING]
    assert opening.ready


@pytest.mark.parametrize(
    ("error", "message"),
    [(NoReports("보고서 폴더가 비었습니다."), "보고서 폴더가 비었습니다."), (KeyError("비밀"), UNEXPECTED)],
)
def test_a_failure_is_told_to_who_waits_and_to_the_shell(error: Exception, message: str) -> None:
    told: list[str] = []

    def fail(progress: Progress) -> FakeAssistant:
        raise error

    opening = Opening(fail, on_failure=told.append)
    opening.start()
    with pytest.raises(Unavailable, match=message):
        opening.wait(5)
    opening._settled.wait(5)
    assert opening.error == message
    assert not opening.ready


def test_models_that_do_not_load_leave_the_page_up() -> None:
    class Cold(FakeAssistant):
        def warm(self) -> None:
            raise OSError("모델이 없습니다")

    opening = Opening(lambda progress: Cold())
    opening.start()
    assert opening.wait(5)
    assert opening._warmed.wait(5)
    assert opening.error is None


def test_a_damaged_index_is_opened_anew_while_questions_wait() -> None:
    opened = [FakeAssistant(), FakeAssistant()]
    given = iter(opened)
    stopped: list[str] = []
    opening = Opening(lambda progress: next(given), on_failure=stopped.append)
    opening.start()
    assert opening.wait(5) is opened[0]
    opening.reopen(opened[0])
    opening.reopen(opened[0])  # two questions saw the damage
    assert opening.wait(5) is opened[1]
    opening.reopen(opened[1])  # nothing more can be opened: said, and the page stays up
    with pytest.raises(Unavailable, match=UNEXPECTED):
        opening.wait(5)
    assert not stopped
