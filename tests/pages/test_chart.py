"""When figures of a table are comparable, and how long their bars are."""

from __future__ import annotations

import pytest

from pages.chart import chart_html, chart_of
from tests.pages.fake_assistant import BELOW

PLAN = {"operation": "rank", "measures": ["집행률"]}


def table(*rows: str) -> str:
    return "\n".join(f"| {row} |" for row in (rows[0], "|".join("---" for _ in rows[0].split("|")), *rows[1:]))


def test_bars_follow_the_measure_that_was_asked() -> None:
    chart = chart_of(table("과 | 집행률 | 예산액", "가과 [1] | **40%** [1] | 5원", "나과 [2] | 80% | 9원"), PLAN)
    assert chart is not None
    assert chart.title == "집행률 비교"
    assert [(bar.name, bar.text, bar.length) for bar in chart.bars] == [("가과", "40%", 40.0), ("나과", "80%", 80.0)]


def test_without_the_measure_the_last_column_of_one_unit_is_taken() -> None:
    chart = chart_of(table("과 | 건수 | 금액", "가과 | 3건 | 50원", "나과 | 4건 | 1,000원"), {"operation": "compare"})
    assert chart is not None
    assert [bar.length for bar in chart.bars] == [5.0, 100.0]  # 100 × 50 ÷ 1,000


def test_totals_are_left_out() -> None:
    text = table("과 | 집행률", "가과 | 40%", "나과 | 80%", "계 | 60%")
    chart = chart_of(text, PLAN)
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["가과", "나과"]


def test_a_trend_is_named_by_its_years() -> None:
    chart = chart_of(table("연도 | 집행률", "2020년 | 40%", "2021년 | 80%"), PLAN)
    assert chart is not None
    assert chart.title == "집행률 추이"
    assert [bar.name for bar in chart.bars] == ["2020년", "2021년"]


def test_what_is_below_zero_goes_to_the_other_side() -> None:
    chart = chart_of(table("과 | 증감", "가과 | △40건", "나과 | 60건", "다과 | -20건"), {"operation": "compare"})
    assert chart is not None and chart.signed
    # from -40 to 60 are 100: zero stands at 40, and a bar below it ends there
    assert [(bar.start, bar.length) for bar in chart.bars] == [(0.0, 40.0), (40.0, 60.0), (20.0, 20.0)]
    assert chart_html(chart).count("bar below") == 2


def test_the_lines_of_a_list_are_compared_too() -> None:
    chart = chart_of(
        "- 가과 [1] **40%**\n- 나과 [2] 80%\n평균이 가장 높은 곳은 나과입니다.", {"operation": "aggregate"}
    )
    assert chart is not None
    assert [(bar.name, bar.text, bar.length) for bar in chart.bars] == [("가과", "40%", 40.0), ("나과", "80%", 80.0)]


def test_of_a_list_of_sentences_the_measure_that_was_asked_is_taken() -> None:
    text = (
        "- 가과 ‘전체(계)’: 2018년 집행률 40%입니다(예산액 703,736천원(7억 373만 6,000원)). [1]\n"
        "- 나과 ‘전체(계)’: 2021년 집행률(9.30. 기준) 80%입니다. [2]\n2018년보다 2021년에 40%p 늘었습니다."
    )
    chart = chart_of(text, {"operation": "compare", "measures": ["집행률"]})
    assert chart is not None
    assert chart.title == "집행률 추이"
    assert [(bar.name, bar.text) for bar in chart.bars] == [
        ("가과 전체(계) 2018년", "40%"),
        ("나과 전체(계) 2021년", "80%"),
    ]


def test_a_list_with_a_line_that_is_no_figure_is_not_charted() -> None:
    assert chart_of("- 가과 40%\n- 나과는 없음\n- 다과 60%", {"operation": "compare"}) is None


def test_counted_rows_are_charted_like_those_of_a_filter() -> None:
    assert chart_of(table("과 | 달성률", "가과 | 0%", "나과 | 68%"), {"operation": "count"}) is not None


def test_many_bars_are_folded() -> None:
    text = table("과 | 건수", *(f"가{n}과 | {n}건" for n in range(1, 14)))
    html = chart_html(chart_of(text, {"operation": "rank"}))
    assert html.startswith('<details class="chart"><summary>건수 비교 그림 보기(13개)</summary>')


def test_names_are_joined_where_one_column_does_not_tell() -> None:
    chart = chart_of(table("과 | 지표 | 집행률", "가과 | 하나 | 40%", "가과 | 둘 | 80%", "나과 | 하나 | 8%"), PLAN)
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["가과 · 하나", "가과 · 둘", "나과 · 하나"]


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("표가 없습니다.", PLAN),
        (table("과 | 집행률", "가과 | 40%"), PLAN),
        (table("과 | 집행률", *(f"{n}과 | {n}%" for n in range(1, 62))), PLAN),
        (table("과 | 실적", "가과 | 40%", "나과 | 3건"), PLAN),
        (table("과 | 실적", "가과 | 40건", "나과 | -"), PLAN),
        (table("과 | 실적", "가과 | 0건", "나과 | 0건"), PLAN),
        (table("과 | 집행률", "가과 | 40%", "가과 | 80%"), PLAN),
        (table("과 | 집행률", "가과 | 40%", "나과 | 80%"), {"operation": "define"}),
        (table("과 | 집행률", "가과 | 40%", "나과 | 80%"), {}),
    ],
)
def test_no_chart_where_nothing_is_comparable(text: str, plan: dict[str, object]) -> None:
    assert chart_of(text, plan) is None


def test_the_chart_says_its_figures_in_words() -> None:
    html = chart_html(chart_of(BELOW.text, BELOW.plan))
    assert "달성률 비교" in html
    assert html.count('class="value">') == 2
    assert 'width:75.0%"' in html  # a share is of 100 %
    assert chart_html(None) == ""
