"""Bullets of a passage with what they stand under (unit)."""

from __future__ import annotations

from answer.bullets import bullets, with_above

PASSAGE = """○ 상반기 아이디어단 운영
- 시 기: 2021. 3 ~ 5월
- 결 과: 제안 총 38건을
제출함
○ 심의
- 보고회 개최: 분기별 1회
- 참여대상: 구청장, 국장단"""


def test_a_line_without_a_mark_goes_on_with_the_one_before() -> None:
    texts = [bullet.text for bullet in bullets(PASSAGE)]
    assert texts[2] == "- 결 과: 제안 총 38건을 제출함"
    assert len(texts) == 6


def test_a_bullet_stands_under_those_of_a_higher_mark_only() -> None:
    found = bullets(PASSAGE)
    assert found[1].above == ("○ 상반기 아이디어단 운영",)
    assert found[3].above == ()
    assert found[4].above == ("○ 심의",)


def test_a_label_is_read_without_its_blanks() -> None:
    assert [bullet.label for bullet in bullets(PASSAGE)] == [None, "시기", "결과", None, "보고회개최", "참여대상"]


def test_a_label_beside_a_bullet_tells_a_side_of_it() -> None:
    last = bullets(PASSAGE)[-1]
    assert last.above == ("○ 심의", "- 보고회 개최: 분기별 1회")
    assert "분기별 1회 - 참여대상: 구청장" in with_above(last)


def test_dots_stand_under_a_starred_line() -> None:
    found = bullets("* 선정 결과 : 25건\n․ 전체사업 : 15건\n․ 지역사업 : 10건")
    assert [bullet.above for bullet in found] == [(), ("* 선정 결과 : 25건",), ("* 선정 결과 : 25건",)]


def test_text_without_marks_is_one_bullet() -> None:
    assert [bullet.text for bullet in bullets("구정을 조정하여\n목표를 이루고자 함")] == [
        "구정을 조정하여 목표를 이루고자 함"
    ]
