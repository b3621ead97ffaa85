"""The grader on answers written by hand."""

from __future__ import annotations

import pytest

from eval.grading import flat, grade, holds, is_cited
from eval.questions import Golden, Listed, Place
from records import Answer, Citation


def graded(text: str, refused: bool = False, **expected: object) -> list[str]:
    golden = Golden("G-1", ("질문",), **expected)  # type: ignore[arg-type]
    return [str(fault) for fault in grade(golden, Answer("질문", text, refused=refused)).faults]


@pytest.mark.parametrize(
    ("text", "wanted", "found"),
    [
        ("실적은 13,351백만원", "13351", True),
        ("실적은 13,351백만원", "13 351", False),  # two numbers are not one
        ("1,287건", "287", False),
        ("287.5건", "287", False),
        ("3.287건", "287", False),
        ("287.", "287", True),  # the end of a sentence is no decimal point
        ("1. 287건", "287", True),  # nor is the mark of a list
        ("2021 24개", "202124", False),
        ("133억 5,100만원", "133억5100만", True),
        ("３０회", "30회", True),  # full width
        ("구세․시세", "구세·시세", True),
        ("RFID 설치", "rfid설치", True),
    ],
)
def test_numbers_stand_whole_and_spelling_does_not_matter(text: str, wanted: str, found: bool) -> None:
    assert holds(flat(text), wanted) is found


def test_of_each_group_one_must_stand() -> None:
    must = (("7251", "7천251"), ("마리",))
    assert graded("7천 251마리입니다.", must=must) == []
    assert graded("7,252마리입니다.", must=must) == ["빠짐: 7251"]


def test_a_wrong_figure_is_a_fault_beside_the_right_one() -> None:
    assert graded("실적 190, 옆줄 112", must=(("190",),), must_not=("112",)) == ["틀린 값: 112"]


def test_refusal_goes_by_the_flag() -> None:
    assert graded("보고서에 없습니다.", refuse=True) == ["거절하지 않음"]
    assert graded("보고서에 없습니다.", refused=True, refuse=True) == []
    assert graded("30회", refused=True, must=(("30",),)) == ["거절함"]


def test_a_list_is_whole_and_has_no_strangers() -> None:
    listed = Listed((("선별장 선별량",), ("감량", "줄이기")), ("선별량", "감량", "수거량"))
    assert graded("선별장 선별량, 줄이기", listed=listed) == []  # 선별량 stands only inside an item
    assert graded("선별장 선별량, 수거량", listed=listed) == ["목록에서 빠짐: 감량", "목록에 더함: 수거량"]


def test_one_fact_is_told_shortly() -> None:
    long = "가" * 1199 + "30"
    assert graded(long, must=(("30",),), family="lookup") == ["너무 김: 1,201자"]
    assert graded(long, must=(("30",),), family="summary") == []


def test_one_citation_must_hold_all_strings_of_a_place() -> None:
    def cited(file: str, quote: str) -> Citation:
        return Citation(1, "r", file, "", "", 1, 0, 0, quote)

    place = Place("000", ("빗물받이 준설", "1,190"))
    assert is_cited(place, [cited("000_a.txt", "빗물받이\n준설 톤 100 1,190")])
    assert not is_cited(place, [cited("000_a.txt", "빗물받이 준설"), cited("000_a.txt", "1,190")])
    assert not is_cited(place, [cited("001_a.txt", "빗물받이 준설 1,190")])


def test_a_missing_place_is_told_apart_from_a_wrong_answer() -> None:
    golden = Golden("G-1", ("질문",), must=(("30",),), cite=(Place("000", ("30",)),))
    result = grade(golden, Answer("질문", "30회"))
    assert result.right and result.places == golden.cite
