"""Pages of one agency over the reports that ship, which are of two: whose reports answer, and when others' do too."""

from __future__ import annotations

import pytest

from answer.across import Agencies
from answer.ask import Assistant
from answer.dialogue import Conversation
from records import Answer
from settings import Settings

ONE, OTHER = "영등포구", "서구"
BOTH_HAVE = "감사담당관의 성과지표는 몇 개인가요?"


@pytest.fixture(scope="module")
def assistant(shipped_index: Settings) -> Assistant:
    return Assistant.open(shipped_index)


def files(answer: Answer) -> set[str]:
    """Whose files an answer cites, by how their names begin."""
    return {citation.file.split("-")[0] for citation in answer.citations}


def asked(assistant: Assistant, agency: str, *questions: str) -> Answer:
    """The answer to the last of a conversation on an agency's page."""
    conversation = Conversation()
    for question in questions:
        answer, conversation = assistant.ask(question, conversation, agency=agency)
    return answer


@pytest.mark.parametrize(("agency", "file"), [(ONE, "yeongdeungpo"), (OTHER, "seogu")])
def test_the_same_question_is_answered_from_each_ones_own_reports(assistant: Assistant, agency: str, file: str) -> None:
    answer = asked(assistant, agency, BOTH_HAVE)
    assert not answer.refused and files(answer) == {file}
    assert answer.understood.startswith(agency) and not answer.notices


def test_what_only_the_other_has_is_refused_as_if_it_were_nowhere(assistant: Assistant) -> None:
    only_other = "동주민센터 예산액은 얼마인가요?"
    assert not asked(assistant, OTHER, only_other).refused
    refused = asked(assistant, ONE, only_other)
    assert refused.refused and "2,431" not in refused.text and files(refused) <= {"yeongdeungpo"}


def test_a_question_that_names_the_other_is_answered_across_and_says_so(assistant: Assistant) -> None:
    answer = asked(assistant, ONE, f"{OTHER} 동주민센터 예산액은 얼마인가요?")
    assert files(answer) == {"seogu"} and "2,431백만원" in answer.text
    assert OTHER in answer.understood and f"{OTHER}의 보고서까지" in answer.notices[0]


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("서구와 비교하면 감사담당관 성과지표는 몇 개인가요?", ("5개", "3개")),
        ("다른 구와 비교하면 감사담당관 성과지표는 몇 개인가요?", ("5개", "3개")),
        ("서구보다 감사담당관 성과지표가 많아?", ("5개", "3개")),
        ("우리 구와 서구의 보건소 단위사업 수를 비교해 줘", ("17개", "15개")),
    ],
)
def test_a_comparison_is_answered_from_both(assistant: Assistant, question: str, figures: tuple[str, ...]) -> None:
    answer = asked(assistant, ONE, question)
    assert files(answer) == {"yeongdeungpo", "seogu"} and all(figure in answer.text for figure in figures)
    assert ONE in answer.understood and OTHER in answer.understood and answer.notices
    assert answer.question == question


def test_a_comparison_of_which_one_side_is_nowhere_says_so(assistant: Assistant) -> None:
    answer = asked(assistant, ONE, "서구와 비교하면 기획예산과 정원은 몇 명인가요?")
    assert files(answer) == {"yeongdeungpo"} and "25명" in answer.text
    assert "**서구** 보고서에서는 찾지 못했습니다" in answer.text


def test_a_comparison_may_follow(assistant: Assistant) -> None:
    answer = asked(assistant, OTHER, "감사담당관 성과지표는 몇 개인가요?", "영등포구와 비교하면?")
    assert files(answer) == {"yeongdeungpo", "seogu"} and answer.notices


def test_follow_ups_stay_where_the_conversation_is(assistant: Assistant) -> None:
    inside = asked(assistant, OTHER, "총무국 예산액은 얼마인가요?", "그럼 보건소는?")
    assert files(inside) == {"seogu"} and "11,965백만원" in inside.text and not inside.notices
    beyond = asked(assistant, ONE, f"{OTHER} 총무국 예산액은 얼마인가요?", "그럼 보건소는?")
    assert files(beyond) == {"seogu"} and beyond.notices, "it leans on an answer from there"
    back = asked(assistant, ONE, f"{OTHER} 총무국 예산액은 얼마인가요?", BOTH_HAVE)
    assert files(back) == {"yeongdeungpo"} and not back.notices, "it stands alone"


def test_suggestions_and_examples_are_the_agencys_own(assistant: Assistant) -> None:
    for agency in (ONE, OTHER):
        for example in assistant.examples(6, agency):
            answer = asked(assistant, agency, example)
            assert not answer.refused and not answer.notices
            assert files(answer) == files(asked(assistant, agency, *answer.suggestions[:1] or (example,)))


def test_the_list_of_reports_is_the_agencys_own(assistant: Assistant) -> None:
    told = asked(assistant, OTHER, "어떤 보고서가 있나요?").text
    assert OTHER in told and ONE not in told


@pytest.mark.parametrize(
    ("question", "read"),
    [
        ("재무과 정원은?", None),
        ("영등포구 재무과 정원은?", None),
        ("서구청은 몇 명이야?", "서구청은 몇 명이야?"),
        ("서구와 비교하면 정원은?", "영등포구 서구와 비교하면 정원은?"),
        ("우리 구와 서구의 정원을 비교해줘", "영등포구와 서구의 정원을 비교해줘"),
        ("영등포구는 서구보다 정원이 많아?", "영등포구는 서구보다 정원이 많아?"),
        ("다른 자치구보다 많아?", "영등포구, 서구 다른 자치구보다 많아?"),
        ("기관별로 정원을 알려줘", "영등포구, 서구 기관별로 정원을 알려줘"),
        ("다른 시설은 몇 개야?", None),
        ("다른 구역은 어디야?", None),
        ("강서구 정원은?", None),
    ],
)
def test_how_far_a_question_reaches(question: str, read: str | None) -> None:
    reach = Agencies([ONE, OTHER, None]).reach(ONE, question)
    assert (reach and reach.question) == read


def test_of_many_agencies_none_is_named_that_the_question_does_not_name() -> None:
    many = Agencies([ONE, *(f"{n}째구" for n in range(9))])
    reach = many.reach(ONE, "다른 구와 비교하면 정원은?")
    assert reach is not None and reach.question == "다른 구와 비교하면 정원은?"
