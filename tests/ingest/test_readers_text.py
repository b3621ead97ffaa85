"""Text, Markdown and CSV: the text is the file's own, and cells stand where they say."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from errors import TooLarge, UnreadableFile
from ingest.readers import open_document
from ingest.readers.decode import CP949_WARNING, CUT_WARNING
from tests.ingest.shown import check, words


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_text_is_cleaned(tmp_path: Path) -> None:
    raw = "\ufeff" + unicodedata.normalize("NFD", "예산") + " 현황\r\n둘째\r셋째"
    document = open_document(write(tmp_path, "a.txt", raw))
    assert document.text == "예산 현황\n둘째\n셋째"
    assert (document.format, document.warnings) == ("txt", ())


def test_form_feeds_end_pages(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.txt", "첫 쪽\f둘째 쪽\n글\f"))
    assert [document.page_of(document.text.index(word)) for word in ("첫", "둘째", "글")] == [1, 2, 2]
    assert len(document.pages) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_text_with_a_mark_of_its_encoding(tmp_path: Path, encoding: str) -> None:
    assert open_document(write(tmp_path, "a.txt", "집행률 67.4%".encode(encoding))).text == "집행률 67.4%"


def test_cp949_is_read_and_said(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.txt", "집행률 67.4% 똠방".encode("cp949")))
    assert document.text == "집행률 67.4% 똠방"
    assert document.warnings == (CP949_WARNING,)


def test_text_that_was_cut_inside_a_letter(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.txt", "예산 현황".encode()[:-1]))
    assert document.text == "예산 현"
    assert document.warnings == (CUT_WARNING,)


def test_unknown_encoding_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"^2번째 줄.*UTF-8로 다시 저장"):
        open_document(write(tmp_path, "a.txt", "첫째 줄\n".encode() + b"\xff\xff\x81 words"))


@pytest.mark.parametrize("content", [b"", b" \n \n"])
def test_empty_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"빈 파일|글자가 없습니다"):
        open_document(write(tmp_path, "a.txt", content))


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="파일이 없습니다"):
        open_document(tmp_path / "없음.txt")


def test_two_gigabytes_are_refused_unread(tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "예산 현황\n" * 1000)
    with path.open("r+b") as file:
        file.truncate(2 * 2**30)  # sparse: takes no room
    with pytest.raises(TooLarge, match="2,048MB로 한도 64MB"):
        open_document(path)


MARKDOWN = """# 2022년 주요업무

## 예산 현황
(단위: 백만원)

| 부서 | 예산 | 비고 |
|---|--:|:-:|
| 재무과 | **1,200** | 가 \\| 나 |
| 기획과 | 3<br>4 |

```
| 코드 | 는 |
|---|---|
```
"""


def test_markdown_table(tmp_path: Path) -> None:
    document = check(open_document(write(tmp_path, "a.md", MARKDOWN)))
    assert document.text == MARKDOWN
    assert document.title == "2022년 주요업무"
    (grid,) = document.grids
    assert words(grid) == [["부서", "예산", "비고"], ["재무과", "1,200", "가 | 나"], ["기획과", "3 4", ""]]
    assert (grid.caption, grid.unit, grid.header_rows) == ("예산 현황", "백만원", 1)
    assert document.line_of(grid.start) == 6


CSV = '''예산 현황,,(단위: 천원)
부서,사업,예산액
재무과,"계약, ""관리""","1,200"
,재산 관리,3
합계,,"1,203"

※ 자료: 결산서
'''


def test_csv_cells_stand_inside_their_quotes(tmp_path: Path) -> None:
    document = check(open_document(write(tmp_path, "a.csv", CSV)))
    assert document.text == CSV
    (grid,) = document.grids
    assert words(grid) == [
        ["부서", "사업", "예산액"],
        ["재무과", '계약, "관리"', "1,200"],
        ["재무과", "재산 관리", "3"],
        ["합계", "", "1,203"],
    ]
    assert (grid.caption, grid.unit, grid.header_rows) == ("예산 현황", "천원", 1)
    figure = grid.rows[1][2]
    assert (document.text[figure.start : figure.end], document.line_of(figure.start)) == ("1,200", 3)
    assert grid.rows[1][0] == grid.rows[2][0]
    assert grid.rows[1][0].rowspan == 2


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_delimiter_is_found(tmp_path: Path, mark: str) -> None:
    rows = [["부서", "목표", "실적"], ["재무과", "10", "12"], ["기획과", "7", "9"]]
    document = check(open_document(write(tmp_path, "a.csv", "\n".join(mark.join(row) for row in rows))))
    assert words(document.grids[0]) == rows


def test_csv_header_of_two_rows(tmp_path: Path) -> None:
    content = "연번,부서,2021년,,2022년,\n,,목표,실적,목표,실적\n1,재무과,1,2,3,4\n2,기획과,5,6,7,8\n"
    (grid,) = check(open_document(write(tmp_path, "a.csv", content))).grids
    assert grid.header_rows == 2
    assert words(grid)[:2] == [
        ["연번", "부서", "2021년", "2021년", "2022년", "2022년"],
        ["연번", "부서", "목표", "실적", "목표", "실적"],
    ]
    assert words(grid)[3] == ["2", "기획과", "5", "6", "7", "8"]


def test_years_head_columns(tmp_path: Path) -> None:
    (grid,) = check(open_document(write(tmp_path, "a.csv", "구분,2021,2022\n예산,10,20\n집행,9,18\n"))).grids
    assert (grid.header_rows, words(grid)[0]) == (1, ["구분", "2021", "2022"])


def test_two_tables_and_a_header_that_stands_again(tmp_path: Path) -> None:
    content = "과,건\n가과,1\n과,건\n나과,2\n\n표 둘\n팀,명\n다팀,3\n\n라팀,4\n"
    first, second = check(open_document(write(tmp_path, "a.csv", content))).grids
    assert words(first) == [["과", "건"], ["가과", "1"], ["나과", "2"]]
    assert words(second) == [["팀", "명"], ["다팀", "3"], ["라팀", "4"]]
    assert second.caption == "표 둘"


def test_csv_without_a_header_is_said(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.csv", "재무과,10\n기획과,20\n"))
    assert document.grids[0].header_rows == 0
    assert "1번째 줄" in document.warnings[0] and "머리글" in document.warnings[0]


def test_thousands_commas_without_quotes_are_said(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.csv", "부서,예산\n가과,100\n나과,200\n다과,1,200\n"))
    assert "4번째 줄은 칸이 3개" in document.warnings[0]


def test_prose_under_the_name_csv(tmp_path: Path) -> None:
    document = open_document(write(tmp_path, "a.csv", "첫 문장입니다.\n둘째 문장입니다.\n"))
    assert document.grids == ()


def test_csv_of_ten_thousand_columns(tmp_path: Path) -> None:
    row = ",".join(["1"] * 10_000)
    with pytest.raises(TooLarge, match="열이 10,000개"):
        open_document(write(tmp_path, "a.csv", f"{row}\n{row}\n"))


def test_quoted_line_ends_and_stray_quotes(tmp_path: Path) -> None:
    content = '사업,비고,건\n"우리동네\n가꾸기","""으뜸"" 사업",3\n"가" 나,5" 관,4\n'
    (grid,) = check(open_document(write(tmp_path, "a.csv", content))).grids
    assert words(grid)[1:] == [["우리동네 가꾸기", '"으뜸" 사업', "3"], ['"가" 나', '5" 관', "4"]]
