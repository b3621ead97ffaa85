"""Questions by construction: from a small corpus, with answers worked by hand, and what they cover."""

from __future__ import annotations

import argparse
from decimal import Decimal
from pathlib import Path

import pytest

from eval.coverage import Reach, coverage, coverage_text, draw
from eval.evaluate import Bench, evaluate
from eval.generate import add_arguments, failure_lines, run
from eval.made import KINDS, Made, make_questions, printed, shares, spellings
from eval.questions import Golden, Listed, read_golden
from index.build import build
from index.search import open_index
from records import Observation
from settings import Settings


@pytest.fixture(scope="module")
def bench(small_index: Settings) -> Bench:
    return Bench.open(small_index)


@pytest.fixture(scope="module")
def made(bench: Bench) -> list[Made]:
    return make_questions(bench.index, seed=7)


def of(made: list[Made], family: str) -> list[Golden]:
    return [each.golden for each in made if each.golden.family == family]


def test_spellings_of_values() -> None:
    assert spellings(Decimal("1150.0")) == ("1150",)
    assert spellings(Decimal(6), "회") == ("6회", "6")
    assert "△2" in spellings(Decimal(-2)) and "-2" in spellings(Decimal(-2))
    assert shares(Decimal(817) / 7) == ("116.71", "116.7", "116.714")


def test_every_figure_that_a_name_leads_to_is_asked(made: list[Made]) -> None:
    asked = {golden.turns[0]: golden.must for golden in of(made, "lookup")}
    # The table's 4 rows of 목표, 실적 and 달성률
    assert len([turn for turn in asked if "과 " in turn]) >= 12
    assert next(must for turn, must in asked.items() if "가로수 심기" in turn and "실적" in turn) == (("1150",),)


def test_spellings_of_printed_figures() -> None:
    def figure(text: str, value: str, unit: str) -> Observation:
        return Observation("o", "r", "s", "", "t", "w", "m", Decimal(value), text, unit, 0, 1, 0, 1, 1)

    assert printed(figure("0.30%", "0.30", "%")) == ("0.3", "0.30")
    assert "19억 4,700만원" in printed(figure("19억 4,700만원", "1947000000", "원"))


REPORTS_OF_TWO_TABLES = {
    "예산.csv": """부서,사업,기준일,상태,예산액(천원),집행액(천원)
물빛과,하천 정비,2023-09-30,실적,"1,000",600
물빛과,하천 정비,2023-12-31,예정,,900
물빛과,수질 관리,2023-09-30,실적,"2,000",700
물빛과,수질 관리,2023-12-31,예정,,"1,900"
""",
    "총괄.csv": "실국,예산액(백만원)\n하늘국,10\n바다국,20\n구름국,30\n",
    "비중.csv": "실국,예산액(백만원)\n하늘국,10\n바다국,25\n구름국,30\n",
    "업무.md": "# 물빛과\n\n- 하천변 합동점검: 3월에 24회 실시\n",
}


@pytest.fixture(scope="module")
def two_tables(tmp_path_factory: pytest.TempPathFactory) -> list[Made]:
    """Questions of a corpus whose figures are dated, and whose tables differ for 바다국 alone."""
    home = tmp_path_factory.mktemp("tables")
    settings = Settings(reports_dir=home / "reports", data_dir=home / "data")
    settings.reports_dir.mkdir()
    for name, text in REPORTS_OF_TWO_TABLES.items():
        (settings.reports_dir / name).write_text(text, encoding="utf-8")
    manifest = [f'[["{name}"]]\nagency = "별빛구"\nyear = 2023\n' for name in REPORTS_OF_TWO_TABLES]
    (settings.reports_dir / "reports.toml").write_text("\n".join(manifest), encoding="utf-8")
    build(settings.reports_dir, settings)
    return make_questions(open_index(settings), seed=7)


def test_figures_of_one_name_are_told_apart_by_their_date(two_tables: list[Made]) -> None:
    asked = {golden.turns[0]: golden.must[0][0] for golden in of(two_tables, "dated")}
    found = {answer: turn for turn, answer in asked.items()}
    assert "9월 30일 기준 집행액" in found["600"] and "12월 31일까지 예정 집행액" in found["900"]


def test_tables_that_differ_are_asked_for_both_values(two_tables: list[Made]) -> None:
    [golden] = of(two_tables, "conflict")
    assert "바다국" in golden.turns[0] and sorted(group[0] for group in golden.must) == ["20", "25"]


def test_the_one_bullet_of_a_month_is_asked_for(two_tables: list[Made]) -> None:
    [golden] = of(two_tables, "schedule")
    assert golden.turns[0].startswith("2023년 물빛과 3월") and golden.must == (("하천변",),)


def test_computed_answers(made: list[Made]) -> None:
    # 1,200 - 1,150; 12 - 9; 6 - 4; 24 and 24 do not differ
    assert sorted(golden.must[0][0] for golden in of(made, "difference")) == ["2", "3", "50"]
    # (75 + 100 + 95.8 + 150) / 4 = 105.2
    assert [golden.must for golden in of(made, "mean")] == [(("105.2",),)]
    best = next(golden for golden in of(made, "rank") if "달성률" in golden.turns[0] and golden.must[1][0] == "150%")
    assert best.must[0] == ("도시 숲 조성",)
    limits = [golden.listed for golden in of(made, "filter") if "달성률" in golden.turns[0]]
    assert all(isinstance(listed, Listed) and listed.items and listed.universe for listed in limits)
    assert {golden.must[0][0] for golden in of(made, "locate")} == {"물빛과", "나무과"}


def test_the_same_seed_makes_the_same_questions(bench: Bench, made: list[Made]) -> None:
    assert make_questions(bench.index, seed=7) == made
    assert make_questions(bench.index, seed=8) != made
    assert len({each.golden.id for each in made}) == len(made)


def test_what_has_no_answer_is_to_be_refused(made: list[Made]) -> None:
    refused = [*of(made, "refuse_year"), *of(made, "refuse_thing")]
    assert refused and all(golden.refuse and not golden.must for golden in refused)
    assert "2030년" in of(made, "refuse_year")[0].turns[0]  # 2023 and seven years


def test_a_draw_asks_what_was_not_asked_first() -> None:
    cells = [frozenset({("t", "목표")}), frozenset({("t", "목표")}), frozenset({("t", "실적")})]
    made = [Made(Golden(f"G-{n}", ("?",), "lookup", must=(("1",),)), each) for n, each in enumerate(cells)]
    assert [each.golden.id for each in draw(made, 2, [0, 1, 2])] == ["G-0", "G-2"]
    assert draw(made, 3, [2, 1, 0]) == made


def test_coverage_counts_tables_measures_and_operations(bench: Bench, made: list[Made]) -> None:
    reaches = {reach.name: reach for reach in coverage(bench.index, made, [])}
    assert not reaches["표·라벨 (tables)"].missed
    assert "lookup" in reaches["계획의 연산 (operations)"].missed
    assert not [kind for kind in reaches["질문의 갈래 (kinds)"].missed if kind not in KINDS]
    assert "| 표 | 1 | 2 | 50.0% |" in coverage_text([Reach("표", 2, ("가.txt",))])


def test_failures_are_told_by_kind_with_an_example(bench: Bench) -> None:
    wrong = Golden("G-1", ("물빛과 수질 검사 횟수 실적은?",), "lookup", must=(("77",),))
    lines = failure_lines(evaluate(bench, [wrong, wrong]))
    assert lines[1].startswith("- lookup · 빠짐 2건. 보기: 물빛과 수질 검사 횟수 실적은? (빠짐: 77) → ")


def test_the_command_asks_scores_and_saves(
    small_world: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    saved = tmp_path / "made.jsonl"
    arguments = ["--limit", "20", "--save", str(saved), "--out", str(tmp_path / "out")]
    assert run(parser.parse_args(arguments)) == 0
    told = capsys.readouterr().out
    assert "20건을 묻습니다" in told and "표의 열 (measures)" in told
    assert len(read_golden(saved)) == 20 and list((tmp_path / "out").glob("*-generate.html"))
