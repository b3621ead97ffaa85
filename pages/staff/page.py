"""The staff page: ask of all reports, bring files, put the catalogue right, look at figures, questions and words."""

from __future__ import annotations

import gradio as gr

from pages.citizen import conversation
from pages.desk import STAFF, Desk
from pages.gate import SESSION
from pages.markup import escape
from pages.parts import header, hidden, markdown, name_of
from pages.staff.catalogue_tab import catalogue_tab
from pages.staff.figures_tab import figures_tab
from pages.staff.log_view import log_html
from pages.staff.staging import Staging
from pages.staff.status_view import status_html
from pages.staff.uploads_tab import uploads_tab
from pages.staff.words_tab import words_tab
from store.questions import conversation_id

TITLE = "물어보고 · 직원"


def staff_page(desk: Desk) -> gr.Blocks:
    """The page over one desk that has a store and settings."""
    assert desk.settings is not None
    staging = Staging(desk.settings)
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        who = header("직원", "내부 보고서까지 묻고, 보고서와 말을 다룹니다.")
        with gr.Tabs(elem_id="staff"):
            with gr.Tab("질문"):
                conversation(page, desk, key_of=own_key, audience=STAFF)
            with gr.Tab("올리기"):
                uploads_tab(desk, staging)
            with gr.Tab("보고서") as reports:
                catalogue_tab(desk, staging, page, reports)
            with gr.Tab("수치") as figures:
                figures_tab(desk, page, figures)
            with gr.Tab("질문 기록") as log:
                questions = markdown("", "questions")
                log.select(lambda: log_html(desk), None, questions, **hidden())
            with gr.Tab("같은 말") as words:
                words_tab(desk, words)
            with gr.Tab("상태") as status:
                shown = markdown("", "status")
                status.select(lambda: status_html(desk), None, shown, **hidden())
        page.load(_greeting, None, who, **hidden())
    return page


def _greeting(request: gr.Request) -> str:
    return f"<p>{escape(name_of(request))} 님</p>"


def own_key(request: gr.Request) -> str:
    """A conversation of this login: what internal reports say must not stay in the browser after logging out."""
    return "staff-" + conversation_id(request.cookies.get(SESSION, ""))
