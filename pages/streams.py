"""How many replies that do not end one client may hold open: the page opens one a question, a flood opens thousands."""

from __future__ import annotations

import re
from collections import Counter

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from pages.lane import RETRY_SECONDS
from pages.rate import Rate, sender

MOST = 100
"""Of one client; people behind one address share them."""

MOST_OF_ALL = 2000

STREAMS = re.compile(r"/gradio_api/(?:queue/data|call/|heartbeat/|upload_progress)")

TOO_MANY = "한 곳에서 연 연결이 많습니다. 열어 둔 화면을 닫고 다시 해 주십시오."


class Streams:
    """ASGI: a stream past MOST of its client or past MOST_OF_ALL is declined at once."""

    def __init__(self, app: ASGIApp, rate: Rate, most: int = MOST, most_of_all: int = MOST_OF_ALL) -> None:
        self.app = app
        self.rate = rate
        self.most, self.most_of_all = most, most_of_all
        self.open: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not STREAMS.search(scope["path"]):
            await self.app(scope, receive, send)
            return
        client = self.rate.client(sender(Request(scope))) or ""  # this machine itself: as many as there may be in all
        if (client and self.open[client] >= self.most) or self.open.total() >= self.most_of_all:
            body = {"error": {"code": "too_many", "message": TOO_MANY}}
            await JSONResponse(body, 429, {"retry-after": str(RETRY_SECONDS)})(scope, receive, send)
            return
        self.open[client] += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self.open[client] -= 1
            if not self.open[client]:
                del self.open[client]
