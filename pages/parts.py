"""What the pages behind the login have in common: the header, HTML of ours, errors in words."""

from __future__ import annotations

from typing import TypeVar

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


def told(error: MureobogoError) -> gr.Error:
    """An error of ours as Gradio shows it."""
    return gr.Error(str(error), title="다시 보아 주십시오", print_exception=False, duration=8)
