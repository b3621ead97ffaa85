"""Figures put right by hand: both values are told, sums and filters use the right one, and the check sees to it."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from answer.__main__ import open_assistant
from answer.ask import Assistant
from answer.check import unproved
from index.amended import row_of
from index.build import build
from records import Amended, Citation, Correction, Observation
from settings import Settings
from store import open_store
from store.database import FILE

REPORT = """# 물빛과 2023년 주요업무 보고

| 지표 | 단위 | 목표 | 실적 | 달성률 |
| --- | --- | --- | --- | --- |
| 하천 정비 연장 | km | 12 | 9 | 75 |
| 하천 순찰 거리 | km | 40 | 35 | 87.5 |
| 수질 검사 횟수 | 회 | 24 | 26 | 108.3 |
"""
NOTE = (
    "※ 정정: 물빛과 ‘하천 정비 연장’ 실적은 9km으로 적혀 있으나 14km으로 바로잡았습니다"
    "(2026-11-22, 이유: 결산서 12쪽과 대조함). [1]"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder: Path = tmp_path_factory.mktemp("corrected")
    (folder / "reports").mkdir()
    (folder / "reports" / "a.md").write_text(REPORT, encoding="utf-8")
    settings = Settings(reports_dir=folder / "reports", data_dir=folder / "data")
    build(settings.reports_dir, settings)
    return settings


@pytest.fixture
def assistant(made: Settings) -> Assistant:
    return Assistant.open(made)


def figure(assistant: Assistant, name: str, measure: str) -> Observation:
    return next(o for o in assistant.observations() if (o.indicator or o.item) == name and o.measure == measure)


def correction(assistant: Assistant, name: str, measure: str, text: str) -> Correction:
    o, at = figure(assistant, name, measure), "2026-11-21T20:00:00Z"  # the next morning in Korea
    given = (o.report_id, "a.md", o.start, row_of(o), o.text, text, "결산서 12쪽과 대조함", "김하늘", at)
    return Correction(*given, id=1)


def test_an_answer_tells_both_values_and_cites_the_printed_place(assistant: Assistant) -> None:
    assistant.correct([correction(assistant, "하천 정비 연장", "실적", "14")])
    answer, _ = assistant.ask("하천 정비 연장 실적은?")
    assert "14km(정정)" in answer.text
    assert answer.text.split("\n")[-1] == NOTE
    assert answer.citations[0].quote == "하천 정비 연장 | km | 12 | 9 | 75"
    assert [(a.printed, a.value, a.n) for a in answer.corrections] == [("9km", "14km", 1)]
    assert answer.to_json()["corrections"][0]["reason"] == "결산서 12쪽과 대조함"


def test_computations_use_the_right_value(assistant: Assistant) -> None:
    assistant.correct([correction(assistant, "하천 정비 연장", "실적", "14")])
    answer, _ = assistant.ask("하천 정비 연장과 하천 순찰 거리 실적 합계는?")
    assert "모두 더하면 49km입니다" in answer.text
    assert NOTE in answer.text


def test_a_row_that_a_correction_takes_out_of_a_list_is_told(assistant: Assistant) -> None:
    before, _ = assistant.ask("달성률이 100% 미만인 지표는?")
    assert "하천 정비 연장" in before.text
    assistant.correct([correction(assistant, "하천 정비 연장", "달성률", "116.7")])
    answer, _ = assistant.ask("달성률이 100% 미만인 지표는?")
    assert "| 하천 정비 연장" not in answer.text and "| 하천 순찰 거리" in answer.text
    assert "달성률은 75%로 적혀 있으나 116.7%로 바로잡았습니다" in answer.text


def test_what_is_withdrawn_is_as_before(assistant: Assistant) -> None:
    before, _ = assistant.ask("하천 정비 연장 실적은?")
    assistant.correct([correction(assistant, "하천 정비 연장", "실적", "14")])
    assistant.correct([])
    after, _ = assistant.ask("하천 정비 연장 실적은?")
    assert (after.text, after.corrections) == (before.text, ())


def test_the_source_says_so_where_the_printed_figure_stands(assistant: Assistant) -> None:
    assistant.correct([correction(assistant, "하천 정비 연장", "실적", "14")])
    o = figure(assistant, "하천 정비 연장", "실적")
    view = assistant.source(o.report_id, o.start, o.end)
    assert (view.quote, [a.value for a in view.corrections]) == ("9", ["14km"])


def test_the_check_takes_a_corrected_figure_only_beside_its_correction(assistant: Assistant) -> None:
    assistant.correct([correction(assistant, "하천 정비 연장", "실적", "14")])
    answer, _ = assistant.ask("하천 정비 연장 실적은?")
    report = figure(assistant, "하천 정비 연장", "실적").report_id
    cells = [o for o in assistant.observations() if isinstance(o, Amended)]

    def cells_of(citation: Citation) -> list[Amended]:
        return [o for o in cells if citation.start <= o.start < citation.end]

    def faults(text: str) -> list[str]:
        return [fault.number for fault in unproved(replace(answer, text=text), lambda _: REPORT, cells_of)]

    assert report == answer.citations[0].report_id
    told = answer.text.split("\n")[0]
    assert faults(f"{told}\n{NOTE}") == []
    assert "14" in faults(told)  # without the line nobody could see that it is not what is printed
    assert "15" in faults(f"{told}\n{NOTE.replace('14km', '15km')}")  # another value than that of the correction
    assert "13" in faults(f"{told.replace('14km', '13km')}\n{NOTE}")


def test_the_command_knows_the_words_and_corrections_of_staff(
    made: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    file = made.data_dir / FILE
    plain = open_assistant(made)
    assert plain.ask("뚝방길이는?")[0].refused and not file.exists(), "asking makes no database"
    with closing(open_store(made)) as store:
        store.synonyms.add("뚝방길이", ("하천 정비 연장",), "김하늘")
        store.corrections.add(correction(plain, "하천 정비 연장", "실적", "14"))
    assert "14km(정정)" in open_assistant(made).ask("뚝방길이 실적은?")[0].text
    file.write_bytes(b"no database")
    assert open_assistant(made).ask("뚝방길이는?")[0].refused
    assert "같은 말과 정정 없이 답합니다" in capsys.readouterr().err
    file.unlink()
