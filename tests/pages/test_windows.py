"""Moving windows in this process: who may go on when, and that nobody is remembered for longer than it matters."""

from __future__ import annotations

import pytest

from pages.windows import SWEEP_SECONDS, InMemory, Library, Windows

TWO = [(2, 60), (3, 3600)]


class Watch:
    """A clock that stands until it is set."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_request_leaves_its_window_after_its_length() -> None:
    watch = Watch()
    windows = InMemory(watch)
    assert windows.take("question", "a", TWO) == 0
    watch.now += 20
    assert windows.take("question", "a", TWO) == 0
    assert windows.take("question", "a", TWO) == pytest.approx(40)  # when the first of the two is a minute old
    assert windows.take("question", "b", TWO) == windows.take("login", "a", TWO) == 0
    watch.now += 41
    assert windows.take("question", "a", TWO) == 0
    watch.now += 100
    assert windows.take("question", "a", TWO) == pytest.approx(3600 - 161)  # three an hour are used up


def test_who_stays_away_is_forgotten() -> None:
    watch = Watch()
    windows = InMemory(watch)
    for number in range(100):
        windows.take("question", str(number), TWO)
    watch.now += SWEEP_SECONDS + 1
    windows.take("login", "0", [(5, 60)])  # a shorter window of another kind forgets nobody
    assert len(windows) == 101
    watch.now += 3600
    windows.take("question", "again", TWO)
    assert len(windows) == 1


@pytest.mark.parametrize("windows", [InMemory(), Library("memory://")])
def test_every_place_counts_alike(windows: Windows) -> None:
    taken = [windows.take("question", "a", [(3, 60)]) for _ in range(4)]
    assert taken[:3] == [0, 0, 0] and 55 < taken[3] <= 60
