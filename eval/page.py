"""The HTML report of a run: one file that opens without a network: verdict, tables, wrong answers, right ones."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from eval.card import OpenSource, card, table
from eval.evaluate import Result
from eval.run_file import Run

STYLE = Path(__file__).with_name("page.css")


def page(run: Run, tables: Sequence[str], source: OpenSource) -> str:
    """The whole page. `tables` are Markdown tables of ours, `source` opens a cited place with the lines around it."""
    title = f"평가 {run.golden}"
    wrong = [result for result in run.results if not result.grade.right]
    right = sorted((r for r in run.results if r.grade.right), key=lambda result: not result.grade.places)
    body = [
        f"<h1>{escape(title)}</h1>",
        f'<p>{escape(run.made)} · 질문 {len(run.results):,}건 · <a href="#wrong">틀린 답 {len(wrong):,}건</a></p>',
        _lead(run),
        f'<div class="tables">{"".join(map(table, tables))}</div>',
        _folded("무엇으로 답했는가", f"<dl>{''.join(_versions(run.made_by))}</dl>"),
        _changes(run.changes),
        *_cards("틀린 답", "wrong", wrong, source),
        *_cards("맞은 답", "right", right, source),
    ]
    return _document(title, "".join(body))


def _document(title: str, body: str) -> str:
    style = STYLE.read_text(encoding="utf-8")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(title)}</title>'
    return f'<!doctype html><html lang="ko"><head>{head}<style>{style}</style></head><body>{body}</body></html>'


def _lead(run: Run) -> str:
    kind = {True: "passed", False: "failed", None: "told"}[run.passed]
    return f'<p class="lead {kind}">{"<br>".join(map(escape, run.lead))}</p>' if run.lead else ""


def _folded(title: str, body: str) -> str:
    return f"<details><summary>{escape(title)}</summary>{body}</details>"


def _versions(made_by: Mapping[str, Any], prefix: str = "") -> Iterable[str]:
    for name, value in made_by.items():
        if isinstance(value, Mapping):
            yield from _versions(value, f"{prefix}{name}.")
        elif not isinstance(value, list):
            yield f"<dt>{escape(prefix + name)}</dt><dd>{escape(str(value))}</dd>"


def _changes(lines: Sequence[str]) -> str:
    if not lines:
        return ""
    told = escape("\n".join(lines))
    return f"<details open><summary>앞선 실행과 견줌</summary><pre>{told}</pre></details>"


def _cards(title: str, name: str, results: Sequence[Result], source: OpenSource) -> Iterable[str]:
    yield f'<h2 id="{name}">{title} {len(results):,}건</h2>'
    yield from (card(result, source) for result in results)
