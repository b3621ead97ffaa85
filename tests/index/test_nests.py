"""One hit a nest of passages."""

from index.nests import READABLE, one_of_each_nest
from records import Passage


def passage(start, end, report="r", id_=None):
    name = id_ or f"{report}-{start}-{end}"
    return Passage(name, report, "s", "위치", "bullet", "글" * (end - start), "", start, end, 1)


SUB, BULLET, SECTION = passage(10, 20), passage(5, 40), passage(0, 90)
OTHER, ELSEWHERE = passage(200, 230), passage(5, 40, "다른 보고서")


def shown(ranked, k=10):
    return [(found.id, place) for found, place in one_of_each_nest(ranked, k)]


def test_what_stands_in_a_better_one_is_left_out():
    assert shown([BULLET, OTHER, SUB]) == [("r-5-40", 0), ("r-200-230", 1)]


def test_the_wider_passage_takes_the_place_of_the_one_inside():
    assert shown([SUB, OTHER, BULLET]) == [("r-5-40", 0), ("r-200-230", 1)]
    assert shown([SUB, OTHER, BULLET, SECTION]) == [("r-0-90", 0), ("r-200-230", 1)]


def test_two_inside_one_become_one():
    second = passage(25, 40)
    assert shown([SUB, OTHER, second, BULLET]) == [("r-5-40", 0), ("r-200-230", 1)]


def test_a_passage_too_long_to_read_does_not_hide_the_words():
    long = passage(0, READABLE + 1)
    assert shown([SUB, long]) == [("r-10-20", 0), (long.id, 1)]


def test_the_same_place_in_another_report_is_another_place():
    """The same programme under this year's results and again under next year's plan stays two hits."""
    again = passage(400, 435)
    assert shown([BULLET, ELSEWHERE, again]) == [("r-5-40", 0), (ELSEWHERE.id, 1), (again.id, 2)]


def test_no_more_than_asked_though_a_later_one_may_widen_the_last():
    assert shown([OTHER, SUB, ELSEWHERE], 2) == [("r-200-230", 0), ("r-10-20", 1)]
    assert shown([OTHER, SUB, BULLET, ELSEWHERE], 2) == [("r-200-230", 0), ("r-5-40", 1)]
    assert shown([], 3) == []
