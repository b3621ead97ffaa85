"""A folder with one good file of each format and the broken ones that an operator meets, to be read as one.

Run:  .venv/bin/python -m bench.mixed FOLDER && .venv/bin/python -m ingest FOLDER

The good files hold the same small table; the name of a broken one says what is wrong with it.
"""

from __future__ import annotations

import argparse
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HEAD = ["부서", "주요사업", "성과지표", "단위", "목표", "실적", "달성률(%)"]
ROWS = [
    ["물빛과", "물길 정비", "정비한 물길", "km", "12", "15", "125"],
    ["꽃길과", "꽃길 가꾸기", "심은 꽃나무", "그루", "1,200", "1,100", "91.7"],
]
TITLE = "2024년 가람구 성과지표"
GIGABYTES = 2 * 2**30
FONT = "HYSMyeongJo-Medium"

Maker = Callable[[Path], None]


def make_text(path: Path) -> None:
    """The table as labelled lines."""
    lines = [f"○ {row[2]}: 목표 {row[4]}{row[3]}, 실적 {row[5]}{row[3]}" for row in ROWS]
    path.write_text("\n".join([TITLE, "", "□ 추진실적", *lines, ""]), encoding="utf-8")


def make_markdown(path: Path) -> None:
    """The table between pipes."""
    lines = ["| " + " | ".join(row) + " |" for row in (HEAD, ["---"] * len(HEAD), *ROWS)]
    path.write_text("\n".join([f"# {TITLE}", "", *lines, ""]), encoding="utf-8")


def make_csv(path: Path) -> None:
    """The table with commas, or tabs under the name .tsv."""
    mark = "\t" if path.suffix == ".tsv" else ","
    lines = [mark.join(f'"{cell}"' for cell in row) for row in (HEAD, *ROWS)]
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")


def make_html(path: Path) -> None:
    """The table as a web page."""
    rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS)
    head = "<tr>" + "".join(f"<th>{cell}</th>" for cell in HEAD) + "</tr>"
    page = f"<!doctype html><html><body><h1>{TITLE}</h1><table>{head}{rows}</table></body></html>"
    path.write_text(page, encoding="utf-8")


def make_xlsx(path: Path) -> None:
    """The table as a sheet."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in (HEAD, *ROWS):
        book.active.append(row)
    book.save(path)


def make_docx(path: Path) -> None:
    """The table in a Word document."""
    import docx

    document = docx.Document()
    document.add_heading(TITLE, 1)
    _fill(document.add_table(len(ROWS) + 1, len(HEAD)))
    document.save(str(path))


def make_hangul(path: Path) -> None:
    """The table in a document of 한글: HWP 5 or HWPX by the name."""
    import hwpx

    document = hwpx.HwpxDocument.new()
    document.add_paragraph(TITLE)
    _fill(document.add_table(len(ROWS) + 1, len(HEAD)))
    document.save_to_path(str(path))


def _fill(table: Any) -> None:
    for number, row in enumerate((HEAD, *ROWS)):
        for column, words in enumerate(row):
            table.cell(number, column).text = words


def make_pdf(path: Path) -> None:
    """The table, ruled, on a page with a text layer."""
    _paper(path)


def lock_pdf(path: Path) -> None:
    """A PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption

    _paper(path, encrypt=StandardEncryption("1234", canPrint=0))


def _paper(path: Path, **options: Any) -> None:
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    from reportlab.platypus import Table, TableStyle

    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    paper = canvas.Canvas(str(path), pagesize=A4, **options)
    paper.setFont(FONT, 12)
    paper.drawString(40, 780, TITLE)
    table = Table(
        [HEAD, *ROWS], style=TableStyle([("FONT", (0, 0), (-1, -1), FONT, 9), ("GRID", (0, 0), (-1, -1), 1, "black")])
    )
    table.wrapOn(paper, 500, 600)
    table.drawOn(paper, 40, 680)
    paper.save()


def make_scan(path: Path) -> None:
    """A PDF whose page is a picture."""
    from PIL import Image

    Image.new("L", (1240, 1754), 255).save(path, "PDF")


def make_picture(path: Path) -> None:
    """A PNG picture under any name."""
    from PIL import Image

    Image.new("RGB", (20, 20)).save(path, "PNG")


def lock_hwp(path: Path) -> None:
    """A 한글 document whose header says that it has a password."""
    import olefile  # type: ignore[import-untyped]

    make_hangul(path)
    with olefile.OleFileIO(str(path), write_mode=True) as ole:
        header = bytearray(ole.openstream("FileHeader").read())
        struct.pack_into("<I", header, 36, struct.unpack_from("<I", header, 36)[0] | 2)
        ole.write_stream("FileHeader", bytes(header))


def cut(make: Maker) -> Maker:
    """A file of which only the first half arrived."""

    def made(path: Path) -> None:
        make(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return made


def swollen(make: Maker) -> Maker:
    """An archive with a part of 200 MB that packs into nothing."""

    def made(path: Path) -> None:
        make(path)
        with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("media/image1.bmp", bytes(200 * 2**20))

    return made


def make_entities(path: Path) -> None:
    """A Word document whose XML asks for a file of the machine."""
    make_docx(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    xml = '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document>&x;</w:document>'
    parts["word/document.xml"] = xml.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def make_wide_csv(path: Path) -> None:
    """A table of 10,000 columns."""
    path.write_text("\n".join(",".join(f"{n}" for n in range(10_000)) for _ in range(20)), encoding="utf-8")


def make_wide_html(path: Path) -> None:
    """A web page with a table of 10,000 columns."""
    row = "<tr>" + "".join(f"<td>{n}</td>" for n in range(10_000)) + "</tr>"
    path.write_text(f"<!doctype html><html><body><table>{row * 3}</table></body></html>", encoding="utf-8")


def make_wide_xlsx(path: Path) -> None:
    """A sheet of 10,000 columns."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(5):
        sheet.append(list(range(10_000)))
    book.save(path)


def make_huge(path: Path) -> None:
    """Two gigabytes, which take no room on a disk that knows holes."""
    path.write_bytes("가나다\n".encode() * 4000)
    with path.open("r+b") as file:
        file.truncate(GIGABYTES)


def make_empty(path: Path) -> None:
    """Nothing at all."""
    path.write_bytes(b"")


def make_noise(path: Path) -> None:
    """Bytes that no encoding explains."""
    path.write_bytes("머리 ".encode() + b"\xff\xfe\xfd\x80\x81" * 40)


def make_bare_page(path: Path) -> None:
    """A web page that a script would have filled."""
    path.write_text("<!doctype html><html><body><script>load()</script></body></html>", encoding="utf-8")


GOOD: dict[str, Maker] = {
    "글.txt": make_text,
    "글.md": make_markdown,
    "표.csv": make_csv,
    "표.tsv": make_csv,
    "쪽.html": make_html,
    "시트.xlsx": make_xlsx,
    "워드.docx": make_docx,
    "쪽.pdf": make_pdf,
    "한글.hwpx": make_hangul,
    "한글.hwp": make_hangul,
}
"""One good file of each format."""

BROKEN: dict[str, Maker] = {
    "섞인 글자.txt": make_noise,
    "빈 파일.md": make_empty,
    "1만 칸.csv": make_wide_csv,
    "2GB.tsv": make_huge,
    "글 없는 쪽.html": make_bare_page,
    "1만 칸.html": make_wide_html,
    "잘린 시트.xlsx": cut(make_xlsx),
    "1만 칸.xlsx": make_wide_xlsx,
    "압축 폭탄.xlsx": swollen(make_xlsx),
    "외부 개체.docx": make_entities,
    "잘린 워드.docx": cut(make_docx),
    "암호.pdf": lock_pdf,
    "잘린 쪽.pdf": cut(make_pdf),
    "스캔.pdf": make_scan,
    "그림.pdf": make_picture,
    "잘린 한글.hwpx": cut(make_hangul),
    "압축 폭탄.hwpx": swollen(make_hangul),
    "암호.hwp": lock_hwp,
    "잘린 한글.hwp": cut(make_hangul),
}
"""Broken files, at least one of each format."""


def make_folder(folder: Path) -> None:
    """Write all files of `GOOD` and `BROKEN`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (GOOD | BROKEN).items():
        make(folder / name)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.mixed", description=__doc__)
    parser.add_argument("folder", type=Path)
    make_folder(parser.parse_args().folder)


if __name__ == "__main__":
    main()
