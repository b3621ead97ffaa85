"""Gradio's own API, named: `/ask`, for programs that use gradio_client. The same answer as `POST /api/ask`."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.events import api

from errors import MureobogoError
from pages.desk import Desk


def add_named_api(desk: Desk) -> None:
    """Call inside a `gr.Blocks`.

    `Client(url).predict("질문", None, api_name="/ask")` gives the ANSWER with its `conversation`.
    """

    def ask(question: str, conversation: str | None = None) -> dict[str, Any]:
        """보고서에 묻고 출처가 붙은 답을 받습니다. conversation은 앞선 응답의 값, 새 대화는 null."""
        try:
            return desk.ask_json(question, conversation)
        except MureobogoError as error:
            raise gr.Error(str(error), print_exception=False) from error

    api(ask, api_name="ask", concurrency_limit=8)
