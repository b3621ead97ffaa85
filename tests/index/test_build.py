"""Building: exactly the folder, beside the current index, swapped in at once (integration: all stores are real)."""

from __future__ import annotations

import json
import os
import shutil
import unicodedata
from pathlib import Path

import pytest

from errors import DamagedIndex, NoReports, Unavailable
from index.build import BuildSummary, build, is_current, verify
from index.database import Database
from index.generation import current_folder, current_name, generations, load_manifest
from index.search import open_index
from settings import Settings


def run(settings: Settings) -> BuildSummary:
    return build(settings.reports_dir, settings)


def files(settings: Settings) -> list[str]:
    return sorted(report.file for report in open_index(settings).reports.values())


def test_a_folder_becomes_the_current_index(settings: Settings, corpus: Path) -> None:
    assert not is_current(settings)
    steps: list[tuple[str, int, int]] = []
    summary = build(corpus, settings, lambda *step: steps.append(step))
    assert summary.changed and is_current(settings)
    assert [file.file for file in summary.files] == ["성과.csv", "업무.md"]
    assert summary.files[0].observations == 9  # three rows of 목표, 실적, 달성률
    assert files(settings) == ["성과.csv", "업무.md"]
    assert ("보고서 읽기", 2, 2) in steps and steps[-1][1] == steps[-1][2]


def test_a_second_run_on_unchanged_files_does_nothing(settings: Settings, corpus: Path) -> None:
    first = run(settings)
    again = run(settings)
    assert (again.changed, again.generation) == (False, first.generation)
    assert all(file.carried_over for file in again.files)


def test_what_changed_is_read_again_and_the_rest_carried_over(settings: Settings, corpus: Path) -> None:
    run(settings)
    (corpus / "업무.md").rename(corpus / "보고.md")
    (corpus / "성과.csv").write_text("과,지표,단위,목표\n물빛과,꽃길 연장,km,3\n", encoding="utf-8")
    (corpus / "새.txt").write_text("○ 꽃길 3km를 새로 냄\n", encoding="utf-8")
    assert not is_current(settings)
    summary = run(settings)
    assert {file.file: file.carried_over for file in summary.files} == {
        "보고.md": True,
        "새.txt": False,
        "성과.csv": False,
    }
    assert {file.file: file.renamed_from for file in summary.files if file.renamed_from} == {"보고.md": "업무.md"}
    assert summary.removed == ()
    assert files(settings) == ["보고.md", "새.txt", "성과.csv"]
    index = open_index(settings)
    assert {o.indicator for o in index.database.observations(measure="목표")} == {"꽃길 연장"}


def test_what_left_the_folder_leaves_the_index_and_is_said(settings: Settings, corpus: Path) -> None:
    run(settings)
    (corpus / "업무.md").unlink()
    summary = run(settings)
    assert summary.removed == ("업무.md",) and files(settings) == ["성과.csv"]


def test_a_new_name_that_tells_a_year_is_read_again(settings: Settings, corpus: Path) -> None:
    (corpus / "업무.md").write_text("○ 꽃길 3km를 새로 냄\n", encoding="utf-8")
    run(settings)
    (corpus / "업무.md").rename(corpus / "2019 업무.md")
    summary = run(settings)
    assert [(file.carried_over, file.renamed_from) for file in summary.files] == [(False, "업무.md"), (True, None)]
    (report,) = [report for report in open_index(settings).reports.values() if report.format == "md"]
    assert (report.file, report.year) == ("2019 업무.md", 2019)


def test_a_change_of_the_manifest_is_a_change(settings: Settings, corpus: Path) -> None:
    run(settings)
    text = (corpus / "reports.toml").read_text(encoding="utf-8")
    (corpus / "reports.toml").write_text(text.replace("2023년 성과지표", "고친 제목"), encoding="utf-8")
    summary = run(settings)
    assert {file.file: file.carried_over for file in summary.files} == {"성과.csv": False, "업무.md": True}
    assert "고친 제목" in {report.title for report in open_index(settings).reports.values()}


def test_the_same_content_twice_is_taken_once_and_said(settings: Settings, corpus: Path) -> None:
    (corpus / "사본.md").write_bytes((corpus / "업무.md").read_bytes())
    summary = run(settings)
    notes = [warning for file in summary.files for warning in file.warnings if "내용이 같아" in warning]
    assert len(notes) == 1 and "사본.md" in notes[0]
    assert len(files(settings)) == 2
    assert is_current(settings) and not run(settings).changed


def test_decomposed_names_of_macos_meet_their_manifest(settings: Settings, corpus: Path) -> None:
    os.rename(corpus / "성과.csv", corpus / unicodedata.normalize("NFD", "성과.csv"))
    run(settings)
    (report,) = [report for report in open_index(settings).reports.values() if report.format == "csv"]
    assert (report.file, report.title) == ("성과.csv", "2023년 성과지표")


def test_one_bad_file_costs_only_itself(settings: Settings, corpus: Path) -> None:
    (corpus / "깨진.hwp").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    summary = run(settings)
    failed = {file.file: file.error for file in summary.files if file.error}
    assert list(failed) == ["깨진.hwp"]
    assert files(settings) == ["성과.csv", "업무.md"]
    assert is_current(settings), "a file that cannot be read is not tried again until it changes"
    (again,) = [file for file in run(settings).files if file.error]
    assert (again.error, again.carried_over) == (failed["깨진.hwp"], True)
    (corpus / "새.txt").write_text("○ 꽃길 3km를 새로 냄\n", encoding="utf-8")
    summary = run(settings)
    assert {file.file: file.carried_over for file in summary.files if file.file != "새.txt"} == {
        "깨진.hwp": True,
        "성과.csv": True,
        "업무.md": True,
    }


def test_a_folder_of_bad_files_only_leaves_the_old_index(settings: Settings, corpus: Path) -> None:
    before = run(settings).generation
    for path in corpus.iterdir():
        path.unlink()
    (corpus / "빈.txt").touch()
    with pytest.raises(NoReports, match="빈 파일"):
        run(settings)
    assert current_name(settings.data_dir) == before


@pytest.mark.parametrize("folder", ["missing", "empty"])
def test_a_missing_or_empty_folder_leaves_the_old_index(settings: Settings, corpus: Path, folder: str) -> None:
    before = run(settings).generation
    other = corpus.parent / folder
    if folder == "empty":
        other.mkdir()
    with pytest.raises(NoReports, match=str(other)):
        build(other, settings)
    assert current_name(settings.data_dir) == before


def test_an_error_in_the_middle_leaves_the_old_index_and_no_draft(settings: Settings, corpus: Path) -> None:
    before = run(settings).generation
    (corpus / "새.txt").write_text("○ 꽃길 3km\n", encoding="utf-8")

    def stop(what: str, done: int, total: int) -> None:
        if what == "낱말 색인":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(corpus, settings, stop)
    assert [path.name for path in generations(settings.data_dir).iterdir()] == [before]
    assert files(settings) == ["성과.csv", "업무.md"]


def test_a_data_folder_that_cannot_be_made_is_told(settings: Settings, corpus: Path) -> None:
    settings.data_dir.rmdir()
    settings.data_dir.write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(Unavailable, match="쓸 수 없습니다"):
        run(settings)


DAMAGES = {
    "manifest": lambda folder: (folder / "manifest.json").write_text("{", encoding="utf-8"),
    "database": lambda folder: (folder / "observations.db").write_bytes(b"nothing"),
    "keywords": lambda folder: shutil.rmtree(folder / "keywords" / "rows"),
    "array": lambda folder: (folder / "vectors.npy").write_bytes(b"nothing"),
    "no array": lambda folder: (folder / "vectors.npy").unlink(),
    "no vectors": lambda folder: shutil.rmtree(folder / "chroma"),
    "vectors": lambda folder: (folder / "chroma" / "chroma.sqlite3").unlink(),
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_a_damaged_index_is_rebuilt_from_the_reports(settings: Settings, corpus: Path, damage: str) -> None:
    before = run(settings).generation
    DAMAGES[damage](current_folder(settings.data_dir))
    summary = run(settings)
    assert summary.changed and summary.generation != before
    assert files(settings) == ["성과.csv", "업무.md"]
    assert "조명 120개" in open_index(settings).search("산책로 조명", 1)[0].passage.text


def test_an_index_of_an_older_format_or_reader_is_built_anew(settings: Settings, corpus: Path) -> None:
    run(settings)
    for key, value in (("format", 0), ("reader", "an older version")):
        path = current_folder(settings.data_dir) / "manifest.json"
        data = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps(data | {key: value}), encoding="utf-8")
        assert not is_current(settings)
        summary = run(settings)
        assert summary.changed and not any(file.carried_over for file in summary.files)
        assert is_current(settings)


def test_a_count_that_differs_from_the_manifest_is_damage(small_index: Settings) -> None:
    from dataclasses import replace

    folder = current_folder(small_index.data_dir)
    manifest = load_manifest(folder)
    verify(Database(folder / "observations.db"), manifest)
    with pytest.raises(DamagedIndex, match="대목"):
        verify(Database(folder / "observations.db"), replace(manifest, passages=manifest.passages + 1))
