"""Statistics against numbers worked by hand or printed in textbooks."""

from __future__ import annotations

import math
from collections import Counter

import pytest

from eval.statistics import kappa, mcnemar, sample_size, stratified, wilson


def test_wilson_of_8_in_10() -> None:
    # z² = 3.8415; centre (0.8 + 0.19207) / 1.38415 = 0.71674
    # half 1.95996 * sqrt(0.016 + 0.0096037) / 1.38415 = 0.22658
    share = wilson(8, 10)
    assert share.low == pytest.approx(0.71674 - 0.22658, abs=1e-4)
    assert share.high == pytest.approx(0.71674 + 0.22658, abs=1e-4)


def test_wilson_at_the_ends_stays_between_0_and_1() -> None:
    # With 0 of n the upper end is z² / (n + z²): 3.8415 / 13.8415
    assert (wilson(0, 10).low, wilson(0, 10).high) == pytest.approx((0, 0.27753), abs=1e-4)
    assert wilson(10, 10).high == pytest.approx(1.0)
    assert math.isnan(wilson(0, 0).value) and str(wilson(0, 0)) == "–"


def test_wilson_of_a_small_population() -> None:
    # 8 of 10 drawn from 19 weigh as 10 * 18 / 9 = 20 drawn from an endless population: as 16 of 20
    drawn, endless = wilson(8, 10, population=19), wilson(16, 20)
    assert (drawn.low, drawn.high) == pytest.approx((endless.low, endless.high))
    assert (drawn.right, drawn.n) == (8, 10)
    # z² = 3.8415; centre (0.8 + 0.096036) / 1.192073 = 0.75166; half 1.95996 * sqrt(0.008 + 0.0024009) / 1.192073
    assert drawn.low == pytest.approx(0.75166 - 0.16768, abs=1e-4)
    everything = wilson(8, 10, population=10)
    assert (everything.low, everything.high) == (0.8, 0.8)


def test_mcnemar_is_the_two_sided_binomial() -> None:
    # 10 changed, 1 lost: 2 * (1 + 10) / 1024
    assert mcnemar(9, 1) == pytest.approx(22 / 1024)
    assert mcnemar(3, 3) == 1.0
    assert mcnemar(0, 0) == 1.0


def test_sample_size_with_and_without_a_finite_population() -> None:
    # 1.95996² * 0.25 / 0.05² = 384.15; 384.15 / (1 + 383.15 / 1000) = 277.74
    assert sample_size(0.05) == 385
    assert sample_size(0.05, population=1000) == 278
    assert sample_size(0.05, share=0.9) == 139  # 3.8415 * 0.09 / 0.0025 = 138.29
    assert sample_size(0.05, population=0) == 0
    with pytest.raises(ValueError, match="반너비"):
        sample_size(0)


def test_a_stratified_draw_is_in_proportion_and_repeatable() -> None:
    items = ["a"] * 60 + ["b"] * 30 + ["c"] * 10
    numbered = list(enumerate(items))
    draw = stratified(numbered, lambda item: item[1], 10, seed=3)
    assert Counter(letter for _, letter in draw) == {"a": 6, "b": 3, "c": 1}
    assert draw == stratified(numbered, lambda item: item[1], 10, seed=3)
    assert draw != stratified(numbered, lambda item: item[1], 10, seed=4)
    assert draw == sorted(draw)


def test_a_rare_stratum_is_drawn_from_while_there_is_room() -> None:
    items = ["a"] * 98 + ["b", "c"]
    assert Counter(stratified(items, str, 5, seed=1)) == {"a": 3, "b": 1, "c": 1}
    assert len(stratified(items, str, 2, seed=1)) == 2
    assert stratified(items, str, 200, seed=1) == items


def test_kappa() -> None:
    # 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: agree 0.7, by chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5
    one = "y" * 25 + "n" * 25
    other = "y" * 20 + "n" * 5 + "y" * 10 + "n" * 15
    assert kappa(one, other) == pytest.approx(0.4)
    assert kappa("yn", "yn") == 1.0
    assert math.isnan(kappa("yy", "yy"))
    with pytest.raises(ValueError, match="판정의 수"):
        kappa("y", "yn")
