"""The HTML report of a run: one file that opens without a network; wrong answers first, everything escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from answer.ask import SourceView
from eval.evaluate import Result
from eval.questions import Golden
from records import Citation

STYLE = Path(__file__).with_name("page.css")
SHOWN_CITATIONS = 12
"""Citations of one answer that are shown; a list of 230 rows would bury the rest."""

OpenSource = Callable[[str, int, int, int], SourceView]


def page(
    title: str, tables: Sequence[str], results: Sequence[Result], made_by: Mapping[str, Any], source: OpenSource
) -> str:
    """The whole page. `tables` are Markdown tables of ours, `source` opens a cited place with the lines around it."""
    ordered = sorted(results, key=lambda result: (result.grade.right, not result.grade.places))
    wrong = sum(not result.grade.right for result in results)
    body = [
        f"<h1>{escape(title)}</h1>",
        f"<p>질문 {len(results):,}건 가운데 틀린 답 {wrong:,}건. 틀린 답이 먼저 나옵니다.</p>",
        *(_table(table) for table in tables),
        f"<details><summary>무엇으로 답했는가</summary><dl>{''.join(_versions(made_by))}</dl></details>",
        *(_card(result, source) for result in ordered),
    ]
    style = STYLE.read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return (
        f'<!doctype html><html lang="ko"><head>{head}<style>{style}</style></head><body>{"".join(body)}</body></html>'
    )


def _table(markdown: str) -> str:
    """A table of ours as HTML; its cells hold no Markdown."""
    heading, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in markdown.splitlines()]
    lines = ["".join(f"<th>{escape(cell)}</th>" for cell in heading)]
    lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _versions(made_by: Mapping[str, Any], prefix: str = "") -> Iterable[str]:
    for name, value in made_by.items():
        if isinstance(value, Mapping):
            yield from _versions(value, f"{prefix}{name}.")
        elif not isinstance(value, list):
            yield f"<dt>{escape(prefix + name)}</dt><dd>{escape(str(value))}</dd>"


def _card(result: Result, source: OpenSource) -> str:
    golden, right = result.golden, result.grade.right
    faults = [
        *map(str, result.grade.faults),
        *(f"출처 없음: {place.file} {' · '.join(place.contains)}" for place in result.grade.places),
    ]
    faults += [f"확인되지 않은 수치: {fault.number}" for fault in result.proof.unproved]
    heading = ("맞음" if right else "틀림", golden.id, golden.family, golden.who, f"{result.answer.ms:.0f} ms")
    return (
        f'<article class="{"right" if right else "wrong"}"><h2>{escape(" · ".join(heading))}</h2>'
        f'<p class="faults">{escape(" / ".join(faults))}</p><div class="columns">'
        f"<section><h3>질문</h3>{_turns(result)}</section>"
        f"<section><h3>답변</h3>{_answer(result)}</section>"
        f"<section><h3>기대</h3>{_expected(golden)}</section>"
        f"<section><h3>출처</h3>{_sources(result.answer.citations, source)}</section></div></article>"
    )


def _turns(result: Result) -> str:
    turns = list(zip(result.golden.turns, result.answers, strict=True))
    told = [f"<p>{escape(turn)}</p><pre>{escape(answer.text)}</pre>" for turn, answer in turns[:-1]]
    last = f"<p><strong>{escape(turns[-1][0])}</strong></p><p class='plan'>{escape(result.answer.understood)}</p>"
    return "".join(told) + last


def _answer(result: Result) -> str:
    refused = f"<p class='plan'>거절 · {escape(result.answer.reason or '')}</p>" if result.answer.refused else ""
    return f"{refused}<pre>{escape(result.answer.text)}</pre>"


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
    place = f"[{citation.n}] {citation.file}:{citation.line} · {citation.section}"
    words = f"{escape(before)}<mark>{escape(view.quote)}</mark>{escape(after)}"
    return f"<p class='plan'>{escape(place)}</p><pre>{words}</pre>"
