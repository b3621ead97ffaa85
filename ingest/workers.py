"""Files read by the workers of a Dask scheduler, each in a process of its own there, as they are on one machine.

A file travels with its job, so workers need no folder in common with whoever asks, only this version of the program.
What a worker that dies was reading is read by another; a file that takes several workers down is given up and said to.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import MureobogoError, Unavailable, UnreadableFile
from ingest.isolate import read_standing
from records import Reading

if TYPE_CHECKING:
    from ingest.read import Job

SECONDS_TO_FIND = 30
"""How long a scheduler, and then a worker of it, is waited for."""

WAITING = 4
"""Files that are with the scheduler for each thread of a worker: enough that none waits, few enough for its memory."""

Read = Callable[["Job"], Reading]


def spread(read: Read, jobs: Sequence[Job], scheduler: str) -> Iterator[tuple[Path, Reading | MureobogoError]]:
    """`read(job)` of each job by the workers, in the order in which they finish.

    Raises Unavailable where no scheduler or no worker answers.
    """
    import distributed

    as_completed: Any = distributed.as_completed
    with _client(scheduler) as client:
        paths: dict[Any, Path] = {}

        def sent(some: list[Job]) -> list[Any]:
            futures = [client.submit(_read_there, read, _packed(job), pure=False) for job in some]
            paths.update(zip(futures, (job[0] for job in some), strict=True))
            return futures

        remaining = iter(jobs)
        first = sent(list(islice(remaining, WAITING * sum(client.nthreads().values()))))
        finished = as_completed(first, loop=client.loop)
        for future in finished:
            yield paths.pop(future), _result(future)
            finished.update(sent(list(islice(remaining, 1))))


def _client(scheduler: str) -> Any:
    import distributed

    make: Any = distributed.Client
    client: Any = None
    try:
        client = make(scheduler, timeout=SECONDS_TO_FIND, set_as_default=False)
        client.wait_for_workers(1, timeout=SECONDS_TO_FIND)
    except (OSError, ValueError) as error:  # Dask's TimeoutError is one of them
        if client is not None:
            client.close()
        raise Unavailable(
            f"Dask 스케줄러({scheduler})나 그 일꾼이 {SECONDS_TO_FIND}초 안에 답하지 않습니다({error}). 떠 있는지와 "
            "MUREOBOGO_DASK_SCHEDULER를 확인해 주십시오. 비우면 이 기계에서 읽습니다."
        ) from error
    return client


def _result(future: Any) -> Reading | MureobogoError:
    from distributed import KilledWorker

    try:
        result: Reading | MureobogoError = future.result()
        return result
    except KilledWorker:
        return UnreadableFile("읽던 일꾼들이 거듭 멈추었습니다. 파일이 손상되었거나 일꾼의 메모리를 넘습니다.")


def _packed(job: Job) -> tuple[str, bytes | None, str, Any]:
    """A job with its file's bytes; without them where it cannot be opened, which its reader will say."""
    path, file, entry = job
    try:
        return path.name, path.read_bytes(), file, entry
    except OSError:
        return path.name, None, file, entry


def _read_there(read: Read, packed: tuple[str, bytes | None, str, Any]) -> Reading | MureobogoError:
    """On a worker: the file as it was, under its name, read in a process with limits."""
    name, content, file, entry = packed
    with tempfile.TemporaryDirectory(prefix="mureobogo-") as folder:
        path = Path(folder) / name
        if content is not None:
            path.write_bytes(content)
        return read_standing(read, (path, file, entry))
