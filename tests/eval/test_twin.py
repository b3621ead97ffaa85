"""Twins: figures, names and years changed alike in reports and questions; a twin of a small corpus answered."""

from __future__ import annotations

import argparse
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from eval.evaluate import Bench
from eval.questions import Golden, Listed, Place, write_golden
from eval.twin import add_arguments, make_twin, run
from eval.twin_figures import figure_edits, in_base, prose_edits, times, times_spoken
from eval.twin_golden import TwinGolden, TwinReport
from eval.twin_reading import misses
from eval.twin_words import Words, apply, cells_apart
from ingest.document import Document
from ingest.read import interpret
from settings import Settings

WORDS = Words({"별빛": "라온", "물빛과": "나눔마루과", "서구": "해솔구"}, 3, frozenset({21, 22, 23}))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("별빛구 물빛과", "라온구 나눔마루과"),
        ("물 빛 과", "나눔마루과"),  # set wide, as in a box of the organisation
        ("물빛 과정", "물빛 과정"),  # no office
        ("강서구와 서구", "강서구와 해솔구"),
        ("2021년 9. 30.", "2024년 9. 30."),
        ("’21년 ~ ’22년", "’24년 ~ ’25년"),
        ("21년도 예산", "24년도 예산"),
        ("10년 이상, 21년간", "10년 이상, 21년간"),
        ("2,021명, 2021명", "2,021명, 2021명"),
    ],
)
def test_words_and_years(before: str, after: str) -> None:
    assert WORDS.change(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("구인기업 161개소, 4,815명", "구인기업 483개소, 14,445명"),
        ("4,272/13,351백만원", "12,816/40,053백만원"),
        ("3억 4,800만원", "10억 4,400만원"),
        ("57.92억원", "173.76억원"),
        ("달성률 86.5%, 제1회, 3위, 9. 30.", "달성률 86.5%, 제1회, 3위, 9. 30."),
        ("333건", "999건"),
        ("334건", "1,002건"),  # a figure that grows past 999 gets its comma
    ],
)
def test_figures_of_sentences(before: str, after: str) -> None:
    assert apply(before, prose_edits(before, 3)) == after


def test_amounts_as_they_are_said() -> None:
    assert in_base("71억6558만2천") == Decimal(7_165_582_000)
    assert in_base("3억4천8백만") == Decimal(348_000_000)
    assert times_spoken("71억6558만2천", 3) == "214억 9,674만 6,000"  # 7,165,582,000 * 3 = 21,496,746,000
    assert times("40.5", 3) == "121.5" and times("1829", 3, commas=False) == "5487"


def report(text: str) -> TwinReport:
    figures = figure_edits(text, [], 3, commas=True)
    return TwinReport("000_a.txt", text, tuple(figures), tuple(WORDS.edits(text)))


def twin_of(text: str, **expected: object) -> Golden:
    golden = Golden("G-1", ("2021년 물빛과?",), **expected)  # type: ignore[arg-type]
    made = TwinGolden([report(text)], WORDS, 3).make(golden)
    assert made is not None
    return made


def test_a_question_and_its_place_change_as_the_report_does() -> None:
    made = twin_of("물빛과 점검 4,815건", must=(("4815",), ("물빛과",)), cite=(Place("000", ("물빛과", "4,815건")),))
    assert made.turns == ("2024년 나눔마루과?",)
    assert made.must == (("14445",), ("나눔마루과",))
    assert made.cite == (Place("000", ("나눔마루과", "14,445건")),)


def test_a_rate_stays_and_its_old_count_is_wrong() -> None:
    made = twin_of(
        "점검 4,815건 달성률 190%", must=(("190",),), must_not=("4815",), cite=(Place("000", ("점검", "190")),)
    )
    assert made.must == (("190",),)
    assert made.must_not == ("14445",)


def test_a_computed_figure_may_have_grown_or_not() -> None:
    assert twin_of("점검 4,815건", must=(("19681",),)).must == (("59043", "19681"),)


def test_all_spellings_of_an_amount_grow() -> None:
    made = twin_of("징수 5,792백만원", must=(("5792", "57억9200만", "57.92억"),), cite=(Place("000", ("5,792",)),))
    assert made.must == (("17376", "173억 7,600만", "173.76억"),)


def test_dates_move_by_their_year_alone() -> None:
    made = twin_of("’21.5.15. 개최", must=(("5월15일", "2021.5.15", "21.5.15"),))
    assert {"5월15일", "2024.5.15", "24.5.15"} <= set(made.must[0])


def test_lists_take_the_new_names() -> None:
    made = twin_of("별빛", listed=Listed((("별빛 숲",),), ("별빛 길",)))
    assert made.listed == Listed((("라온 숲",),), ("라온 길",))


def test_limits_of_a_question_grow_with_the_figures() -> None:
    golden = TwinGolden([report("점검 4,815건")], WORDS, 3)
    assert (
        golden.question("시설 20개 이상, 사업 수가 20개 이상, 달성률 80% 이하, 1억원 넘는 것")
        == "시설 60개 이상, 사업 수가 20개 이상, 달성률 80% 이하, 3억원 넘는 것"
    )


def test_cells_of_a_csv_file_are_no_thousands() -> None:
    text = '점검,2021,100,190,"4,815"\n'
    made = TwinReport("a.csv", text, (), tuple(WORDS.edits(cells_apart("a.csv", text))))
    assert made.twin == '점검,2024,100,190,"4,815"\n'
    assert made.fates("190") == {False} and made.fates("4815") == {False}
    assert cells_apart("a.txt", text) == text


def test_without_its_cited_report_a_figure_is_looked_up_everywhere() -> None:
    must = (("4815",), ("190",), ("7777",))
    made = twin_of("점검 4,815건 달성률 190%", must=must, cite=(Place("999", ("점검",)),))
    assert made.must == (("14445",), ("190",), ("23331", "7777"))  # what stands nowhere may have grown or not
    assert made.cite == ()


def test_a_place_that_stands_nowhere_leaves_the_question_out() -> None:
    golden = Golden("G-1", ("?",), must=(("1",),), cite=(Place("000", ("없음",)),))
    assert TwinGolden([report("점검")], WORDS, 3).make(golden) is None


def test_a_twin_is_read_as_its_original(small_index: Settings) -> None:
    index = Bench.open(small_index).index
    twin = make_twin(index, 5)
    assert list(misses(index, twin)) == []
    edits = [edit for edit in twin.reports[0].words if "나무" not in twin.reports[0].text[edit.start : edit.end]]
    spoiled = replace(twin, reports=(replace(twin.reports[0], words=tuple(edits)), *twin.reports[1:]))
    assert {name for miss in misses(index, spoiled) for name in miss.told} >= {"department"}


def test_counts_of_what_a_report_lists_stay() -> None:
    table = "국\t사업 수\t정상추진\t예산액(천원)\n가국\t4\t3\t100\n나국\t2\t2\t200\n"
    observed = interpret(Document(table, "txt"), "a.txt", None, "ab" * 32).observations
    assert apply(table, figure_edits(table, observed, 3, commas=True)).splitlines()[1:] == [
        "가국\t4\t3\t300",
        "나국\t2\t2\t600",
    ]


def test_the_same_seed_gives_the_same_twin(small_index: Settings) -> None:
    index = Bench.open(small_index).index
    one, same, other = (make_twin(index, seed) for seed in (1, 1, 2))
    assert one == same and one.reports[0].twin != other.reports[0].twin
    assert all("물빛과" not in each.twin and "별빛" not in each.twin for each in one.reports)
    assert "year = 2023" not in one.manifest


def test_the_command_scores_a_twin_of_a_fresh_seed(
    small_world: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    golden = tmp_path / "golden.jsonl"
    place = Place("성과", ("수질 검사 횟수", "24"))
    write_golden(
        golden,
        [
            Golden("S-1", ("물빛과 수질 검사 횟수 실적은 몇 회야?",), must=(("24",),), cite=(place,)),
            Golden("S-2", ("가로수 심기 목표는 몇 그루야?",), must=(("1200",),)),
        ],
    )
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    arguments = [str(golden), "--out", str(tmp_path / "out"), "--keep", str(tmp_path / "twin")]
    assert run(parser.parse_args(arguments)) == 0
    told = capsys.readouterr().out
    # The seed is of the moment, so that nothing can be fitted to it; the first line printed says which it was
    assert "쌍둥이 씨앗" in told and "질문 2건 가운데 2건" in told, told
    assert "| 정답률 (answer exactness) | 100.0%" in told, told
    assert "물빛과" not in (tmp_path / "twin" / "reports" / "성과.csv").read_text(encoding="utf-8")
