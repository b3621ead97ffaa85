"""A turn of a conversation as safe HTML: question, how it was understood, answer, proof of each figure, sources.

Every word that comes from a question, a report or an answer is escaped here; the page adds nothing to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pages.chart import chart_html, chart_of
from pages.conversations import Turn
from pages.markup import chip, escape, render
from pages.source_table import readable
from pages.source_view import address, place
from records import Answer, Citation, Figure

SOURCES_SHOWN = 3
QUOTE_SHOWN = 240
AROUND = 60
"""Characters of a quote on either side of a figure in the list of proofs."""

BROAD_TABLE = 6
"""Columns from which a table needs the width of the sources as well."""

TURNS_REMEMBERED = 300
"""Turns whose HTML is kept, at some 10 KB each."""

OF_A_NAME = "이름 ‘"
"""How the formula of digits begins that are part of a name."""

TOOLS = {
    "copy": ("답변 복사", "답변과 출처를 글로 복사합니다"),
    "share": ("질문 공유", "이 질문을 여는 주소를 복사합니다"),
    "csv": ("표 저장", "표를 CSV 파일로 내려받습니다"),
    "markdown": ("글 저장", "답변과 출처를 Markdown 파일로 내려받습니다"),
}
"""The buttons below an answer, by their class; `static/turn.js` says what they do."""

REASONS = {
    "not_in_reports": "보고서에서 찾지 못했습니다",
    "off_topic": "보고서에 관한 질문이 아닙니다",
    "private": "개인에 관한 질문에는 답하지 않습니다",
    "opinion": "의견이나 평가는 드리지 않습니다",
    "unsafe": "이 요청은 따르지 않습니다",
    "clarify": "한 가지 여쭙겠습니다",
    "glossary": "보고서 밖의 용어 설명입니다",
}
"""A line above an answer that is not a plain one, by the reason it gives."""

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def log_html(turns: Sequence[Turn], pending: tuple[str, ...] | None = None) -> str:
    """The whole conversation; `pending` is the question under way, the line that says how far it is, and what is
    written of its answer already."""
    parts = [_known(_Shown(turn.question, turn.ticket, n, turn)) for n, turn in enumerate(turns, 1)]
    if pending is not None:
        parts.append(pending_html(len(turns) + 1, *pending))
    return f'<div class="log">{"".join(parts)}</div>' if parts else ""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The `n`th turn of a conversation. The ticket says which it is: no two turns of any log have the same."""

    question: str
    ticket: str | None
    n: int
    turn: Turn = field(compare=False)


def _known(shown: _Shown) -> str:
    """The HTML of a turn: with every question the page shows those before it again."""
    return _remembered(shown) if shown.ticket else turn_html(shown.turn, shown.n)


@lru_cache(TURNS_REMEMBERED)
def _remembered(shown: _Shown) -> str:
    return turn_html(shown.turn, shown.n)


def turn_html(turn: Turn, n: int) -> str:
    """One question and its answer, as one line of HTML: a blank line would end it for Gradio's Markdown."""
    if turn.answer is None:
        inside = f'<div class="answer failed"><p class="reason">{escape(turn.error or "")}</p></div>'
        return _article(turn.question, n, f'<div class="pair">{inside}</div>', "done")
    pair = (
        f'<div class="pair{_breadth(turn.answer)}">{answer_html(turn.answer, turn.ticket)}{_sources(turn.answer)}</div>'
    )
    return _article(turn.question, n, pair, "done")


def pending_html(n: int, question: str, status: str, written: str = "") -> str:
    """The question under way: nobody looks at a still page."""
    waiting = f'<p class="waiting"><span class="dot"></span><span>{escape(status)}</span></p>'
    text = f'<div class="answer plain"><div class="text">{render(written, {})}</div></div>' if written else ""
    return _article(question, n, text + waiting, "pending")


def _article(question: str, n: int, inside: str, state: str) -> str:
    heading = f'<h2 class="question"><span class="sr-only">질문 {n}. </span>{_one_line(question)}</h2>'
    return f'<article class="turn {state}" id="turn-{n}">{heading}{inside}</article>'


def _breadth(answer: Answer) -> str:
    """A table of many columns gets the whole width, and the sources stand below it."""
    columns = max((line.count("|") - 1 for line in answer.text.splitlines() if line.startswith("|")), default=0)
    return " broad" if columns >= BROAD_TABLE else ""


def _one_line(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines() if line.strip())


def answer_html(answer: Answer, ticket: str | None = None, tools: bool = True) -> str:
    """The answer with what it understood, its chart and the proof of its figures; `tools` are the buttons below."""
    kind = "refused" if answer.refused else (answer.reason or "plain")
    text = render(answer.text, _chips(answer.citations))
    parts = (
        _understood(answer.understood),
        f'<p class="reason">{REASONS[answer.reason]}</p>' if answer.reason in REASONS else "",
        f'<div class="text">{text}</div>',
        chart_html(chart_of(answer.text, answer.plan)),
        _notices(answer),
        _proof(answer),
        _tools("table-box" in text) if tools else "",
        _feedback(ticket),
    )
    return f'<div class="answer {escape(kind)}">{"".join(parts)}</div>'


def _notices(answer: Answer) -> str:
    """Who wrote, where that was a language model, and what the reader should know about the writing."""
    by_model = [f"언어 모델({answer.writer})이 쓰고 원문과 견준 글입니다."] if answer.writer != "template" else []
    said = " ".join([*by_model, *answer.notices])
    return f'<p class="writing">{escape(said)}</p>' if said else ""


def _tools(with_table: bool) -> str:
    shown = [name for name in TOOLS if with_table or name != "csv"]
    buttons = (
        f'<button type="button" class="tool {name}" title="{TOOLS[name][1]}">{TOOLS[name][0]}</button>'
        for name in shown
    )
    return f'<p class="tools">{"".join(buttons)}</p>'


def _feedback(ticket: str | None) -> str:
    """Two buttons, where the question stands in the log; `static/feedback.js` asks what was wrong."""
    if ticket is None:
        return ""
    return (
        f'<div class="feedback" id="feedback-{escape(ticket)}"><span>이 답변이 도움이 되었습니까?</span> '
        '<button type="button" class="tool like" aria-pressed="false">좋아요</button>'
        '<button type="button" class="tool dislike" aria-pressed="false">아쉬워요</button></div>'
    )


def _understood(understood: str) -> str:
    return f'<p class="understood"><span>이렇게 이해했습니다:</span> {escape(understood)}</p>' if understood else ""


def _chips(citations: Iterable[Citation]) -> dict[int, tuple[str, str]]:
    return {c.n: (_address(c), f"{c.title} · {c.section}") for c in citations}


def _address(citation: Citation) -> str:
    return address(citation.report_id, citation.start, citation.end)


def _proof(answer: Answer) -> str:
    """The badge: how many figures there are, and that each has its proof; a figure without one is not passed over.

    A refusal has none: the figures it names (years that are there, numbers of reports) answer nothing. Digits of a
    name (영등포1번가) tell nothing either.
    """
    figures = [figure for figure in answer.figures if not (figure.formula or "").startswith(OF_A_NAME)]
    if answer.refused or not figures:
        return ""
    total, proven = len(figures), sum(_proven(figure) for figure in figures)
    said = f"숫자 {total}개 모두 원문 확인" if proven == total else f"숫자 {total}개 가운데 {proven}개 원문 확인"
    state = "all" if proven == total else "some"
    chips = _chips(answer.citations)
    quotes = {citation.n: _readable(citation) for citation in answer.citations}
    rows = "".join(f"<li>{_figure(figure, chips, quotes)}</li>" for figure in figures)
    return f'<details class="proof {state}"><summary>{said}</summary><ul>{rows}</ul></details>'


def _proven(figure: Figure) -> bool:
    return bool(figure.citations or figure.formula)


def _figure(figure: Figure, chips: dict[int, tuple[str, str]], quotes: dict[int, str]) -> str:
    known = [n for n in figure.citations if n in chips]
    marks = " ".join(chip(n, *chips[n]) for n in known)
    if figure.formula:
        kind = "정정" if figure.formula.startswith("정정: ") else "계산"
        how = f'<span class="how">{kind}</span> <span class="formula">{escape(figure.formula)}</span> {marks}'
    elif known:
        how = f'<span class="how">원문</span> <q>{_marked(quotes[known[0]], figure.text)}</q> {marks}'
    else:
        how = '<span class="how none">근거를 찾지 못했습니다</span>'
    return f"<b>{escape(figure.text)}</b> {how}"


def _marked(flat: str, figure: str) -> str:
    """The quote cut around the figure, which is highlighted where it stands."""
    found = _printed(figure, flat)
    if found is None:
        return escape(_cut(flat))
    first, last = found
    begin, end = max(0, first - AROUND), last + AROUND
    head = ("…" if begin else "") + flat[begin:first]
    tail = flat[last:end] + ("…" if end < len(flat) else "")
    return f"{escape(head)}<mark>{escape(flat[first:last])}</mark>{escape(tail)}"


def _printed(figure: str, quote: str) -> tuple[int, int] | None:
    """Where the figure stands in a quote: `56.7%` may stand as 56.7 below a unit, `6,640백만원` as 6640 in a file."""
    number = _NUMBER.search(figure)
    if figure in quote or number is None:
        found = re.search(rf"(?<!\d){re.escape(figure)}(?!\d)", quote)
    else:
        loose = ",?".join(map(re.escape, number[0].replace(",", "")))
        found = re.search(rf"(?<![\d.,]){loose}(?!\d|[.,]\d)", quote)
    return found.span() if found else None


def _readable(citation: Citation) -> str:
    return readable(citation.file.rpartition(".")[2].lower(), citation.quote)


def _cut(text: str) -> str:
    return text if len(text) <= QUOTE_SHOWN else text[: QUOTE_SHOWN - 1] + "…"


def _sources(answer: Answer) -> str:
    if not answer.citations:
        return ""
    shown, more = answer.citations[:SOURCES_SHOWN], answer.citations[SOURCES_SHOWN:]
    rest = (
        f'<details class="more"><summary>출처 {len(more)}개 더 보기</summary>{_source_list(more)}</details>'
        if more
        else ""
    )
    heading = f"<h3>출처 {len(answer.citations)}곳</h3>"
    return f'<div class="sources">{heading}{_source_list(shown)}{rest}</div>'


def _source_list(citations: Iterable[Citation]) -> str:
    return f"<ul>{''.join(f'<li>{_source(citation)}</li>' for citation in citations)}</ul>"


def _source(citation: Citation) -> str:
    origin = f'<span class="origin">원자료: {escape(citation.source)}</span>' if citation.source else ""
    return (
        f'<a class="source" href="{escape(_address(citation))}">'
        f'<span class="number"><span class="sr-only">출처 </span>{citation.n}</span>'
        f'<span class="title">{escape(citation.title)}</span>'
        f'<span class="path">{escape(citation.section)}</span>'
        f'<span class="quote">{escape(_cut(_readable(citation)))}</span>'
        f'<span class="place">{escape(place(citation))} · 원문 보기</span>{origin}</a>'
    )
