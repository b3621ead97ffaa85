"""One item to judge as safe HTML: the conversation on one side, the cited words in their place on the other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from errors import MureobogoError
from eval.review import kind_name
from pages.answer_view import answer_html
from pages.desk import Desk
from pages.kept_answer import answer_of
from pages.markup import escape, render
from pages.source_view import CHANGED, look_up, place
from records import Answer, Citation
from store.reviews import Item

PLACES_SHOWN = 8
LINES_AROUND = 2
FOCUSABLE = 'tabindex="0" role="group" aria-label="보고서 원문"'
"""A box that scrolls must be reached by keyboard."""

LONGEST = 1500
"""Characters of a quoted passage that are shown here; the chip opens it whole."""


def conversation_html(item: Item, answers: Sequence[Answer], mark: str) -> str:
    """The earlier turns in brief, then the question to judge with its answer. `mark` names the item in the page."""
    earlier = _earlier_ones(answers[:-1])
    last = answers[-1]
    return (
        f'<article class="judged" id="item-{escape(mark)}">{earlier}'
        f'<h2 class="question"><span class="sr-only">판정할 질문 </span>{escape(last.question)}</h2>'
        f"{answer_html(last, tools=False)}"
        f'<p class="origin">질문 갈래: {escape(kind_name(item.kind))} · 번호 {escape(item.key)}</p></article>'
    )


def _earlier_ones(answers: Sequence[Answer]) -> str:
    """The last of the earlier turns, which a follow-up leans on most; those before it are folded together."""
    before, last = "".join(map(_earlier, answers[:-1])), "".join(map(_earlier, answers[-1:]))
    if not before:
        return last
    folded = f"<summary>그보다 앞선 질문 {len(answers) - 1:,}개</summary>{before}"
    return f'<details class="earlier">{folded}</details>{last}'


def _earlier(answer: Answer) -> str:
    asked = f"<summary>앞선 질문: {escape(answer.question)}</summary>"
    return f'<details class="earlier">{asked}{render(answer.text)}</details>'


def places_html(desk: Desk, citations: Sequence[Citation]) -> str:
    """Every cited place with the lines around it, the quoted words marked."""
    if not citations:
        return '<div class="places"><p class="none">출처가 없는 답변입니다.</p></div>'
    shown = "".join(_place(desk, citation) for citation in citations[:PLACES_SHOWN])
    more = len(citations) - PLACES_SHOWN
    rest = f'<p class="none">출처가 {more:,}곳 더 있습니다. 답변의 번호를 누르면 열립니다.</p>' if more > 0 else ""
    return f'<div class="places"><h3>출처 {len(citations):,}곳</h3>{shown}{rest}</div>'


def _place(desk: Desk, citation: Citation) -> str:
    heading = (
        f'<h4><span class="number">{citation.n}</span> {escape(citation.title)}</h4>'
        f'<p class="path">{escape(" · ".join(part for part in (citation.section, place(citation)) if part))}</p>'
    )
    return f'<section class="place">{heading}{_words(desk, citation)}</section>'


def _words(desk: Desk, citation: Citation) -> str:
    try:
        found = look_up(desk, citation.report_id, f"{citation.start}-{citation.end}", LINES_AROUND, internal=True)
    except MureobogoError as error:
        return _changed(citation, str(error))
    if found["quote"] != citation.quote:
        return _changed(citation, CHANGED)
    return _rows(found["table"]) if found["table"] else _paper(found)


def _changed(citation: Citation, why: str) -> str:
    """What was quoted then, where the report has changed since."""
    return f'<p class="changed">{escape(why)}</p><div class="paper"><mark>{_lines(citation.quote)}</mark></div>'


def _paper(found: dict[str, Any]) -> str:
    before, after = found["before"][-LONGEST:], found["after"][:LONGEST]
    return f'<div class="paper" {FOCUSABLE}>{_lines(before)}<mark>{_lines(found["quote"])}</mark>{_lines(after)}</div>'


def _rows(table: dict[str, Any]) -> str:
    """The quoted rows, each cell beside the name of its column: broad rows would not fit beside the answer."""
    rows = [table["rows"][n] for n in table["quoted"]]
    return "".join(
        f'<div class="paper as-table" {FOCUSABLE}><table>{_cells(table["header"], row)}</table></div>' for row in rows
    )


def _cells(header: Sequence[str], row: Sequence[str]) -> str:
    named = ((name, cell) for name, cell in zip(header, row, strict=True) if cell)
    return "".join(
        f'<tr><th scope="row">{escape(name)}</th><td><mark>{escape(cell)}</mark></td></tr>' for name, cell in named
    )


def _lines(text: str) -> str:
    """Text with its line ends, as one line of HTML."""
    cut = text if len(text) <= LONGEST else text[:LONGEST] + "…"
    return "<br>".join(escape(line) for line in cut.split("\n"))


def answers_of(desk: Desk, item: Item) -> list[Answer]:
    """The turns of an item as records."""
    ids = {report.file: report.id for report in desk.opening.wait(0).reports()}
    return [answer_of(turn, ids) for turn in item.turns]
