"""Search of one generation: passages and rows, within reports, by several threads (integration)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from errors import DamagedIndex
from index.build import build
from index.generation import current_folder
from index.nests import READABLE, holds
from index.search import Index, open_index, terms_for
from index.within import Within
from records import Report
from settings import Settings


@pytest.fixture(scope="module")
def index(small_index: Settings) -> Iterator[Index]:
    index = open_index(small_index)
    yield index
    index.close()


def report_of(index: Index, file: str) -> Report:
    return next(report for report in index.reports.values() if report.file == file)


def test_the_passage_that_says_it_comes_first(index: Index) -> None:
    hits = index.search("산책로에 조명을 몇 개 설치했나요?", 3)
    assert "조명 120개" in hits[0].passage.text
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_offsets_of_a_hit_are_its_words(index: Index) -> None:
    for hit in index.search("가로수", 5):
        text = index.database.text(hit.passage.report_id)
        assert text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_no_more_than_there_is_and_nothing_that_does_not_fit(index: Index) -> None:
    assert len(index.search("하천 정비", 2)) == 2
    assert 2 < len(index.candidates("하천 정비", 10_000)) <= len(index.passages)
    assert all("하천" in hit.passage.search_text for hit in index.candidates("하천", 10_000, dense=False))
    assert index.search("", 8) == []


def test_words_that_stand_nowhere_find_nothing_by_keyword(index: Index) -> None:
    assert index.candidates("쇄빙선 도크", 8, dense=False) == []
    assert index.search_rows("쇄빙선 도크") == []


def test_a_search_stays_within_the_given_reports(index: Index) -> None:
    notes, table = report_of(index, "업무.md"), report_of(index, "성과.csv")
    for search in (lambda ids: index.search("하천", 8, Within(ids)), lambda ids: index.candidates("하천", 8, ids)):
        assert {hit.passage.report_id for hit in search((table.id,))} == {table.id}
        assert {hit.passage.report_id for hit in search((notes.id,))} == {notes.id}
        assert search(()) == []
    assert {hit.row.first.report_id for hit in index.search_rows("가로수", 8, [table.id])} == {table.id}


def test_a_search_stays_within_agency_year_and_department(index: Index) -> None:
    hits = index.search("하천", 8, Within(agencies=("별빛구",), years=(2023,), departments=("물빛과",)))
    assert hits and {hit.passage.department for hit in hits} == {"물빛과"}
    assert index.search("하천", 8, Within(years=(1999,))) == []


def test_everyday_words_find_what_the_lexicon_knows_them_by(index: Index) -> None:
    """누리집 stands in the notes, 홈페이지 nowhere."""
    assert index.frequency("홈페이지") == 0
    assert "누리집" in terms_for("홈페이지에 올린 것은?", index.lexicon)
    assert "누리집에 공개" in index.search("홈페이지에 올린 것은?", 1)[0].passage.text


def test_each_nest_of_passages_is_shown_once(index: Index) -> None:
    hits = [hit.passage for hit in index.search("하천 정비", 50)]
    nested = [(a.id, b.id) for a in hits for b in hits if a is not b and holds(a, b) and a.end - a.start <= READABLE]
    assert nested == []
    candidates = [hit.passage for hit in index.candidates("하천 정비", 50)]
    assert [1 for a in candidates for b in candidates if a is not b and holds(a, b)], "there is something to collapse"


def test_a_year_in_the_question_comes_first(settings: Settings, corpus: Path) -> None:
    for year in (2020, 2021, 2022):
        (corpus / f"{year}.txt").write_text(f"{year}년 주요업무 추진실적\n\n○ 꽃길 가꾸기 완료\n", encoding="utf-8")
    build(corpus, settings)
    index = open_index(settings)
    for year in (2020, 2021, 2022):
        assert index.reports[index.search(f"{year}년 꽃길 가꾸기", 1)[0].passage.report_id].year == year
    index.close()


def test_searches_repeat_across_builds_and_names_of_files(settings: Settings, corpus: Path) -> None:
    """Ties are settled by id, which comes from the content: neither a rebuild nor a new name changes the order."""
    for n in range(6):
        heading = "별빛구 주요업무 보고\n\n"  # without one a passage is read with its file's name
        (corpus / f"{n}.txt").write_text(f"{heading}○ 꽃길 가꾸기\n○ 나무 {n}그루 심기\n", encoding="utf-8")
    build(corpus, settings)
    questions = ["꽃길 가꾸기", "나무 심기", "하천 정비"]
    first = [found(settings, question) for question in questions]
    assert len({score for _, score in first[0]}) < len(first[0]), "there are ties to settle"
    for n in range(6):
        (corpus / f"{n}.txt").rename(corpus / f"{9 - n}-새 이름.txt")
    assert build(corpus, settings).changed
    assert [found(settings, question) for question in questions] == first
    shutil.rmtree(settings.data_dir)
    build(corpus, settings)
    assert [found(settings, question) for question in questions] == first


def found(settings: Settings, question: str) -> list[tuple[str, float]]:
    index = open_index(settings)
    hits = [(hit.passage.id, hit.score) for hit in index.search(question, 20)]
    index.close()
    return hits


def test_rows_are_found_by_their_names(index: Index) -> None:
    row = index.search_rows("수질 검사 횟수 목표")[0].row
    assert (row.name, str(row.measures["목표"].value), row.first.department) == ("수질 검사 횟수", "24", "물빛과")


def test_frequency_and_words(index: Index) -> None:
    assert index.frequency("하천") >= 2 > index.frequency("쇄빙선") == 0
    assert "하천" in index.words()


def test_threads_share_one_index(small_index: Settings) -> None:
    index = open_index(small_index)  # not warmed up: the lazy parts are opened by several at once
    questions = ["하천 정비", "가로수 심기", "수질 검사", "조명"] * 4
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda question: [hit.passage.id for hit in index.search(question, 3)], questions))
    assert found == found[:4] * 4


def test_a_reader_keeps_its_generation_while_a_new_one_is_swapped_in(settings: Settings, corpus: Path) -> None:
    build(corpus, settings)
    reader = open_index(settings)
    assert reader.search("가로수", 1)
    (corpus / "새.txt").write_text("○ 꽃길 3km를 새로 냄\n", encoding="utf-8")
    build(corpus, settings)
    assert not any("꽃길" in passage.text for passage in reader.passages)
    assert reader.search("수질 검사", 1)[0].passage.text
    assert "꽃길" in open_index(settings).search("꽃길", 1)[0].passage.text


@pytest.mark.parametrize("part", ["keywords/passages/morphemes", "keywords/rows/bigrams"])
def test_a_missing_keyword_index_is_damage(small_index: Settings, tmp_path: Path, part: str) -> None:
    folder = tmp_path / "generation"
    shutil.copytree(current_folder(small_index.data_dir), folder)
    shutil.rmtree(folder / part)
    with pytest.raises(DamagedIndex, match="python -m ingest"):
        Index(folder, "bundled").search("하천", 1)
