"""Word and HTML: headings, lists, merged cells; what is deleted, hidden or a script is left out."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from errors import TooLarge
from ingest.readers import open_document
from tests.ingest.shown import check, words

TABLE = [["부서", "2022년", ""], ["", "예산액", "집행률"], ["재무과", "1,200", "98.7%"], ["", "△3", "5%"]]
READ = [
    ["부서", "2022년", "2022년"],
    ["부서", "예산액", "집행률"],
    ["재무과", "1,200", "98.7%"],
    ["재무과", "△3", "5%"],
]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("2022년 주요업무", 0)
    document.add_heading("예산 현황", 1)
    document.add_paragraph("첫째", style="List Bullet")
    document.add_paragraph("하나", style="List Number")
    document.add_paragraph("둘", style="List Number")
    document.add_paragraph("예산 (단위: 천원)")
    table = document.add_table(4, 3)
    for number, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            table.cell(number, column).text = cell
    for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0))):
        table.cell(*first).merge(table.cell(*last))
    document.add_table(1, 1).cell(0, 0).text = "상자 안 글"
    changed = document.add_paragraph("남은 ")
    changed._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>더한 글</w:t></w:r></w:ins>"))
    changed._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>지운 글</w:delText></w:r></w:del>"))
    document.save(str(tmp_path / "a.docx"))

    read = check(open_document(tmp_path / "a.docx"))
    assert (read.title, read.format) == ("2022년 주요업무", "docx")
    assert "# 예산 현황\n- 첫째\n1. 하나\n2. 둘\n" in read.text
    assert "상자 안 글\n" in read.text and "남은 더한 글" in read.text and "지운" not in read.text
    (grid,) = read.grids
    assert words(grid) == READ
    assert (grid.caption, grid.unit, grid.header_rows) == ("예산", "천원", 2)


def test_table_inside_a_frame_of_one_cell(tmp_path: Path) -> None:
    document = docx.Document()
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "인력 현황"
    inner = frame.add_table(2, 2)
    for number, row in enumerate([["급", "명"], ["7급", "3"]]):
        for column, cell in enumerate(row):
            inner.cell(number, column).text = cell
    document.save(str(tmp_path / "a.docx"))
    read = check(open_document(tmp_path / "a.docx"))
    assert words(read.grids[0]) == [["급", "명"], ["7급", "3"]]
    assert read.text.count("7급") == 1


PAGE = """<!DOCTYPE html><html><head><title>주요 업무</title><script>alert("하나")</script></head><body>
<h1>2022년<br>주요 업무</h1><p>가나다 <b>라</b>마</p><ul><li>첫째<ul><li>안쪽</li></ul></li></ul>
<div style="display: none">숨긴 글</div><p hidden>또 숨긴 글</p><img src="http://192.0.2.1/a.png" onerror="x()">
<h2>예산 현황</h2><p>(단위: 천원)</p>
<table><thead><tr><th rowspan="2">부서</th><th colspan="2">2022년</th></tr>
<tr><th>예산액</th><th>집행률</th></tr></thead>
<tr><td rowspan="2">재무과</td><td>1,200</td><td>98.7%</td></tr><tr><td>△3</td><td>5%</td></tr></table>
<table><tr><td><table><tr><th>팀</th><th>명</th></tr><tr><td>기획팀</td><td>3</td></tr></table></td><td>오른쪽</td></tr>
</table></body></html>"""


def test_web_page(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(PAGE, encoding="utf-8")
    read = check(open_document(tmp_path / "a.html"))
    assert (read.title, read.format) == ("주요 업무", "html")
    assert read.text.startswith("# 2022년 주요 업무\n가나다 라마\n- 첫째\n- 안쪽\n## 예산 현황\n")
    assert not any(word in read.text for word in ("alert", "숨긴", "onerror"))
    budget, teams = read.grids
    assert words(budget) == READ
    assert (budget.caption, budget.unit, budget.header_rows) == ("예산 현황", "천원", 2)
    assert words(teams) == [["팀", "명"], ["기획팀", "3"]]


def test_page_that_says_its_encoding(tmp_path: Path) -> None:
    page = '<html><head><meta charset="euc-kr"></head><body><p>집행률 67.4%</p></body></html>'
    (tmp_path / "a.html").write_bytes(page.encode("cp949"))
    read = open_document(tmp_path / "a.html")
    assert (read.text, read.warnings) == ("집행률 67.4%\n", ())


def test_spans_beyond_the_table(tmp_path: Path) -> None:
    rows = '<tr><td colspan="99">합계 없음</td></tr><tr><td rowspan="0">가</td><td>1</td></tr><tr><td>2</td></tr>'
    page = f"<html><body><table><tr><th>과</th><th>건</th></tr>{rows}</table></body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (grid,) = check(open_document(tmp_path / "a.html")).grids
    assert words(grid) == [["과", "건"], ["합계 없음", "합계 없음"], ["가", "1"], ["가", "2"]]


def test_page_with_ten_thousand_columns(tmp_path: Path) -> None:
    row = "<tr>" + "<td>1</td>" * 10_000 + "</tr>"
    (tmp_path / "a.html").write_text(f"<html><body><table>{row}{row}</table></body></html>", encoding="utf-8")
    with pytest.raises(TooLarge, match="열이"):
        open_document(tmp_path / "a.html")
