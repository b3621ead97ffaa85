"""PDF: pages, ruled tables with merged cells, tables over pages, unruled tables; scans and garbage are told apart."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from errors import ProtectedFile, UnreadableFile
from ingest.readers import open_document
from ingest.readers.pdf import is_garbage
from tests.ingest.paper import Paper
from tests.ingest.shown import check, sample, words

BUDGET = [
    ["부서", "사업", "2021년", "", "2022년", ""],
    ["", "", "예산", "집행률", "예산", "집행률"],
    ["재무과", "계약 관리", "1,234", "98.7%", "△35", "-"],
    ["", "재산 관리", "5", "1.0%", "", "3.5%"],
    ["합계", "", "1,239", "", "12", ""],
]
SPANS = [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (0, 4, 1, 2), (2, 0, 2, 1), (4, 0, 1, 2)]
WIDTHS = [60, 80, 60, 60, 60, 60]


@pytest.mark.parametrize("open", [False, True])
def test_ruled_table_with_merged_cells(tmp_path: Path, open: bool) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.line("□ 예산 현황 (단위: 백만원)")
    paper.table(BUDGET, WIDTHS, SPANS, open)
    paper.line("○ 2022년 9월 30일 기준")
    document = check(open_document(paper.save()))
    assert document.text.split("\n")[0] == "□ 예산 현황 (단위: 백만원)"
    assert "○ 2022년 9월 30일 기준" in document.text.split("\n")
    (grid,) = document.grids
    assert words(grid) == [
        ["부서", "사업", "2021년", "2021년", "2022년", "2022년"],
        ["부서", "사업", "예산", "집행률", "예산", "집행률"],
        ["재무과", "계약 관리", "1,234", "98.7%", "△35", "-"],
        ["재무과", "재산 관리", "5", "1.0%", "", "3.5%"],
        ["합계", "합계", "1,239", "", "12", ""],
    ]
    assert (grid.caption, grid.unit, grid.header_rows, grid.page) == ("예산 현황", "백만원", 2, 1)


def indicator(n: int, name: str = "") -> list[str]:
    return [str(n), name, f"지표 {n} 처리건수", f"{n * 100:,}"]


HEAD = ["연번", "부서", "지표", "목표"]


@pytest.mark.parametrize("repeated", [True, False])
def test_table_over_two_pages(tmp_path: Path, repeated: bool) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.line("□ 성과지표")
    paper.table([HEAD, indicator(1, "재무과"), indicator(2), indicator(3, "기획과")], [40, 80, 120, 60], [(1, 1, 2, 1)])
    paper.page("- 1 -")
    rows = [indicator(4), indicator(5, "감사과")]
    paper.table([HEAD, *rows] if repeated else rows, [40, 80, 120, 60])
    paper.line("□ 다음 제목")
    document = check(open_document(paper.save()))
    (grid,) = document.grids
    assert words(grid) == [
        HEAD,
        indicator(1, "재무과"),
        indicator(2, "재무과"),
        indicator(3, "기획과"),
        indicator(4, "기획과"),  # the merged name goes on over the page
        indicator(5, "감사과"),
    ]
    assert len(document.pages) == 2
    assert [document.page_of(row[3].start) for row in grid.rows] == [1, 1, 1, 1, 2, 2]


def test_a_new_heading_parts_tables(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.table([HEAD, indicator(1, "재무과"), indicator(2, "재무과")], [40, 80, 120, 60])
    paper.page()
    paper.line("□ 내년 목표")
    paper.table([HEAD, indicator(1, "재무과"), indicator(2, "재무과")], [40, 80, 120, 60])
    first, second = check(open_document(paper.save())).grids
    assert (len(first.rows), len(second.rows), second.caption) == (3, 3, "내년 목표")


def test_table_without_lines(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.line("□ 인력 현황")
    paper.columns([["", "2021년", "", "2022년", ""]], [60, 220, 270, 360, 430])
    paper.columns(
        [
            ["구분", "정원", "현원", "정원", "현원"],
            ["5급", "10", "9", "11", "△1"],
            ["6급 이하 직원", "1,200", "1,100", "1,201", "1,150"],
            ["계", "1,210", "1,109", "1,212", "1,149"],
        ],
        [60, 200, 270, 340, 410],
    )
    document = check(open_document(paper.save()))
    (grid,) = document.grids
    assert words(grid)[1:] == [
        ["구분", "정원", "현원", "정원", "현원"],
        ["5급", "10", "9", "11", "△1"],
        ["6급 이하 직원", "1,200", "1,100", "1,201", "1,150"],
        ["계", "1,210", "1,109", "1,212", "1,149"],
    ]
    assert words(grid)[0][1:] == ["2021년", "2021년", "2022년", "2022년"]
    assert grid.header_rows == 2


def test_prose_in_two_columns_is_no_table(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for n in range(8):
        paper.columns([[f"왼쪽 단의 {n}번째 줄에 100명이", f"오른쪽 단의 {n}번째 줄에 20억 원이"]], [60, 320])
    assert open_document(paper.save()).grids == ()


def test_turned_page(tmp_path: Path) -> None:
    """A wide table on a page that is stored upright and shown turned."""
    from pypdfium2 import PdfDocument

    paper = Paper(tmp_path / "a.pdf")
    paper.canvas.translate(595, 0)
    paper.canvas.rotate(90)
    paper.y = 500
    paper.table([["부서", "건"], ["재무과", "1,234"]], [80, 60])
    path = paper.save()
    pdf = PdfDocument(path)
    pdf[0].set_rotation(90)
    pdf.save(tmp_path / "b.pdf")
    (grid,) = check(open_document(tmp_path / "b.pdf")).grids
    assert words(grid) == [["부서", "건"], ["재무과", "1,234"]]


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Image.new("RGB", (600, 800), "white").save(tmp_path / "scan.png")
    return tmp_path / "scan.png"


def test_scan(tmp_path: Path, picture: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for _ in range(2):
        paper.canvas.drawImage(str(picture), 0, 0, 595, 842)
        paper.page()
    with pytest.raises(UnreadableFile, match=r"스캔 PDF.*OCR"):
        open_document(paper.save())


def test_one_scanned_page_is_said(tmp_path: Path, picture: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for n in range(3):
        paper.line(f"{n + 1}쪽의 글입니다. 글자 정보가 있는 쪽입니다.")
        paper.page()
    paper.canvas.drawImage(str(picture), 0, 0, 595, 842)
    document = open_document(paper.save())
    assert document.warnings == ("4쪽은 글자 정보가 없는 그림이어서 읽지 못했습니다. OCR이 필요합니다.",)


def test_recognised_letters_over_a_scan_are_said(tmp_path: Path, picture: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for mode in (3, 0):  # letters that are not drawn, and drawn ones on a coloured background
        paper.canvas.drawImage(str(picture), 0, 0, 595, 842)
        text = paper.canvas.beginText(60, 700)
        text.setTextRenderMode(mode)
        text.textLine("2023년 물길 정비 실적 1,234건을 정리한 표입니다.")
        paper.canvas.drawText(text)
        paper.page()
    document = open_document(paper.save())
    assert document.text.count("1,234건") == 2
    assert document.warnings == ("1쪽은 그림에서 문자 인식(OCR)으로 얻은 글자입니다. 수치를 원본과 대조해 주십시오.",)


def test_garbage_text_layer() -> None:
    assert is_garbage("ÀúÀÛ±ÇÀÌ ÀÖ´Â ±Û ¼º°úº¸°í¼­ 2021 100%")
    assert is_garbage("\ue001\ue002\ue003\ue004\ue005 1,234 " * 3)
    assert not is_garbage("\uf06e 예산 현황 1,234백만원 (98.7%) · △35 ± 市 ㎡ ① Ⅱ □ ○")


def test_password(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf", encrypt="비밀")
    paper.line("예산 현황")
    with pytest.raises(ProtectedFile, match="암호가 걸린 PDF"):
        open_document(paper.save())


def test_truncated(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    for n in range(20):
        paper.line(f"{n}쪽")
        paper.page()
    path = paper.save()
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(UnreadableFile, match="잘렸거나 손상"):
        open_document(path)


def test_cut_off_at_its_end_is_said(tmp_path: Path) -> None:
    paper = Paper(tmp_path / "a.pdf")
    paper.line("예산 현황")
    path = paper.save()
    path.write_bytes(path.read_bytes()[:-8])
    document = open_document(path)
    assert "예산 현황" in document.text
    assert "끝이 잘려" in document.warnings[0]


def test_real_merged_table() -> None:
    document = check(open_document(sample("autorag__kbo_table_text.pdf")))
    (grid,) = document.grids
    assert words(grid)[:3] == [
        ["구분", "토요일", "일요일/공휴일", "평일"],
        ["3월", "17:00", "14:00", "18:30"],
        ["4월", "17:00", "14:00", "18:30"],
    ]
    assert words(grid)[-1] == ["10월", "17:00", "14:00", "18:30"]


def test_real_table_alone() -> None:
    """Rules before and after a change, side by side."""
    (grid,) = check(open_document(sample("autorag__kbo_only_table.pdf"))).grids
    head, *rows = words(grid)
    assert head[-2:] == ["변경 전", "변경 후"] and len(rows) == 5
    assert any("비디오 판독" in row[0] for row in rows)


def test_real_page_of_two_columns() -> None:
    document = open_document(sample("autorag__korean_texts_two_page.pdf"))
    assert len(document.pages) == 2
    assert document.grids == ()
