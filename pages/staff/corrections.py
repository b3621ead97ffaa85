"""정정: a misread figure put right by hand, with a reason that everybody sees; the index stays as it is."""

from __future__ import annotations

from errors import InputError
from index.amended import amount_in, name_of_row, row_of
from pages.desk import Desk
from pages.markup import escape
from pages.parts import korean_time, table
from pages.source_view import address
from records import Amended, Correction, Observation

HEAD = ("보고서", "수치", "인쇄된 값", "바른 값", "이유", "고친 사람", "때", "상태", "거두기")
SHORTEST_REASON, LONGEST_REASON = 2, 300
HOLDS = "쓰고 있음"


def correct(desk: Desk, figure: str, typed: str, reason: str, who: str) -> Correction:
    """Put the figure of this id right. Raises InputError with what to change."""
    assert desk.store is not None
    observation = _figure(desk, figure)
    printed = observation.correction.printed if isinstance(observation, Amended) else observation.text
    value = amount_in(typed.strip(), observation.unit)
    if value is None:
        raise InputError(f"{typed!r} 대신 바른 값을 숫자로 적어 주십시오. 단위는 {observation.unit or '없음'}입니다.")
    if value == amount_in(printed.strip(), observation.unit):
        raise InputError(f"{typed}은(는) 인쇄된 값과 같습니다. 정정을 없애려면 ‘거두기’를 눌러 주십시오.")
    because = " ".join(reason.split())
    if not SHORTEST_REASON <= len(because) <= LONGEST_REASON:
        raise InputError(f"이유를 {SHORTEST_REASON}자부터 {LONGEST_REASON}자까지 적어 주십시오.")
    file = next(report.file for report in desk.assistant().reports() if report.id == observation.report_id)
    made = Correction(
        observation.report_id, file, observation.start, row_of(observation), printed, f"{value:,f}", because, who
    )
    desk.store.corrections.add(made)
    desk.store.audit.add(who, "correction", f"{file} {observation.line}번째 줄: {printed} → {made.text} ({because})")
    return made


def _figure(desk: Desk, figure: str) -> Observation:
    found = next((o for o in desk.assistant().observations() if o.id == figure), None)
    if found is None:
        raise InputError("지금 보고서에 없는 수치입니다. 화면을 새로 고쳐 주십시오.")
    return found


def withdraw(desk: Desk, number: int, who: str) -> None:
    """Take a correction back; what is printed counts again. Raises InputError for one that does not hold."""
    assert desk.store is not None
    if not desk.store.corrections.withdraw(number):
        raise InputError("이미 거둔 정정입니다. 화면을 새로 고쳐 주십시오.")
    desk.store.audit.add(who, "correction", f"{number}번 정정을 거둠")


def corrections_html(desk: Desk) -> str:
    """Every correction that was not withdrawn, and whether its figure is still there."""
    assert desk.store is not None
    assistant = desk.assistant()
    lost = {correction.id: why for correction, why in assistant.lost_corrections()}
    held = {o.correction.id: o for o in assistant.observations() if isinstance(o, Amended)}
    rows = [_row(each, held.get(each.id), lost.get(each.id, HOLDS)) for each in desk.store.corrections.all()]
    if not rows:
        return ""
    said = f" (찾을 수 없는 것 {len(lost):,}개)" if lost else ""
    state = " open" if lost else ""
    heading = f"<summary>정정한 수치 {len(rows):,}개{said}</summary>"
    return f'<details class="corrections"{state}>{heading}{table(HEAD, rows, raw={0, 8})}</details>'


def _row(correction: Correction, held: Amended | None, state: str) -> tuple[object, ...]:
    place = escape(correction.file)
    if held:
        place = f'<a class="source" href="{escape(address(held.report_id, held.start, held.end))}">{place}</a>'
    button = f'<button type="button" class="tool withdraw" id="withdraw-{correction.id}">거두기</button>'
    at = korean_time(correction.at)
    figure = ("printed", "text", "reason", "who")
    return (place, name_of_row(correction.row), *(getattr(correction, key) for key in figure), at, state, button)
