"""Unit tests of the glossary: the file entry by entry, and which questions ask for a meaning."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from answer.glossary import Glossary, load_glossary
from errors import DataFileError
from index.term_finder import bare, key


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return load_glossary()


def test_there_are_enough_entries(glossary: Glossary) -> None:
    assert len(glossary.entries) >= 300


def test_every_explanation_is_one_or_two_polite_sentences_without_figures(glossary: Glossary) -> None:
    for entry in glossary.entries:
        sentences = [part for part in re.split(r"(?<=다\.)\s*", entry.explanation) if part]
        assert 1 <= len(sentences) <= 2, entry.term
        assert all(sentence.endswith("니다.") for sentence in sentences), entry.term
        assert not re.search(r"\d|퍼센트|만\s*원|억", entry.explanation), entry.term
        assert 12 <= len(entry.explanation) <= 140, entry.term


def test_no_name_stands_twice(glossary: Glossary) -> None:
    names = [key(name) for entry in glossary.entries for name in (entry.term, *entry.aliases)]

    assert len(names) == len(set(names))


def test_every_name_is_found_when_its_meaning_is_asked(glossary: Glossary) -> None:
    for entry in glossary.entries:
        for name in (entry.term, *entry.aliases):
            assert glossary.asked(f"{bare(name)} 뜻이 뭐야?") == (entry,), name
            assert glossary.find(f"{bare(name)} 뜻이 뭐야?") == entry, name


UNEXPLAINED = """
특별교부금 특별교부세 조정교부금 간주처리 이행강제금 조건부수급자 차상위계층
사고이월 명시이월 추가경정예산 예비비 성립전예산 국고보조금 지방보조금 의존재원
자주재원 세외수입 과부족 임기제 별정직 관리운영직 단위사업 정책사업 성과지표
집행잔액 낙찰차액 재정공시 투자심사 중기지방재정계획 주민참여예산제 민관협치
타운홀미팅 매니페스토 정책실명제 목표관리제 공유재산 행정재산 일반재산 기부채납
지구단위계획 공정률 도로굴착복구 교통유발부담금 대사증후군 드림스타트 사례관리
긴급복지 자활근로 탈수급 기초연금 의료급여 지적측량 개별공시지가 사전정보공표
원문공개 정보공개청구 임금피크제 경영수지 민간위탁
"""


@pytest.mark.parametrize("term", UNEXPLAINED.split())
def test_the_words_that_reports_leave_unexplained_are_there(glossary: Glossary, term: str) -> None:
    assert any(entry.term == term for entry in glossary.entries)


@pytest.mark.parametrize(
    ("question", "terms"),
    [
        ("특별교부금이 뭐야?", ["특별교부금"]),
        ("특교금이 뭔가요", ["특별교부금"]),
        ("추가 경정 예산이란?", ["추가경정예산"]),
        ("그런데 간주처리가 무슨 뜻인가요?", ["간주처리"]),
        ("재무과의 간주처리가 무슨 뜻이야", ["간주처리"]),
        ("'이행강제금'이라는 말이 무슨 뜻이야", ["이행강제금"]),
        ("조건부 수급자에 대해 설명해줘", ["조건부수급자"]),
        ("사고이월의 뜻", ["사고이월"]),
        ("협치란", ["민관협치"]),
        ("이용이 뭐예요?", ["예산이용"]),
        ("정원과 현원이 뭐야?", ["정원", "현원"]),
        ("정원, 현원, 과부족의 뜻을 알려줘", ["정원", "현원", "과부족"]),
        ("특별교부세와 특별교부금은 어떻게 달라?", ["특별교부세", "특별교부금"]),
        ("보고서에 나오는 낙찰차액이 뭐예요", ["낙찰차액"]),
    ],
)
def test_a_question_for_a_meaning_is_told(glossary: Glossary, question: str, terms: list[str]) -> None:
    assert [entry.term for entry in glossary.asked(question)] == terms


@pytest.mark.parametrize(
    "question",
    [
        "특별교부금이 얼마야?",
        "달성률이 가장 낮은 지표가 뭐야?",
        "기획예산과 성과지표가 뭐야?",
        "2021년 재무과의 주요업무계획이 뭐야?",
        "예산 설명회 언제 했어?",
        "2021년 예산 설명해줘",
        "인센티브는 뭐가 있어?",
        "조례의 의미 있는 개정",
        "정원과 현원 차이가 큰 부서는?",
        "과부족은?",
        "오늘 날씨 어때",
        "",
    ],
)
def test_a_question_for_something_else_is_no_question_for_a_meaning(glossary: Glossary, question: str) -> None:
    assert glossary.asked(question) == ()


def test_find_takes_the_longest_term_whatever_is_asked(glossary: Glossary) -> None:
    found = glossary.find("주민참여예산제로 편성한 예산은 얼마야?")

    assert found is not None and found.term == "주민참여예산제"


def test_find_passes_over_everyday_words_of_two_letters(glossary: Glossary) -> None:
    assert glossary.find("도서관 이용 현황") is None
    assert glossary.find("장미 정원 조성") is None
    assert glossary.find("오늘 날씨 어때") is None


def test_a_page_of_blanks_is_no_question(glossary: Glossary) -> None:
    assert glossary.asked("특별교부금" + " " * 10_000 + "이") == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("예비비\t예산의 1 퍼센트입니다.", "숫자"),
        ("예비비\t떼어 둔 예산이다.", "합니다체"),
        ("예비비", "칸이 1개"),
        ("예비비\t떼어 둔 예산입니다.\t첫 말", "2번째 줄에도"),
        ("예비비\t떼어 둔 예산입니다.\t비상금|", "빈 말"),
    ],
)
def test_a_bad_line_is_named_with_its_file_and_number(tmp_path: Path, line: str, reason: str) -> None:
    path = tmp_path / "glossary.tsv"
    path.write_text(f"# 머리글\n첫말\t처음에 하는 말입니다.\t\n{line}\n", encoding="utf-8")

    with pytest.raises(DataFileError) as caught:
        load_glossary(path)

    assert (caught.value.path, caught.value.line) == (path, 3)
    assert reason in str(caught.value)
