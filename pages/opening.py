"""Opening the reports behind the page: the page is up at once, and a question waits until they are open."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from errors import MureobogoError, Unavailable
from pages.assistant import Assistant

OPENING = "보고서를 여는 중입니다…"
UNEXPECTED = "보고서를 열지 못했습니다. 실행 기록을 확인해 주십시오."

RETRY_SECONDS = 30.0

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, how many in all (0 when not known)."""

log = logging.getLogger(__name__)


class Opening:
    """The assistant, or how far it has come.

    `status` is a line for the reader. `wait` gives the assistant as soon as it can answer; its models may still be
    loading (`warm` tells). `start` may be called more than once and opens once.
    """

    def __init__(
        self,
        open_assistant: Callable[[Progress], Assistant],
        on_failure: Callable[[str], None] | None = None,
        on_models: Callable[[], None] | None = None,
    ) -> None:
        """`on_failure` is told why nothing could be opened; `on_models` is called once the models are loaded."""
        self._open = open_assistant
        self._on_failure = on_failure
        self._on_models = on_models
        self._assistant: Assistant | None = None
        self._error: str | None = None
        self._settled = threading.Event()
        self._warmed = threading.Event()
        self._started = threading.Lock()
        self._mending = threading.Lock()
        self._retry_at = 0.0
        self.status = OPENING

    @property
    def ready(self) -> bool:
        """True once questions are answered."""
        return self._assistant is not None

    @property
    def warm(self) -> bool:
        """True once the models are loaded as well."""
        return self._warmed.is_set()

    @property
    def error(self) -> str | None:
        """Why the reports could not be opened, in words for the reader."""
        return self._error

    def start(self) -> None:
        """Begin to open the reports in a thread of their own."""
        if self._started.acquire(blocking=False):
            threading.Thread(target=self._run, name="opening", daemon=True).start()

    def reopen(self, damaged: Assistant) -> None:
        """Open the reports anew, behind the page, since the index of this assistant is damaged. Questions wait."""
        with self._mending:
            if self._assistant is not damaged:  # somebody saw it before
                return
            self._assistant, self._on_failure, self.status = None, None, OPENING
            self._begin()

    def _begin(self) -> None:
        self._error = None
        self._settled.clear()
        threading.Thread(target=self._run, name="opening", daemon=True).start()

    def _retry(self) -> None:
        """What could not be opened anew is tried again from time to time: a disk that was full may have room by now."""
        with self._mending:
            if self._error and self._on_failure is None and time.monotonic() > self._retry_at:
                self._begin()

    def wait(self, timeout: float | None = None) -> Assistant:
        """The assistant. Raises Unavailable when it cannot be opened, or is not open after `timeout` seconds."""
        if self._retry_at:
            self._retry()
        self._settled.wait(timeout)
        if self._assistant is not None:
            return self._assistant
        raise Unavailable(self._error or f"{self.status} 잠시 뒤에 다시 물어 주십시오.")

    def _run(self) -> None:
        try:
            self._assistant = assistant = self._open(self._progress)
        except MureobogoError as error:
            self._fail(str(error))
        except Exception:
            log.exception("the reports could not be opened")
            self._fail(UNEXPECTED)
        else:
            self._settled.set()
            self._load_models(assistant)

    def _load_models(self, assistant: Assistant) -> None:
        try:
            assistant.warm()
        except Exception:  # answers from observations need no model, so the page stays up
            log.exception("the models could not be loaded ahead")
        if self._on_models:
            self._on_models()
        self._warmed.set()

    def _fail(self, message: str) -> None:
        self._error = self.status = message
        self._retry_at = time.monotonic() + RETRY_SECONDS
        self._settled.set()
        if self._on_failure is not None:
            self._on_failure(message)

    def _progress(self, what: str, done: int, total: int) -> None:
        counted = f" ({done:,}/{total:,})" if total else ""
        self.status = f"{what} 중입니다{counted}…" if what else OPENING


def opened(assistant: Assistant) -> Opening:
    """An opening that is already done: for tests, and for programs that hold an assistant."""
    opening = Opening(lambda progress: assistant)
    opening.start()
    opening.wait()
    return opening
