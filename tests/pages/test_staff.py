"""What staff do, without a browser: files, the catalogue, figures to take home, words, golden questions."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from errors import InputError, Unavailable
from eval.questions import read_golden
from ingest.manifest import MANIFEST, read_manifest
from pages.desk import STAFF, Desk
from pages.following import following
from pages.gate import SESSION
from pages.opening import Progress, opened
from pages.site import make_site
from pages.staff.catalogue import apply, changed, settled
from pages.staff.catalogue_tab import catalogue_html
from pages.staff.corrections import correct, corrections_html, withdraw
from pages.staff.figures import Filter, rows, to_csv, to_xlsx
from pages.staff.figures_tab import figures_html
from pages.staff.golden import make_golden
from pages.staff.log_view import log_html
from pages.staff.staging import Staging, safe_name
from pages.staff.status_view import status_html
from pages.staff.uploads_tab import found_html
from pages.staff.words_tab import add_word, remove_word
from settings import Settings
from store import Store
from tests.pages.fake_assistant import INTERNAL_ANSWER, OBSERVATIONS, PUBLIC, QUESTIONS, FakeAssistant

WHO = "김하늘"
GOOD = "# 물빛과 2023년 업무보고\n\n| 지표 | 목표 | 실적 |\n|---|---|---|\n| 하천 정비 | 12 | 9 |\n"


@pytest.fixture
def desk(store: Store, settings: Settings) -> Desk:
    return Desk(opened(FakeAssistant()), store=store, settings=settings)


def quiet(what: str, done: int, total: int) -> None:
    """A progress that nobody looks at."""


def built(settings: Settings, progress: Progress) -> None:
    """A build that works."""
    progress("낱말 색인", 1, 2)


def broken(settings: Settings, progress: Progress) -> None:
    raise Unavailable("디스크가 찼습니다.")


def bring(tmp_path: Path, **files: str) -> list[Path]:
    """Files as a browser hands them over, by name without ending."""
    folder = tmp_path / "brought"
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{name}.md" for name in files]
    for path, text in zip(paths, files.values(), strict=True):
        path.write_text(text, encoding="utf-8")
    return paths


# ---- bringing files


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/보고.md", "보고.md"),
        ("C:\\문서\\보고.hwp", "보고.hwp"),
        ("보고\u202efdp.md", "보고fdp.md"),
        (" ..숨김.md", "숨김.md"),
        ("보고\n서.PDF", "보고서.PDF"),
    ],
)
def test_a_name_never_leads_out_of_the_folder(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize("name", ["실행.exe", "reports.toml", "이름없음", "", "..", "가" * 90 + ".md", ".md"])
def test_names_that_are_not_taken(name: str) -> None:
    with pytest.raises(InputError, match="받지 않습니다"):
        safe_name(name)


def test_files_are_read_aside_and_touch_nothing(settings: Settings, tmp_path: Path) -> None:
    staging = Staging(settings, built)
    batch = staging.stage(bring(tmp_path, 좋은=GOOD, 빈=""))
    tried = {each.name: each for each in staging.read(batch)}
    good = tried["좋은.md"].reading
    assert good and good.report.year == 2023 and len(good.observations) >= 2
    assert tried["빈.md"].error and not tried["빈.md"].reading
    assert staging.files() == []
    shown = found_html(list(tried.values()))
    assert "2023" in shown and "✗" in shown
    staging.discard(batch)
    with pytest.raises(InputError, match="다시 올려"):
        list(staging.read(batch))


def test_a_swap_puts_files_in_and_says_what_it_replaces(settings: Settings, tmp_path: Path) -> None:
    (settings.reports_dir / "좋은.md").write_text("옛것", encoding="utf-8")
    staging = Staging(settings, built)
    batch = staging.stage(bring(tmp_path, 좋은=GOOD, 새=GOOD))
    files = {each.name: each.before for each in staging.read(batch)}
    assert {name: bool(before) for name, before in files.items()} == {"좋은.md": True, "새.md": False}
    staging.swap_in(batch, files, quiet)
    assert staging.files() == ["새.md", "좋은.md"]
    assert (settings.reports_dir / "좋은.md").read_text(encoding="utf-8") == GOOD
    assert list((settings.data_dir / "uploads").iterdir()) == []


def test_a_swap_that_fails_leaves_the_reports_as_they_were(settings: Settings, tmp_path: Path) -> None:
    (settings.reports_dir / "좋은.md").write_text("옛것", encoding="utf-8")
    staging = Staging(settings, broken)
    batch = staging.stage(bring(tmp_path, 좋은=GOOD, 새=GOOD))
    with pytest.raises(Unavailable, match="디스크가 찼습니다"):
        staging.swap_in(batch, {each.name: each.before for each in staging.read(batch)}, quiet, internal=True)
    assert staging.files() == ["좋은.md"] and not (settings.reports_dir / MANIFEST).exists()
    assert (settings.reports_dir / "좋은.md").read_text(encoding="utf-8") == "옛것"
    assert [each.name for each in staging.read(batch)]  # still there to be tried again


def test_two_swaps_at_once_are_declined(settings: Settings, tmp_path: Path) -> None:
    def nested(_: Settings, progress: Progress) -> None:
        with pytest.raises(Unavailable, match="다른 사람이 반영하는 일이 아직"):
            staging.swap_in(batch, {"새.md": ""}, progress)

    staging = Staging(settings, nested)
    batch = staging.stage(bring(tmp_path, 새=GOOD))
    staging.swap_in(batch, {"새.md": ""}, quiet)


def test_a_file_that_somebody_else_brought_meanwhile_is_not_overwritten(settings: Settings, tmp_path: Path) -> None:
    staging = Staging(settings, built)
    first, second = staging.stage(bring(tmp_path, 새=GOOD)), staging.stage(bring(tmp_path, 새=GOOD + "\n○ 다른 것\n"))
    files = {each.name: each.before for each in staging.read(second)}
    staging.swap_in(first, {"새.md": ""}, quiet)
    with pytest.raises(InputError, match="먼저 바꾸었습니다"):
        staging.swap_in(second, files, quiet)
    assert (settings.reports_dir / "새.md").read_text(encoding="utf-8") == GOOD
    staging.swap_in(second, {each.name: each.before for each in staging.read(second)}, quiet)


def test_a_file_can_be_internal_from_the_beginning(settings: Settings, tmp_path: Path) -> None:
    seen = []
    staging = Staging(settings, lambda settings, progress: seen.append(read_manifest(settings.reports_dir)))
    staging.swap_in(staging.stage(bring(tmp_path, 새=GOOD)), {"새.md": ""}, quiet, internal=True)
    assert seen == [{"새.md": {"visibility": "internal"}}]


def test_too_many_or_twice_the_same_are_not_taken(settings: Settings, tmp_path: Path) -> None:
    staging = Staging(settings, built)
    (path,) = bring(tmp_path, 새=GOOD)
    for paths in ([], [path] * 21, [path, path]):
        with pytest.raises(InputError):
            staging.stage(paths)
    with pytest.raises(InputError):
        staging.discard("../reports")


def test_progress_of_long_work_is_told_and_its_fault_raised() -> None:
    assert list(following(lambda progress: built(Settings(), progress))) == ["낱말 색인 (1/2)"]
    with pytest.raises(Unavailable):
        list(following(lambda progress: broken(Settings(), progress)))


# ---- the catalogue


def test_only_what_changed_goes_to_the_manifest() -> None:
    before = {"title": "가", "agency": None, "year": 2021, "as_of": "2021-12-31", "visibility": "public"}
    typed = {"title": "가", "agency": " 별빛구 ", "year": "2022", "as_of": "", "visibility": "public"}
    assert changed(before, typed) == {"agency": "별빛구", "year": 2022, "as_of": None}
    with pytest.raises(InputError, match="네 자리"):
        changed(before, typed | {"year": "작년"})


def test_a_form_that_stood_open_takes_no_change_of_others_back() -> None:
    shown = {"title": "가", "visibility": "public"}
    now = {"title": "가", "visibility": "internal"}
    assert changed(shown, {"title": "나", "visibility": "public"}) == {"title": "나"}
    settled(shown, now, {"title": "나"})
    with pytest.raises(InputError, match="공개 범위"):
        settled({**shown, "visibility": "other"}, now, {"visibility": "public"})


def test_an_edit_is_written_and_undone_where_the_build_fails(settings: Settings) -> None:
    (settings.reports_dir / "가.md").write_text(GOOD, encoding="utf-8")
    apply(Staging(settings, built), "가.md", {"visibility": "internal"}, quiet)
    assert read_manifest(settings.reports_dir) == {"가.md": {"visibility": "internal"}}
    with pytest.raises(Unavailable):
        apply(Staging(settings, broken), "가.md", {"year": 2030}, quiet)
    assert read_manifest(settings.reports_dir) == {"가.md": {"visibility": "internal"}}
    with pytest.raises(InputError, match="찾을 수 없습니다"):
        apply(Staging(settings, built), "없는.md", {"year": 2030}, quiet)


def test_the_catalogue_shows_internal_reports_and_remarks(desk: Desk) -> None:
    shown = catalogue_html(desk)
    assert "보고서 3건" in shown
    assert "<td>내부</td>" in shown and "<td>1</td>" in shown


# ---- corrections by hand


def test_a_figure_is_put_right_and_taken_back(desk: Desk, store: Store) -> None:
    correct(desk, "o2", "14", "결산서와  대조함", WHO)
    kept = store.corrections.all()
    assert [(c.printed, c.text, c.reason, c.who) for c in kept] == [("9", "14", "결산서와 대조함", WHO)]
    (row,) = rows(desk.assistant().observations(), desk.assistant().reports(), Filter(words="하천 실적"))
    assert (row["text"], row["value"], row["correction"]) == ("9", 14, "9 → 14 (결산서와 대조함)")
    shown = corrections_html(desk)
    assert "정정한 수치 1개</summary>" in shown and f'id="withdraw-{kept[0].id}"' in shown
    assert "9 → 14 (결산서와 대조함)" in figures_html(desk, Filter())
    withdraw(desk, kept[0].id, WHO)
    assert corrections_html(desk) == ""
    assert [line.event for line in store.audit.last()] == ["correction", "correction"]
    with pytest.raises(InputError, match="이미 거둔"):
        withdraw(desk, kept[0].id, WHO)


@pytest.mark.parametrize(
    ("figure", "value", "reason", "told"),
    [
        ("o2", "아홉", "결산서", "숫자로"),
        ("o2", "14건", "결산서", "단위는 km"),
        ("o2", "9.0km", "결산서", "인쇄된 값과 같습니다"),
        ("o2", "14", " ", "이유를"),
        ("없음", "14", "결산서", "지금 보고서에 없는"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(desk: Desk, figure: str, value: str, reason: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        correct(desk, figure, value, reason, WHO)


def test_a_correction_whose_figure_is_gone_is_told(desk: Desk, store: Store) -> None:
    correct(desk, "o2", "14", "결산서와 대조함", WHO)
    store.corrections.add(replace(store.corrections.all()[0], printed="8"))
    shown = corrections_html(desk)
    assert "(찾을 수 없는 것 1개)" in shown and "지금 보고서에는 9(으)로 적혀 있어 쓰지 않습니다" in shown


# ---- figures


def test_figures_are_filtered(desk: Desk) -> None:
    reports = desk.opening.wait(0).reports()

    def texts(**kept: str) -> list[str]:
        return [row["text"] for row in rows(OBSERVATIONS, reports, Filter(**kept))]

    assert texts() == ["12", "9", "1150"]
    assert texts(department="물빛과", measure="실적") == ["9"]
    assert texts(words="가로 수심기") == texts(report=PUBLIC.id, words="나무과 실적") == ["1150"]
    assert texts(year="2020") == texts(report="fake-2") == []


def test_figures_are_shown_with_a_link_to_their_place(desk: Desk) -> None:
    shown = figures_html(desk, Filter(measure="실적"))
    assert "<b>수치 2개</b>" in shown
    assert f"/?report=fake-1&amp;at={OBSERVATIONS[1].start}-{OBSERVATIONS[1].end}" in shown
    assert "/staff/figures.csv?measure=%EC%8B%A4%EC%A0%81" in shown


def test_a_formula_never_leaves_as_one(desk: Desk) -> None:
    table = rows(OBSERVATIONS, desk.opening.wait(0).reports(), Filter())
    table[0] |= {"programme": "=1+1", "text": "-12.5"}
    (_, first, *_) = csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig")))
    assert (first[3], first[7]) == ("'=1+1", "-12.5")
    table[0]["programme"] += "\x0b"  # a mark of control, which no workbook takes
    sheet = load_workbook(io.BytesIO(to_xlsx(table))).active
    assert sheet["D2"].data_type == "s" and sheet["D2"].value == "=1+1" and sheet["I2"].value == 12


# ---- questions, words, status


def test_a_logged_question_becomes_a_golden_one_once(desk: Desk, store: Store, settings: Settings) -> None:
    desk.ask(QUESTIONS[0], "대화")
    desk.ask("그럼 2019년은?", "대화")
    for number in (1, 2, 2):
        path = make_golden(store, settings.data_dir, number, WHO)
    first, second = read_golden(path)
    assert first.turns == (QUESTIONS[0],)
    assert first.must[0] == ("12",) and first.cite[0].file == "a.txt"
    assert second.turns == (QUESTIONS[0], "그럼 2019년은?") and second.refuse
    with pytest.raises(InputError):
        make_golden(store, settings.data_dir, 99, WHO)
    assert log_html(desk).count('disabled="disabled"') == 2


def test_the_log_is_escaped_and_says_what_readers_thought(desk: Desk, store: Store) -> None:
    desk.ask("<img src=x onerror=alert(1)>", "대화")
    store.questions.rate(1, False, "<b>틀림</b>")
    shown = log_html(desk)
    assert "거절" in shown and "아쉬워요" in shown
    assert "<img" not in shown and "<b>틀림" not in shown


def test_words_reach_the_assistant_with_the_next_question(desk: Desk, store: Store) -> None:
    add_word(desk, "뚝방", "하천 정비, 제방", WHO)
    desk.ask(QUESTIONS[0], "대화")
    assert desk.opening.wait(0).learned == {"뚝방": ("하천 정비", "제방")}
    with pytest.raises(InputError, match="용어가 없습니다"):
        add_word(desk, "뚝방", " , ", WHO)
    remove_word(desk, "뚝방", WHO)
    desk.ask(QUESTIONS[0], "대화")
    assert desk.opening.wait(0).learned == {}
    assert [line.event for line in store.audit.last()] == ["synonym", "synonym"]


def test_the_status_tells_of_an_index_that_is_not_there(desk: Desk) -> None:
    desk.store.audit.add(WHO, "login")
    shown = status_html(desk)
    assert "색인이 아직 없습니다" in shown and "쓰지 않음" in shown and "<td>로그인</td>" in shown


# ---- over HTTP


@pytest.fixture
def client(desk: Desk, store: Store) -> Iterator[TestClient]:
    with TestClient(make_site(desk), follow_redirects=False) as client:
        user = store.users.add(WHO, "구정보고서-2026", ["staff"])
        client.cookies.set(SESSION, store.sessions.begin(user))
        yield client


def test_figures_are_taken_home(client: TestClient) -> None:
    lines = client.get("/staff/figures.csv", params={"measure": "실적"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 3
    assert client.get("/staff/figures.xlsx").content[:2] == b"PK"
    assert client.get("/staff/figures.exe").status_code == 400


def test_internal_reports_are_answered_to_staff_only(desk: Desk, client: TestClient) -> None:
    question = INTERNAL_ANSWER.question
    assert client.post("/api/ask", json={"question": question}).json()["refused"]  # the API is the public's
    assert not desk.ask(question, "직원 대화", audience=STAFF).answer.refused


def test_nothing_of_the_staff_page_reaches_a_stranger(client: TestClient, settings: Settings) -> None:
    client.cookies.clear()
    for path in ("/staff/", "/staff/figures.csv", "/staff/figures.xlsx", "/staff/config"):
        assert client.get(path).status_code == 401
    assert client.post("/staff/golden/1").status_code == 401
    assert client.post("/staff/gradio_api/upload", files={"files": ("a.md", b"x")}).status_code == 401
    assert not (settings.data_dir / "golden.jsonl").exists()


def test_a_golden_question_by_one_click(desk: Desk, client: TestClient, settings: Settings) -> None:
    desk.ask(QUESTIONS[0], "대화")
    assert client.post("/staff/golden/1").json() == {"file": "golden.jsonl"}
    assert json.loads((settings.data_dir / "golden.jsonl").read_text(encoding="utf-8"))["id"] == "L-1"
    assert client.post("/staff/golden/77").status_code == 400
