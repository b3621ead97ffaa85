"""What the pages behind the login have in common: the header, HTML of ours, errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, TypeVar

import gradio as gr

from errors import MureobogoError
from pages.markup import escape

Answered = TypeVar("Answered")

ROOMS = (("/", "시민"), ("/staff", "직원"), ("/review", "평가"))
"""The pages of the site, as the header links them."""


HERE = ' class="here" aria-current="page"'


def markdown(html: str, name: str) -> gr.Markdown:
    """HTML of ours, sanitised by Gradio once more; gr.HTML would need a policy that lets scripts evaluate text."""
    return gr.Markdown(html, elem_id=name, latex_delimiters=[], sanitize_html=True)


KOREA = timezone(timedelta(hours=9))
"""Korea's time, without summer time."""


def korean_time(at: str, detail: str = "minutes") -> str:
    """A moment as the store keeps it, as a clock in Korea shows it.

    >>> korean_time("2026-03-01T15:30:07Z")
    '2026-03-02 00:30'
    """
    return datetime.fromisoformat(at).astimezone(KOREA).replace(tzinfo=None).isoformat(" ", detail)


def header(room: str, what: str) -> gr.Markdown:
    """The top of a page with links to the others and the button to log out; gives the place for the user's name."""
    links = "".join(f'<a href="{path}"{HERE if name == room else ""}>{name}</a>' for path, name in ROOMS)
    with gr.Row(elem_id="top"):
        markdown(
            f'<header class="top"><h1>물어보고 · {escape(room)}</h1><p>{escape(what)}</p>'
            f'<nav class="rooms" aria-label="화면">{links}</nav></header>',
            "header",
        )
        who = markdown("", "who")
        gr.Button("로그아웃", size="sm", elem_id="logout", scale=0, min_width=96)
    return who


def tried(act: Callable[[], Answered]) -> Answered:
    """What `act` gives; a refusal is shown as Gradio shows errors, in our words."""
    try:
        return act()
    except MureobogoError as error:
        raise told(error) from error


def told(error: MureobogoError) -> gr.Error:
    """An error of ours as Gradio shows it."""
    return gr.Error(str(error), title="다시 보아 주십시오", print_exception=False, duration=8)


def hidden() -> dict[str, Any]:
    """How the events of these pages are published: not at all, and without Gradio's own veil while they run."""
    return {"show_progress": "hidden", "api_visibility": "private"}


def name_of(request: gr.Request) -> str:
    """Who is logged in; the gate lets nobody else come this far."""
    return str(request.username)


_TAG = re.compile(r"<[^>]*>")

LONG_CELL = 12
"""Characters from which a cell asks for room: on a phone the table scrolls rather than breaking words."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]], raw: Collection[int] = ()) -> str:
    """A table as HTML that scrolls by itself on a phone; cells are escaped but for those of `raw`, which are ours."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join(f"<tr>{''.join(_cell(cell, n in raw) for n, cell in enumerate(row))}</tr>" for row in rows)
    inside = f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="table-box" tabindex="0" role="group" aria-label="표">{inside}</div>'


def _cell(cell: object, ours: bool) -> str:
    text = str(cell)
    kind = ' class="long"' if len(_TAG.sub("", text) if ours else text) > LONG_CELL else ""
    return f"<td{kind}>{text if ours else escape(text)}</td>"
