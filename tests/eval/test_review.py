"""Samples and what verdicts say of them: every number worked out by hand."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from errors import DataFileError
from eval.review import (
    METHODS,
    agreements,
    draw,
    items_of_log,
    items_of_run,
    kappa_word,
    tally,
    tally_by_kind,
)
from eval.statistics import more_for, wilson_ends
from store.questions import Logged
from store.reviews import Item, Verdict

ITEMS = [Item(f"q{n}", "rank" if n % 5 == 0 else "lookup", ({"question": f"질문 {n}"},)) for n in range(40)]


def verdict(position: int, word: str, who: str = "김하늘") -> Verdict:
    return Verdict(position, who, word, "", "2026-03-02T09:00:00Z")


@pytest.mark.parametrize("method", METHODS)
def test_the_same_seed_draws_the_same_in_the_same_order(method: str) -> None:
    first = draw(ITEMS, 10, method, 7)
    assert first == draw(ITEMS, 10, method, 7)
    assert first != draw(ITEMS, 10, method, 8)
    assert len({item.key for item in first}) == 10


def test_a_stratified_draw_keeps_the_shares_of_the_kinds() -> None:
    kinds = [item.kind for item in draw(ITEMS, 10, "stratified", 3)]  # 8 of 40 are rank
    assert (kinds.count("rank"), kinds.count("lookup")) == (2, 8)


def test_the_order_is_one_of_chance() -> None:
    drawn = draw(ITEMS, 40, "stratified", 3)
    assert sorted(drawn, key=lambda item: int(item.key[1:])) == ITEMS
    assert drawn != ITEMS


def test_accuracy_counts_partial_as_not_right_and_leaves_unclear_out() -> None:
    words = ["right"] * 8 + ["partial", "wrong", "unclear"]
    told = tally([verdict(n, word) for n, word in enumerate(words)])
    assert told.counts == {"right": 8, "partial": 1, "wrong": 1, "unclear": 1}
    assert told.judged == 11
    assert (told.accuracy.right, told.accuracy.n) == (8, 10)
    # Wilson, 8 of 10: (0.8 + 0.192 ± 1.96 sqrt(0.016 + 0.0096)) / 1.384
    assert (round(told.accuracy.low, 3), round(told.accuracy.high, 3)) == (0.490, 0.943)


def test_nothing_judged_leaves_everything_open() -> None:
    told = tally([])
    assert (told.accuracy.low, told.accuracy.high) == (0, 1)
    assert told.more == 381


def test_how_many_more_is_the_least_that_is_enough() -> None:
    # all right: half the width is (z²/2n) / (1 + z²/n) = z² / (2n + 2z²) ≤ 0.05, so n ≥ 9 z² = 34.57
    assert more_for(10, 10) == 25
    assert more_for(35, 35) == more_for(0, 40) == 0
    assert more_for(80, 100) == 145
    low, high = wilson_ends(0.8, 245)
    assert high - low <= 0.1
    low, high = wilson_ends(0.8, 244)
    assert high - low > 0.1


def test_fewer_are_asked_for_of_a_small_population() -> None:
    # 100 of 150 weigh as 100 * 149 / 50 = 298, and 245 were enough
    assert more_for(80, 100, population=150) == 0
    # all right: n * 18 / (19 - n) ≥ 34.57, so n ≥ 12.49; five of them are looked at
    assert tally([verdict(n, "right" if n else "unclear") for n in range(6)], population=20).more == 13 - 5
    # half and half, n * 9 / (10 - n) as large as 381: all ten
    assert more_for(1, 2, population=10) == 8


def test_kinds_are_told_apart() -> None:
    told = tally_by_kind(ITEMS, [verdict(0, "right"), verdict(1, "wrong"), verdict(2, "right")])
    assert [(kind, each.accuracy.right, each.accuracy.n) for kind, each in told.items()] == [
        ("lookup", 1, 2),
        ("rank", 1, 1),
    ]


def test_two_evaluators_and_how_far_they_agree() -> None:
    ours = [verdict(n, word) for n, word in enumerate(["right", "right", "right", "wrong", "wrong", "right"])]
    theirs = [verdict(n, word, "이바다") for n, word in enumerate(["right", "right", "wrong", "wrong", "wrong"])]
    (found,) = agreements([*theirs, *ours, verdict(0, "right", "박솔")][:11])
    assert (found.one, found.other, found.both, found.agreed, found.differing) == ("김하늘", "이바다", 5, 4, (2,))
    assert round(found.kappa, 3) == 0.615  # 0.8 agreed, 0.6 * 0.4 + 0.4 * 0.6 = 0.48 by chance
    assert kappa_word(found.kappa) == "상당한 일치"


def test_agreement_on_one_verdict_alone_has_no_kappa() -> None:
    (found,) = agreements([verdict(0, "right"), verdict(0, "right", "이바다")])
    assert math.isnan(found.kappa)
    assert kappa_word(found.kappa) == "–"
    assert agreements([verdict(0, "right"), verdict(1, "right", "이바다")]) == []


def test_items_come_from_a_run_file(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    questions = [{"id": "d1", "family": "순위", "turns": [{"question": "가"}, {"question": "나"}]}]
    path.write_text(json.dumps({"questions": questions}), encoding="utf-8")
    assert items_of_run(path) == [Item("d1", "순위", ({"question": "가"}, {"question": "나"}))]
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(DataFileError, match="실행 기록이 아닙니다"):
        items_of_run(path)


def test_items_of_the_log_bring_the_questions_before_them() -> None:
    logged = [
        Logged(
            n,
            "2026",
            "대화" if n != 4 else "딴 대화",
            "citizen",
            f"질문 {n}",
            "" if n else "rank",
            False,
            None,
            False,
            {"question": f"{n}"},
        )
        for n in range(9)
    ]
    items = items_of_log(logged[::-1])
    first, last = items[0], items[-1]
    assert (first.kind, len(first.turns)) == ("rank", 1)
    assert (last.key, last.kind) == ("8", "기타")
    assert [turn["question"] for turn in last.turns] == ["2", "3", "5", "6", "7", "8"]
    assert [turn["question"] for turn in items[4].turns] == ["4"]
