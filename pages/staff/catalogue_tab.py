"""The catalogue: every report with what is known of it, and a form that puts it right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gradio as gr

from errors import InputError, MureobogoError
from pages.desk import Desk
from pages.following import following
from pages.markup import escape
from pages.parts import hidden, markdown, name_of, table
from pages.staff.catalogue import FIELDS, VISIBLE, apply, changed, settled, told
from pages.staff.staging import Staging
from pages.staff.uploads_tab import WAIT
from records import Report

HEAD = ("제목", "기관", "연도", "기준일", "공개 범위", "파일", "확인할 점")


def catalogue_tab(desk: Desk, staging: Staging, page: gr.Blocks, tab: gr.Tab) -> None:
    """The tab, wired."""
    shown = markdown("", "catalogue")
    markdown("<h2>보고서 정보 고치기</h2><p class='hint'>고친 것은 보고서 목록(reports.toml)에 적히고, "
             "색인을 새로 만들어 곧바로 바꿔 넣습니다.</p>", "edit")  # fmt: skip
    file = gr.Dropdown(label="고칠 보고서", choices=[], interactive=True, elem_id="report-file")
    with gr.Row():
        title = gr.Textbox(label=FIELDS["title"], max_length=200, scale=2)
        agency = gr.Textbox(label=FIELDS["agency"], max_length=100)
    with gr.Row():
        year = gr.Textbox(label=FIELDS["year"], max_length=4, placeholder="예: 2024")
        as_of = gr.Textbox(label=FIELDS["as_of"], max_length=10, placeholder="예: 2024-09-30")
        visibility = gr.Radio(label=FIELDS["visibility"], choices=[(word, key) for key, word in VISIBLE.items()])
    save = gr.Button("고치기", variant="primary", elem_id="save")
    done = markdown("", "saved")
    held = gr.State({})  # what the form showed: a form that stood open meanwhile takes nothing back
    fields = [title, agency, year, as_of, visibility]

    def opened() -> list[Any]:
        return [catalogue_html(desk), gr.Dropdown(choices=_choices(desk))]

    def chosen(name: str | None) -> list[Any]:
        report = _find(desk, name)
        shown = _known(report) if report else {}
        return [shown, *(str(shown.get(key) or "") for key in FIELDS)]

    def saved(
        name: str | None,
        shown: dict[str, Any],
        title: str,
        agency: str,
        year: str,
        as_of: str,
        visibility: str,
        request: gr.Request,
    ) -> Iterator[list[Any]]:
        values = (title, agency, year, as_of, visibility)
        typed = {key: value or "" for key, value in zip(FIELDS, values, strict=True)}
        yield from _saving(desk, staging, name, shown, typed, name_of(request))

    tab.select(opened, None, [shown, file], **hidden())
    file.change(chosen, file, [held, *fields], **hidden())
    outputs = [done, shown, file, held]
    save.click(saved, [file, held, *fields], outputs, concurrency_limit=None, **hidden())


def _choices(desk: Desk) -> list[tuple[str, str]]:
    return [(f"{report.title} ({report.file})", report.file) for report in desk.opening.wait(0).reports()]


def _find(desk: Desk, file: str | None) -> Report | None:
    return next((report for report in desk.opening.wait(0).reports() if report.file == file), None)


def _known(report: Report) -> dict[str, Any]:
    return {key: getattr(report, key) for key in FIELDS}


def _saving(
    desk: Desk, staging: Staging, file: str | None, shown: dict[str, Any], typed: dict[str, str], who: str
) -> Iterator[list[Any]]:
    """Screens while a change of the catalogue becomes the next generation. `shown` is what the form began with."""
    unchanged = [gr.skip(), gr.skip(), gr.skip()]
    report = _find(desk, file)
    try:
        if report is None:
            raise InputError("고칠 보고서를 골라 주십시오.")
        changes = changed(shown, typed)
        if not changes:
            raise InputError("바뀐 것이 없습니다.")
        settled(shown, _known(report), changes)
        for line in following(lambda progress: apply(staging, report.file, changes, progress)):
            yield [WAIT.format(escape(f"{line} 중입니다…" if line else "준비 중입니다…")), *unchanged]
    except MureobogoError as error:
        yield [f"<p class='problem' role='alert'>{escape(str(error))}</p>", *unchanged]
        return
    desk.opening.wait(0).refresh()
    said = told(changes)
    if desk.store is not None:
        desk.store.audit.add(who, "catalogue", f"{report.file}: {said}")
    done = f"<p class='done'>고쳤습니다: {escape(said)}</p>"
    yield [done, catalogue_html(desk), gr.Dropdown(choices=_choices(desk)), {**shown, **changes}]


def catalogue_html(desk: Desk) -> str:
    """Every report there is."""
    assistant = desk.opening.wait(0)
    reports = sorted(assistant.reports(), key=lambda report: (-(report.year or 0), report.title))
    rows = [
        (
            report.title,
            report.agency or "–",
            report.year or "–",
            report.as_of or "–",
            "공개" if report.visibility == "public" else "내부",
            report.file,
            f"{len(assistant.remarks(report.id)):,}",
        )
        for report in reports
    ]
    return f"<h2>보고서 {len(rows):,}건</h2>" + table(HEAD, rows)
