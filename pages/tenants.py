"""Whose page is asked: that of one agency, whose reports alone answer, or everybody's.

A setting binds a process to an agency, or each host name to one. Where neither does, whoever asks may name one:
`/?agency=서구`, for which `/a/서구` is the short address, and `agency` in the API.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse

from settings import Settings

PARAMETER = "agency"


class Tenants:
    """Agencies by who is asked."""

    def __init__(self, settings: Settings | None) -> None:
        self._only = settings.agency.strip() if settings else ""
        pairs = (pair.partition("=") for pair in settings.agency_hosts.split(",")) if settings else ()
        self._hosts = {host.strip().lower(): agency.strip() for host, _, agency in pairs}

    def bound(self, headers: Mapping[str, str]) -> str | None:
        """The agency that a request is held to, whatever it asks for; None where it may choose."""
        host = headers.get("host", "").lower()
        return self._only or self._hosts.get(host) or self._hosts.get(host.rpartition(":")[0]) or None

    def of(self, headers: Mapping[str, str], asked: str | None) -> str | None:
        """The agency whose page a request is for, `asked` being the one that it names."""
        return self.bound(headers) or unicodedata.normalize("NFC", asked or "").strip() or None


def page_of(agency: str) -> str:
    """The address of an agency's page.

    >>> page_of("서구")
    '/?agency=%EC%84%9C%EA%B5%AC'
    """
    return "/?" + urlencode({PARAMETER: agency})


def make_tenant_router() -> APIRouter:
    """The short addresses of agencies' pages."""
    router = APIRouter(include_in_schema=False)

    @router.get("/a/{agency}")
    def page(agency: str, request: Request) -> RedirectResponse:
        more = urlencode([(name, value) for name, value in request.query_params.multi_items() if name != PARAMETER])
        return RedirectResponse(page_of(agency) + (f"&{more}" if more else ""))

    return router
