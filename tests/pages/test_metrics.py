"""Counts for Prometheus."""

from __future__ import annotations

from pages.metrics import ANSWERED, FAILED, Metrics


def test_a_histogram_is_cumulative() -> None:
    metrics = Metrics()
    for seconds in (0.02, 0.2, 30.0):
        metrics.count(ANSWERED, seconds)
    metrics.count(FAILED, 0.0)
    text = metrics.text(conversations=7, ready=False)
    assert 'le="0.01"} 1\n' in text
    assert 'le="0.025"} 2\n' in text  # 0.0 and 0.02
    assert 'le="10.0"} 3\n' in text
    assert 'le="+Inf"} 4\n' in text
    assert "mureobogo_answer_seconds_sum 30.220000\n" in text  # 0.02 + 0.2 + 30
    assert "mureobogo_conversations 7\n" in text
    assert text.endswith("mureobogo_ready 0\n")
