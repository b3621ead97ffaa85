"""The first page's own HTML. Gradio's says `lang="en"` and shows messengers its own name and a foreign picture."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

TITLE = "물어보고 · 보고서에 묻고 원문으로 확인합니다"
DESCRIPTION = "지방정부 보고서에 우리말로 묻고, 모든 숫자를 원문에서 확인하는 도우미입니다."

_FOREIGN_META = re.compile(r'\s*<meta\s+(?:property|name)="(?:og|twitter):[^>]*?/>', re.DOTALL)
_ABOUT = (
    f'<meta name="description" content="{DESCRIPTION}" /><meta property="og:title" content="{{title}}" />'
    f'<meta property="og:description" content="{DESCRIPTION}" />'
    '<meta property="og:locale" content="ko_KR" /><meta name="robots" content="noarchive" />'
)
CHARSET = '<meta charset="utf-8" />'
_NO_SCRIPT = "<noscript><p>이 화면은 자바스크립트가 켜져 있어야 합니다. 브라우저 설정을 확인해 주십시오.</p></noscript>"


def polish(page: str, head: str = "", title: str = TITLE) -> str:
    """The page in Korean, without Gradio's own advertisement, and with `head` in its head.

    >>> polish('<html lang="en"><head></head><body><meta property="og:title" content="Gradio" /></body></html>')[:16]
    '<html lang="ko">'
    """
    page = _FOREIGN_META.sub("", page)
    page = re.sub(r'(<html\b[^>]*?\blang=")en"', r'\1ko"', page, count=1, flags=re.DOTALL)
    page = page.replace(CHARSET, CHARSET + _ABOUT.format(title=html.escape(title)) + head, 1)
    return re.sub(r"(<body\b[^>]*>)", rf"\1{_NO_SCRIPT}", page, count=1, flags=re.DOTALL)


class FirstPage:
    """ASGI: polishes the HTML answered at the paths of `titles`, which maps the path of a page to its title.

    Every page gets `head`, and then what `heads` has for its path.
    """

    def __init__(
        self,
        app: ASGIApp,
        head: str = "",
        titles: Mapping[str, str] | None = None,
        heads: Mapping[str, str] | None = None,
    ) -> None:
        self.app = app
        self.head = head
        self.titles = {"/": TITLE} if titles is None else dict(titles)
        self.heads = dict(heads or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").rstrip("/") or "/"
        title = self._title(scope, path)
        if title is None:
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        start: Message = {}
        body = b""

        def polished(page: str) -> str:
            return polish(page, self.head + self.heads.get(path, ""), title)

        async def collected(message: Message) -> None:
            nonlocal start, body
            if message["type"] == "http.response.start":
                start = message
            elif message["type"] != "http.response.body":
                await send(message)
            else:
                body += message.get("body", b"")
                if not message.get("more_body", False):
                    await _send_polished(start, body, polished, send)

        await self.app({**scope, "headers": plain}, receive, collected)

    def _title(self, scope: Scope, path: str) -> str | None:
        """The title of the page asked for; None for what is no page."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return None
        return self.titles.get(path)


async def _send_polished(start: Message, body: bytes, polished: Callable[[str], str], send: Send) -> None:
    headers = MutableHeaders(scope=start)
    if headers.get("content-type", "").startswith("text/html"):
        body = polished(body.decode("utf-8")).encode("utf-8")
        headers["content-length"] = str(len(body))
    await send(start)
    await send({"type": "http.response.body", "body": body})
