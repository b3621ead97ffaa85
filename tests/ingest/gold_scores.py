"""What tests of the readers need to be measured against the gold copies of `tests/gold`.

from tests.ingest.gold_scores import needs_originals, scores_of

@needs_originals
def test_indicators():
    assert scores_of([read(ORIGINALS / "000_….txt")])["성과지표 (과별)"].exact == 230
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from eval.gold import load
from eval.reading import Score, observed_of, score
from records import Reading

PROJECT = Path(__file__).resolve().parents[2]
GOLD = PROJECT / "tests" / "gold"
ORIGINALS = PROJECT.parent / "shared" / "reports"

needs_originals = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the five originals are not on this machine")


def scores_of(readings: Iterable[Reading]) -> dict[str, Score]:
    """The Score of each kind of gold table; kinds whose file was not read score nothing."""
    return {item.kind: item for item in score(observed_of(readings), load(GOLD))}
