"""Two app processes behind the proxy: what askers notice when servers go, and how a conversation goes on."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import IncompleteRead
from pathlib import Path

import pytest

from bench.engines import Engines, missing
from bench.faults import FOLLOW_UP, LAMPS, QUESTION, Deployment, Row, post


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    if lacking := missing():
        pytest.skip(lacking)
    with Engines() as engines:
        yield Deployment(engines, tmp_path_factory.mktemp("reports"))


def held(row: Row) -> bool:
    """Every question was answered, or declined politely, from one index; and all was well again."""
    return row.answered > 0 and not row.broken and not row.mixed


def test_a_swap_and_restarts_of_the_servers_under_load(site: Deployment) -> None:
    swap = site.under_load("swap", lambda: site.swap(LAMPS + 1))
    assert held(swap) and swap.answered == swap.asked
    assert f"{LAMPS + 1}개" in post(site.url, QUESTION).body["answer"]
    assert held(site.under_load("PostgreSQL", lambda: site.postgres.restart(0.5)))
    assert held(site.under_load("Chroma", lambda: site.chroma.restart(0.5)))


def test_a_stream_comes_through_the_proxy_whole(site: Deployment) -> None:
    with site.stream("whole") as events:
        assert "event: complete" in events.read().decode()


def test_a_conversation_goes_on_at_the_other_process(site: Deployment) -> None:
    """The process that answered is killed while it streams to the visit."""
    first = post(site.url, QUESTION, visit="visit").body
    with site.open_stream("visit") as events:
        assert events.readline().startswith(b"data")
        site.apps[site.serving("visit")].kill()
        with pytest.raises((IncompleteRead, OSError)):
            events.read()
    assert held(site.under_load("gone", lambda: None)), "the other one answers alone"
    after = post(site.url, FOLLOW_UP, first["conversation"], visit="visit")
    assert after.answered and after.body["conversation"] == first["conversation"]
    assert "10월" in after.body["answer"]


def test_the_configuration_leaves_no_blank(tmp_path: Path) -> None:
    from bench.engines import proxy_configuration

    text = proxy_configuration(["http://app1:7860", "http://app2:7860"], "8080")
    assert "${" not in text and "server app2:7860 " in text and "proxy_buffering off" in text
