"""Several rankings into one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from errors import SettingError
from index.fuse import FUSIONS, SIGNALS, Fusion, fuse, fusion_for


def scores(*values):
    return np.array(values, dtype=np.float32)


def test_each_ranking_is_stretched_and_weighted():
    # a over rows 0..2: (4, 2, 0) → (1, 1/2, 0); b: (0, 1, 3) → (0, 1/3, 1). 1 · a + 0.5 · b:
    found = fuse({"a": scores(4, 2, 0), "b": scores(0, 1, 3)}, Fusion({"a": 1.0, "b": 0.5}), k=3)
    assert found == [(0, 1.0), (1, pytest.approx(1 / 2 + 0.5 / 3)), (2, 0.5)]


def test_ties_go_to_the_lower_row():
    assert [row for row, _ in fuse({"a": scores(0, 1, 1, 1)}, Fusion({"a": 1.0}), k=3)] == [1, 2, 3]


def test_a_tie_at_the_depth_is_settled_by_row_too():
    assert [row for row, _ in fuse({"a": scores(1, 1, 1, 2)}, Fusion({"a": 1.0}), k=2, depth=2)] == [3, 0]


def test_rows_without_any_hit_are_not_found():
    assert fuse({"a": scores(0, 0)}, Fusion({"a": 1.0}), k=5) == []
    assert [row for row, _ in fuse({"a": scores(0, 3, 0)}, Fusion({"a": 1.0}), k=5)] == [1]


def test_nothing_to_search_finds_nothing():
    assert fuse({"a": scores()}, Fusion({"a": 1.0}), k=5) == []
    assert fuse({}, Fusion({"a": 1.0}), k=5) == []


def test_a_ranking_without_weight_takes_no_part():
    assert [row for row, _ in fuse({"a": scores(1, 0), "b": scores(0, 9)}, Fusion({"a": 1.0}), k=5)] == [0]


def test_masked_rows_take_no_part_in_the_stretching_either():
    everything = fuse({"a": scores(8, 4, 2)}, Fusion({"a": 1.0}), k=3, mask=np.array([False, True, True]))
    assert everything == [(1, 1.0), (2, 0.0)]


def test_one_candidate_gets_full_score():
    assert fuse({"a": scores(0, 0.2)}, Fusion({"a": 1.0}), k=3) == [(1, 1.0)]


def test_ties_follow_the_given_order():
    ties = np.array([3, 2, 1, 0])
    assert [row for row, _ in fuse({"a": scores(0, 1, 1, 1)}, Fusion({"a": 1.0}), k=3, ties=ties)] == [3, 2, 1]
    # at the depth too: of three equal rows the one that comes first stays
    cut = fuse({"a": scores(1, 1, 1, 2)}, Fusion({"a": 1.0}), k=2, ties=ties, depth=2)
    assert [row for row, _ in cut] == [3, 2]


def test_a_bonus_lifts_what_was_found_and_finds_nothing():
    # stretched over rows 1 to 3: 1, 1/3, 0; row 0 has no hit and stays out whatever its bonus
    found = fuse({"a": scores(0, 4, 2, 1)}, Fusion({"a": 1.0}), k=4, bonus=np.array([9.0, 0.0, 1.0, 0.0]))
    assert found == [(2, pytest.approx(1 / 3 + 1)), (1, 1.0), (3, 0.0)]


def test_reciprocal_ranks():
    found = fuse({"a": scores(3, 2, 0), "b": scores(0, 2, 3)}, Fusion({"a": 1.0, "b": 1.0}, "rrf"), k=3)
    # row 0: first of a; row 1: second of both; row 2: first of b; first place is worth 61 / 61.
    assert found == [(1, pytest.approx(2 * 61 / 62)), (0, pytest.approx(1)), (2, pytest.approx(1))]


def test_reciprocal_ranks_by_weight():
    found = fuse({"a": scores(1, 0), "b": scores(0, 1)}, Fusion({"a": 1.0, "b": 2.0}, "rrf"), k=2)
    assert found == [(1, pytest.approx(2)), (0, pytest.approx(1))]


def test_any_other_model_than_the_bundled_one_counts_as_a_hub_model():
    assert fusion_for("bundled") is FUSIONS["bundled"]
    assert fusion_for("BAAI/bge-m3") is FUSIONS["hub"]


@pytest.mark.parametrize(
    ("setting", "weights", "method"),
    [
        ("1,0.5,0.8", (1, 0.5, 0.8), "minmax"),
        (" minmax:0,0,1 ", (0, 0, 1), "minmax"),
        ("rrf", (1, 1, 1), "rrf"),
        ("rrf:1,0,0.5", (1, 0, 0.5), "rrf"),
    ],
)
def test_the_setting_goes_before_the_model(setting, weights, method):
    assert fusion_for("bundled", setting) == Fusion(dict(zip(SIGNALS, weights, strict=True)), method)


@pytest.mark.parametrize("setting", ["1,2", "가", "borda:1,1,1", "1,-1,1", "0,0,0", "1,1,1,1", "rrf:"])
def test_a_wrong_setting_is_refused_with_an_example(setting):
    with pytest.raises(SettingError, match=r"MUREOBOGO_FUSION.*1,0\.5,0\.3"):
        fusion_for("bundled", setting)


@given(
    arrays(np.float32, 30, elements=st.floats(0, 8, width=16)),
    arrays(np.float32, 30, elements=st.floats(-1, 1, width=16)),
    st.integers(1, 40),
)
def test_fused_rankings_are_sorted_unique_and_repeatable(keyword, dense, k):
    given_scores = {"morphemes": keyword, "dense": dense}
    found = fuse(given_scores, FUSIONS["bundled"], k)
    assert found == sorted(found, key=lambda hit: (-hit[1], hit[0]))
    assert len({row for row, _ in found}) == len(found) <= k
    assert found == fuse(dict(reversed(given_scores.items())), FUSIONS["bundled"], k)
