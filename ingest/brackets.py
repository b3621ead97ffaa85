"""Brackets with figures: parts of the amount before (요청 35건 / 훈시 111건), money by source, 누계."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from ingest.naming import parallel_names
from ingest.numbers import Amount, find_amounts
from ingest.phrases import before_figure, is_generic, tidy_label
from ingest.told import AS_OF, SOURCES, SPANS, Told, moved, read_day
from ingest.views import HIDDEN, LISTED, Group, Words
from records import CUMULATIVE

Reader = Callable[[Words, int, int], Iterator[Told]]
"""Reads clauses between two offsets: a bracket holds clauses of its own."""


def qualify(words: Words, groups: list[Group], told: list[Told]) -> list[Told]:
    """Brackets that only qualify: `(구비)` the source of the amount before, `(10.31 현재)` the day of all."""
    for group in groups:
        inner = words.flat[group.start + 1 : group.end - 1]
        owner = find_owner(words.masked, group, told)
        dated = AS_OF.search(inner)
        if dated and not find_amounts(inner):
            told = [replace(each, as_of=read_day(dated)) for each in told]
        elif owner is not None and inner.strip() in SOURCES:
            told = [replace(each, source=SOURCES[inner.strip()]) if each is owner else each for each in told]
    return told


def read_bracket(words: Words, start: int, group: Group, told: list[Told], label: str, read: Reader) -> Iterator[Told]:
    """What a bracket says of the amount or the words right before it."""
    inner = words.flat[group.start + 1 : group.end - 1]
    owner = find_owner(words.masked, group, told)
    before = words.visible(start, group.start)
    found = _inherit(words.flat, group.start + 1, group.end - 1, owner, read)
    names = parallel_names(before, len(found))
    if names and len(found) > 1:
        yield from (replace(each, label=name, part=None) for each, name in zip(found, names, strict=True))
        return
    earlier = [each for each in told if each.amount.end <= group.start]
    main, part = label, None
    if owner is not None:
        main, part = owner.label, owner.part
    elif earlier:
        main = earlier[-1].label
    elif named := _said(before):
        main, part = (label, named) if label and not is_generic(label) else (named, label or None)
    yield from (_placed(each, owner, main, part, ":" in inner) for each in found)


def _said(words: str) -> str:
    """The words before a bracket, whatever they are to it."""
    before = before_figure(words)
    return before.name or before.manner or before.per


def find_owner(masked: str, group: Group, told: list[Told]) -> Told | None:
    """The amount that a bracket stands right behind; a word between them (4건 선정(…)) does not part them."""
    for each in reversed(told):
        between = masked[each.amount.end : group.start].replace(HIDDEN, "")
        if each.amount.end <= group.start and len(between.split()) <= 1:
            return each
    return None


def _inherit(flat: str, start: int, end: int, owner: Told | None, read: Reader) -> list[Told]:
    """The amounts inside a bracket; bare ones take the unit of the amount that the bracket explains."""
    found = list(read(Words(flat, start, end), start, end))
    if owner is None:
        return found
    inner = flat[start:end]
    amounts = [moved(amount, start) for amount in find_amounts(inner)]
    ends = [start, *(amount.end for amount in amounts)]
    bare = [_bare(flat, end, a, owner) for a, end in zip(amounts, ends, strict=False) if a.unit is None]
    return [*found, *bare] or _counted_parts(inner, start, owner)


def _bare(flat: str, start: int, amount: Amount, owner: Told) -> Told:
    """A grouped number after its name: 국비 5,000 시비 2,500."""
    return Told(replace(amount, unit=owner.unit), tidy_label(flat[start : amount.start]), owner.unit)


def _counted_parts(inner: str, start: int, owner: Told) -> list[Told]:
    """`9건 발표(부서 5, 동주민센터 1, 학습동아리 3)`: numbers without units whose sum is the amount before."""
    parts: list[Told] = []
    at = 0
    while at < len(inner) and (match := LISTED.match(inner, at)):
        value = Decimal(match["number"])
        place = start + match.start("number"), start + match.end("number")
        amount = Amount(value, owner.unit, place[0], place[1], place[1])
        parts.append(Told(amount, match["name"].strip(), owner.unit))
        at = match.end()
    complete = at >= len(inner.rstrip()) and sum(part.amount.value for part in parts) == owner.amount.value
    return parts if complete and len(parts) > 1 else []


def _placed(told: Told, owner: Told | None, main: str, part: str | None, coloned: bool) -> Told:
    """A bracket's amount under what it explains: a part, a source, a 누계, another measure, or a thing of its own."""
    inner = told.label
    if told.span == CUMULATIVE or SPANS.fullmatch(inner):
        return replace(told, label=main, part=part, span=CUMULATIVE)
    if inner in SOURCES or told.source:
        source = SOURCES.get(inner) or told.source
        return replace(told, label=main or inner, part=part, source=source, share=told.unit == "%")
    if inner and told.action and inner.endswith(told.action):
        return replace(told, label=main, part=part)  # (5,844명 이용), (9% 증가): what was done, no part
    if not inner:
        action = owner.action if owner is not None else told.action
        return replace(told, label=main, part=part, action=action)
    if owner is None and coloned:
        return replace(told, part=told.part or main or None)  # 최종심의 중(市 예산규모: 10억원)
    return replace(told, label=main or inner, part=inner if main else told.part)
