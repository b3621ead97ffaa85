"""Personal data of reports kept out of answers by setting; questions that are too old deleted by the running site."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from errors import SettingError
from pages.desk import Desk
from pages.opening import opened
from pages.privacy import Mask, keep_forgetting
from settings import Settings
from store import open_store
from tests.pages.fake_assistant import BUDGET_ANSWER, QUESTIONS, FakeAssistant

PERSONAL = "수급자 900101-2345678, 문의 02-2670-3114"


def test_an_answer_is_masked_with_its_quotes_and_otherwise_the_same() -> None:
    (cited,) = BUDGET_ANSWER.citations
    answer = replace(BUDGET_ANSWER, text=f"{PERSONAL} [1]", citations=(replace(cited, quote=PERSONAL),))
    shown = Mask(["주민등록번호"]).answer(answer)
    assert shown.text == "수급자 [주민등록번호], 문의 02-2670-3114 [1]"
    assert shown.citations[0].quote == "수급자 [주민등록번호], 문의 02-2670-3114"
    assert shown == replace(answer, text=shown.text, citations=shown.citations)
    assert Mask().answer(answer) is answer
    assert Mask(["주민등록번호", "전화번호"]).json([PERSONAL]) == ["수급자 [주민등록번호], 문의 [전화번호]"]


def test_the_setting_names_what_is_masked() -> None:
    desk = Desk(opened(FakeAssistant()), settings=Settings(mask_answers="전화번호"))
    assert desk.mask.json(PERSONAL).endswith("[전화번호]")
    with pytest.raises(SettingError, match="MUREOBOGO_MASK_ANSWERS"):
        Desk(opened(FakeAssistant()), settings=Settings(mask_answers="이름"))


def test_what_is_too_old_is_deleted_while_the_site_runs(settings: Settings) -> None:
    moments = [datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)]
    store = open_store(settings, lambda: moments[0])
    desk = Desk(opened(FakeAssistant()), store=store, settings=settings)
    desk.ask(QUESTIONS[1], "key")
    moments.pop(0)
    desk.ask(QUESTIONS[0], "key")

    async def a_while() -> None:
        task = asyncio.create_task(keep_forgetting(store, 30, every=0.01))
        while not store.audit.last():
            await asyncio.sleep(0.01)
        task.cancel()

    with ThreadPoolExecutor() as other:  # tests of pages in a browser leave a loop running in this thread
        other.submit(asyncio.run, asyncio.wait_for(a_while(), 20)).result()
    assert [logged.question for logged in store.questions.newest()] == [QUESTIONS[0]]
    assert [(line.who, line.event) for line in store.audit.last()] == [("자동", "forget")]
    store.close()
