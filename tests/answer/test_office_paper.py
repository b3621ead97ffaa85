"""Questions about a paper in the form of office papers: 1. over 가. over 1), labels with blanks (integration)."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from answer.ask import Assistant
from tests.answer.invented import assistant_over

LINES = """별빛 인형극 행사 운영 용역 제안요청서
2031. 4. 2.
한빛구청
1. 행사개요
가. 행 사 명: 별빛 인형극
나. 행사일시: 2031. 9. 6.(토) 14:00 ~ 16:00
다. 행사장소: 솔숲광장
라. 소요예산: 43,000,000원
2. 입찰 안내
가. 낙찰자 결정: 협상에 의한 계약
나. 추진일정
1) 제안서 접수
가) 일 시: 2031. 5. 7.(수) 09:00
나) 장 소: 한빛구청 2층
2) 평가위원회 개최
가) 일 시: 2031. 5. 20.(화) 10:00
나) 장 소: 한빛구청 대회의실
3. 무대
1) 사회자는 행사에 맞는 사람으로 섭외하여 제안서에 적음
2) 무대 규격은 6m × 4m 이상으로 기획
3) 객석과 이동 통로, 안내소, 유아 휴게실을 배치도에 그려 제출하고 안전요원의 자리를 함께 적음
4) 음향과 조명은 인형극의 분위기를 해치지 않도록 하며 소음 기준을 지키기 위한 계획을 따로 제출
5) 비가 올 때를 대비하여 천막을 준비하고 그 설치와 철거에 드는 시간을 행사 일정에 넣어 제안
""".splitlines()

NOTICE = """음악 교실 안내
1. 음악 교실 신청 방법
가. 접수: 전화 또는 방문
나. 준비물: 빌린 악기도 됨
"""

ANSWERED = {
    "when, by the name in the bullet beside it": ("별빛 인형극은 언제 하나요?", "9. 6.", "무대"),
    "a place by its label alone": ("행사장소는 어디인가요?", "솔숲광장", "43,000,000"),
    "the budget of what is named beside it": ("별빛 인형극 예산은 얼마인가요?", "43,000,000원", "규격"),
    "a date under the heading that is asked": ("평가위원회는 언제 열리나요?", "5. 20.", "5. 7."),
    "a place under the heading that is asked": ("제안서 접수 장소는?", "2층", "대회의실"),
    "how, by a label that ends in 결정": ("낙찰자는 어떻게 정하나요?", "협상에 의한 계약", "접수"),
    "one bullet out of a long list": ("무대 규격은?", "6m", "천막"),
}


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home: Path = tmp_path_factory.mktemp("paper")
    (home / "reports").mkdir()
    document = Document()
    for line in LINES:
        document.add_paragraph(line)
    document.save(str(home / "reports" / "request.docx"))
    (home / "reports" / "notice.txt").write_text(NOTICE, encoding="utf-8")
    return assistant_over(home / "reports")


@pytest.mark.parametrize("kind", ANSWERED)
def test_a_labelled_line_answers(kind: str, paper: Assistant) -> None:
    question, words, elsewhere = ANSWERED[kind]
    answer, _ = paper.ask(question)
    assert not answer.refused, answer.text
    assert words in answer.text
    assert elsewhere not in answer.text


def test_a_paper_of_nobody_is_called_by_its_title_and_quoted_line_by_line(paper: Assistant) -> None:
    answer, _ = paper.ask("음악 교실 신청 방법은?")
    assert answer.text.split("\n")[:4] == [
        "‘음악 교실 안내’에 이렇게 적혀 있습니다. [1]",
        "> 1. 음악 교실 신청 방법",
        "> 가. 접수: 전화 또는 방문",
        "> 나. 준비물: 빌린 악기도 됨",
    ]


def test_a_summary_sets_what_hangs_from_a_bullet_below_it(paper: Assistant) -> None:
    answer, _ = paper.ask("음악 교실에 대해 요약해줘")
    assert "- 1. 음악 교실 신청 방법 [1]\n  - 가. 접수: 전화 또는 방문\n  - 나. 준비물: 빌린 악기도 됨" in answer.text


TALK = {"안녕하세요!": "안녕하세요", "감사합니다": "이어서", "뭐 물어볼 수 있어요?": "등록된 보고서는 2건"}


@pytest.mark.parametrize("said", TALK)
def test_talk_is_answered_as_talk(said: str, paper: Assistant) -> None:
    """Nothing was looked for, and nothing is explained: no line above it says so."""
    answer, _ = paper.ask(said)
    assert TALK[said] in answer.text
    assert (answer.refused, answer.reason, answer.understood) == (False, None, "")


def test_an_earlier_subject_that_the_answer_left_is_not_shown_as_understood(paper: Assistant) -> None:
    _, conversation = paper.ask("음악 교실 신청 방법은?")
    answer, _ = paper.ask("무대 규격은?", conversation)
    assert "6m" in answer.text and answer.understood.startswith("무대 규격 · ")
