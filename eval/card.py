"""One question of the HTML report: question, answer, expectation and cited places side by side, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from html import escape
from itertools import groupby

from answer.ask import SourceView
from eval.evaluate import Result
from eval.questions import Golden
from eval.scores import by_asker, by_family
from records import Citation

SHOWN_CITATIONS = 12
"""Citations of one answer that are shown; a list of 230 rows would bury the rest."""

OpenSource = Callable[[str, int, int, int], SourceView]
"""A report's id, two offsets and a number of lines → the cited place with so many lines around it."""


def card(result: Result, source: OpenSource) -> str:
    """A wrong answer stands open, a right one folded."""
    right, golden = result.grade.right, result.golden
    shade, state, verdict = ("right", "", "맞음") if right else ("wrong", " open", "틀림")
    about = f"{golden.id} · {by_family(result)} · {by_asker(result)} · {result.answer.ms:.0f} ms"
    return (
        f'<details class="card {shade}"{state}>'
        f"<summary><b>{verdict}</b> {escape(golden.turns[-1])} <small>{escape(about)}</small></summary>"
        f'<p class="faults">{escape(" / ".join(_faults(result)))}</p><div class="columns">'
        f"<section><h3>질문</h3>{_turns(result)}</section>"
        f"<section><h3>답변</h3>{_answer(result)}</section>"
        f"<section><h3>기대</h3>{_expected(golden)}</section>"
        f"<section><h3>출처</h3>{_sources(result.answer.citations, source)}</section></div></details>"
    )


def table(markdown: str) -> str:
    """A Markdown table of ours as HTML; its cells hold no Markdown."""
    heading, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines()]
    lines = ["".join(f"<th>{escape(cell)}</th>" for cell in heading)]
    lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f'<div class="wide"><table>{"".join(f"<tr>{line}</tr>" for line in lines)}</table></div>'


def _faults(result: Result) -> Iterable[str]:
    yield from map(str, result.grade.faults)
    yield from (f"출처 없음: {place.file} {' · '.join(place.contains)}" for place in result.grade.places)
    yield from (f"확인되지 않은 수치: {fault.number}" for fault in result.proof.unproved)


def _turns(result: Result) -> str:
    turns = list(zip(result.golden.turns, result.answers, strict=True))
    told = [f"<p>{escape(turn)}</p>{_text(answer.text)}" for turn, answer in turns[:-1]]
    last = f"<p><strong>{escape(turns[-1][0])}</strong></p><p class='plan'>{escape(result.answer.understood)}</p>"
    return "".join(told) + last


def _answer(result: Result) -> str:
    refused = f"<p class='plan'>거절 · {escape(result.answer.reason or '')}</p>" if result.answer.refused else ""
    return refused + _text(result.answer.text)


def _text(text: str) -> str:
    """An answer's text, its tables as tables."""
    blocks = []
    for tabled, lines in groupby(text.split("\n"), key=lambda line: line.startswith("|")):
        block = "\n".join(lines)
        blocks.append(table(block) if tabled and block.count("\n") else f"<pre>{escape(block.strip())}</pre>")
    return "".join(block for block in blocks if block != "<pre></pre>")


def _expected(golden: Golden) -> str:
    lines = ["거절해야 함"] if golden.refuse else []
    lines += [" | ".join(group) for group in golden.must]
    lines += [f"없어야 함: {bad}" for bad in golden.must_not]
    if golden.listed:
        lines.append("목록: " + ", ".join(item[0] for item in golden.listed.items))
    lines += [f"출처 {place.file}: {' · '.join(place.contains)}" for place in golden.cite]
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul><p class='plan'>{escape(golden.note)}</p>"


def _sources(citations: Sequence[Citation], source: OpenSource) -> str:
    shown = [_source(citation, source) for citation in citations[:SHOWN_CITATIONS]]
    more = len(citations) - len(shown)
    return "".join(shown) + (f"<p>… 출처 {more:,}개가 더 있습니다.</p>" if more > 0 else "")


def _source(citation: Citation, source: OpenSource) -> str:
    """The cited words, marked, between the lines around them."""
    view = source(citation.report_id, citation.start, citation.end, 2)
    before, after = (re.sub(r"\n\s*\n", "\n", words) for words in (view.before, view.after))
    place = " · ".join(part for part in (f"{citation.file}:{citation.line}", citation.section) if part)
    words = f"{escape(before)}<mark>{escape(view.quote)}</mark>{escape(after)}"
    return f"<p class='plan'>[{citation.n}] {escape(place)}</p><pre>{words}</pre>"
