"""A folder as an operator has it: one good file of each format among broken ones of every kind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

import ingest
from bench.mixed import BROKEN, GOOD, make_folder
from errors import MureobogoError
from ingest.readers import READERS
from records import Reading

TOLD = {
    "섞인 글자.txt": "UTF-8도 CP949도 아닙니다",
    "빈 파일.md": "0바이트",
    "1만 칸.csv": "10,000개로 한도 1,000개",
    "2GB.tsv": "2,048MB로 한도 64MB",
    "글 없는 쪽.html": "읽을 글자가 없습니다",
    "1만 칸.html": "10,000개로 한도 1,000개",
    "잘린 시트.xlsx": "잘렸거나 손상",
    "1만 칸.xlsx": "10,000개로 한도 1,000개",
    "압축 폭탄.xlsx": "압축 폭탄",
    "외부 개체.docx": "외부 개체",
    "잘린 워드.docx": "잘렸거나 손상",
    "암호.pdf": "암호가 걸린 PDF",
    "잘린 쪽.pdf": "잘렸거나 손상",
    "스캔.pdf": "스캔 PDF",
    "그림.pdf": "이름은 .pdf이지만 내용은 그림(PNG)",
    "잘린 한글.hwpx": "잘렸거나 손상",
    "압축 폭탄.hwpx": "압축 폭탄",
    "암호.hwp": "암호가 걸린 한글 문서",
    "잘린 한글.hwp": "손상되어",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading | MureobogoError]:
    folder = tmp_path_factory.mktemp("mixed")
    make_folder(folder)
    jobs = [(path, path.name, None) for path in ingest.find_files(folder)]
    return {path.name: result for path, result in ingest.read_many(jobs)}


def test_there_is_one_of_each_format() -> None:
    for files in (GOOD, BROKEN):
        assert {Path(name).suffix.lstrip(".") for name in files} == set(READERS)


@pytest.mark.parametrize("name", GOOD)
def test_the_good_ones_are_read(results: dict[str, Reading | MureobogoError], name: str) -> None:
    reading = results[name]
    assert isinstance(reading, Reading) and reading.warnings == ()
    found = {(each.indicator or each.item, each.measure, each.value, each.unit) for each in reading.observations}
    assert {
        ("정비한 물길", "목표", Decimal(12), "km"),
        ("정비한 물길", "실적", Decimal(15), "km"),
        ("심은 꽃나무", "목표", Decimal(1200), "그루"),
        ("심은 꽃나무", "실적", Decimal(1100), "그루"),
    } <= found
    assert len(found) == (4 if name == "글.txt" else 6)


@pytest.mark.parametrize("name", BROKEN)
def test_the_broken_ones_are_told_in_one_line(results: dict[str, Reading | MureobogoError], name: str) -> None:
    error = results[name]
    assert isinstance(error, MureobogoError)
    assert TOLD[name] in str(error) and "\n" not in str(error) and str(error).endswith("십시오.")
