"""Answers about an earlier answer: where it stands, its second item, its rows once more, its figures put together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from answer.arithmetic import added, difference, mean
from answer.bullets import bullets
from answer.context import Context
from answer.corpus import distinct
from answer.draft import Draft
from answer.josa import with_josa
from answer.operations.compare import named_in, part_of
from answer.operations.lookup import has_figure, reached, sentence
from answer.operations.prose import LONGEST, clean, figures_of, quote, quoted_lines
from answer.operations.sets import SHOWN, group_name
from answer.plan import ENTITIES, GROUPS
from answer.show import measure_label, row_label, table
from answer.telling import asked_label
from index.rows import Row
from records import Observation, Passage

Operation = Callable[[Context], Draft | None]

FEW = 3
PLACES = 5
_ITEM = re.compile(r"(?m)^[ \t]*(?:[-–․·▸▪*]|[①-⑳])\s*(?=\S)")


def sources(context: Context) -> Draft | None:
    """Where the earlier answer stands: report, section and line of each place, with the words."""
    rows = [match.row for match in context.rows if match.row]
    passages = [match.passage for match in context.passages if match.passage]
    draft = context.draft()
    places: dict[tuple[str, int], None] = {}
    for row in rows:
        place = (row.first.report_id, row.first.row_start)
        if place not in places and len(places) < PLACES:
            places[place] = None
            _tell_place(context, draft, draft.cite_row(row.first))
    for passage in passages[: max(PLACES - len(places), 0)]:
        _tell_place(context, draft, draft.cite_passage(passage))
    if not draft.lines:
        return None
    more = len({row.id for row in rows}) - len(places)
    if more > 0:
        draft.say(f"같은 표에서 {draft.computed(f'{more}개', f'나머지 행 {more}개')} 행을 더 썼습니다.")
    return draft


def _tell_place(context: Context, draft: Draft, n: int) -> None:
    citation = draft.citations[n - 1]
    page = f" {citation.page}쪽" if citation.page else ""
    line = draft.computed(f"{citation.line}번째 줄", f"보고서 본문을 첫 줄부터 센 {citation.line}번째 줄", [n])
    if page:
        draft.computed(page.strip(), f"보고서의 {page.strip()}", [n])
    where = f"‘{citation.title}’{page}의 ‘{citation.section}’({line})에 있습니다."
    words = clean(citation.quote)[:LONGEST]
    for figure in figures_of(words):
        draft.quoted(figure, [n])
    draft.say(f"{where} [{n}]\n> {words}")


def item_of(place: int) -> Operation:
    """The item at `place` (1 is the first, -1 the last) of the list in the passage that answered."""

    def item(context: Context) -> Draft | None:
        for passage in (match.passage for match in context.passages):
            span = _item_span(passage, place) if passage else None
            if passage and span:
                return _quote_item(context, passage, *span)
        return None

    return item


def _item_span(passage: Passage, place: int) -> tuple[int, int] | None:
    starts = [match.start() for match in _ITEM.finditer(passage.text)]
    starts = starts[1:] if starts and starts[0] == 0 and len(starts) > 2 else starts
    index = place - 1 if place > 0 else len(starts) + place
    if len(starts) < 2 or not 0 <= index < len(starts):
        return None
    return starts[index], starts[index + 1] if index + 1 < len(starts) else len(passage.text)


def _quote_item(context: Context, passage: Passage, start: int, end: int) -> Draft:
    draft = context.draft()
    text = passage.text[start:end]
    start += len(text) - len(text.lstrip())
    first = passage.start + start
    last = first + len(text.strip())
    line = context.corpus.text(passage.report_id).count("\n", 0, first) + 1
    n = draft.cite(passage.report_id, first, last, passage.path, line, page=passage.page)
    draft.passages.append(passage.id)
    words = clean(draft.citations[n - 1].quote)
    for figure in figures_of(words):
        draft.quoted(figure, [n])
    draft.say(f"보고서에 이렇게 적혀 있습니다. [{n}]\n> {words}")
    return draft


def labelled(context: Context) -> Draft | None:
    """The bullet beside an earlier answer that bears the label asked: 그 결과는? → `- 결 과: 총 38건 제출`."""
    passages = [match.passage for match in context.passages if match.passage]
    found = [(p, b) for p in passages for b in bullets(p.text) if asked_label(context, b)]
    if not found:
        return None
    passage, _ = min(found, key=lambda pair: (passages.index(pair[0]), len(pair[0].text)))
    draft = context.draft()
    quote(context, draft, passage)
    return draft


def once_more(context: Context) -> Draft | None:
    """The same rows with another measure, in another unit: each in a sentence, or a table when they are many."""
    rows = [match.row for match in context.rows if match.answers and match.row and has_figure(context, match.row)]
    if context.plan.measures:
        rows = [row for row in rows if any(m in row.measures for m in context.plan.measures)]
    rows = [row for row in rows if any(named_in(t.term, part_of(row)) for t in context.terms)] or rows  # 구민이 낸 건
    if not rows:
        return None
    draft = context.draft()
    if len(rows) == 1 and (verdict := reached(context, rows[0])):
        draft.say(verdict)
    if len(rows) <= FEW:
        for row in rows:
            draft.say(("- " if len(rows) > 1 else "") + sentence(context, draft, row))
    else:
        draft.say(f"모두 {draft.computed(f'{len(rows)}개', f'이어서 물은 행 {len(rows)}개를 셈')}입니다.")
        draft.say("")
        draft.say(table(context, draft, rows[:SHOWN], context.plan.measures))
    draft.listed = [row.name for row in rows]
    return draft


def together(context: Context) -> Draft | None:
    """Sum, mean or difference of the figures of a few earlier answers: 57회와 10회를 합하면."""
    rows = [match.row for match in context.rows if match.row]
    chosen = _shared(context, rows)
    if len(chosen) < 2:
        return None
    draft = context.draft()
    numbers = [draft.cite_row(o) for o in chosen]
    for row, observation in zip(rows, chosen, strict=True):
        shown, n = draft.show(observation)
        draft.say(f"- {row_label(context, row, draft)}: {draft.name(measure_label(row, observation))} {shown} [{n}]")
    values = [o.value for o in chosen if o.value is not None]
    unit = chosen[0].unit
    word, value, formula = _computed(context.plan.function, values)
    if word == "차이" and unit == "%":
        unit = "%p"
    shown = draft.amount(value, unit, formula, numbers)
    draft.say(f"{with_josa(word, '은')} {shown}입니다. {draft.marks(numbers)}\n계산: {formula}")
    draft.listed = [row.name for row in rows]
    return draft


_OF = re.compile(
    r"(?P<whole>\d[\d,]*)\s?(?P<unit>건|명|개|회|권|개소|곳|대|편)\s?(?:중|가운데)\s?(?P<part>\d[\d,]*)\s?(?P=unit)"
)


def part_of_whole(context: Context) -> Draft | None:
    """몇 %야? after 총 38건 중 7건: the share that the words before print the two numbers of."""
    for passage in (match.passage for match in context.passages if match.passage):
        told = _OF.search(passage.text)
        if told is None:
            continue
        draft = context.draft()
        n = draft.cite_passage(passage)
        part, whole = (draft.quoted(f"{told[key]}{told['unit']}", [n]) for key in ("part", "whole"))
        a, b = (Decimal(told[key].replace(",", "")) for key in ("part", "whole"))
        result, formula = draft.percent(a, b, [n])
        draft.say(f"{whole} 가운데 {with_josa(part, '으로')} {result}입니다. [{n}]\n계산: {formula}")
        return draft
    return None


def columns(measures: Sequence[str]) -> Operation:
    """Sum or difference of several columns of the one row that was spoken of: 전부공개와 부분공개를 합하면."""

    def put_together(context: Context) -> Draft | None:
        row = next((m.row for m in context.rows if m.row and set(measures) <= m.row.measures.keys()), None)
        chosen = [row.measures[measure] for measure in measures] if row else []
        if row is None or not _alike(chosen):
            return None
        draft = context.draft()
        shown = [draft.show(o) for o in chosen]
        for observation, (figure, n) in zip(chosen, shown, strict=True):
            draft.say(
                f"- {row_label(context, row, draft)}: {draft.name(measure_label(row, observation))} {figure} [{n}]"
            )
        values = [o.value for o in chosen if o.value is not None]
        word, value, formula = _computed(context.plan.function, values)
        numbers = [n for _, n in shown]
        result = draft.amount(value, chosen[0].unit, formula, numbers)
        draft.say(f"{with_josa(word, '은')} {result}입니다. {draft.marks(numbers)}\n계산: {formula}")
        draft.listed = [row.name]
        return draft

    return put_together


def _shared(context: Context, rows: list[Row]) -> list[Observation]:
    """One observation a row, of one unit: the measure asked, else one that all rows have, else their only figure."""
    wanted = [*context.plan.measures, "실적", "집행액", "현원", "예산액"]
    for measure in wanted:
        found = [row.measures[measure] for row in rows if measure in row.measures]
        if len(found) == len(rows) and _alike(found):
            return found
    found = [next((o for o in row.observations if o.value is not None), row.first) for row in rows]
    return found if _alike(found) else []


def _alike(observations: list[Observation]) -> bool:
    return all(o.value is not None for o in observations) and len({o.unit for o in observations}) == 1


def _computed(function: str | None, values: list[Decimal]) -> tuple[str, Decimal, str]:
    """What the function is called, its value and the computation; a sum unless it says otherwise."""
    if function == "mean":
        return "평균", *mean(values)
    if function == "difference":
        return "차이", *difference(max(values), min(values))
    return "합계", *added(values)


def extreme(context: Context) -> Draft | None:
    """The highest or lowest of a few rows, all shown: 둘 중 더 높은 건?"""
    rows = [match.row for match in context.rows if match.row]
    observations = _shared(context, rows)
    if len(observations) < 2:
        return None
    values = [o.value for o in observations if o.value is not None]
    wanted = max(values) if context.plan.descending else min(values)
    pairs = list(zip(rows, observations, strict=True))
    best = [(row, o) for row, o in pairs if o.value == wanted]
    draft = context.draft()
    word = ("높은" if context.plan.descending else "낮은") if observations[0].unit == "%" else ""
    word = word or ("많은" if context.plan.descending else "적은")
    told = []
    for row, observation in best:
        shown, n = draft.show(observation)
        told.append(f"{row_label(context, row, draft)} {draft.name(measure_label(row, observation))} {shown} [{n}]")
    counted = draft.computed(f"{len(rows)}개", f"앞에서 답한 {len(rows)}개를 견줌")
    draft.say(f"앞에서 답한 {counted} 가운데 {'가장 ' if len(rows) > 2 else '더 '}{word} 것은 {', '.join(told)}입니다.")
    if len(best) == len(pairs):
        draft.lines[-1] = f"앞에서 답한 {counted}는 서로 같습니다: {', '.join(told)}"
    draft.listed = [row.name for row, _ in best]
    return draft


def counted(context: Context) -> Draft | None:
    """How many the earlier answer listed, and which."""
    rows = [match.row for match in context.rows if match.row and match.answers]
    entity = context.plan.entity or ""
    names = distinct(group_name(row, entity) for row in rows) if entity in GROUPS else []
    if not rows:
        return None
    draft = context.draft()
    if names:
        number = draft.computed(f"{len(names)}개", f"앞에서 답한 {ENTITIES[entity]} {len(names)}개를 셈")
        draft.say(f"앞에서 답한 것은 {ENTITIES[entity]} {number}입니다: {', '.join(map(draft.name, names))}")
        draft.say("")
    else:
        number = draft.computed(f"{len(rows)}개", f"앞에서 답한 것 {len(rows)}개를 셈")
        draft.say(f"앞에서 답한 것은 모두 {number}입니다.")
        draft.say("")
    draft.say(table(context, draft, rows[:SHOWN]))
    draft.listed = names or [row.name for row in rows]
    return draft


def judged(context: Context) -> Draft | None:
    """Whether the rows meet the report's own rule for 부진, with the rule: ※ 부진판정 기준 : 달성률 80% 이하."""
    rows = [m.row for m in context.rows if m.row and _has_rate(m.row)]
    found = _rule(context, {row.first.report_id for row in rows})
    if not rows or found is None:
        return None
    passage, limit = found
    draft = context.draft()
    n = draft.cite_passage(passage)
    words = clean(passage.text)
    for figure in figures_of(words):
        draft.quoted(figure, [n])
    for row in rows:
        observation = row.measures["달성률"]
        shown, m = draft.show(observation)
        poor = observation.value is not None and observation.value <= limit
        verdict = "부진에 해당합니다" if poor else "부진에 해당하지 않습니다"
        draft.say(f"- {row_label(context, row, draft)}: 달성률 {shown}로 {verdict}. [{m}][{n}]")
    draft.say(f"> {words} [{n}]")
    draft.listed = [row.name for row in rows]
    return draft


_RULE = re.compile(r"부진.{0,12}?기준.*?(\d+(?:\.\d+)?)\s*%\s*이하")


def _rule(context: Context, reports: set[str]) -> tuple[Passage, Decimal] | None:
    for passage in context.corpus.index.passages:
        if passage.report_id in reports and passage.kind == "note" and (match := _RULE.search(clean(passage.text))):
            return passage, Decimal(match.group(1))
    return None


def _has_rate(row: Row) -> bool:
    rate = row.measures.get("달성률")
    return rate is not None and rate.value is not None


_CAUSE = re.compile(
    r"때문|인하여|인한|인해|따라|덕분|영향|사유|원인|까닭"
    r"|(?:으로|로|하여|통해|활용|병행).{0,30}(?:증가|감소|향상|상승|확대|절감|개선|제고|달성|하락|축소|저조|미달|미개최|취소)"
)
"""통해 … 증가, 코로나19로 인한: words that say how a figure came about."""
_REMARK = re.compile(r"사유|원인|비고|이유")


def reasons(context: Context) -> Draft | None:
    """Why: the remark of the row that answered, else the bullet around it that says how the figure came about."""
    draft = context.draft()
    for row in (match.row for match in context.rows if match.row):
        for key, words in row.first.dims.items():
            if _REMARK.search(key) and words.strip():
                draft.say(f"{row_label(context, row, draft)}: {draft.name(words)} [{draft.cite_row(row.first)}]")
    if draft.lines:
        return draft
    told = next((m.passage for m in context.passages if m.passage and _CAUSE.search(clean(m.passage.text))), None)
    if told is None:
        return None
    n = draft.cite_passage(told)
    draft.say(f"같은 자리에 이렇게 적혀 있습니다. [{n}]\n{quoted_lines(draft, told.text, n)}")
    return draft
