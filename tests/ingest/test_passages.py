"""Passages: what stands together, what is found by itself, and the exact slices."""

from __future__ import annotations

import pytest

from ingest.blocks import find_blocks, with_children
from ingest.document import Cell, Grid
from ingest.passages import make_passages
from records import Passage
from tests.ingest.documents import REPORT_TEXT, Read, read_text


@pytest.fixture(scope="module")
def report() -> Read:
    return read_text(REPORT_TEXT)


@pytest.fixture(scope="module")
def passages(report: Read) -> list[Passage]:
    return make_passages(report.document, report.report, report.sections, ())


def _of(passages: list[Passage], kind: str, words: str) -> Passage:
    (found,) = [each for each in passages if each.kind == kind and words in each.text]
    return found


def test_slices_are_exact_and_in_order(report: Read, passages: list[Passage]) -> None:
    for each in passages:
        assert each.text == report.document.text[each.start : each.end]
        assert each.text == each.text.strip()
        assert each.line == report.document.line_of(each.start)
    assert [each.start for each in passages] == sorted(each.start for each in passages)
    assert len({each.id for each in passages}) == len(passages)


def test_a_bullet_keeps_its_sub_bullets_and_notes(passages: list[Passage]) -> None:
    top = _of(passages, "bullet", "12회")
    assert "서면" in top.text and "10월 말까지" in top.text
    sub, note = _of(passages, "sub", "요청 처리"), _of(passages, "note", "10월 말")
    assert sub.parent == top.id
    assert note.parent == sub.id


def test_a_wrapped_line_belongs_to_its_bullet(passages: list[Passage]) -> None:
    assert "41건" in _of(passages, "sub", "요청 처리").text


def test_search_text_has_path_parent_team_and_words_without_marks_of_pages(passages: list[Passage]) -> None:
    sub = _of(passages, "sub", "요청 처리")
    for words in ("주요업무 추진실적", "구정 살림 계획 세우기", "기획팀", "간부회의 운영: 12회", "서면 41건)"):
        assert words in sub.search_text
    assert "ㅇㅇ" not in " ".join(each.search_text for each in passages)


def test_dimensions_come_from_the_section(passages: list[Passage]) -> None:
    planned = _of(passages, "bullet", "목표 세우기")
    assert (planned.year, planned.status, planned.team, planned.programme) == (2024, "계획", "기획팀", "새 살림 계획")


def test_a_programmes_heading_stands_with_its_purpose(passages: list[Passage]) -> None:
    heading = _of(passages, "heading", "구정 살림 계획 세우기 기획팀")
    assert heading.text.endswith("이끌고자 함")
    assert not [each for each in passages if each.kind == "paragraph" and "이끌고자" in each.text]


def test_a_heading_that_says_an_amount_is_a_passage(passages: list[Passage]) -> None:
    assert _of(passages, "heading", "총 3,000천원").status is None


def test_contents_are_of_their_own_kind(passages: list[Passage]) -> None:
    (contents,) = [each for each in passages if each.kind == "contents"]
    assert "나라 돈 끌어오기" in contents.text
    assert "····" not in contents.search_text


def test_normalise_mends_search_alone(report: Read) -> None:
    mended = make_passages(report.document, report.report, report.sections, (), lambda text: text.replace("회", "廻"))
    assert any("12廻" in each.search_text for each in mended)
    assert all("廻" not in each.text for each in mended)


def _grid(text: str, rows: list[list[str]], start: int) -> Grid:
    """A grid whose cells stand one after the other in the text."""
    cells, at = [], start
    for r, row in enumerate(rows):
        line = []
        for c, words in enumerate(row):
            place = text.index(words, at) if words else at
            line.append(Cell(words, place, place + len(words), r, c))
            at = place + len(words)
        cells.append(tuple(line))
    return Grid(tuple(cells), start, at, header_rows=1, caption="예산현황", unit="천원")


def _tabled(rows: int) -> tuple[Read, list[Passage]]:
    table = [["사업", "예산액"], *([f"사업{n}", f"{n}00"] for n in range(1, rows + 1))]
    text = "□ 예산현황\n\n" + "\n".join("\t".join(row) for row in table) + "\n\n○ 다음 이야기\n"
    read = read_text(text)
    grid = _grid(text, table, text.index("사업\t"))
    return read, make_passages(read.document, read.report, read.sections, (grid,))


def test_a_short_table_is_a_passage_and_so_is_each_row() -> None:
    _, passages = _tabled(3)
    (table,) = [each for each in passages if each.kind == "table"]
    rows = [each for each in passages if each.kind == "row"]
    assert [each.text for each in rows] == ["사업1\t100", "사업2\t200", "사업3\t300"]
    assert all(each.parent == table.id for each in rows)
    assert "사업 사업2 예산액 200" in rows[1].search_text
    assert not [each for each in passages if each.kind == "paragraph"]


def test_columns_of_a_table_settle_where_its_rows_belong() -> None:
    table = [["부서", "연도", "건수"], ["재무과", "2021년", "3"], ["징수과", "2022", "4"]]
    text = "\n".join(",".join(row) for row in table)
    read = read_text(text, "표.csv", "csv")
    passages = make_passages(read.document, read.report, read.sections, (_grid(text, table, 0),))
    rows = [each for each in passages if each.kind == "row"]
    assert [(each.department, each.year) for each in rows] == [("재무과", 2021), ("징수과", 2022)]
    assert all(read.report.title in each.search_text for each in passages)


def test_a_long_table_is_cut_into_pieces() -> None:
    _, passages = _tabled(60)
    assert len([each for each in passages if each.kind == "table"]) == 3  # 25 + 25 + 10 rows
    assert len([each for each in passages if each.kind == "row"]) == 60


def test_a_very_long_table_has_no_row_passages() -> None:
    _, passages = _tabled(301)
    assert not [each for each in passages if each.kind == "row"]


def test_blocks_hang_by_mark_and_by_indent() -> None:
    read = read_text("□ 실적\n\n- 계획\n - 대상: 2개\n - 방법\n- 평가\n\n○ 둘째\n\n- 하나\n\n· 더 작은 것\n")
    blocks = [each for each in find_blocks(read.document, read.sections, ()) if each.kind == "bullet"]
    assert [(each.depth, each.mark) for each in blocks] == [
        (0, "-"),
        (1, "-"),
        (1, "-"),
        (0, "-"),
        (0, "○"),
        (1, "-"),
        (2, "·"),
    ]


def test_children_of_a_block() -> None:
    read = read_text("○ 하나\n\n- 둘\n\n· 셋\n\n- 넷\n\n○ 다섯\n")
    blocks = find_blocks(read.document, read.sections, ())
    assert with_children(blocks, 0) == [0, 1, 2, 3]
    assert with_children(blocks, 1) == [1, 2]


def test_a_table_that_no_one_read_does_not_run_into_the_bullet_above() -> None:
    read = read_text("○ 전산화 사업: 12권 완료\n\n구 분\n\n사 업 량 1,010권\n\n계 10 20 30\n")
    first, *_ = find_blocks(read.document, read.sections, ())
    assert read.document.text[first.start : first.end] == "○ 전산화 사업: 12권 완료"


OFFICE_PAPER = (
    "1. 행사개요\n가. 행 사 명: 등불 음악회\n나. 행사일시: 5. 3.\n2. 일정\n1) 제안서 접수\n가) 장 소: 구청\n① 별관\n"
)


@pytest.mark.parametrize("file_format", ["hwpx", "hwp", "docx"])
def test_the_numbers_and_letters_of_office_papers_hang_by_their_order(file_format: str) -> None:
    read = read_text(OFFICE_PAPER, f"a.{file_format}", file_format)
    blocks = [each for each in find_blocks(read.document, read.sections, ()) if each.kind == "bullet"]
    expected = {"행사개요": 0, "행 사 명": 1, "행사일시": 1, "2. 일정": 0, "접수": 1, "장 소": 2, "별관": 3}
    texts = [read.document.text[each.start : each.end] for each in blocks]
    assert [each.depth for each in blocks] == list(expected.values())
    assert all(words in text for words, text in zip(expected, texts, strict=True))


def test_bullets_beside_a_name_are_found_by_it() -> None:
    read = read_text(OFFICE_PAPER, "a.hwpx", "hwpx")
    passages = make_passages(read.document, read.report, read.sections, ())
    assert "등불 음악회" in _of(passages, "sub", "행사일시").search_text
    assert "등불 음악회" not in _of(passages, "bullet", "2. 일정").search_text


def test_markdown_lists() -> None:
    read = read_text("# 제목\n\n원문 위치: Ⅱ\n\n- 회의: 3회\n  - 정례: 2회\n\n이어지는 글이다.\n", "a.md", "md")
    passages = make_passages(read.document, read.report, read.sections, ())
    assert [(each.kind, each.text) for each in passages if each.kind in ("sub", "paragraph")] == [
        ("sub", "- 정례: 2회"),
        ("paragraph", "이어지는 글이다."),
    ]
