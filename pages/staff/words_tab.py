"""Synonyms: what people write for what reports say; they hold from the next question on."""

from __future__ import annotations

import re
from typing import Any

import gradio as gr

from errors import InputError
from index.lexicon import Entry, entry_fault
from pages.desk import Desk
from pages.parts import hidden, korean_time, markdown, name_of, table, tried

HEAD = ("쓰는 말", "보고서의 말", "넣은 사람", "때")


def words_tab(desk: Desk, tab: gr.Tab) -> None:
    """The tab, wired."""
    markdown("<p class='hint'>시민이 쓰는 말과 보고서의 말을 이어 줍니다. 넣으면 다음 질문부터 통합니다. "
             "보기: 특교금 = 특별교부금</p>", "words-hint")  # fmt: skip
    with gr.Row():
        word = gr.Textbox(label="쓰는 말", placeholder="예: 특교금", max_length=40, elem_id="word")
        terms = gr.Textbox(
            label="보고서의 말 (쉼표로 여럿)", placeholder="예: 특별교부금", max_length=200, elem_id="terms"
        )
    add = gr.Button("넣기", variant="primary", elem_id="add-word")
    shown = markdown("", "words")
    with gr.Row():
        gone = gr.Dropdown(label="지울 말", choices=[], interactive=True, elem_id="gone")
        remove = gr.Button("지우기", elem_id="remove-word", scale=0)

    def added(word: str, terms: str, request: gr.Request) -> list[Any]:
        tried(lambda: add_word(desk, word or "", terms or "", name_of(request)))
        return ["", "", *_screen(desk)]

    def removed(word: str | None, request: gr.Request) -> list[Any]:
        if word:
            tried(lambda: remove_word(desk, word, name_of(request)))
        return _screen(desk)

    add.click(added, [word, terms], [word, terms, shown, gone], **hidden())
    terms.submit(added, [word, terms], [word, terms, shown, gone], **hidden())
    remove.click(removed, gone, [shown, gone], **hidden())
    tab.select(lambda: _screen(desk), None, [shown, gone], **hidden())


def add_word(desk: Desk, word: str, terms: str, who: str) -> None:
    """Keep a synonym. Raises InputError with what to change."""
    assert desk.store is not None
    wanted = tuple(term for term in (part.strip() for part in re.split(r"[,|]", terms)) if term)
    fault = entry_fault(Entry(word.strip(), wanted, "local"))
    if fault:
        raise InputError(fault)
    desk.store.synonyms.add(word.strip(), wanted, who)
    desk.store.audit.add(who, "synonym", f"{word.strip()} = {', '.join(wanted)}")


def remove_word(desk: Desk, word: str, who: str) -> None:
    assert desk.store is not None
    if desk.store.synonyms.remove(word):
        desk.store.audit.add(who, "synonym", f"{word} 지움")


def _screen(desk: Desk) -> list[Any]:
    assert desk.store is not None
    known = desk.store.synonyms.all()
    rows = [(each.word, ", ".join(each.terms), each.who, korean_time(each.at)) for each in known]
    shown = table(HEAD, rows) if rows else "<p class='none'>아직 더한 말이 없습니다.</p>"
    return [shown, gr.Dropdown(choices=[each.word for each in known], value=None)]
