"""Macros, scripts and links of office files are ignored: nothing of them runs, is fetched or becomes text."""

from __future__ import annotations

import io
import socket
import zipfile
from pathlib import Path

import openpyxl
import pytest

from bench.mixed import ROWS, make_docx, make_hangul, make_html, make_xlsx
from ingest.isolate import read_isolated
from ingest.readers import open_document

MACRO = b'Attribute VB_Name\r\nSub AutoOpen()\r\nShell "touch MACRO-CANARY"\r\nEnd Sub\r\n'
SCRIPT = "function OnDocument_Open() { MACRO_CANARY(); }".encode("utf-16-le")
VBA = 'ContentType="application/vnd.ms-office.vbaProject"'
MAIN = {
    "docx": ("wordprocessingml.document.main+xml", "ms-word.document.macroEnabled.main+xml"),
    "xlsx": ("spreadsheetml.sheet.main+xml", "ms-excel.sheet.macroEnabled.main+xml"),
}
FOLDER = {"docx": "word", "xlsx": "xl"}


def with_macro(path: Path, kind: str, enabled: bool) -> None:
    """A macro part in an office file; `enabled` also calls the file one that has macros, as DOCM and XLSM do."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    types = parts["[Content_Types].xml"].decode()
    types = types.replace("</Types>", f'<Override PartName="/{FOLDER[kind]}/vbaProject.bin" {VBA}/></Types>')
    plain, macro = MAIN[kind]
    parts["[Content_Types].xml"] = (
        types.replace(f"openxmlformats-officedocument.{plain}", macro) if enabled else types
    ).encode()
    parts[f"{FOLDER[kind]}/vbaProject.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + MACRO
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


@pytest.mark.parametrize("enabled", [False, True])
@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_macro_part_is_ignored_and_the_table_read(tmp_path: Path, kind: str, enabled: bool) -> None:
    path = tmp_path / f"매크로.{kind}"
    (make_docx if kind == "docx" else make_xlsx)(path)
    with_macro(path, kind, enabled)
    document = read_isolated(open_document, path)
    assert all(cell in document.text for row in ROWS for cell in row[:3])
    assert "CANARY" not in document.text and not Path("MACRO-CANARY").exists()


@pytest.mark.parametrize("name", ["한글.hwpx", "한글.hwp"])
def test_scripts_of_hangul_are_ignored_and_the_table_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    make_hangul(path)
    if name.endswith("hwpx"):
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("Scripts/sourceScripts", SCRIPT)
    else:
        import olefile  # type: ignore[import-untyped]

        with olefile.OleFileIO(str(path), write_mode=True) as ole:
            room = ole.get_size("Scripts/DefaultJScript")
            ole.write_stream("Scripts/DefaultJScript", (SCRIPT * 20)[:room].ljust(room, b"\x00"))
    document = read_isolated(open_document, path)
    assert all(cell in document.text for row in ROWS for cell in row[:3])
    assert "CANARY" not in document.text


def test_formulas_that_call_out_are_not_computed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(["과", "실적"])
        sheet.append(["물빛과", 15])
        for formula in (f'=WEBSERVICE("{address}")', "=cmd|'/C touch DDE-CANARY'!A0", f'=IMAGE("{address}")'):
            sheet.append(["꽃길과", formula])
        file = io.BytesIO()
        book.save(file)
        (tmp_path / "수식.xlsx").write_bytes(file.getvalue())
        assert "물빛과" in open_document(tmp_path / "수식.xlsx").text
        with pytest.raises(TimeoutError):
            server.accept()
    assert not Path("DDE-CANARY").exists()


def test_a_page_runs_no_script_and_fetches_no_picture(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        make_html(tmp_path / "쪽.html")
        page = (tmp_path / "쪽.html").read_text(encoding="utf-8")
        planted = f'<script>fetch("{address}CANARY")</script><img src="{address}"><iframe src="{address}"></iframe>'
        (tmp_path / "쪽.html").write_text(page.replace("</body>", f"{planted}</body>"), encoding="utf-8")
        document = open_document(tmp_path / "쪽.html")
        with pytest.raises(TimeoutError):
            server.accept()
    assert ROWS[0][1] in document.text and "CANARY" not in document.text
