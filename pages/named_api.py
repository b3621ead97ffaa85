"""Gradio's own API, named: `/ask` and `/search`, for programs that use gradio_client. The same as `/api/…` gives.

Gradio wants every value of a call, so that these take none that came later: an agency is named at `/api/…`, or by host.
"""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import api

from errors import MureobogoError
from pages.desk import Desk
from pages.found import find
from pages.rate import sender


def add_named_api(desk: Desk) -> None:
    """Call inside a `gr.Blocks`.

    `Client(url).predict("질문", None, api_name="/ask")` gives the ANSWER with its `conversation`.
    """

    def ask(request: gr.Request, question: str, conversation: str | None = None) -> dict[str, Any]:
        """보고서에 묻고 출처가 붙은 답을 받습니다. conversation은 앞선 응답의 값, 새 대화는 null."""
        try:
            desk.rate.take(sender(request))
            return desk.ask_json(question, conversation, desk.tenants.bound(request.headers))
        except MureobogoError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def search(request: gr.Request, question: str, k: int = 8) -> dict[str, Any]:
        """질문에 가까운 대목을 찾습니다. 답은 만들지 않습니다."""
        try:
            desk.rate.take(sender(request))
            return find(desk, question, k, desk.tenants.bound(request.headers))
        except MureobogoError as error:
            raise gr.Error(str(error), print_exception=False) from error

    for function in (ask, search):
        api(function, api_name=function.__name__, concurrency_limit=desk.at_once)
