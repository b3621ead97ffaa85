"""Questions in, turns out."""

from __future__ import annotations

import threading
import unicodedata

import pytest

from errors import Unavailable
from pages.desk import QUESTION_LIMIT, Desk, QuestionError, checked
from pages.opening import Opening, opened
from tests.pages.fake_assistant import QUESTIONS, FakeAssistant


def test_a_question_is_trimmed_and_put_together() -> None:
    assert checked("  " + unicodedata.normalize("NFD", "예산액은?") + "\n") == "예산액은?"


@pytest.mark.parametrize(
    ("question", "code"), [("", "empty_question"), (" \n\t", "empty_question"), ("가" * 1001, "question_too_long")]
)
def test_a_question_that_cannot_be_asked(question: str, code: str) -> None:
    with pytest.raises(QuestionError) as caught:
        checked(question)
    assert caught.value.code == code


def test_a_long_question_is_measured_in_composed_characters() -> None:
    assert checked(unicodedata.normalize("NFD", "각" * QUESTION_LIMIT)) == "각" * QUESTION_LIMIT


def test_a_conversation_goes_on() -> None:
    fake = FakeAssistant()
    desk = Desk(opened(fake))
    desk.ask(QUESTIONS[0], "열쇠")
    desk.ask("그럼 실적은?", "열쇠")
    assert fake.asked == [(QUESTIONS[0], None), ("그럼 실적은?", (QUESTIONS[0],))]
    assert [turn.question for turn in desk.turns("열쇠")] == [QUESTIONS[0], "그럼 실적은?"]


def test_conversations_do_not_mix() -> None:
    fake = FakeAssistant()
    desk = Desk(opened(fake))
    desk.ask(QUESTIONS[0], "가")
    desk.ask(QUESTIONS[1], "나")
    assert [conversation for _, conversation in fake.asked] == [None, None]
    assert len(desk.turns("가")) == len(desk.turns("나")) == 1


def test_turns_of_one_conversation_keep_their_order_when_asked_at_once() -> None:
    fake = FakeAssistant(seconds=0.01)
    desk = Desk(opened(fake))
    asking = [threading.Thread(target=desk.ask, args=(f"질문 {n}", "열쇠")) for n in range(8)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert [len(conversation or ()) for _, conversation in fake.asked] == list(range(8))


def test_a_fault_is_told_with_a_number_and_without_its_words() -> None:
    desk = Desk(opened(FakeAssistant(broken=ValueError("비밀 경로"))))
    with pytest.raises(Unavailable, match=r"오류 번호 [0-9a-f]{6}") as caught:
        desk.ask("질문", "열쇠")
    assert "비밀" not in str(caught.value)
    assert desk.turns("열쇠") == []


def test_a_known_error_keeps_its_message() -> None:
    desk = Desk(opened(FakeAssistant(broken=Unavailable("디스크가 가득 찼습니다."))))
    with pytest.raises(Unavailable, match="디스크가"):
        desk.ask("질문", "열쇠")


def test_a_question_waits_for_the_reports_and_says_so_when_they_take_too_long() -> None:
    go = threading.Event()

    def slow(progress: object) -> FakeAssistant:
        go.wait(5)
        return FakeAssistant()

    desk = Desk(Opening(slow))
    desk.opening.start()
    with pytest.raises(Unavailable, match="보고서를 여는 중입니다"):
        desk.ask("질문", "열쇠", timeout=0.01)
    go.set()
    assert desk.ask("질문", "열쇠", timeout=5).answer is not None


def test_examples_are_made_once_for_the_same_reports() -> None:
    class Counting(FakeAssistant):
        made = 0

        def examples(self, count: int = 6, agency: str | None = None) -> list[str]:
            Counting.made += 1
            return super().examples(count, agency)

    desk = Desk(opened(Counting()))
    assert desk.examples(6) == list(QUESTIONS)
    assert desk.examples(2) == list(QUESTIONS[:2])
    assert Counting.made == 1


def test_internal_reports_are_not_public() -> None:
    assert [report.id for report in Desk(opened(FakeAssistant())).public_reports()] == ["fake-1", "fake-3"]


def test_an_answer_s_own_suggestions_come_first_and_no_question_twice() -> None:
    desk = Desk(opened(FakeAssistant()))
    desk.ask(QUESTIONS[0], "열쇠")
    assert desk.suggestions(desk.turns("열쇠"), 4) == [QUESTIONS[1], QUESTIONS[3]]
    desk.ask(QUESTIONS[1], "열쇠")
    assert desk.suggestions(desk.turns("열쇠"), 4) == []  # it suggests the first one, which was asked


def test_where_an_answer_suggests_nothing_other_examples_are_offered() -> None:
    desk = Desk(opened(FakeAssistant()))
    desk.ask("표 파일의 실적은?", "열쇠")
    assert desk.suggestions(desk.turns("열쇠"), 2) == []  # the examples are not made yet
    desk.examples(6)
    assert desk.suggestions(desk.turns("열쇠"), 2) == list(QUESTIONS[:2])
