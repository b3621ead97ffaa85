"""Personal data that reports hold, kept out of what is shown; and questions that are older than they may be."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from starlette.concurrency import run_in_threadpool

from errors import MureobogoError, SettingError
from pages.kept_answer import answer_of, kept
from records import Answer
from settings import Settings
from store import Store
from store.masking import KINDS, masked_in_report, masked_within

RETENTION_EVERY = 3600.0
"""Seconds between two looks at the log."""

ITSELF = "자동"
"""Who did it, in the audit log."""

log = logging.getLogger(__name__)


class Mask:
    """Masks the kinds of personal data that a setting names."""

    def __init__(self, kinds: Sequence[str] = ()) -> None:
        """Raises SettingError for a kind that is not known."""
        if unknown := set(kinds) - set(KINDS):
            remedy = f"쓸 수 있는 값: {', '.join(KINDS)} (쉼표로 나누고, 비우면 가리지 않습니다)."
            raise SettingError("MUREOBOGO_MASK_ANSWERS", ",".join(sorted(unknown)), remedy)
        self._kinds = tuple(kinds)

    @classmethod
    def of(cls, settings: Settings | None) -> Mask:
        """What the settings name; nothing without settings."""
        named = settings.mask_answers.split(",") if settings else ()
        return cls([kind.strip() for kind in named if kind.strip()])

    def answer(self, answer: Answer) -> Answer:
        """The answer as it may be shown; a quote that holds personal data then differs from the report by its mask."""
        before = kept(answer)
        after = self.json(before)
        return answer if after == before else replace(answer_of(after, {}), suggestions=tuple(after["suggestions"]))

    def json(self, value: Any) -> Any:
        """Every text within `value`, masked."""
        return masked_within(value, partial(masked_in_report, kinds=self._kinds)) if self._kinds else value


def forget_old(store: Store, days: int) -> int:
    """Delete questions older than `days` from the log; gives how many."""
    count = store.questions.forget_before(days)
    if count:
        store.audit.add(ITSELF, "forget", f"{days}일보다 오래된 질문 {count}개")
    return count


async def keep_forgetting(store: Store, days: int, every: float = RETENTION_EVERY) -> None:
    """Delete what is too old now and then, for as long as the site is up."""
    while True:
        try:
            await run_in_threadpool(forget_old, store, days)
        except MureobogoError:
            log.exception("old questions could not be deleted")
        await asyncio.sleep(every)
