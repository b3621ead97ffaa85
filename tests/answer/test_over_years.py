"""Reports of several years say different things of the same team or table (over a report of an invented 한빛구)."""

from __future__ import annotations

import pytest

from answer.ask import Assistant
from tests.answer.invented import assistant_over

DUTIES = "팀,업무\n한길팀,{first}\n한길팀,{second}\n새롬팀,민원 안내\n"
PARKING = "# 2030년 주차 현황\n\n- 노상주차장 40개소\n- 노외주차장 25개소\n"
MANIFEST = """[["duties-2028.csv"]]
title = "총무과 2028년 팀별 업무"
agency = "한빛구"
year = 2028
department = "총무과"

[["duties-2030.csv"]]
title = "총무과 2030년 팀별 업무"
agency = "한빛구"
year = 2030
department = "총무과"

[["parking.md"]]
title = "2030년 주차 현황"
agency = "한빛구"
year = 2030
"""


@pytest.fixture(scope="module")
def over_years(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("years")
    reports = home / "reports"
    reports.mkdir()
    (reports / "duties-2028.csv").write_text(DUTIES.format(first="청사 경비", second="문서 배부"), encoding="utf-8")
    (reports / "duties-2030.csv").write_text(DUTIES.format(first="관용차 배차", second="기록 보존"), encoding="utf-8")
    (reports / "parking.md").write_text(PARKING, encoding="utf-8")
    (reports / "reports.toml").write_text(MANIFEST, encoding="utf-8")
    return assistant_over(reports)


@pytest.mark.parametrize("question", ["한길팀은 뭐 하는 팀이야?", "한길팀 뭐하는 곳이에요", "한길팀 업무는?"])
def test_duties_are_those_of_the_newest_report_and_it_says_so(question: str, over_years: Assistant) -> None:
    answer, _ = over_years.ask(question)
    assert "관용차 배차" in answer.text and "청사 경비" not in answer.text
    assert "2030년 보고서 기준" in answer.text and "2028년" in answer.text


def test_duties_of_a_year_that_is_asked(over_years: Assistant) -> None:
    answer, _ = over_years.ask("2028년 한길팀 업무는?")
    assert "청사 경비" in answer.text and "관용차 배차" not in answer.text


def test_parts_of_one_year_are_no_change(over_years: Assistant) -> None:
    answer, _ = over_years.ask("주차장 얼마나 늘었어?")
    assert "15" not in answer.text
