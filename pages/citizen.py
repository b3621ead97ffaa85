"""The public page: question box, examples, conversation with sources, notice. It composes; the desk answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import gradio as gr

from errors import MureobogoError
from pages.answer_view import log_html
from pages.conversations import Turn, new_key
from pages.desk import QUESTION_LIMIT, Desk, QuestionError, checked
from pages.first_page import TITLE
from pages.headers import VISIT
from pages.markup import escape
from pages.named_api import add_named_api
from pages.opening import Opening
from pages.rate import Sender, TooMany, sender
from pages.source_view import about_report
from pages.tenants import PARAMETER, page_of
from pages.watched import Watched
from records import Report
from store.masking import masked

EXAMPLES = 6
SUGGESTIONS = 4
LOOKING = "보고서에서 찾는 중입니다…"
WAITING = "보고서에서 찾았습니다. 언어 모델이 쓰기를 기다리는 중입니다…"
WRITING = "원문과 견주며 쓰는 중입니다…"
POLL_SECONDS = 0.3

HEADER = (
    '<header class="top"><a class="skip" href="#question">질문하기로 건너뛰기</a>'
    "<h1>물어보고</h1><p>{whose} 보고서에 우리말로 묻고, 원문으로 확인합니다.</p></header>"
)
EVERYBODY = "지방정부"
"""Whose reports the page of all agencies says it answers from."""
ONE_AGENCY = (
    '<p class="whose"><strong>{agency}</strong> 보고서로 답합니다. 다른 기관을 말씀하시거나 견주어 물으시면 '
    "그 기관의 보고서에서도 찾습니다. {other}</p>"
)
ALL_AGENCIES = '<a href="/">모든 기관에 묻기</a>'
ONE_OF_THEM = '<p class="whose">한 기관에만 묻기: {links}</p>'
ONE_OF_MANY = '<details class="reports"><summary>한 기관에만 묻기 ({count:,}곳)</summary><p>{links}</p></details>'
AGENCIES_SHOWN = 12
"""More agencies are folded away."""
REPORTS_SHOWN = 300
"""How many reports the page lists; of more it says how many there are."""
NOTICE = (
    '<section class="notice"><h2>이 화면에 대하여</h2><ul>'
    "<li><strong>등록된 보고서에 적힌 것만</strong> 답합니다. 없는 것은 없다고 말씀드립니다.</li>"
    "<li>모든 숫자에 출처가 붙습니다. <strong>번호를 누르면 보고서의 그 자리</strong>가 열립니다.</li>"
    "<li>이름, 전화번호 같은 <strong>개인정보는 적지 말아 주십시오.</strong></li></ul>"
    "<details><summary>개인정보와 한계 더 보기</summary><ul>"
    "<li>기관의 공식 답변이나 민원 처리가 아닙니다. 중요한 일은 원문과 담당 부서에 확인해 주십시오.</li>"
    "<li>질문과 답, 남겨 주신 의견은 개인정보로 보이는 글자를 가린 뒤 보관해 답을 고치는 데 씁니다.</li>"
    "<li>대화를 잇는 쿠키 하나만 쓰며, 브라우저를 닫으면 없어집니다.</li>"
    "<li>보고서를 읽을 때 표가 어긋난 곳이 있을 수 있습니다. 답의 출처에서 원문을 바로 확인하실 수 있습니다.</li>"
    "</ul></details></section>"
)
FOOTER = '<footer class="foot"><a href="/api/docs">다른 프로그램에서 쓰기</a>{rooms}</footer>'
STAFF = '<a href="/login">직원·평가위원 로그인</a>'


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that change."""

    log: gr.Markdown
    box: gr.Textbox
    welcome: gr.Column
    reports: gr.Markdown
    examples: tuple[gr.Button, ...]
    suggestions: tuple[gr.Button, ...]

    @property
    def asked(self) -> list[Any]:
        """What changes while a question is answered."""
        return [self.log, self.box, self.welcome, *self.suggestions]

    @property
    def opened(self) -> list[Any]:
        """What changes while the page opens."""
        return [*self.asked, self.reports, *self.examples]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the key of their conversation, what they may know, where from, on which agency's page (None:
    everybody's), and whether they may choose another."""

    key: str
    audience: str
    sender: Sender
    agency: str | None
    chooses: bool


PRIVATE: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "api_name": "page"}
"""For events of the page alone."""

KeyOf = Callable[[gr.Request], str]
"""Who asks: the key of their conversation."""


def citizen_page(desk: Desk) -> gr.Blocks:
    """The page over one desk."""
    page: gr.Blocks
    with gr.Blocks(title=TITLE, analytics_enabled=False) as page:
        with gr.Row(elem_id="top"):
            header = _markdown(HEADER.format(whose=EVERYBODY), "header")
            restart = _restart()
        conversation(page, desk, restart)
        _markdown(FOOTER.format(rooms=STAFF if desk.store else ""), "foot")
        add_named_api(desk)
        page.load(_header(desk), None, header, **PRIVATE)
    return page


def _header(desk: Desk) -> Callable[[gr.Request], str]:
    def shown(request: gr.Request) -> str:
        bound, agency = desk.tenants.bound(request.headers), agency_of(desk, request)
        known = bound or (desk.opening.ready and agency in desk.agencies())  # not whatever an address says
        return HEADER.format(whose=escape(agency) if agency and known else EVERYBODY)

    return shown


def conversation(
    page: gr.Blocks,
    desk: Desk,
    restart: gr.Button | None = None,
    key_of: KeyOf | None = None,
    audience: str = "citizen",
) -> None:
    """Question box, examples and answers of one audience, inside a page that is being built.

    `restart` begins anew (made here when not given), `key_of` gives the key of who asks.
    """
    restart = restart or _restart()
    parts, send = _layout()
    _wire(page, desk, parts, restart, send, key_of or visit, audience)


def _restart() -> gr.Button:
    return gr.Button("새 대화", size="sm", elem_id="restart", scale=0, min_width=88)


def _layout() -> tuple[Parts, gr.Button]:
    with gr.Column(elem_id="welcome") as welcome:
        _markdown(NOTICE, "notice")
        reports = _markdown(_status_html(""), "reports")
        with gr.Row(elem_id="examples"):
            examples = tuple(gr.Button("", visible=False, elem_classes="ask") for _ in range(EXAMPLES))
    log = _markdown("", "log")
    with gr.Row(elem_id="suggestions"):
        suggestions = tuple(gr.Button("", visible=False, size="sm", elem_classes="ask") for _ in range(SUGGESTIONS))
    with gr.Row(elem_id="question"):
        box = gr.Textbox(
            label="질문",
            placeholder="예: 목표를 달성하지 못한 과는?",
            lines=1,
            max_lines=6,
            max_length=QUESTION_LIMIT,
            elem_id="box",
            scale=1,
        )
        send = gr.Button("묻기", variant="primary", elem_id="send", scale=0, min_width=96)
    return Parts(log, box, welcome, reports, examples, suggestions), send


def _markdown(html: str, name: str) -> gr.Markdown:
    """HTML of ours, sanitised by Gradio once more; gr.HTML would need a policy that lets scripts evaluate text."""
    return gr.Markdown(html, elem_id=name, latex_delimiters=[], sanitize_html=True)


def _wire(
    page: gr.Blocks, desk: Desk, parts: Parts, restart: gr.Button, send: gr.Button, key_of: KeyOf, audience: str
) -> None:
    def asker(request: gr.Request) -> Asker:
        agency = agency_of(desk, request)
        key = f"{key_of(request)}@{agency}" if agency else key_of(request)  # each agency's page is a visit of its own
        return Asker(key, audience, sender(request), agency, desk.tenants.bound(request.headers) is None)

    def ask(question: str, request: gr.Request) -> Iterator[list[Any]]:
        yield from _asking(desk, question or "", asker(request))

    def opened(request: gr.Request) -> Iterator[list[Any]]:
        who, shared = asker(request), str(request.query_params.get("q") or "").strip()
        yield from _opening(desk, who)
        if shared and masked(shared) not in {
            turn.question for turn in desk.turns(who.key)
        }:  # after a reload it stands there
            for screen in _asking(desk, shared, who):
                yield [*screen, *[gr.skip()] * (1 + EXAMPLES)]

    def started_over(request: gr.Request) -> list[Any]:
        desk.conversations.drop(asker(request).key)
        return _screen([])

    gr.on([parts.box.submit, send.click], ask, parts.box, parts.asked, concurrency_limit=desk.at_once, **PRIVATE)
    for button in (*parts.examples, *parts.suggestions):
        button.click(ask, button, parts.asked, concurrency_limit=desk.at_once, **PRIVATE)
    restart.click(started_over, None, parts.asked, **PRIVATE)
    page.load(opened, None, parts.opened, concurrency_limit=None, **PRIVATE)


def agency_of(desk: Desk, request: gr.Request) -> str | None:
    """The agency whose page a request comes from; None for everybody's."""
    return desk.tenants.of(request.headers, request.query_params.get(PARAMETER))


def visit(request: gr.Request) -> str:
    """The key of this visit's conversation: its cookie, or this one page where cookies are refused."""
    return request.cookies.get(VISIT) or str(request.session_hash or new_key())


def _asking(desk: Desk, question: str, who: Asker) -> Iterator[list[Any]]:
    """The screens of one question: at once what is being done, then the answer."""
    before = desk.turns(who.key)
    try:
        clean = checked(question)
        desk.rate.take(who.sender)
    except (QuestionError, TooMany) as error:
        yield _screen([*before, Turn(question[:200], error=str(error))] if question.strip() else before, box=question)
        return
    cleared: Any = ""
    for status in _statuses(desk.opening):
        yield _screen(before, pending=(clean, status), box=cleared)
        cleared = gr.skip()  # from now on the box holds what the reader types next
    try:
        turn = yield from _answering(desk, clean, who, before)
    except MureobogoError as error:
        yield _screen([*desk.turns(who.key), Turn(clean, error=str(error))], box=clean)
        return
    yield _answered(desk, [*before, turn], who.agency, box=cleared)


def _answering(desk: Desk, question: str, who: Asker, before: Sequence[Turn]) -> Generator[list[Any], None, Turn]:
    """The turn; meanwhile the screens of what a language model has written, as far as it is checked."""
    if not desk.writes:
        return desk.ask(question, who.key, audience=who.audience, agency=who.agency)
    asked = Watched(lambda watch: desk.ask(question, who.key, audience=who.audience, watch=watch, agency=who.agency))
    for text in asked.texts():
        yield _screen(before, pending=(question, WRITING if text else WAITING, text), box=gr.skip())
    return asked.result()


def _answered(desk: Desk, turns: Sequence[Turn], agency: str | None, box: Any = "") -> list[Any]:
    return _screen(turns, box=box, suggestions=desk.suggestions(turns, SUGGESTIONS, agency))


def _statuses(opening: Opening) -> Iterator[str]:
    """A line whenever it changes until the reports are open, then the line of looking."""
    shown = ""
    while not opening.ready and opening.error is None:
        if opening.status != shown:
            shown = opening.status
            yield shown
        time.sleep(POLL_SECONDS)
    yield LOOKING


def _screen(
    turns: Sequence[Turn], pending: tuple[str, ...] | None = None, box: Any = "", suggestions: Sequence[str] = ()
) -> list[Any]:
    """Values of `Parts.asked`."""
    return [
        log_html(turns, pending),
        box,
        gr.update(visible=not turns and pending is None),
        *_buttons(suggestions, SUGGESTIONS),
    ]


def _buttons(texts: Sequence[str], count: int) -> list[Any]:
    shown = [gr.update(value=text, visible=True) for text in texts[:count]]
    return shown + [gr.update(visible=False)] * (count - len(shown))


def _opening(desk: Desk, who: Asker) -> Iterator[list[Any]]:
    """The screens of a page that opens: what is being done, then examples and the list of reports."""
    turns = desk.turns(who.key)
    untouched = [gr.skip()] * (3 + SUGGESTIONS)  # a question may be under way by now
    screen = _answered(desk, turns, who.agency) if turns else untouched
    for status in _statuses(desk.opening):
        if not desk.opening.ready:
            yield [*screen, _status_html(status), *_buttons((), EXAMPLES)]
            screen = untouched
    if desk.opening.error is not None:
        yield [*screen, _status_html(desk.opening.error), *_buttons((), EXAMPLES)]
        return
    try:
        desk.check_agency(who.agency)
    except QuestionError as error:
        yield [*screen, _status_html(str(error)) + _whose_html(desk, None, True), *_buttons((), EXAMPLES)]
        return
    reports = _whose_html(desk, who.agency, who.chooses) + _reports_html(desk.public_reports(who.agency))
    yield [*screen, reports, *_buttons((), EXAMPLES)]
    yield [*untouched, reports, *_buttons(desk.examples(EXAMPLES, who.agency), EXAMPLES)]


def _status_html(status: str) -> str:
    return f'<p class="waiting"><span class="dot"></span><span>{escape(status)}</span></p>' if status else ""


def _whose_html(desk: Desk, agency: str | None, chooses: bool) -> str:
    """Whose reports answer, and the way to others where the visitor may choose."""
    if agency is not None:
        return ONE_AGENCY.format(agency=escape(agency), other=ALL_AGENCIES if chooses else "")
    agencies = desk.agencies()
    links = " · ".join(f'<a href="{escape(page_of(name))}">{escape(name)}</a>' for name in agencies)
    shape = ONE_OF_THEM if len(agencies) <= AGENCIES_SHOWN else ONE_OF_MANY
    return shape.format(links=links, count=len(agencies)) if len(agencies) > 1 else ""


def _reports_html(reports: Sequence[Report]) -> str:
    rows = "".join(
        f"<li><strong>{escape(report.title)}</strong> <span>{escape(about_report(report))}</span></li>"
        for report in reports[:REPORTS_SHOWN]
    )
    more = f"<li>그 밖에 {len(reports) - REPORTS_SHOWN:,}건</li>" if len(reports) > REPORTS_SHOWN else ""
    return (
        f'<details class="reports"><summary>등록된 보고서 {len(reports):,}건</summary><ul>{rows}{more}</ul></details>'
        '<h2 class="try">이런 것을 물어보실 수 있습니다</h2>'
    )
