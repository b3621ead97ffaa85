"""What a reader sees while a language model writes, and what of its lies: none (e2e, loopback fake)."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from answer.ask import Assistant, language_model
from eval.loopback import Loopback
from index.search import open_index
from pages.citizen import WAITING, WRITING
from pages.desk import Desk
from pages.opening import opened
from settings import Settings

QUESTION = "재무과와 징수과의 달성률 평균을 비교해줘"
SIZES = {1280: 900, 390: 844}
PICTURES = os.environ.get("PICTURES", "")
"""A folder for pictures of each state, to be looked at; empty in a test run."""


@pytest.fixture(scope="module")
def slow() -> Iterator[Loopback]:
    """A model that waits for `go` before its first word and before its last ones."""
    with Loopback(behaviour="one_digit", go=threading.Semaphore(0)) as server:
        yield server


@pytest.fixture(scope="module")
def address(serve: Callable[..., str], shipped_index: Settings, slow: Loopback) -> str:
    changed = {"llm": "openai:loopback-fake", "llm_base_url": slow.url, "llm_planner": "off", "llm_cache": 0}
    settings = shipped_index.model_copy(update=changed)
    assistant = Assistant(settings, open_index(settings), language_model(settings))
    assistant.warm()
    return serve(Desk(opened(assistant), settings=settings))


@pytest.mark.parametrize("width", SIZES)
def test_the_page_waits_then_shows_checked_sentences_then_all(
    width: int, address: str, slow: Loopback, visit: Callable[..., Any]
) -> None:
    page = visit(address, viewport={"width": width, "height": SIZES[width]}, reduced_motion="reduce")
    page.locator("#box textarea").fill(QUESTION)
    page.locator("#box textarea").press("Enter")
    page.get_by_text(WAITING).wait_for()
    _picture(page, "waiting", width)
    assert slow.go is not None
    slow.go.release()
    page.get_by_text(WRITING).wait_for()
    begun = page.locator("#turn-1.pending .text").inner_text()
    assert begun and slow.said[-1].split("\n")[0] not in begun  # the first line is the lie
    _picture(page, "writing", width)
    slow.go.release()
    turn = page.locator("#turn-1.done")
    turn.wait_for()
    lie = slow.said[-1].split("\n")[0]
    assert lie not in turn.inner_text() and "원문에서 확인되지 않은 문장 1개를 뺐습니다." in turn.inner_text()
    assert turn.locator(".text ul + p").count() >= 1  # the line behind a list is a line of its own
    assert page.faults == []
    turn.evaluate("e => e.scrollIntoView({block: 'start'})")
    _picture(page, "done", width)


def _picture(page: Any, what: str, width: int) -> None:
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"model-{what}-{width}.png")
