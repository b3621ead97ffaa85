"""정정: figures that were put right by hand, said beside what is printed at the place that the citation opens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, timezone

from answer.context import Context
from answer.digits import numbers
from answer.draft import Draft, printed, with_unit
from answer.josa import with_josa
from answer.operations.sets import in_scope, resolve
from records import Amended, Amendment, Observation

PREFIX = "※ 정정: "

WHOLE = frozenset({"filter", "rank", "count", "aggregate"})
"""Operations that look at every row in scope: a corrected figure counts even where its row is not shown."""

KOREA = timezone(timedelta(hours=9))


def amendment(observation: Amended, n: int) -> Amendment:
    """What an answer says of a corrected figure at the place that citation `n` opens."""
    o, correction = observation, observation.correction
    owner, name = o.department or o.bureau or "", o.indicator or o.item or o.programme or o.team or ""
    label = " ".join(part for part in (owner, f"‘{name}’" if name and name != owner else "", o.measure) if part)
    reason = " ".join(correction.reason.split())
    return Amendment(n, label, with_unit(correction.printed, o.unit), printed(o), reason, correction.at)


def note(said: Amendment) -> str:
    """The line of an answer: both values, the day in Korea, the reason, and where the printed one stands.

    >>> note(Amendment(1, "재무과 실적", "5,792백만원", "5,892백만원", "결산 확인", "2026-11-21T09:00:00Z"))
    '※ 정정: 재무과 실적은 5,792백만원으로 적혀 있으나 5,892백만원으로 바로잡았습니다(2026-11-21, 이유: 결산 확인). [1]'
    """
    name, before, after = with_josa(said.name, "은"), with_josa(said.printed, "으로"), with_josa(said.value, "으로")
    day = datetime.fromisoformat(said.at).astimezone(KOREA).date()
    return f"{PREFIX}{name} {before} 적혀 있으나 {after} 바로잡았습니다({day}, 이유: {said.reason}). [{said.n}]"


def notes_of(cells: Iterable[Observation], n: int) -> dict[str, Amended]:
    """The line that each corrected figure of a cited place calls for."""
    return {note(amendment(o, n)): o for o in cells if isinstance(o, Amended)}


def tell(context: Context, draft: Draft) -> tuple[Amendment, ...]:
    """Say every correction that an answer leans on, each once; gives them as they were said."""
    if not context.corpus.amended:
        return ()
    told: dict[str, Amendment] = {}
    for o, n in (*_counted(context, draft), *_cited(context, draft)):
        told.setdefault(o.id, amendment(o, n))
    if told and draft.lines and draft.lines[-1].rpartition("\n")[2].startswith("|"):
        draft.say("")  # a line right below a table would be a row of it
    for said in told.values():
        draft.say(note(said))
    return tuple(told.values())


def _counted(context: Context, draft: Draft) -> list[tuple[Amended, int]]:
    """지표 27개 of 116: of the rows that were looked at, the corrected figures of the measure asked, cited now."""
    plan = context.plan
    if plan.operation not in WHOLE:
        return []
    measures = {*plan.measures, *(resolve(context, condition).measure for condition in plan.conditions)}
    shown = set(draft.rows)
    looked = [dataset.rows for dataset in context.corpus.datasets if shown & {row.id for row in dataset.rows}]
    rows = [row for rows in looked for row in rows if in_scope(context, row)]
    counted = [o for row in rows for o in row.observations if isinstance(o, Amended) and o.measure in measures]
    return [(o, draft.cite_row(o)) for o in counted]


def _cited(context: Context, draft: Draft) -> list[tuple[Amended, int]]:
    """Corrected figures whose printed or right value the text tells, with the citation that opens their place."""
    standing, cells = set(numbers(draft.text)), context.corpus.cells
    cited = [(o, citation.n) for citation in draft.citations for o in cells(citation) if isinstance(o, Amended)]
    return [(o, n) for o, n in cited if standing & {*numbers(o.text), *numbers(o.correction.printed)}]
