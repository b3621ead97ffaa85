"""How fast each format is read, and how much memory two large files take.

Run:  .venv/bin/python -m bench.reading [--quick] [--only NAME]

Makes its files in a temporary folder; each is read from bytes to records in a process of its own, so that the peak is
that of one file. Seconds are those of one core, so that a busy machine tells the same; a page is one of a PDF, or 40
lines of text.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from ingest.isolate import read_isolated
from ingest.read import read

LINES_A_PAGE = 40
ROWS_A_TABLE = 25
HEADER = ("연번", "국", "부서", "사업", "지표", "단위", "목표", "실적", "달성률(%)")


class Measured(NamedTuple):
    """What reading one file took, and what came of it."""

    seconds: float
    peak_mb: float
    letters: int
    passages: int
    figures: int
    pages: float


def measure(path: Path) -> Measured:
    """Read a file in this process; `peak_mb` is the largest memory it ever held."""
    started = time.process_time()
    reading = read(path)
    seconds = time.process_time() - started
    peak = peak_mb()
    pages = len(reading.pages) or max(1.0, reading.text.count("\n") / LINES_A_PAGE)
    return Measured(seconds, peak, len(reading.text), len(reading.passages), len(reading.observations), pages)


def peak_mb() -> float:
    """The most memory this process ever held. `ru_maxrss` would count what its parent held when it started it."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def table_rows(count: int, first: int = 0) -> list[list[str]]:
    """Made-up indicator rows."""
    rows = []
    for n in range(first, first + count):
        goal, done = 100 + n % 900, 90 + n % 950
        names = [f"{n % 7 + 1}국", f"{n % 60 + 1}과", f"사업 {n} 추진", f"지표 {n} 처리건수", "건"]
        rows.append([str(n + 1), *names, f"{goal:,}", f"{done:,}", f"{100 * done / goal:.1f}"])
    return rows


def prose(page: int) -> list[str]:
    """Some lines of made-up text."""
    return [f"○ {page}-{n}. 주민 {n * 3:,}명이 참여한 {page}번째 모임의 결과를 정리함" for n in range(1, 11)]


def make_text(folder: Path, pages: int) -> Path:
    path = folder / "text.txt"
    lines = (line for page in range(pages) for line in [f"□ {page}번째 절", *prose(page), *prose(page), *prose(page)])
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def make_markdown(folder: Path, pages: int) -> Path:
    path = folder / "text.md"
    parts = []
    for page in range(pages):
        parts.extend([f"## {page}번째 절", "", *prose(page), "", "| " + " | ".join(HEADER) + " |", "|---" * 9 + "|"])
        parts.extend("| " + " | ".join(row) + " |" for row in table_rows(ROWS_A_TABLE, page * ROWS_A_TABLE))
        parts.append("")
    path.write_text("\n".join(parts), encoding="utf-8")
    return path


def make_csv(folder: Path, pages: int) -> Path:
    path = folder / "table.csv"
    rows = [HEADER, *table_rows(pages * LINES_A_PAGE)]
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    return path


def make_html(folder: Path, pages: int) -> Path:
    path = folder / "page.html"
    parts = ["<!doctype html><html><body>"]
    for page in range(pages):
        parts.append(f"<h2>{page}번째 절</h2>" + "".join(f"<p>{line}</p>" for line in prose(page)))
        parts.append("<table><tr>" + "".join(f"<th>{name}</th>" for name in HEADER) + "</tr>")
        for row in table_rows(ROWS_A_TABLE, page * ROWS_A_TABLE):
            parts.append("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>")
        parts.append("</table>")
    path.write_text("".join(parts), encoding="utf-8")
    return path


def _add_table(document: Any, page: int) -> None:
    """The table of a page, in a document of python-docx or python-hwpx: both speak of tables alike."""
    rows = [list(HEADER), *table_rows(ROWS_A_TABLE, page * ROWS_A_TABLE)]
    table = document.add_table(len(rows), len(HEADER))
    for cells, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words


def make_docx(folder: Path, pages: int) -> Path:
    import docx

    path = folder / "word.docx"
    document = docx.Document()
    for page in range(pages):
        document.add_heading(f"{page}번째 절", 1)
        for line in prose(page):
            document.add_paragraph(line)
        _add_table(document, page)
    document.save(str(path))
    return path


def make_hwpx(folder: Path, pages: int) -> Path:
    return _make_hangul(folder / "hangul.hwpx", pages)


def make_hwp(folder: Path, pages: int) -> Path:
    return _make_hangul(folder / "hangul.hwp", pages)


def _make_hangul(path: Path, pages: int) -> Path:
    import hwpx

    document = hwpx.HwpxDocument.new()
    for page in range(pages):
        for line in prose(page):
            document.add_paragraph(line)
        _add_table(document, page)
    document.save_to_path(str(path))
    return path


def make_xlsx(folder: Path, pages: int) -> Path:
    import openpyxl

    path = folder / f"sheet{pages}.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("실적")
    sheet.append(HEADER)
    for row in table_rows(pages * LINES_A_PAGE):
        sheet.append([*row[:6], *(float(cell.replace(",", "")) for cell in row[6:])])
    book.save(path)
    return path


def make_pdf(folder: Path, pages: int) -> Path:
    """Each page: ten lines and a ruled table of 25 rows. Needs reportlab, which the tests use too."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen import canvas
    from reportlab.platypus import Table, TableStyle

    path = folder / f"pages{pages}.pdf"
    pdfmetrics.registerFont(UnicodeCIDFont("HYSMyeongJo-Medium"))
    paper = canvas.Canvas(str(path), pagesize=A4)
    style = TableStyle([("FONT", (0, 0), (-1, -1), "HYSMyeongJo-Medium", 7), ("GRID", (0, 0), (-1, -1), 0.5, "black")])
    for page in range(pages):
        paper.setFont("HYSMyeongJo-Medium", 10)
        for n, line in enumerate(prose(page)):
            paper.drawString(50, 800 - 15 * n, line)
        table = Table([list(HEADER), *table_rows(ROWS_A_TABLE, page * ROWS_A_TABLE)], rowHeights=18)
        table.setStyle(style)
        table.wrapOn(paper, 500, 600)
        table.drawOn(paper, 40, 100)
        paper.showPage()
    paper.save()
    return path


Maker = Callable[[Path, int], Path]
MAKERS: dict[str, tuple[Maker, int]] = {
    "txt": (make_text, 500),
    "md": (make_markdown, 100),
    "csv": (make_csv, 500),
    "html": (make_html, 100),
    "xlsx": (make_xlsx, 100),
    "docx": (make_docx, 30),
    "hwpx": (make_hwpx, 30),
    "hwp": (make_hwp, 30),
    "pdf": (make_pdf, 50),
    "pdf, 500 pages": (make_pdf, 500),
    "xlsx, 100,000 rows": (make_xlsx, 2500),
}
"""Name → (maker, pages)."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.reading", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the two large files")
    parser.add_argument("--only", choices=MAKERS, help="one of the files")
    args = parser.parse_args()
    heads = f"{'pages':>8}{'seconds':>9}{'pages/s':>9}{'peak MB':>9}{'letters':>11}{'passages':>10}{'figures':>9}"
    print(f"{'file':<20}{heads}")
    with tempfile.TemporaryDirectory() as folder:
        for name, (make, pages) in MAKERS.items():
            if (args.quick and "," in name) or args.only not in (None, name):
                continue
            result = read_isolated(measure, make(Path(folder), pages), seconds=900, memory_mb=4096)
            speed = result.pages / result.seconds
            print(
                f"{name:<20}{result.pages:>8.0f}{result.seconds:>9.2f}{speed:>9.0f}{result.peak_mb:>9.0f}"
                f"{result.letters:>11,}{result.passages:>10,}{result.figures:>9,}"
            )


if __name__ == "__main__":
    main()
