"""Where a quoted word stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pages.desk import Desk
from pages.opening import opened
from pages.source_view import NoSuchPlace, about_report, address, look_up, parse_at, place
from tests.pages.fake_assistant import BUDGET, PUBLIC, FakeAssistant


@pytest.fixture
def desk() -> Desk:
    return Desk(opened(FakeAssistant()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"line": 1200}, "1,200번째 줄"),
        ({"line": 3, "page": 12}, "12쪽 · 3번째 줄"),
        ({"sheet": "예산", "cell": "B12"}, "시트 예산 · B12 칸"),
    ],
)
def test_the_place_in_words(changes: dict[str, object], words: str) -> None:
    assert place(replace(BUDGET, **changes)) == words  # type: ignore[arg-type]


def test_what_is_known_of_a_report() -> None:
    assert about_report(PUBLIC) == "별빛구 · 2021년 · 2021-12-31 기준"
    assert about_report(replace(PUBLIC, agency=None, as_of=None)) == "2021년"


def test_a_place_opens_at_the_quoted_words(desk: Desk) -> None:
    found = look_up(desk, BUDGET.report_id, f"{BUDGET.start}-{BUDGET.end}", 2)
    assert found["quote"] == BUDGET.quote
    assert found["before"].splitlines()[-1].startswith("가로수 심기")
    assert found["after"].splitlines()[1].startswith("○ <script>")
    assert found["address"] == address(BUDGET.report_id, BUDGET.start, BUDGET.end)


@pytest.mark.parametrize("at", ["", "5", "5-5", "9-5", "a-b", "-1-5", "0-99999999", "1-2-3", "１-２"])
def test_a_wrong_place(desk: Desk, at: str) -> None:
    with pytest.raises(NoSuchPlace, match="위치가 바르지 않습니다"):
        look_up(desk, "fake-1", at, 12)


def test_a_place_beyond_the_report(desk: Desk) -> None:
    with pytest.raises(NoSuchPlace, match="위치가 바르지 않습니다"):
        look_up(desk, "fake-1", "9000-9010", 12)


@pytest.mark.parametrize("report", ["fake-2", "unknown", "../a.txt"])
def test_an_internal_or_changed_report_is_as_good_as_absent(desk: Desk, report: str) -> None:
    with pytest.raises(NoSuchPlace, match="바뀌었거나 내려졌습니다"):
        look_up(desk, report, "1-5", 12)


def test_a_place_is_read_strictly() -> None:
    assert parse_at("120-133") == (120, 133)
