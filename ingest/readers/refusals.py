"""Formats that are recognised and not read: what the reader of the message should do instead."""

from __future__ import annotations

from errors import ProtectedFile, ReadError, UnreadableFile
from ingest.sniff import UNKNOWN

_PICTURE = (
    "내용은 그림({})입니다. 글자가 있는 원본 문서를 넣거나, 문자 인식(OCR)을 거쳐 수치를 대조한 PDF로 바꾸어 넣어 "
    "주십시오."
)

REFUSALS: dict[str, tuple[type[ReadError], str]] = {
    **{
        format: (UnreadableFile, _PICTURE.format(format.upper()))
        for format in ("png", "jpeg", "gif", "bmp", "tiff", "webp")
    },
    "locked_office": (
        ProtectedFile,
        "내용은 암호가 걸린 오피스 문서입니다. 오피스에서 암호를 풀고 다시 저장해 주십시오.",
    ),
    "hwp3": (
        UnreadableFile,
        "내용은 한글 3.0 이하의 옛 문서입니다. 한글에서 열어 HWPX 형식으로 다시 저장해 주십시오.",
    ),
    "hwpml": (UnreadableFile, "내용은 한글 XML(HWPML) 문서입니다. 한글에서 열어 HWPX 형식으로 다시 저장해 주십시오."),
    "xls": (UnreadableFile, "내용은 옛 엑셀(XLS) 문서입니다. 엑셀에서 열어 XLSX 형식으로 다시 저장해 주십시오."),
    "xlsb": (UnreadableFile, "내용은 엑셀 이진(XLSB) 문서입니다. 엑셀에서 열어 XLSX 형식으로 다시 저장해 주십시오."),
    "doc": (UnreadableFile, "내용은 옛 워드(DOC) 문서입니다. 워드에서 열어 DOCX 형식으로 다시 저장해 주십시오."),
    "ppt": (UnreadableFile, "내용은 발표 자료(PPT)입니다. PDF로 내보내어 넣어 주십시오."),
    "pptx": (UnreadableFile, "내용은 발표 자료(PPTX)입니다. PDF로 내보내어 넣어 주십시오."),
    "odf": (UnreadableFile, "내용은 오픈도큐먼트(ODT·ODS) 문서입니다. DOCX나 XLSX로 다시 저장해 주십시오."),
    "rtf": (UnreadableFile, "내용은 서식 있는 텍스트(RTF)입니다. DOCX로 다시 저장해 주십시오."),
    "mhtml": (UnreadableFile, "내용은 웹 보관 파일(MHT)입니다. HTML이나 PDF로 다시 저장해 주십시오."),
    "xml": (UnreadableFile, "내용은 XML 자료입니다. 엑셀에서 열어 XLSX로 저장하거나 CSV로 내보내어 넣어 주십시오."),
    "archive": (UnreadableFile, "내용은 압축 파일입니다. 압축을 풀어 안의 보고서를 넣어 주십시오."),
    UNKNOWN: (
        UnreadableFile,
        "알 수 없는 형식이거나 손상된 파일입니다. TXT, MD, CSV, XLSX, DOCX, PDF, HWPX, HWP, HTML 가운데 하나로 "
        "다시 저장해 주십시오.",
    ),
}
"""Recognised format → (error, message without the file's name)."""
