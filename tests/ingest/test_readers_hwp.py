"""HWPX and HWP 5, made in the test and real ones: words, merged cells, marks, and what is protected or damaged."""

from __future__ import annotations

import struct
from pathlib import Path

import hwpx
import olefile
import pytest

from errors import ProtectedFile, UnreadableFile
from ingest.readers import open_document
from tests.ingest.shown import check, sample, words

TABLE = [["부서", "2022년", ""], ["", "예산액", "집행률"], ["재무과", "1,200", "98.7%"], ["", "△3", "5%"]]
READ = [
    ["부서", "2022년", "2022년"],
    ["부서", "예산액", "집행률"],
    ["재무과", "1,200", "98.7%"],
    ["재무과", "△3", "5%"],
]


def make(path: Path) -> Path:
    """Headings, a table with merged cells and a box; 한글 5 or HWPX by the name."""
    document = hwpx.HwpxDocument.new()
    document.add_paragraph("Ⅰ. 일반현황")
    document.add_paragraph("□ 예산 현황")
    document.add_paragraph("(단위: 천원)")
    table = document.add_table(4, 3)
    for number, row in enumerate(TABLE):
        for column, cell in enumerate(row):
            table.cell(number, column).text = cell
    for merged in ((0, 0, 1, 0), (0, 1, 0, 2), (2, 0, 3, 0)):
        table.merge_cells(*merged)
    box = document.add_table(1, 2)
    box.cell(0, 0).text, box.cell(0, 1).text = "Ⅱ", "추진실적"
    document.add_paragraph("○ 누적 1,234건")
    document.save_to_path(str(path))
    return path


@pytest.mark.parametrize("name", ["a.hwpx", "a.hwp"])
def test_made_document(tmp_path: Path, name: str) -> None:
    document = check(open_document(make(tmp_path / name)))
    assert document.format == name.split(".")[1]
    lines = [line for line in document.text.split("\n") if line]
    assert lines[:3] == ["Ⅰ. 일반현황", "□ 예산 현황", "(단위: 천원)"]
    assert lines[-2:] == ["Ⅱ 추진실적", "○ 누적 1,234건"]
    (grid,) = document.grids
    assert words(grid) == READ
    assert (grid.caption, grid.unit, grid.header_rows) == ("예산 현황", "천원", 2)


def test_password(tmp_path: Path) -> None:
    path = make(tmp_path / "a.hwp")
    with olefile.OleFileIO(str(path), write_mode=True) as ole:
        header = bytearray(ole.openstream("FileHeader").read())
        struct.pack_into("<I", header, 36, struct.unpack_from("<I", header, 36)[0] | 2)  # 암호 설정
        ole.write_stream("FileHeader", bytes(header))
    with pytest.raises(ProtectedFile, match="암호가 걸린 한글 문서"):
        open_document(path)


@pytest.mark.parametrize("name", ["a.hwpx", "a.hwp"])
def test_truncated(tmp_path: Path, name: str) -> None:
    path = make(tmp_path / name)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(UnreadableFile, match=r"손상|잘렸"):
        open_document(path)


@pytest.mark.parametrize(
    ("name", "grids", "some"),
    [
        ("gangbuk_rfp_2023.hwpx", 20, "소요예산: 270,000,000원"),
        ("public_data_standard_2023.hwpx", 3, "공공데이터"),
        ("project_plan.hwpx", 1, "프로젝트 예산"),
        ("table.hwpx", 1, "합계"),
        ("nts_ruling_19tables.hwp", 15, "<재무제표상 연도별 영업이익률>"),
        ("award_forms_26tables.hwp", 10, ""),
        ("bigtable_hangs_hhp.hwp", 1, ""),
        ("prose.hwp", 0, ""),
        ("distribution_readonly.hwp", 0, "②기초금액 : 금72,300,000원"),
    ],
)
def test_real_documents(name: str, grids: int, some: str) -> None:
    document = check(open_document(sample(name)))
    assert len(document.grids) >= grids
    assert some in document.text


def test_merged_cells_of_a_real_table() -> None:
    """A table of an appeal: the year stands over two columns, the office over five rows."""
    document = open_document(sample("nts_ruling_19tables.hwp"))
    years = [grid for grid in document.grids if grid.caption == "재무제표상 연도별 영업이익률"]
    assert [row[0] for row in map(list, words(years[0]))] == ["사업연도", "매출액", "영업이익률"]
    assert years[0].unit == "백만원"
    # The table goes on below with other years: each is a table of its own.
    heads = [words(grid)[0] for grid in document.grids if words(grid)[0][0] == "사업연도"]
    assert ["사업연도", "1999", "2000", "2001", "2002"] in heads and ["사업연도", "2007", "2008", "2009"] in [
        [word for word in head if word] for head in heads
    ]


def test_damaged_real_document() -> None:
    with pytest.raises(UnreadableFile, match="손상"):
        open_document(sample("broken_minifat.hwp"))
