"""Internal reports reach nobody who has not logged in; words that staff add are known at once (integration)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from answer.ask import Assistant
from index.build import build
from index.part import Part
from index.search import Index, open_index
from index.within import Within
from settings import Settings

PUBLIC = """# 물빛과 2023년 주요업무 보고

| 지표 | 단위 | 목표 | 실적 |
| --- | --- | --- | --- |
| 하천 정비 연장 | km | 12 | 9 |
| 수질 검사 횟수 | 회 | 24 | 26 |

○ 하천 산책로 정비 사업을 추진함
"""
SECRET = """# 나무과 2024년 내부 검토

| 지표 | 단위 | 목표 | 실적 |
| --- | --- | --- | --- |
| 비밀정원 조성 | 개소 | 77 | 31 |
| 가로수 심기 | 그루 | 1200 | 1150 |

○ 비밀정원 부지 매입을 검토함
"""
QUESTIONS = (
    "비밀정원 조성 실적은?",
    "나무과 가로수 심기 목표는?",
    "비밀정원 부지는 어떻게 되나요?",
    "목표를 달성하지 못한 과는?",
    "지표는 모두 몇 개인가요?",
    "2024년 실적은?",
    "어떤 보고서가 있나요?",
    "비밀졍원 조성",
)
WORDS = ("비밀정원", "나무과", "가로수", "1,150", "1150", "77개소", "2024")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """An index of a public and an internal report."""
    folder: Path = tmp_path_factory.mktemp("mixed")
    reports = folder / "reports"
    reports.mkdir()
    (reports / "a.md").write_text(PUBLIC, encoding="utf-8")
    (reports / "b.md").write_text(SECRET, encoding="utf-8")
    (reports / "reports.toml").write_text('["b.md"]\nvisibility = "internal"\n', encoding="utf-8")
    settings = Settings(reports_dir=reports, data_dir=folder / "data")
    build(reports, settings)
    return settings


@pytest.fixture(scope="module")
def mixed(made: Settings) -> Assistant:
    return Assistant.open(made)


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_internal_is_told_to_the_public(mixed: Assistant, question: str) -> None:
    answer, conversation = mixed.ask(question, internal=False)
    told = json.dumps(answer.to_json() | {"question": "", "plan": {}, "understood": ""}, ensure_ascii=False)
    said = [word for word in WORDS if word in told and word not in question]
    assert said == []
    assert all(citation.file == "a.md" for citation in answer.citations)
    again, _ = mixed.ask("그럼 목표는?", conversation, internal=False)
    assert all(citation.file == "a.md" for citation in again.citations)


def test_those_who_are_logged_in_are_told(mixed: Assistant) -> None:
    answer, _ = mixed.ask("비밀정원 조성 실적은?", internal=True)
    assert "31" in answer.text
    assert answer.citations[0].file == "b.md"


def test_a_public_question_is_answered_all_the_same(mixed: Assistant) -> None:
    answer, _ = mixed.ask("하천 정비 연장 실적은?", internal=False)
    assert "9km" in answer.text.replace(" ", "")


def test_examples_come_from_public_reports(mixed: Assistant) -> None:
    assert not [example for example in mixed.examples() if any(word in example for word in WORDS)]


def test_a_part_of_an_index_knows_nothing_of_the_rest(made: Settings) -> None:
    whole: Index = open_index(made)
    hidden = frozenset(id_ for id_, report in whole.reports.items() if report.visibility == "internal")
    part = Part(whole, hidden)
    assert [report.file for report in part.reports.values()] == ["a.md"]
    assert whole.frequency("정원") > part.frequency("정원") == 0
    assert "정원" in whole.words() and "정원" not in part.words()
    assert {row.first.report_id for row in part.rows}.isdisjoint(hidden)
    for found in (part.search("비밀정원 조성"), part.search("비밀정원", within=Within(reports=tuple(hidden)))):
        assert not [hit for hit in found if hit.passage.report_id in hidden]
    assert not [hit for hit in part.search_rows("비밀정원 가로수") if hit.row.first.report_id in hidden]
    assert part.keyword_scores("rows", "비밀정원 가로수")["morphemes"].max() == 0


def test_words_are_known_from_the_next_question_on_and_forgotten_again(made: Settings) -> None:
    assistant = Assistant.open(made)
    question = "뚝방길이는 얼마인가요?"
    assert assistant.ask(question)[0].refused
    assistant.learn({"뚝방길이": ("하천 정비 연장",)})
    answer, _ = assistant.ask(question)
    assert not answer.refused and "9km" in answer.text.replace(" ", "")
    assistant.learn({})
    assert assistant.ask(question)[0].refused
