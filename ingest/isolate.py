"""A file read in a process of its own, with limits of time and memory: a bad file costs that file only.

The process is a fresh interpreter that imports the reading code and nothing else: it never inherits the threads, locks
or models of the process that asks. It stays for the next file, and is replaced after a failure or when it has grown.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import subprocess
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Any, NamedTuple, TypeVar, cast

from errors import MureobogoError, ReadError, TooLarge, UnreadableFile

SECONDS = 600
MEMORY_MB = 1024
WORKERS = max(1, min(4, os.cpu_count() or 1))
"""Processes that read at once: one a core, as long as their memory together stays that of a small machine."""

Item = TypeVar("Item")
Result = TypeVar("Result")

START_SECONDS = 120
"""For the interpreter and its imports, which on a busy machine take seconds of their own."""

_START = "import sys; sys.path[:] = {path!r}; from ingest.isolate import serve; serve({name!r}, {memory!r})"
_READY = b"ready"

OURS = frozenset({"records", "errors", "ingest"})
"""Packages whose classes come back from reading."""

PLAIN = frozenset(
    {
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("decimal", "Decimal"),
        ("pathlib", "PosixPath"),
        ("pathlib", "WindowsPath"),
        ("pathlib._local", "PosixPath"),  # where Python 3.13 keeps it
        ("pathlib._local", "WindowsPath"),
    }
)
"""What else does."""

_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""Each thread of a numeric library reserves memory that would count against the limit."""


def read_isolated(
    function: Callable[[Item], Result], item: Item, seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Result:
    """`function(item)` in a process of its own. See `map_isolated`.

    Raises the MureobogoError that the function raised, or TooLarge, or UnreadableFile when the process died.
    """
    result = next(map_isolated(function, [item], 1, seconds, memory_mb))
    if isinstance(result, MureobogoError):
        raise result
    return result


_standing = threading.local()


def read_standing(function: Callable[[Item], Result], item: Item) -> Result | MureobogoError:
    """`function(item)` in the process that this thread keeps for it, or the error that it ended with.

    For whoever is handed one file after another: a fresh interpreter takes longer to start than most files to read.
    """
    worker: _Worker | None = getattr(_standing, "worker", None)
    if worker is None or worker.name != _name(function):
        worker = _standing.worker = _Worker(_name(function), _Limits(SECONDS, MEMORY_MB))
    result: Result | MureobogoError = worker.ask(item)
    return result


def map_isolated(
    function: Callable[[Item], Result],
    items: Sequence[Item],
    workers: int = WORKERS,
    seconds: float = SECONDS,
    memory_mb: int = MEMORY_MB,
) -> Iterator[Result | MureobogoError]:
    """`function(item)` of each item, in their order, or the error that it ended with.

    `function` must be importable by name (no lambda, not typed into the interpreter); item and result must pickle.
    `seconds` are of the clock, `memory_mb` MiB above what the process holds before it reads anything.
    """
    if not items:
        return
    limits = _Limits(seconds, memory_mb)
    workers = max(1, min(workers, len(items)))
    pool: SimpleQueue[_Worker] = SimpleQueue()
    processes = [_Worker(_name(function), limits) for _ in range(workers)]
    for process in processes:
        pool.put(process)
    threads = ThreadPoolExecutor(workers, thread_name_prefix="reading")
    waiting: deque[Future[Result | MureobogoError]] = deque()
    try:
        for item in items:
            waiting.append(threads.submit(_take_turn, pool, item))
            # Results can be large: no more than one for each worker waits to be taken.
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()
        for process in processes:
            process.stop()  # whoever stops listening does not wait for the file that is being read
        threads.shutdown(wait=True)
        for process in processes:
            process.stop()


class _Replies(pickle.Unpickler):
    """What a process that read a hostile file may send back: our own records, errors and plain values.

    An ordinary unpickler would call whatever the sender names, in the process that asked.
    """

    def __init__(self, file: IO[bytes], module: str) -> None:
        """`module` is that of the function, whose own classes are known too."""
        super().__init__(file)
        self._module = module

    def find_class(self, module: str, name: str) -> Any:
        ours = module.partition(".")[0] in OURS or module == self._module
        if "." not in name and (ours or (module, name) in PLAIN):
            found = super().find_class(module, name)
            if (isinstance(found, type) and found.__module__ == module) or (module, name) in PLAIN:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is nothing that a reader sends")


class _Limits(NamedTuple):
    seconds: float
    memory_mb: int


class _Reply(NamedTuple):
    """What the process sends back; `tired` when it should be replaced before the next file."""

    result: Any
    tired: bool


def _take_turn(pool: SimpleQueue[_Worker], item: Any) -> Any:
    worker = pool.get()
    try:
        return worker.ask(item)
    finally:
        pool.put(worker)


class _Worker:
    """The asking side of one process, which is started when first needed. `name` is the function that it runs."""

    def __init__(self, name: tuple[str, str], limits: _Limits) -> None:
        self.name = name
        self.limits = limits
        self.process: subprocess.Popen[bytes] | None = None

    def ask(self, item: Any) -> Any:
        """What the function returned for an item, or the error that it ended with."""
        process = self._started()
        with _Deadline(process, self.limits.seconds) as deadline:
            try:
                assert process.stdin is not None and process.stdout is not None
                pickle.dump(item, process.stdin)
                process.stdin.flush()
                reply = cast(_Reply, _Replies(process.stdout, self.name[0]).load())
            except (EOFError, OSError, pickle.UnpicklingError, MemoryError):
                return self._fault(process, deadline.passed)
        if reply.tired:
            self.stop()
        return reply.result

    def _started(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.stop()
            path = [os.path.abspath(entry) for entry in sys.path]
            self.process = subprocess.Popen(
                [sys.executable, "-c", _START.format(path=path, name=self.name, memory=self.limits.memory_mb)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **_ONE_THREAD},
            )
            with _Deadline(self.process, START_SECONDS):
                assert self.process.stdout is not None
                self.process.stdout.read(len(_READY))
        return self.process

    def _fault(self, process: subprocess.Popen[bytes], late: bool) -> MureobogoError:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(1)
        self.stop()
        if late:
            return TooLarge(
                f"{self.limits.seconds:g}초 안에 읽지 못해 멈추었습니다. 파일을 장이나 연도별로 나누거나 "
                "원래 프로그램에서 다시 저장해 주십시오."
            )
        return UnreadableFile(
            f"읽는 도중 프로그램이 멈추었습니다(코드 {process.returncode}). 파일이 손상되었거나 메모리 한도 "
            f"{self.limits.memory_mb:,}MB를 넘습니다. 원래 프로그램에서 다시 저장하거나 나누어 넣어 주십시오."
        )

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self.process is None:
            return
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            _close(stream)
        self.process = None


class _Deadline:
    """Kills a process that is still busy after some seconds; `passed` tells that it had to."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self.passed = False
        self._process = process
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def _end(self) -> None:
        self.passed = True
        self._process.kill()

    def __enter__(self) -> _Deadline:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _name(function: Callable[..., Any]) -> tuple[str, str]:
    """(module, name) of a function; what runs as `python -m bench.reading` is found under that name."""
    module = function.__module__
    if module == "__main__":
        spec = getattr(sys.modules[module], "__spec__", None)
        module = spec.name if spec is not None else module
    return module, function.__qualname__


def _find(name: tuple[str, str]) -> Callable[[Any], Any]:
    found: Any = importlib.import_module(name[0])
    for part in name[1].split("."):
        found = getattr(found, part)
    return cast(Callable[[Any], Any], found)


def _close(stream: IO[bytes] | None) -> None:
    with contextlib.suppress(OSError):  # what was left to write to a dead process
        if stream is not None:
            stream.close()


def serve(name: tuple[str, str], memory_mb: int) -> None:
    """The reading side: answer requests on standard input until it ends. What libraries print goes nowhere."""
    requests, replies = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    function = _find(name)
    base = _limit_memory(memory_mb)
    replies.write(_READY)
    replies.flush()
    while True:
        try:
            item = pickle.load(requests)  # noqa: S301  (from the process that started this one)
        except EOFError:
            return
        result = _attempt(function, item)
        tired = isinstance(result, TooLarge) or _held_mb() > base + memory_mb / 2
        pickle.dump(_Reply(result, tired), replies, pickle.HIGHEST_PROTOCOL)
        replies.flush()


def _attempt(function: Callable[[Any], Any], item: Any) -> Any:
    try:
        return function(item)
    except MemoryError:
        return TooLarge("읽는 데 메모리가 모자랍니다. 파일을 장이나 연도별로 나누어 넣어 주십시오.")
    except ReadError as error:
        return error.with_traceback(None)
    except MureobogoError as error:
        return ReadError(str(error))
    except Exception as error:
        fault = UnreadableFile(f"읽는 도중 오류가 났습니다({type(error).__name__}: {error}). 관리자에게 알려 주십시오.")
        fault.add_note(traceback.format_exc())
        return fault


def _limit_memory(memory_mb: int) -> float:
    """Allow this process `memory_mb` MiB more than it holds now, and no file; returns what it holds now, in MiB."""
    held = _held_mb()
    if held:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # a reader writes no file
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        most = int((held + memory_mb) * 2**20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    return held


def _held_mb() -> float:
    """The address space of this process in MiB; 0 where the system does not tell (then only time is limited)."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except OSError:
        return 0.0
