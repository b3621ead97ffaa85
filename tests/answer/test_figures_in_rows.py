"""Numbers of a quote: separators of thousands are told from the commas between cells (unit)."""

from __future__ import annotations

import pytest

from answer.check import unproved
from answer.normal import fold
from records import Answer, Citation, Figure

FOLDED = {
    "13,351백만원": "13351백만원",
    "1,829, 5,792, 316": "1829, 5792, 316",
    "가,1,829": "가,1829",
    "1,234,567,890원": "1234567890원",
    "1829,5792,316": "1829,5792,316",
    "6640,5736,86": "6640,5736,86",
    "12,34": "12,34",
    "3.14,159": "3.14,159",
}


@pytest.mark.parametrize("text", FOLDED)
def test_thousands_are_joined_and_cells_are_not(text: str) -> None:
    assert fold(text) == FOLDED[text]


CITED = (1, "r", "성과.csv", "제목", "물빛과", 1, 0, len('세외수입,백만원,1829,5792,"1,024"'))


def answer(file: str, quote: str, figure: str) -> Answer:
    citation = Citation(1, "r", file, "제목", "물빛과", 1, 0, len(quote), quote)
    return Answer("얼마?", f"{figure}입니다. [1]", citations=(citation,), figures=(Figure(figure, (1,)),))


def faults(file: str, quote: str, figure: str) -> list[str]:
    return [fault.number for fault in unproved(answer(file, quote, figure), lambda report: quote)]


def test_a_cell_of_a_csv_row_proves_its_figure() -> None:
    row = '세외수입,백만원,1829,5792,316,"1,024"'
    for figure in ("1829백만원", "5792백만원", "316%", "1,024"):
        assert faults("성과.csv", row, figure) == []
    assert faults("성과.csv", row, "5,792,316백만원") == ["5792316"]


def test_a_quoted_csv_row_stands_as_it_is_printed() -> None:
    row = '세외수입,백만원,1829,5792,"1,024"'
    for words, stands in ((row, True), (row.replace("5792", "5793"), False)):
        told = Answer("얼마?", f"이렇게 적혀 있습니다. [1]\n> {words}", citations=(Citation(*CITED, row),))
        assert (unproved(told, lambda report: row) == []) is stands


def test_half_of_a_printed_figure_proves_nothing() -> None:
    assert faults("보고.txt", "특별교부금 13,351백만원", "13,351백만원") == []
    assert faults("보고.txt", "특별교부금 13,351백만원", "351백만원") == ["351"]
