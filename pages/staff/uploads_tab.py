"""Bringing files: read aside with progress, looked at, then made part of the reports or thrown away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from errors import MureobogoError
from ingest.readers import READERS
from pages.desk import Desk
from pages.following import following
from pages.markup import escape
from pages.parts import hidden, markdown, name_of, table
from pages.staff.arriving import forget
from pages.staff.staging import LARGEST_MB, MOST_FILES, REMARKS_SHOWN, Staging, Tried

Held = tuple[str, dict[str, str]]
"""A batch, and its good files with the hash of the report of that name when they were read."""

HEAD = ("파일", "제목", "기관", "연도", "기준일", "대목", "수치", "확인할 점")
WAIT = '<p class="waiting"><span class="dot"></span><span>{}</span></p>'


def uploads_tab(desk: Desk, staging: Staging) -> None:
    """The tab, wired."""
    batch = gr.State(None)
    kinds = ", ".join(sorted(READERS))
    markdown(f"<p class='hint'>받는 파일: {kinds} · 하나에 {LARGEST_MB}MB, 한 번에 {MOST_FILES}개까지</p>", "kinds")
    files = gr.File(
        label="보고서 파일 (끌어다 놓거나 눌러서 고르기)",
        file_count="multiple",
        file_types=[f".{kind}" for kind in sorted(READERS)],
        elem_id="files",
    )
    found = markdown("", "found")
    internal = gr.Checkbox(label="내부 보고서로 넣기 (로그인한 사람만 봅니다)", elem_id="internal", visible=False)
    with gr.Row():
        swap = gr.Button("보고서에 넣기", variant="primary", elem_id="swap", visible=False)
        discard = gr.Button("버리기", elem_id="discard", visible=False)
    buttons = [swap, discard, internal]

    def read(paths: list[str] | None, request: gr.Request) -> Iterator[list[Any]]:
        yield from _reading(desk, staging, [Path(path) for path in paths or []], name_of(request))

    def swapped(held: Held | None, internal: bool, request: gr.Request) -> Iterator[list[Any]]:
        yield from _swapping(desk, staging, held, internal, name_of(request))

    def discarded(held: Held | None, request: gr.Request) -> list[Any]:
        if held:
            staging.discard(held[0])
            _audit(desk, name_of(request), "discard", list(held[1]))
        return [None, gr.File(value=None), "<p class='done'>버렸습니다. 보고서는 그대로입니다.</p>", *_shown(False)]

    outputs = [batch, files, found, *buttons]
    files.upload(read, files, outputs, concurrency_limit=2, **hidden())
    swap.click(swapped, [batch, internal], outputs, concurrency_limit=None, **hidden())
    discard.click(discarded, batch, outputs, **hidden())


def _shown(visible: bool) -> list[Any]:
    return [gr.Button(visible=visible), gr.Button(visible=visible), gr.Checkbox(visible=visible)]


def _reading(desk: Desk, staging: Staging, paths: list[Path], who: str) -> Iterator[list[Any]]:
    """Screens while files are read: a row for each that is done."""
    try:
        batch = staging.stage(paths)
    except MureobogoError as error:
        yield [None, gr.File(value=None), _problem(str(error)), *_shown(False)]
        return
    finally:
        forget(paths)
    tried: list[Tried] = []
    yield [gr.skip(), gr.File(value=None), WAIT.format(f"읽는 중입니다 (0/{len(paths)})…"), *_shown(False)]
    for each in staging.read(batch):
        tried.append(each)
        more = WAIT.format(f"읽는 중입니다 ({len(tried)}/{len(paths)})…") if len(tried) < len(paths) else ""
        yield [gr.skip(), gr.skip(), found_html(tried) + more, *_shown(False)]
    good = {each.name: each.before for each in tried if each.reading}
    _audit(desk, who, "upload", [each.name for each in tried])
    if not good:
        staging.discard(batch)
    yield [(batch, good) if good else None, gr.skip(), found_html(tried), *_shown(bool(good))]


def _swapping(desk: Desk, staging: Staging, held: Held | None, internal: bool, who: str) -> Iterator[list[Any]]:
    """Screens while the next index is made; answers come from the old one until it is whole."""
    if held is None:
        yield [None, gr.skip(), _problem("넣을 파일이 없습니다. 파일을 먼저 올려 주십시오."), *_shown(False)]
        return
    batch, files = held
    try:
        for line in following(lambda progress: staging.swap_in(batch, files, progress, internal)):
            yield [
                gr.skip(),
                gr.skip(),
                WAIT.format(escape(f"{line} 중입니다…" if line else "준비 중입니다…")),
                *_shown(False),
            ]
    except MureobogoError as error:
        yield [held, gr.skip(), _problem(f"{error} 보고서와 색인은 그대로입니다."), *_shown(True)]
        return
    desk.opening.wait(0).refresh()
    _audit(desk, who, "swap", [*files, *(["내부"] if internal else [])])
    done = f"<p class='done'>{len(files):,}개 파일을 보고서에 넣었습니다. 이제 질문에 답합니다.</p>"
    yield [None, gr.File(value=None), done, *_shown(False)]


def _audit(desk: Desk, who: str, event: str, names: list[str]) -> None:
    if desk.store is not None:
        desk.store.audit.add(who, event, ", ".join(names)[:500])


def _problem(message: str) -> str:
    return f"<p class='problem' role='alert'>{escape(message)}</p>"


def found_html(tried: list[Tried]) -> str:
    """What was read, file by file, and below it what reading could not settle."""
    rows = [_row(each) for each in tried]
    remarks = "".join(_remarks(each) for each in tried)
    return table(HEAD, rows) + remarks


def _row(each: Tried) -> tuple[object, ...]:
    name = each.name + (" (있던 것을 바꿈)" if each.before else "")
    if each.reading is None:
        return (name, f"✗ {each.error}", "", "", "", "", "", "")
    report, reading = each.reading.report, each.reading
    counts = (f"{len(part):,}" for part in (reading.passages, reading.observations, reading.warnings))
    return (name, report.title, report.agency or "–", report.year or "–", report.as_of or "–", *counts)


def _remarks(each: Tried) -> str:
    warnings = each.reading.warnings if each.reading else ()
    if not warnings:
        return ""
    lines = [f"{w.line:,}번째 줄: {w.message}" if w.line else w.message for w in warnings[:REMARKS_SHOWN]]
    more = f"<li>… {len(warnings) - REMARKS_SHOWN:,}가지가 더 있습니다.</li>" if len(warnings) > REMARKS_SHOWN else ""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<h2>확인할 점: {escape(each.name)}</h2><ul>{items}{more}</ul>"
