"""A place in a CSV file as rows under their header."""

from __future__ import annotations

import pytest

from pages.source_table import readable, table_of

HEADER = "과,지표,실적"


def test_rows_stand_under_their_header_and_the_quoted_one_is_known() -> None:
    table = table_of("csv", HEADER, "\n가과,하나,1\n", '나과,"둘, 셋",2', "\n다과,넷,3\n")
    assert table is not None
    assert table.header == ("과", "지표", "실적")
    assert table.rows == (("가과", "하나", "1"), ("나과", "둘, 셋", "2"), ("다과", "넷", "3"))
    assert table.quoted == (1,)


def test_a_quoted_cell_marks_its_row() -> None:
    table = table_of("csv", HEADER, "가과,하나,1\n나과,둘,", "2", "\n다과,넷,3")
    assert table is not None
    assert table.rows[table.quoted[0]] == ("나과", "둘", "2")


def test_the_header_is_not_a_row() -> None:
    table = table_of("csv", HEADER, HEADER + "\n", "가과,하나,1", "")
    assert table is not None
    assert (table.rows, table.quoted) == ((("가과", "하나", "1"),), (0,))


def test_tabs_part_cells_too() -> None:
    table = table_of("tsv", "과\t실적", "", "가과\t1", "")
    assert table is not None
    assert table.rows == (("가과", "1"),)


@pytest.mark.parametrize(
    ("format", "first", "quote"),
    [
        ("txt", HEADER, "가과,하나,1"),
        ("csv", "제목", "가과,하나,1"),
        ("csv", HEADER, "가과,하나"),
        ("csv", HEADER, '가과,"두\n줄",1'),
        ("csv", "", ""),
    ],
)
def test_what_does_not_fit_is_shown_as_text(format: str, first: str, quote: str) -> None:
    assert table_of(format, first, "", quote, "") is None


def test_a_card_shows_other_words_as_one_line() -> None:
    assert readable("txt", "첫 줄\n\n 둘째  줄") == "첫 줄 둘째 줄"
    assert readable("csv", "글입니다") == "글입니다"
