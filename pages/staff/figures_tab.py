"""The figures of all reports as a table with filters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import gradio as gr

from pages.desk import Desk
from pages.markup import escape
from pages.parts import hidden, markdown, table
from pages.source_view import address
from pages.staff.corrections import corrections_html
from pages.staff.figures import Filter, choices, rows

SHOWN = 200
COLUMNS = ("year", "department", "programme", "name", "dims", "measure", "text", "unit", "status", "correction")
HEAD = ("보고서", "연도", "부서", "사업", "지표·항목", "구분", "측정값", "값", "단위", "상태", "정정", "고치기")
ALL = "모두"


def figures_tab(desk: Desk, page: gr.Blocks, tab: gr.Tab) -> None:
    """The tab, wired."""
    with gr.Row(elem_id="filters"):
        report = gr.Dropdown(label="보고서", choices=[(ALL, "")], value="", interactive=True)
        department = gr.Dropdown(label="부서", choices=[(ALL, "")], value="", interactive=True)
        measure = gr.Dropdown(label="측정값", choices=[(ALL, "")], value="", interactive=True)
        year = gr.Dropdown(label="연도", choices=[(ALL, "")], value="", interactive=True)
    with gr.Row():
        words = gr.Textbox(label="찾는 말", placeholder="예: 하천 정비", max_length=100)
        again = gr.Button("새로 고침", size="sm", elem_id="figures-again", scale=0, min_width=110)
    corrected = markdown("", "corrections")
    shown = markdown("", "figures")
    fields: list[Any] = [report, department, measure, year, words]

    def opened() -> list[Any]:
        assistant = desk.assistant()
        found = choices(assistant.observations(), assistant.reports())
        named = [(ALL, ""), *((f"{each.title} ({each.file})", each.id) for each in assistant.reports())]
        others = [[(ALL, ""), *((value, value) for value in found[key])] for key in ("department", "measure", "year")]
        dropdowns = [gr.Dropdown(choices=each) for each in (named, *others)]
        return [*dropdowns, corrections_html(desk), figures_html(desk, Filter())]

    def filtered(report: str, department: str, measure: str, year: str, words: str) -> list[str]:
        kept = Filter(*(value or "" for value in (report, department, measure, year, words)))
        return [corrections_html(desk), figures_html(desk, kept)]

    tab.select(opened, None, [report, department, measure, year, corrected, shown], **hidden())
    gr.on([*(field.change for field in fields), again.click], filtered, fields, [corrected, shown], **hidden())


def figures_html(desk: Desk, kept: Filter) -> str:
    """The first rows that the filter keeps, how many there are, and where to take all of them home."""
    assistant = desk.assistant()
    found = rows(assistant.observations(), assistant.reports(), kept)
    query = urlencode({name: getattr(kept, name) for name in kept.__slots__ if getattr(kept, name)})
    links = (
        f'<p class="links"><a href="/staff/figures.xlsx?{escape(query)}" download>내려받기(XLSX)</a> '
        f'<a href="/staff/figures.csv?{escape(query)}" download>내려받기(CSV)</a></p>'
    )
    said = f"<p><b>수치 {len(found):,}개</b>" + (f" (앞의 {SHOWN}개를 보입니다)" if len(found) > SHOWN else "") + "</p>"
    lines = [(_link(row), *(_said(row[key]) for key in COLUMNS), _button(row)) for row in found[:SHOWN]]
    return said + links + table(HEAD, lines, raw={0, len(HEAD) - 1})


def _button(row: dict[str, Any]) -> str:
    """`static/correct.js` asks for the right value and the reason."""
    return f'<button type="button" class="tool correct" id="correct-{escape(row["id"])}">정정</button>'


def _said(value: Any) -> str:
    return "" if value is None else str(value)


def _link(row: dict[str, Any]) -> str:
    """The report, as a link that opens the figure where it is printed."""
    place = address(row["report_id"], row["start"], row["end"])
    return f'<a class="source" href="{escape(place)}">{escape(row["title"])}</a>'
