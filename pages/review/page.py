"""The evaluators' desk: draw a sample, judge it by keyboard, see what the verdicts say. The room does the work."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import gradio as gr

from eval.review import METHODS
from pages.desk import Desk
from pages.markup import escape
from pages.parts import header, hidden, korean_time, markdown, name_of, tried
from pages.review.item_view import answers_of, conversation_html, places_html
from pages.review.room import LOG, At, Room
from pages.review.tally_view import about, progress_html, results_html
from store.reviews import VERDICTS

TITLE = "물어보고 · 평가"
DEFAULT_SIZE = 50
SEEDS = 100_000

NOTHING = (
    "<p class='none'>아직 표본이 없습니다. <strong>표본</strong> 칸에서 "
    "질문 기록이나 평가 실행 기록을 골라 뽑아 주십시오.</p>"
)
KEYS = (
    "<p class='hint'>글쇠: <kbd>1</kbd> 정확 <kbd>2</kbd> 부분 <kbd>3</kbd> 오류 <kbd>4</kbd> 판단불가 · "
    "<kbd>N</kbd> 메모 쓰기(<kbd>Esc</kbd>로 나옴) · <kbd>←</kbd> <kbd>→</kbd> 앞뒤 질문</p>"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that change."""

    at: gr.State
    progress: gr.Markdown
    conversation: gr.Markdown
    places: gr.Markdown
    note: gr.Textbox
    verdicts: dict[str, gr.Button]
    back: gr.Button
    on: gr.Button
    sample: gr.Dropdown
    choose: gr.Button
    name: gr.Textbox
    origin: gr.Dropdown
    method: gr.Radio
    size: gr.Number
    seed: gr.Number
    draw: gr.Button
    drawn: gr.Markdown
    refresh: gr.Button
    results: gr.Markdown
    tabs: gr.Tabs

    @property
    def item(self) -> list[Any]:
        """What shows an item."""
        return [self.at, self.progress, self.conversation, self.places, self.note, self.sample]


def review_page(desk: Desk) -> gr.Blocks:
    """The page over one desk that has a store."""
    room = Room(desk)
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        who = header("평가", "답변을 원문과 나란히 놓고 판정합니다.")
        parts = _layout(room)
        _wire(page, room, parts, who)
    return page


def _layout(room: Room) -> Parts:
    at = gr.State(None)
    with gr.Tabs(elem_id="review") as tabs:
        with gr.Tab("판정", id="judge"):
            progress = markdown("", "progress")
            with gr.Row(elem_id="side-by-side"):
                conversation = markdown("", "log")
                places = markdown("", "places")
            with gr.Column(elem_id="bench"):
                with gr.Row(elem_id="verdicts"):
                    verdicts = {name: gr.Button(f"{n} {told_}") for n, (name, told_) in enumerate(VERDICTS.items(), 1)}
                with gr.Row(elem_id="note-row"):
                    back = gr.Button("← 앞", elem_id="back", scale=0, min_width=72)
                    note = gr.Textbox(
                        label="메모 (선택)", elem_id="note", lines=1, max_lines=4, max_length=2000, scale=1
                    )
                    on = gr.Button("뒤 →", elem_id="on", scale=0, min_width=72)
                markdown(KEYS, "keys")
        with gr.Tab("표본", id="samples"):
            sample = gr.Dropdown(label="표본 고르기", choices=[], interactive=True, elem_id="sample")
            choose = gr.Button("이 표본을 판정하기", elem_id="choose")
            markdown("<h2>새 표본 뽑기</h2>", "new")
            name = gr.Textbox(label="표본 이름", placeholder="예: 3월 시민 질문", max_length=80)
            with gr.Row():
                origin = gr.Dropdown(label="무엇에서", choices=room.origins(), value=LOG, elem_id="origin")
                method = gr.Radio(
                    label="뽑는 방법", choices=[(told_, key) for key, (told_, _) in METHODS.items()], value="random"
                )
            with gr.Row():
                size = gr.Number(label="표본 크기", value=DEFAULT_SIZE, precision=0, minimum=1)
                seed = gr.Number(label="시드 (같은 시드는 같은 표본)", precision=0, minimum=0, elem_id="seed")
            draw = gr.Button("뽑기", variant="primary", elem_id="draw")
            drawn = markdown("", "drawn")
        with gr.Tab("결과", id="results"):
            refresh = gr.Button("새로 고침", elem_id="refresh", scale=0)
            results = markdown("", "results")
    return Parts(
        at, progress, conversation, places, note, verdicts, back, on, sample, choose,
        name, origin, method, size, seed, draw, drawn, refresh, results, tabs,
    )  # fmt: skip


def _wire(page: gr.Blocks, room: Room, parts: Parts, who: gr.Markdown) -> None:
    def opened(request: gr.Request) -> list[Any]:
        asked = str(request.query_params.get("sample") or "")
        at = room.resume(name_of(request), int(asked) if asked.isdecimal() else None)
        fresh = gr.Dropdown(choices=room.origins(), value=LOG)
        return [f"<p>{escape(name_of(request))} 님</p>", *_shown(room, name_of(request), at), fresh, _new_seed()]

    def stepped(by: int) -> Callable[..., list[Any]]:
        def step(at: At | None, request: gr.Request) -> list[Any]:
            return _shown(room, name_of(request), room.step(at, by) if at else None)

        return step

    def judged(verdict: str) -> Callable[..., list[Any]]:
        def judge(at: At | None, note: str, request: gr.Request) -> list[Any]:
            if at is None:
                return _shown(room, name_of(request), None)
            return _shown(room, name_of(request), tried(lambda: room.judge(name_of(request), at, verdict, note)))

        return judge

    def chosen(number: int | None, request: gr.Request) -> list[Any]:
        at = room.resume(name_of(request), number)
        return [*_shown(room, name_of(request), at), gr.Tabs(selected="judge")]

    def drew(name: str, origin: str, method: str, size: float, seed: float, request: gr.Request) -> list[Any]:
        made = tried(lambda: room.make(name_of(request), name or "", origin, method, size, seed))
        at = room.resume(name_of(request), made.id)
        message = f"<p class='done'>뽑았습니다: {escape(made.name)} · {escape(about(made))}</p>"
        return [*_shown(room, name_of(request), at), message, _new_seed(), gr.Tabs(selected="judge")]

    def summed_up(at: At | None) -> str:
        return _results(room, at)

    page.load(opened, None, [who, *parts.item, parts.origin, parts.seed], **hidden())
    for name, button in parts.verdicts.items():
        button.click(judged(name), [parts.at, parts.note], parts.item, **hidden())
    parts.back.click(stepped(-1), parts.at, parts.item, **hidden())
    parts.on.click(stepped(1), parts.at, parts.item, **hidden())
    parts.choose.click(chosen, parts.sample, [*parts.item, parts.tabs], **hidden())
    given = [parts.name, parts.origin, parts.method, parts.size, parts.seed]
    parts.draw.click(drew, given, [*parts.item, parts.drawn, parts.seed, parts.tabs], **hidden())
    gr.on([parts.refresh.click, parts.tabs.select], summed_up, parts.at, parts.results, **hidden())


def _new_seed() -> int:
    return secrets.randbelow(SEEDS)


def _shown(room: Room, who: str, at: At | None) -> list[Any]:
    """Values of `Parts.item`."""
    choices = [
        (f"{each.name} ({each.size:,}건, {korean_time(each.made)[:10]})", each.id)
        for each in room.store.reviews.samples()
    ]
    sample = room.store.reviews.find(at.sample) if at else None
    if at is None or sample is None:
        return [None, "", NOTHING, "", "", gr.Dropdown(choices=choices)]
    mine = room.mine(who, at.sample)
    current = next((verdict for verdict in mine if verdict.position == at.position), None)
    item = room.store.reviews.item(at.sample, at.position)
    dropdown = gr.Dropdown(choices=choices, value=at.sample)
    if item is None:
        end = "<p class='done'>이 표본을 모두 판정했습니다. <strong>결과</strong> 칸을 보아 주십시오.</p>"
        return [at, progress_html(sample, mine, sample.size - 1, None), end, "", "", dropdown]
    answers = answers_of(room.desk, item)
    return [
        at,
        progress_html(sample, mine, at.position, current),
        conversation_html(item, answers, f"{at.sample}-{at.position}"),
        places_html(room.desk, answers[-1].citations),
        current.note if current else "",
        dropdown,
    ]


def _results(room: Room, at: At | None) -> str:
    sample = room.store.reviews.find(at.sample) if at else None
    if sample is None:
        return NOTHING
    links = (
        f'<p class="links"><a href="/review/export/{sample.id}.xlsx" download>판정 내려받기(XLSX)</a> '
        f'<a href="/review/report/{sample.id}" target="_blank">인쇄할 보고서(HTML)</a></p>'
    )
    return links + results_html(sample, room.store.reviews.items(sample.id), room.store.reviews.verdicts(sample.id))
