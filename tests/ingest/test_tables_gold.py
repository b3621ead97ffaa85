"""The tables of the five originals against the gold copies, where the originals are present."""

import pytest

from ingest.read import read
from tests.ingest.gold_scores import ORIGINALS, needs_originals, scores_of

EXACT = {
    "성과지표 (과별)": 230,
    "국별 추진현황": 11,
    "성과지표 (정책목표별)": 160,
    "실국 총괄": 11,
    "자원 비중": 9,
    "인력": 20,
    "작은 표": 60,
    "팀 업무": 44,  # of 45: one border that nothing in the text tells; its duty is flagged
}


@pytest.fixture(scope="module")
def scores():
    return scores_of([read(path) for path in sorted(ORIGINALS.glob("*.txt"))])


@needs_originals
@pytest.mark.parametrize(("kind", "rows"), EXACT.items())
def test_exact_rows(scores, kind, rows):
    assert scores[kind].exact >= rows, scores[kind].misses
