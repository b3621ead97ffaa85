"""One file from bytes to records: reader, metadata, outline, tables, bullets, passages, checks."""

from __future__ import annotations

import hashlib
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import MureobogoError, UnreadableFile
from ingest.bullets import observe_bullets
from ingest.bureaus import infer_bureaus
from ingest.checks import check
from ingest.document import Document
from ingest.isolate import map_isolated
from ingest.metadata import describe
from ingest.observe import observe
from ingest.outline import find_sections
from ingest.passages import make_passages
from ingest.readers import open_document
from ingest.sniff import TEXTUAL, sniff
from ingest.tables import find_grids
from ingest.workers import spread
from records import Reading, Remark

SMALL = 16 * 2**10
"""Bytes; a plain text up to this size is read sooner than a process of its own starts."""

Job = tuple[Path, str, Mapping[str, Any] | None]
"""(path, file name below the reports folder, the manifest's entry for it)."""


def read(path: Path, file: str | None = None, entry: Mapping[str, Any] | None = None) -> Reading:
    """Read one report. `file` is how it will be cited (default: its name), `entry` what the manifest says of it.

    Raises a ReadError with a Korean message for a file that cannot be read.
    """
    started = time.perf_counter()
    document = open_document(path)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    reading = interpret(document, file or path.name, entry, sha256)
    object.__setattr__(reading, "seconds", time.perf_counter() - started)
    return reading


def interpret(document: Document, file: str, entry: Mapping[str, Any] | None, sha256: str) -> Reading:
    """Everything a document says, as records."""
    report = describe(document, file, entry, sha256)
    sections = find_sections(document, report)
    grids = find_grids(document, sections)
    observations = observe(document, report, sections, grids)
    observations = infer_bureaus(observations, sections)
    observations, remarks = check(report, [*observations, *observe_bullets(document, report, sections, grids)])
    return Reading(
        report=report,
        text=document.text,
        sections=tuple(sections),
        passages=tuple(make_passages(document, report, sections, grids)),
        observations=tuple(observations),
        warnings=(*(Remark(message) for message in document.warnings), *remarks),
        pages=document.pages,
    )


def read_many(jobs: Sequence[Job], scheduler: str = "") -> Iterator[tuple[Path, Reading | MureobogoError]]:
    """Read files over the cores, each in a process of its own with limits; small texts at once, in this one.

    With the address of a Dask scheduler all are read by its workers, in the same way and to the same records. Raises
    Unavailable where that does not answer.
    """
    if scheduler:
        yield from spread(_read_job, jobs, scheduler)
        return
    apart = []
    for job in jobs:
        if _is_small_text(job[0]):
            yield job[0], _attempt(job)
        else:
            apart.append(job)
    yield from zip((job[0] for job in apart), map_isolated(_read_job, apart), strict=True)


def _is_small_text(path: Path) -> bool:
    try:
        return path.stat().st_size <= SMALL and sniff(path) in TEXTUAL
    except OSError:
        return True  # its reader says at once why it cannot be opened


def _read_job(job: Job) -> Reading:
    return read(*job)


def _attempt(job: Job) -> Reading | MureobogoError:
    try:
        return read(*job)
    except MureobogoError as error:
        return error
    except Exception as error:  # a fault of ours in one report must not keep the others from being read
        fault = UnreadableFile(f"읽는 도중 오류가 났습니다({type(error).__name__}: {error}). 관리자에게 알려 주십시오.")
        fault.add_note(traceback.format_exc())
        return fault
