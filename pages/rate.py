"""How often one client may ask, counted in moving windows (`pages.windows`).

A client is an address: the peer's, or behind a trusted proxy the one that the proxy forwards. Requests of this machine
itself that nobody forwarded are not counted; they are its own programs, measurements and tests.
"""

from __future__ import annotations

import ipaddress
import logging
import math
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from limits import RateLimitItem, parse_many
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from errors import MureobogoError, SettingError
from pages.windows import MEMORY, InMemory, Library, Windows
from settings import Settings
from store import Store

DATABASE = "database://"
"""The storage that is the application database."""

FORWARDED = "x-forwarded-for"

QUESTION, LOGIN, EVENT = "question", "login", "event"

EVENTS_FOR_A_QUESTION = 4
"""Events of Gradio's pages by one client: opening the page, a question and what follows from it are some."""

LOGINS = "20/minute;100/hour"
"""Attempts to log in by one client, whatever the names: a name is shut out after five, a list of names is not."""

COUNTED: Mapping[str, str] = {
    "/api/ask": QUESTION,
    "/api/search": QUESTION,
    "/api/feedback": QUESTION,
    "/mcp": QUESTION,
    "/gradio_api/mcp": QUESTION,
    "/login": LOGIN,
}
"""What a request to a path counts as. Questions in Gradio's events count where their function asks (`Rate.take`)."""

EVENTS = re.compile(r"/gradio_api/(?:queue/join|call/.*)$")
"""Paths that put an event into a line of Gradio's, whatever its function is."""

log = logging.getLogger(__name__)


class Sender(NamedTuple):
    """Who sends a request: the address, and whether a proxy says that it forwards for somebody."""

    host: str
    forwarded: bool = False


def sender(request: Any) -> Sender:
    """The sender of a request, Starlette's or Gradio's."""
    return Sender(str(request.client.host) if request.client else "", FORWARDED in request.headers)


class TooMany(MureobogoError):
    """More than one client may ask; `seconds` tells when it may again."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"짧은 시간에 요청이 많았습니다. {seconds:,}초 뒤에 다시 해 주십시오.")
        self.seconds = seconds


class Rate:
    """Counts by client. Thread-safe. `limit` is in the notation of the library limits: `60/minute;1000/hour`."""

    def __init__(self, limit: str, storage: str = MEMORY, windows: Windows | None = None) -> None:
        """No limit where `limit` is empty; counted in `windows`, in this process, or in a storage that the library
        limits knows by URL.

        Raises SettingError for a limit or a storage that cannot be used.
        """
        questions = [(item.amount, item.get_expiry()) for item in _parsed(limit)]
        logins = [(item.amount, item.get_expiry()) for item in _parsed(LOGINS if limit else "")]
        events = [(most * EVENTS_FOR_A_QUESTION, seconds) for most, seconds in questions]
        self._limits = {QUESTION: questions, LOGIN: logins, EVENT: events}
        self._windows = windows or (InMemory() if storage == MEMORY else Library(storage))
        self._told = False

    @classmethod
    def of(cls, settings: Settings | None, store: Store | None = None) -> Rate:
        """The limits of the settings; none without settings. `database://` counts in the application database."""
        if settings is None:
            return cls("")
        if settings.rate_storage == DATABASE and store is not None:
            return cls(settings.rate_limit, windows=store.requests)
        return cls(settings.rate_limit, settings.rate_storage)

    @property
    def waits(self) -> bool:
        """Whether counting waits for a storage outside this process."""
        return not isinstance(self._windows, InMemory)

    def take(self, sender: Sender, kind: str = QUESTION) -> None:
        """Count one request. Raises TooMany when its client has had all that it may.

        Where the shared store does not answer nobody is declined: an answer is worth more than the count.
        """
        client = self.client(sender)
        if client is None:
            return
        try:
            seconds = self._windows.take(kind, client, self._limits[kind])
        except Exception:  # each storage raises errors of its own
            log.exception("requests cannot be counted: the rate limit's storage does not answer")
            return
        if seconds > 0:
            raise TooMany(max(1, math.ceil(seconds)))

    def client(self, sender: Sender) -> str | None:
        """What counts as one client, or None for this machine itself."""
        try:
            local = ipaddress.ip_address(sender.host).is_loopback
        except ValueError:
            return sender.host or None
        if local and not sender.forwarded:
            return None
        if local and not self._told:
            self._told = True
            log.warning("a proxy forwards requests and is not trusted: set MUREOBOGO_TRUSTED_PROXIES")
        return network(sender.host)


def network(host: str) -> str:
    """What counts as one client: an IPv4 address, or the /64 that one subscriber of IPv6 has to himself.

    >>> network("203.0.113.7"), network("2001:db8:1:2:3:4:5:6")
    ('203.0.113.7', '2001:db8:1:2::/64')
    """
    address = ipaddress.ip_address(host)
    mapped = getattr(address, "ipv4_mapped", None)
    if address.version == 4 or mapped:
        return str(mapped or address)
    return str(ipaddress.ip_network(f"{host}/64", strict=False))


def _parsed(limit: str) -> list[RateLimitItem]:
    try:
        return parse_many(limit) if limit.strip() else []
    except ValueError as error:
        remedy = "60/minute;1000/hour 형식으로 적어 주십시오. 비우면 제한하지 않습니다."
        raise SettingError("MUREOBOGO_RATE_LIMIT", limit, remedy) from error


class RateLimit:
    """ASGI: a request to a path of COUNTED is answered 429 when its client has asked too often."""

    def __init__(self, app: ASGIApp, rate: Rate) -> None:
        self.app = app
        self.rate = rate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        kind = _kind(scope)
        if kind is None:
            await self.app(scope, receive, send)
            return
        try:
            if self.rate.waits:
                await run_in_threadpool(self.rate.take, sender(Request(scope)), kind)
            else:
                self.rate.take(sender(Request(scope)), kind)
        except TooMany as error:
            await too_many(error)(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _kind(scope: Scope) -> str | None:
    """What a request counts as; None for one that does not count."""
    if scope["type"] != "http":
        return None
    kind = COUNTED.get(scope["path"].rstrip("/")) or (EVENT if EVENTS.search(scope["path"]) else None)
    return None if kind in (LOGIN, EVENT) and scope["method"] != "POST" else kind


def too_many(error: TooMany) -> JSONResponse:
    """The reply to one request too many."""
    body = {"error": {"code": "too_many", "message": str(error)}}
    return JSONResponse(body, 429, {"retry-after": str(error.seconds)})
