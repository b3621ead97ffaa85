"""The review desk without a browser: samples, what comes next, what is shown, what is taken home."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from errors import InputError
from eval.review import kind_name
from pages.desk import Desk
from pages.gate import SESSION
from pages.kept_answer import answer_of
from pages.opening import opened
from pages.review.item_view import answers_of, conversation_html, places_html
from pages.review.room import LOG, At, Room
from pages.review.tally_view import progress_html, results_html
from pages.site import make_site
from settings import Settings
from store import Store
from store.reviews import Item, Sample
from tests.pages.fake_assistant import ANSWERS, BELOW, HOSTILE_ANSWER, QUESTIONS, FakeAssistant

WHO, OTHER = "김하늘", "이바다"


@pytest.fixture
def room(store: Store, settings: Settings, tmp_path: Path) -> Room:
    """A room whose log holds ten questions of five conversations."""
    desk = Desk(opened(FakeAssistant()), store=store, settings=settings)
    for number in range(10):
        desk.ask(QUESTIONS[number % 2], f"대화 {number % 5}")
    return Room(desk, tmp_path / "results")


def make(room: Room, size: int = 4, seed: int = 7) -> Sample:
    return room.make(WHO, "3월", LOG, "random", size, seed)


def test_a_sample_of_the_log_says_how_it_was_drawn(room: Room) -> None:
    sample = make(room)
    assert (sample.name, sample.size, sample.population, sample.seed) == ("3월", 4, 10, 7)
    again = make(room)
    assert room.store.reviews.items(sample.id) == room.store.reviews.items(again.id)
    assert room.store.audit.last(1)[0].event == "sample"


def test_questions_of_staff_are_not_what_citizens_asked(room: Room) -> None:
    room.desk.ask(QUESTIONS[0], "직원 대화", audience="staff")
    assert make(room).population == 10


def test_a_sample_of_a_run_file(room: Room, tmp_path: Path) -> None:
    run = tmp_path / "results" / "20260302-dev.json"
    run.parent.mkdir()
    turns = [BELOW.to_json()]
    run.write_text(json.dumps({"questions": [{"id": "d1", "family": "목록", "turns": turns}]}), encoding="utf-8")
    assert room.origins() == [LOG, run.name]
    sample = room.make(WHO, "", run.name, "stratified", 50, 1)
    assert (sample.name, sample.size) == (f"{run.name} 1건", 1)
    (item,) = room.store.reviews.items(sample.id)
    (answer,) = answers_of(room.desk, item)
    assert answer.citations == BELOW.citations  # a run file names files; their reports are found again
    with pytest.raises(InputError, match="찾을 수 없습니다"):
        room.items_of("../secret.json")


@pytest.mark.parametrize(
    ("size", "seed", "told"), [(0, 1, "표본 크기"), (2.5, 1, "표본 크기"), (None, 1, "표본 크기"), (5, -1, "시드")]
)
def test_what_cannot_be_drawn_is_told(room: Room, size: float | None, seed: float, told: str) -> None:
    with pytest.raises(InputError, match=told):
        room.make(WHO, "", LOG, "random", size, seed)
    with pytest.raises(InputError, match="방법"):
        room.make(WHO, "", LOG, "best", 5, 1)


def test_an_empty_log_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="기록된 질문이 없습니다"):
        make(Room(Desk(opened(FakeAssistant()), store=store), tmp_path))


def test_judging_goes_on_to_what_is_left_and_is_resumed_there(room: Room) -> None:
    sample = make(room).id
    at = room.resume(WHO)
    assert at == At(sample, 0)
    at = room.judge(WHO, At(sample, 2), "right", "")
    assert at == At(sample, 3)
    assert room.judge(WHO, at, "wrong", " 다른 과 ") == At(sample, 0)  # from the start again
    assert room.resume(WHO) == At(sample, 0)
    assert room.judge(WHO, At(sample, 0), "right", "") == At(sample, 1)
    assert room.judge(WHO, At(sample, 1), "right", "") == At(sample, 4)  # all done
    assert room.resume(OTHER) == At(sample, 0)
    assert [verdict.note for verdict in room.mine(WHO, sample)] == ["", "", "", "다른 과"]


def test_the_sample_judged_last_is_resumed(room: Room) -> None:
    first, second = make(room).id, make(room, seed=8).id
    assert room.resume(WHO) == At(second, 0)
    room.judge(WHO, At(first, 0), "right", "")
    assert room.resume(WHO) == At(first, 1)
    assert room.resume(WHO, second) == At(second, 0)
    assert room.resume(WHO, 99) == At(first, 1)


def test_an_item_that_is_not_there_is_not_judged(room: Room) -> None:
    sample = make(room).id
    for at in (At(sample, 4), At(99, 0), At(sample, -1)):
        with pytest.raises(InputError):
            room.judge(WHO, at, "right", "")
    assert room.resume("새사람", 99) == At(sample, 0)


def test_one_may_look_back_and_not_beyond_the_ends(room: Room) -> None:
    sample = make(room).id
    assert room.step(At(sample, 0), -1) == At(sample, 0)
    assert room.step(At(sample, 3), 1) == room.step(At(sample, 4), 1) == At(sample, 4)


def test_an_item_shows_answer_and_marked_source_and_nothing_acts(room: Room) -> None:
    item = Item("9", "list", (BELOW.to_json(), HOSTILE_ANSWER.to_json()))
    answers = answers_of(room.desk, item)
    shown = conversation_html(item, answers, "1-0") + places_html(room.desk, answers[-1].citations)
    assert "앞선 질문: 목표를 달성하지 못한 과는?" in shown
    assert "<mark>○ &lt;script&gt;window.hacked=1&lt;/script&gt;" in shown
    assert "<script" not in shown and "<img" not in shown and "\n" not in shown


def test_a_row_of_a_file_is_shown_cell_by_cell(room: Room) -> None:
    (answer,) = answers_of(room.desk, Item("9", "lookup", (ANSWERS["표 파일의 실적은?"].to_json(),)))
    assert '<th scope="row">지표</th><td><mark>가로수, 화단</mark></td>' in places_html(room.desk, answer.citations)


def test_a_report_that_changed_is_told_beside_what_was_quoted(room: Room) -> None:
    kept = BELOW.to_json()
    kept["citations"][0] |= {"quote": "딴 글", "start": 3}
    gone = {**kept["citations"][1], "file": "없는.txt"}
    answer = answer_of(kept | {"citations": [kept["citations"][0], gone]}, {"a.txt": "fake-1"})
    shown = places_html(room.desk, answer.citations)
    assert shown.count("바뀌었거나 내려졌습니다") == 2
    assert "<mark>딴 글</mark>" in shown


def test_progress_and_results_are_in_words(room: Room) -> None:
    sample = make(room)
    for position, (mine, theirs) in enumerate([("right", "right"), ("right", "wrong"), ("wrong", "wrong")]):
        room.judge(WHO, At(sample.id, position), mine, "<b>메모</b>")
        room.judge(OTHER, At(sample.id, position), theirs, "")
    mine = room.mine(WHO, sample.id)
    shown = progress_html(sample, mine, 1, mine[1])
    assert "2/4번째" in shown and "내 판정: 정확" in shown and "66.7% (95% 구간" in shown
    results = results_html(sample, room.store.reviews.items(sample.id), room.store.reviews.verdicts(sample.id))
    # agreed 2 of 3; by chance (2*1 + 1*2) / 9; kappa = (2/3 - 4/9) / (1 - 4/9)
    assert "<td>김하늘 · 이바다</td><td>3</td><td>2 (67%)</td><td>0.40</td>" in results
    assert "판정이 갈린 1건" in results and "<b>메모</b>" not in results


def test_kinds_are_said_in_korean() -> None:
    assert (kind_name("lookup"), kind_name("금액 조회")) == ("수치 조회", "금액 조회")


@pytest.fixture
def client(room: Room, store: Store) -> Iterator[TestClient]:
    with TestClient(make_site(room.desk), follow_redirects=False) as client:
        user = store.users.add(WHO, "구정보고서-2026", ["evaluator"])
        client.cookies.set(SESSION, store.sessions.begin(user))
        yield client


def test_verdicts_are_taken_home_as_a_workbook(client: TestClient, room: Room) -> None:
    sample = make(room)
    room.judge(WHO, At(sample.id, 1), "partial", "=1+1\x0b")  # a mark of control, which no workbook takes
    book = load_workbook(io.BytesIO(client.get(f"/review/export/{sample.id}.xlsx").content))
    assert dict(book["요약"].values)["시드"] == 7
    head, row = book["판정"].values
    told = dict(zip(head, row, strict=True))
    assert (told["순서"], told["평가위원"], told["판정"], told["메모"]) == (2, WHO, "부분", "=1+1")
    assert book["판정"]["I2"].data_type == "s"  # text, no formula


def test_the_report_is_one_page_and_needs_nothing_else(client: TestClient, room: Room) -> None:
    sample = make(room)
    room.judge(WHO, At(sample.id, 0), "wrong", "<script>1</script>")
    shown = client.get(f"/review/report/{sample.id}").text
    assert "시드 7" in shown and "오류" in shown
    assert "&lt;script&gt;" in shown and "<script" not in shown and "http" not in shown


def test_a_stranger_takes_nothing_home(client: TestClient, room: Room) -> None:
    sample = make(room)
    client.cookies.clear()
    assert client.get(f"/review/export/{sample.id}.xlsx").status_code == 401
    assert client.get(f"/review/report/{sample.id}").status_code == 401


def test_internal_words_reach_those_who_are_logged_in_only(client: TestClient) -> None:
    place = {"report": "fake-2", "at": "0-5"}
    assert client.get("/api/source", params=place).status_code == 200
    client.cookies.clear()
    assert client.get("/api/source", params=place).status_code == 404
