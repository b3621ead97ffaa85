"""The log, verdicts, synonyms, corrections and audit come back as they were kept (integration: SQLite)."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import Any

import pytest

from errors import InputError, SettingError, Unavailable
from records import Correction
from settings import Settings
from store import Store, open_store
from store.audit import AuditLine
from store.database import FILE
from store.questions import conversation_id
from store.reviews import Item, Verdict

from .conftest import Clock


def answer(text: str, refused: bool = False, **more: Any) -> dict[str, Any]:
    plan = {"operation": "lookup", "terms": ["010-1234-5678", "예산"]}
    return {"question": "", "answer": text, "refused": refused, "reason": None, "plan": plan, **more}


def test_questions_are_kept_masked_and_refused_ones_come_first(store: Store) -> None:
    first = store.questions.add("열쇠", "010-1234-5678 예산은?", answer("못 찾았습니다: 010-1234-5678", refused=True))
    second = store.questions.add("열쇠", "그럼 실적은?", answer("9건입니다 [1]."), audience="staff")
    assert [logged.id for logged in store.questions.newest()] == [first, second]
    assert [logged.id for logged in store.questions.newest(refused_first=False)] == [second, first]
    kept = store.questions.find(first)
    assert kept and kept.question == "[전화번호] 예산은?"
    assert kept.answer["answer"] == "못 찾았습니다: [전화번호]"
    assert kept.answer["plan"]["terms"] == ["[전화번호]", "예산"]
    assert (kept.kind, kept.refused, kept.audience) == ("lookup", True, "citizen")
    last = store.questions.find(second)
    assert last and [logged.id for logged in store.questions.before(last)] == [first]


def test_the_key_of_a_conversation_is_not_kept(store: Store) -> None:
    store.questions.add("열쇠", "예산은?", answer("9억원"))
    assert store.questions.newest()[0].conversation == conversation_id("열쇠") != "열쇠"


def test_feedback_is_the_last_word_of_the_reader(store: Store) -> None:
    number = store.questions.add("열쇠", "예산은?", answer("9억원"))
    store.questions.rate(number, True)
    store.questions.rate(number, False, "다른 과입니다. 02-123-4567로 알려 주세요")
    store.questions.rate(number + 1, True)
    kept = store.questions.find(number)
    assert kept and (kept.liked, kept.comment) == (False, "다른 과입니다. [전화번호]로 알려 주세요")
    assert store.questions.count() == 1


def test_a_conversation_and_old_questions_are_forgotten_with_their_feedback(store: Store, clock: Clock) -> None:
    old = store.questions.add("옛 열쇠", "예산은?", answer("9억원"))
    store.questions.rate(old, True)
    clock.move(days=40)
    store.questions.add("열쇠", "예산은?", answer("9억원"))
    store.questions.add("열쇠", "실적은?", answer("9건"))
    store.questions.add("다른 열쇠", "실적은?", answer("9건"))
    assert store.questions.forget_before(30) == 1
    assert store.questions.forget("열쇠") == 2
    assert store.questions.forget(conversation_id("다른 열쇠")) == 1
    assert store.questions.count() == 0


def test_a_conversation_goes_on_until_nobody_has_gone_on_with_it(
    settings: Settings, store: Store, clock: Clock
) -> None:
    store.conversations.keep("열쇠", "처음")
    clock.move(hours=20)
    assert open_store(settings, clock).conversations.find("열쇠") == "처음"
    store.conversations.keep("열쇠", "다음")
    clock.move(hours=20)
    assert (store.conversations.find("열쇠"), len(store.conversations)) == ("다음", 1)
    clock.move(hours=4)
    assert (store.conversations.find("열쇠"), len(store.conversations)) == (None, 0)


def test_a_conversation_is_dropped_by_its_key_and_forgotten_by_its_name(store: Store) -> None:
    for key in ("가", "나"):
        store.conversations.keep(key, "처음")
    store.conversations.drop(conversation_id("가"))  # a name opens nothing
    store.conversations.drop("나")
    assert (store.conversations.find("가"), store.conversations.find("나")) == ("처음", None)
    store.conversations.forget(conversation_id("가"))
    assert store.conversations.find("가") is None


def test_a_golden_question_is_marked(store: Store) -> None:
    number = store.questions.add("열쇠", "예산은?", answer("9억원"))
    store.questions.mark_golden(number)
    assert store.questions.newest()[0].golden


ITEMS = (Item("q1", "lookup", (answer("1건"),)), Item("q2", "rank", (answer("2건"), answer("3건"))))


def test_a_sample_comes_back_as_it_was_drawn(store: Store) -> None:
    first = store.reviews.add_sample("3월", "김하늘", "질문 기록", "random", 7, 40, ITEMS)
    second = store.reviews.add_sample("4월", "김하늘", "dev.json", "stratified", 8, 20, ITEMS[:1])
    assert [(sample.id, sample.size) for sample in store.reviews.samples()] == [(second, 1), (first, 2)]
    sample = store.reviews.find(first)
    assert sample and (sample.name, sample.method, sample.seed, sample.population) == ("3월", "random", 7, 40)
    assert store.reviews.items(first) == list(ITEMS)
    assert (store.reviews.item(first, 1), store.reviews.item(first, 2)) == (ITEMS[1], None)
    assert store.reviews.find(99) is None
    assert store.reviews.items(99) == []


def test_an_evaluator_may_change_a_verdict_and_not_another_ones(store: Store) -> None:
    number = store.reviews.add_sample("3월", "김하늘", "질문 기록", "random", 7, 40, ITEMS)
    store.reviews.judge(number, 0, "김하늘", "wrong", "다른 과")
    store.reviews.judge(number, 0, "이바다", "right")
    store.reviews.judge(number, 0, "김하늘", "partial", "단위")
    at = "2026-03-02T09:00:00Z"
    wanted = [Verdict(0, "김하늘", "partial", "단위", at), Verdict(0, "이바다", "right", "", at)]
    assert store.reviews.verdicts(number) == wanted
    with pytest.raises(InputError, match="maybe"):
        store.reviews.judge(number, 0, "김하늘", "maybe")
    assert store.reviews.verdicts(number) == wanted


def test_synonyms_are_changed_and_taken_away(store: Store) -> None:
    store.synonyms.add("특교", ("특별교부세",), "김하늘")
    store.synonyms.add("특교", ("특별교부금", "특별교부세"), "이바다")
    (kept,) = store.synonyms.all()
    assert (kept.word, kept.terms, kept.who) == ("특교", ("특별교부금", "특별교부세"), "이바다")
    assert store.synonyms.remove("특교")
    assert not store.synonyms.remove("특교")


def test_a_second_correction_of_a_figure_takes_the_first_ones_stead(store: Store) -> None:
    first = Correction("r1", "a.txt", 10, "실적", "190", "109", "뒤집혀 읽힘", "김하늘")
    store.corrections.add(first)
    store.corrections.add(replace(first, report_id="r2", text="100", who="이바다"))
    number = store.corrections.add(replace(first, start=30, row="목표", printed="8", text="3"))
    assert [(kept.start, kept.text, kept.who) for kept in store.corrections.all()] == [
        (10, "100", "이바다"),
        (30, "3", "김하늘"),
    ]
    assert store.corrections.withdraw(number)
    assert not store.corrections.withdraw(number)
    assert [kept.start for kept in store.corrections.all()] == [10]


def test_the_audit_log_is_read_newest_first(store: Store, clock: Clock) -> None:
    store.audit.add("김하늘", "login")
    clock.move(seconds=5)
    store.audit.add("김하늘", "swap", "보고서 3건")
    assert store.audit.last(1) == [AuditLine("2026-03-02T09:00:05Z", "김하늘", "swap", "보고서 3건")]
    with pytest.raises(KeyError):
        store.audit.add("김하늘", "dance")


def test_the_file_is_its_owners_alone_and_outlives_the_process(settings: Settings, store: Store) -> None:
    store.synonyms.add("특교", ("특별교부세",), "김하늘")
    store.close()
    assert stat.S_IMODE((settings.data_dir / FILE).stat().st_mode) == 0o600
    assert [kept.word for kept in open_store(settings).synonyms.all()] == ["특교"]


@pytest.mark.parametrize("address", ["그냥 글", "nosuch://a/b"])
def test_a_wrong_address_is_told(settings: Settings, address: str) -> None:
    with pytest.raises(SettingError, match="MUREOBOGO_DATABASE_URL"):
        open_store(settings.model_copy(update={"database_url": address}))


def test_a_file_that_is_no_database_is_told(settings: Settings) -> None:
    (settings.data_dir / FILE).write_bytes(b"nothing of the kind" * 100)
    with pytest.raises(Unavailable, match="데이터베이스"):
        open_store(settings)


def test_an_address_of_sqlite_is_taken(settings: Settings) -> None:
    other = settings.model_copy(update={"database_url": f"sqlite:///{settings.data_dir}/elsewhere.db"})
    store = open_store(other)
    store.synonyms.add("특교", ("특별교부세",), "김하늘")
    assert (settings.data_dir / "elsewhere.db").is_file()
    assert not (settings.data_dir / FILE).exists()
