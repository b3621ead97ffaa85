"""Build the next generation beside the current one, check it against its manifest, and swap it in at once.

Unchanged reports are carried over from the current generation; a second run on unchanged files does nothing. A reader
never sees half of a generation: until the last rename it sees the old one.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

import ingest
from errors import (
    DamagedIndex,
    GenerationError,
    MureobogoError,
    NoReports,
    Unavailable,
    UnreadableFile,
)
from index import database, keywords, passages, seal, vectors
from index.embed import Embedder, load_embedder
from index.generation import (
    REBUILD,
    FileEntry,
    Manifest,
    generations,
    load_manifest,
    reader_hash,
)
from index.morphemes import Morphemes, bigrams
from index.rows import group_rows
from index.shelf import DRAFT, Shelf, name_of, open_shelf
from records import Observation, Passage, Reading, Report
from settings import Settings

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, how many are done, how many in all)."""

CANARIES = 5
KINDS, TOKENS = ("passages", "rows"), ("morphemes", "bigrams")
NAME_FIELDS = ("bureau", "department", "team")


@dataclass(frozen=True, slots=True)
class FileSummary:
    """One file of the folder: what was read from it, or why it could not be."""

    file: str
    passages: int = 0
    observations: int = 0
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    carried_over: bool = False
    error: str | None = None
    renamed_from: str | None = None


@dataclass(frozen=True, slots=True)
class BuildSummary:
    """What `build` did. `changed` is False when the index already held exactly these files; `removed` are gone."""

    changed: bool
    generation: str
    files: tuple[FileSummary, ...]
    seconds: float
    notes: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def _sha256(path: Path) -> str:
    """The hash of a file's bytes; "" for one that cannot be read, which its reader will then say."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _entry_hash(entry: Mapping[str, Any] | None) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True, default=str).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class _Source:
    path: Path
    file: str
    sha256: str
    entry: Mapping[str, Any] | None

    @property
    def key(self) -> tuple[str, str, str]:
        return self.file, self.sha256, _entry_hash(self.entry)


def _sources(folder: Path) -> list[_Source]:
    if not folder.is_dir():
        raise NoReports(
            f"보고서 폴더({folder})가 없습니다. 폴더를 만들어 보고서를 넣거나 MUREOBOGO_REPORTS_DIR을 고쳐 주십시오."
        )
    entries = ingest.read_manifest(folder)
    sources = []
    for path in ingest.find_files(folder):
        file = ingest.file_name(path, folder)
        sources.append(_Source(path, file, _sha256(path), entries.get(file)))
    if not sources:
        raise NoReports(f"보고서 폴더({folder})에 읽을 파일이 없습니다. 보고서 파일을 넣고 다시 실행해 주십시오.")
    return sources


def _unchanged(manifest: Manifest, sources: Sequence[_Source], embedder_hash: str) -> bool:
    known = {(entry.file, entry.sha256, entry.entry) for entry in manifest.files}
    failed = {(file, sha256) for file, sha256, _ in manifest.failed}
    return (
        manifest.reader == reader_hash()
        and manifest.embedding_hash == embedder_hash
        and all(source.key in known or (source.file, source.sha256) in failed for source in sources)
        and len(known) + len(failed) == len(sources)
    )


def is_current(settings: Settings) -> bool:
    """True when an index of exactly the reports as they are now exists, made by this version and model, and is as it
    was made."""
    try:
        folder = open_shelf(settings).current()
        seal.check(folder)
        return _unchanged(
            load_manifest(folder), _sources(settings.reports_dir), load_embedder(settings.embedding_model).hash
        )
    except GenerationError:
        return False


def build(reports_dir: Path, settings: Settings, progress: Progress | None = None) -> BuildSummary:
    """Make the index of exactly what `reports_dir` holds the current one.

    Raises NoReports for a missing or empty folder and Unavailable for a full disk; the old index stays as it was.
    """
    started = time.perf_counter()
    report = progress or (lambda what, done, total: None)
    sources = _sources(reports_dir)
    embedder = load_embedder(settings.embedding_model)
    shelf = open_shelf(settings)
    with shelf.turn():
        return _build(sources, settings, embedder, shelf, report, started)


def _build(
    sources: Sequence[_Source],
    settings: Settings,
    embedder: Embedder,
    shelf: Shelf,
    progress: Progress,
    started: float,
) -> BuildSummary:
    previous, damage = _previous(shelf)
    if damage:
        progress("손상된 색인을 보고서에서 다시 만들기", 0, 0)
    if (
        previous is not None
        and _unchanged(previous.manifest, sources, embedder.hash)
        and _is_whole(shelf, previous, embedder)
    ):
        unread = _failures(previous.manifest)
        files = tuple(
            FileSummary(source.file, carried_over=True, error=unread.get(source.key[:2])) for source in sources
        )
        return BuildSummary(False, previous.manifest.id, files, time.perf_counter() - started)
    notes = (*_notes(previous, embedder), *([f"{damage} 보고서를 모두 새로 읽어 다시 만들었습니다."] if damage else ()))
    readings, summaries, failed = _read_all(sources, previous, settings.dask_scheduler, progress)
    if not readings:
        raise NoReports(
            f"보고서 폴더({settings.reports_dir})에서 읽은 보고서가 하나도 없습니다: "
            + "; ".join(summary.error or "" for summary in summaries)
        )
    folder = write_generation(shelf, settings, embedder, readings, sources, failed, previous, progress)
    removed = _removed(previous, sources, summaries)
    return BuildSummary(True, folder.name, tuple(summaries), time.perf_counter() - started, notes, removed)


@dataclass(frozen=True, slots=True)
class _Previous:
    """The current generation, which the next one takes what has not changed from."""

    folder: Path
    manifest: Manifest
    rows: database.Rows


def _previous(shelf: Shelf) -> tuple[_Previous | None, str]:
    """The current generation, and what is damaged about it: of such a one nothing is carried over."""
    try:
        folder = shelf.current()
        manifest = load_manifest(folder)
        seal.check(folder)
        return _Previous(folder, manifest, shelf.rows(folder)), ""
    except DamagedIndex as error:
        return None, str(error).removesuffix(REBUILD).strip()
    except GenerationError:
        return None, ""


def _is_whole(shelf: Shelf, previous: _Previous, embedder: Embedder) -> bool:
    """False when a part of the current generation is missing or broken: then it is made again from the reports."""
    folder, manifest = previous.folder, previous.manifest
    try:
        verify(previous.rows, manifest)
        for kind in KINDS:
            for tokens in TOKENS:
                keywords.KeywordIndex.open(folder / "keywords" / kind / tokens)
        store = passages.PassageVectors(shelf.collection(folder), embedder.as_langchain())
        held = {store.count(), len(vectors.Vectors.open(folder).array)}
        store.close()
    except (DamagedIndex, Unavailable, OSError, ValueError):
        return False
    finally:
        previous.rows.close()
    return held == {manifest.passages}


def _notes(previous: _Previous | None, embedder: Embedder) -> tuple[str, ...]:
    if previous is not None and previous.manifest.embedding_hash != embedder.hash:
        made = previous.manifest.embedding
        return (f"임베딩 모델이 {made}에서 {embedder.name}(으)로 바뀌어 색인을 새로 만들었습니다.",)
    return ()


@dataclass(frozen=True, slots=True)
class _Before:
    """What the current generation was made from: readings by (sha256, entry hash), failures by (file, sha256)."""

    readings: Mapping[tuple[str, str], Reading]
    failures: Mapping[tuple[str, str], str]

    def result(self, source: _Source) -> Reading | MureobogoError | None:
        """What reading the file came to before, under its name of today; None where it must be read."""
        if source.sha256 and source.key[:2] in self.failures:
            return UnreadableFile(self.failures[source.key[:2]])
        reading = self.readings.get(source.key[1:])
        if reading is None or reading.report.file == source.file:
            return reading
        report = ingest.under_name(reading.report, source.file)
        return replace(reading, report=report) if report is not None else None


def _read_all(
    sources: Sequence[_Source], previous: _Previous | None, scheduler: str, progress: Progress
) -> tuple[list[Reading], list[FileSummary], list[tuple[str, str, str]]]:
    before = _before(previous)
    known = {source.path: result for source in sources if (result := before.result(source)) is not None}
    results = known | _read_fresh([source for source in sources if source.path not in known], scheduler, progress)
    names = {source.file for source in sources}
    readings: list[Reading] = []
    summaries: list[FileSummary] = []
    failed: list[tuple[str, str, str]] = []
    seen: dict[str, str] = {}
    for source in sources:
        result = results[source.path]
        if isinstance(result, MureobogoError):
            failed.append((source.file, source.sha256, str(result)))
            summaries.append(FileSummary(source.file, error=str(result), carried_over=source.path in known))
            continue
        if result.report.id in seen:
            note = f"{seen[result.report.id]}와(과) 내용이 같아 한 번만 넣었습니다."
            failed.append((source.file, source.sha256, note))
            summaries.append(FileSummary(source.file, warnings=(note,)))
            continue
        seen[result.report.id] = source.file
        readings.append(result)
        summary = _summary(result, source, carried_over=source.path in known)
        old = before.readings[source.key[1:]].report.file if source.key[1:] in before.readings else None
        summaries.append(replace(summary, renamed_from=old if old not in names else None))
    return readings, summaries, failed


def _read_fresh(fresh: Sequence[_Source], scheduler: str, progress: Progress) -> dict[Path, Reading | MureobogoError]:
    progress("보고서 읽기", 0, len(fresh))
    results = {}
    jobs = [(source.path, source.file, source.entry) for source in fresh]
    for done, (path, result) in enumerate(ingest.read_many(jobs, scheduler) if jobs else (), 1):
        results[path] = result
        progress("보고서 읽기", done, len(fresh))
    return results


def _summary(reading: Reading, source: _Source, carried_over: bool) -> FileSummary:
    warnings = tuple(f"{w.line}행: {w.message}" if w.line else w.message for w in reading.warnings)
    return FileSummary(
        source.file, len(reading.passages), len(reading.observations), warnings, reading.seconds, carried_over
    )


def _before(previous: _Previous | None) -> _Before:
    """Of the current generation, when this very version made it and it is whole."""
    if previous is None or previous.manifest.reader != reader_hash():
        return _Before({}, {})
    manifest = previous.manifest
    try:
        with previous.rows as store:
            known = {report.id: report for report in store.all(Report)}
            readings = {(entry.sha256, entry.entry): store.reading(known[entry.report_id]) for entry in manifest.files}
    except (DamagedIndex, KeyError):
        return _Before({}, {})
    return _Before(readings, _failures(manifest))


def _failures(manifest: Manifest) -> dict[tuple[str, str], str]:
    """Why files could not be read, by (file, sha256); a second copy of a report that was read is no failure."""
    read = {entry.sha256 for entry in manifest.files}
    return {(file, sha256): message for file, sha256, message in manifest.failed if sha256 not in read}


def _removed(
    previous: _Previous | None, sources: Sequence[_Source], summaries: Sequence[FileSummary]
) -> tuple[str, ...]:
    """Files of the current generation that the folder no longer holds, under no other name either."""
    if previous is None:
        return ()
    manifest = previous.manifest
    before = {*(entry.file for entry in manifest.files), *(file for file, _, _ in manifest.failed)}
    here = {source.file for source in sources} | {summary.renamed_from for summary in summaries}
    return tuple(sorted(before - here))


def write_generation(
    shelf: Shelf,
    settings: Settings,
    embedder: Embedder,
    readings: Sequence[Reading],
    sources: Sequence[_Source] = (),
    failed: Sequence[tuple[str, str, str]] = (),
    previous: _Previous | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Path:
    """Make the generation of these readings the current one; `sources` are the files that they were read from.

    Raises Unavailable for a full disk; the old generation stays as it was.
    """
    name = time.strftime("%Y%m%d-%H%M%S-") + uuid.uuid4().hex[:6]
    draft = generations(settings.data_dir) / (name + DRAFT)
    try:
        shelf.begin(draft)
        manifest = _fill(shelf, draft, embedder, sources, readings, failed, previous, progress)
        with shelf.rows(draft) as rows:
            verify(rows, manifest)
        seal.close(draft)
        return shelf.publish(draft)
    except OSError as error:
        message = _why_not_written(settings.data_dir, error)
        shelf.discard(draft)
        raise Unavailable(message) from error
    except BaseException:
        shelf.discard(draft)
        raise


def _why_not_written(data_dir: Path, error: OSError) -> str:
    # The vendors' words seldom say that the disk is full, so the room that is left stands beside them
    place = next(folder for folder in (data_dir, *data_dir.absolute().parents) if folder.exists())
    room = shutil.disk_usage(place).free / 2**20
    return (
        f"색인을 {data_dir}에 쓸 수 없습니다({error}; 남은 공간 {room:,.1f}MB). "
        "디스크 공간과 쓰기 권한을 확인해 주십시오. 이전 색인이 있으면 그대로 있습니다."
    )


def _fill(
    shelf: Shelf,
    draft: Path,
    embedder: Embedder,
    sources: Sequence[_Source],
    readings: Sequence[Reading],
    failed: Sequence[tuple[str, str, str]],
    previous: _Previous | None,
    progress: Progress,
) -> Manifest:
    found = [passage for reading in readings for passage in reading.passages]
    observed = [observation for reading in readings for observation in reading.observations]
    progress("수치 저장", 0, len(observed))
    shelf.write_rows(draft, readings)
    progress("대목 임베딩", 0, len(found))
    embedded = _vectors(found, embedder, previous)
    passages.write(shelf.collection(draft), found, embedded)
    vectors.write(draft, embedded)
    words = user_words(readings)
    progress("낱말 색인", 0, len(found))
    morphemes = Morphemes(user_words=words)
    row_texts = [row.search_text for row in group_rows(observed)]
    passage_texts = [keywords.passage_text(passage.search_text, passage.text) for passage in found]
    for kind, texts in (("passages", passage_texts), ("rows", row_texts)):
        keywords.build(draft / "keywords" / kind / "morphemes", morphemes.tokens_of(texts))
        keywords.build(draft / "keywords" / kind / "bigrams", [bigrams(text) for text in texts])
    progress("낱말 색인", len(found), len(found))
    by_file = {reading.report.file: reading.report.id for reading in readings}
    manifest = Manifest(
        id=name_of(draft),
        reader=reader_hash(),
        embedding=embedder.name,
        embedding_hash=embedder.hash,
        dimension=embedder.dimension,
        reports=len(readings),
        passages=len(found),
        observations=len(observed),
        files=tuple(FileEntry(*source.key, by_file[source.file]) for source in sources if source.file in by_file),
        failed=tuple(failed),
        user_words=tuple(words),
        canaries=_canaries(found),
    )
    manifest.save(draft)
    return manifest


def _vectors(found: Sequence[Passage], embedder: Embedder, previous: _Previous | None) -> np.ndarray:
    """Vectors of all passages; unchanged reports bring theirs from the current generation if its model is the same."""
    known = _known_vectors(found, embedder, previous)
    missing = [passage for passage in found if passage.id not in known]
    if missing:
        fresh = embedder.embed_documents([passage.search_text for passage in missing])
        known |= {passage.id: vector for passage, vector in zip(missing, fresh, strict=True)}
    if not found:
        return np.zeros((0, embedder.dimension), dtype=np.float32)
    return np.stack([known[passage.id] for passage in found])


def _known_vectors(found: Sequence[Passage], embedder: Embedder, previous: _Previous | None) -> dict[str, np.ndarray]:
    if previous is None or (previous.manifest.embedding_hash, previous.manifest.reader) != (
        embedder.hash,
        reader_hash(),
    ):
        return {}
    try:
        with previous.rows as store:
            ids = [passage.id for passage in store.passages()]
        array = vectors.Vectors.open(previous.folder).array
    except DamagedIndex:
        return {}
    wanted = {passage.id for passage in found}
    return {id_: np.array(row) for id_, row in zip(ids, array, strict=True) if id_ in wanted}


def user_words(readings: Iterable[Reading]) -> list[str]:
    """Names of bureaus, departments and teams, which the morpheme analyser would take apart."""
    words = {
        name
        for reading in readings
        for record in (*reading.observations, *reading.sections)
        for name in (getattr(record, field) for field in NAME_FIELDS)
        if name and " " not in name
    }
    return sorted(words)


def _canaries(found: Sequence[Passage]) -> tuple[tuple[str, str], ...]:
    step = max(1, len(found) // CANARIES)
    return tuple((passage.search_text, passage.id) for passage in found[::step][:CANARIES])


def verify(store: database.Rows, manifest: Manifest) -> None:
    """Raise DamagedIndex unless the database holds exactly what the manifest says."""
    held = {
        "보고서": (store.count(Report), manifest.reports),
        "대목": (store.count(Passage), manifest.passages),
        "수치": (store.count(Observation), manifest.observations),
    }
    for what, (has, wants) in held.items():
        if has != wants:
            raise DamagedIndex(f"색인의 {what} 수가 목록과 다릅니다({has}, 목록에는 {wants}).")
