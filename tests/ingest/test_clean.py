"""Furniture of flattened text."""

from __future__ import annotations

import pytest

from ingest.clean import collapse_repeats, fold, is_furniture, join_spaced


@pytest.mark.parametrize(
    "line", ["", "   ", "- 3 -", "ㅇㅇ", "ㅇㅇ ", "----\t-----", "| --- | :---: |", "\ue001 \uf0a7", "· · · · ·"]
)
def test_furniture(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", ["3", "- 3건", "○ 운영", "계 3 4", "-"])
def test_words(line: str) -> None:
    assert not is_furniture(line)


def test_fold_drops_page_numbers_and_leaders() -> None:
    assert fold("정책 조정 ·········4\n\n- 3 -\n\n관리") == "정책 조정 4 관리"
    assert fold("**굵은**  글") == "굵은 글"


def test_headings_printed_tenfold() -> None:
    assert collapse_repeats("2." * 10 + " " + "업무" * 10 + " " + "실적" * 10 + "2. 업무 실적") == "2. 업무 실적"
    assert collapse_repeats("일" * 10 + " " + "반" * 10 + " " + "현" * 10 + " " + "황" * 10) == "일반현황"
    assert collapse_repeats("주요 업무" * 6 + "3. 주요 업무") == "3. 주요 업무"


@pytest.mark.parametrize("line", ["11111111 22", "○ 하하하 웃음교실", "-----", "1,111,111,111"])
def test_figures_and_words_are_left_alone(line: str) -> None:
    assert collapse_repeats(line) == line


def test_letter_spaced_words() -> None:
    assert join_spaced("예 산 현 황") == "예산현황"
    assert join_spaced("도  시  국") == "도시국"
    assert join_spaced("그 외 사업") == "그 외 사업"
    assert join_spaced("주요 시설") == "주요 시설"
