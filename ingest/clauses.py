"""A bullet's words as labelled amounts: label, part, what was done, source of money, limit, span.

The grammar of Korean bullets in one place: `이름: 금액, 금액`, `이름 건수(누계: 건수)`, `이름(이름 수 / 이름 수)`,
`갑/을(수/수 단위)`, `전체 A권 중 B권 완료(약C%)`. Text in, `Told` out; nothing here knows reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from ingest.numbers import Amount, find_amounts, is_round
from ingest.phrases import (
    after_figure,
    before_figure,
    is_action,
    is_full_phrase,
    is_generic,
    tidy_label,
)
from records import CUMULATIVE, PERIOD

SOURCES = {
    **dict.fromkeys(("국비", "국", "국고"), "국비"),
    **dict.fromkeys(("시비", "시"), "시비"),
    **dict.fromkeys(("구비", "구"), "구비"),
    **dict.fromkeys(("도비", "도"), "도비"),
    **{
        name: name
        for name in ("군비", "기금", "특별교부금", "특별교부세", "자부담", "민간", "민자", "교부세", "지방비")
    },
}
"""Short names of sources of money in brackets, and the full ones."""

_SPANS = re.compile(r"누계|누적|총\s?누계")
_LIMITS = re.compile(r"^\s?(이상|이하|미만|초과|내외|이내|정도|가량)|^여\s?(?=명|건|개)")
_BEFORE_LIMITS = re.compile(r"(약|각|각각)\s*$|(최대|최소)\s*(?:\S{1,6}\s*)?$")
_RANGE = re.compile(r"\s*[~∼～-]\s*")
_QUOTED = re.compile(r"「[^」]*」|『[^』]*』|“[^”]{1,60}”|‘[^’‘]{1,40}’(?!\d)")
_SENTENCE_END = re.compile(r"(?:다|함|임|됨|음)$")
ARROWS = ";⇒→➡Ü"
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")
_COUNTED = re.compile(r"^\s?(?P<noun>[가-힣]+(?:[·․][가-힣]+)?)")
_NAMES = re.compile(r"(?P<names>[가-힣A-Za-z]+(?:\s?/\s?[가-힣A-Za-z]+)+)\s*[:：(\x01]?\s*$")
_DATED = re.compile(r"\d{1,2}\s?[.월]\s?\d{1,2}|\d\s?월|\d{4}\s?[.년]|['’‘`]\d\d")
_AS_OF = re.compile(
    r"(?:(?P<year>20\d\d)\s?[.년]\s?)?(?P<month>\d{1,2})\s?[.월]\s?(?P<day>\d{1,2})\s?[.일]?\s?(?:기준|현재)"
)
_LISTED = re.compile(r"\s*(?P<name>[가-힣A-Za-z][가-힣A-Za-z\s·․]*?)\s*[:：]?\s*(?P<number>\d{1,4})\s*(?:$|[,/])")
_BASE_OF = re.compile(r"1\s?(?:인|식|가구|세대|명|개소|건|회)(?:\s?(?:당|최대|평균|기준|월)|(?<=[인식])\s?\d)")
"""`1인 최대 100만원`, `1식 8,000원`: what the money is for, no count of its own."""
_SKIPPED_UNITS = frozenset({"년", "세", "년간", "a당"})
HIDDEN = "\x01"


@dataclass(frozen=True, slots=True)
class Told:
    """One amount of a bullet and what the words say of it; offsets count in the bullet's words.

    `label` names what is counted, `part` which part of it, `action` what was done, `counted` the noun counted (업체),
    `limit` 약, 이상, 최소 …; `share` marks the percentage of a source; `manner` and `examples` are words before it that
    do not name it (구 SNS를 통해; 현안회의 등), `per` what it is for each of (1인당),
    `order` tells the two sides of an arrow (25건 → 37건).
    """

    amount: Amount
    label: str
    unit: str
    part: str | None = None
    action: str | None = None
    counted: str | None = None
    limit: str | None = None
    source: str | None = None
    span: str | None = None
    share: bool = False
    as_of: tuple[int | None, int, int] | None = None
    manner: str | None = None
    per: str | None = None
    examples: str | None = None
    order: str | None = None


@dataclass(frozen=True, slots=True)
class _Group:
    """A bracket with figures or dates; `start`..`end` spans it with its brackets."""

    start: int
    end: int


def read_clauses(words: str) -> list[Told]:
    """All amounts of a bullet's words, in order. A label is empty where the words name nothing.

    Example: `요청사항 관리: 146건(요청 35건 / 훈시 111건)` gives 146 건 of 요청사항 관리, and its parts 35 and 111.
    """
    flat = re.sub(r"\s", " ", words)
    told = sorted(_read(_Words(flat), 0, len(flat)), key=lambda each: each.amount.start)
    told = [_ordered(flat, _totalled(flat, each, told), told) for each in told]
    cumulated = {(each.label, each.unit) for each in told if each.span == CUMULATIVE}
    # where a bullet prints a 누계 beside a figure, the figure is the period's
    return [
        replace(each, span=PERIOD)
        if each.span is None and (each.label, each.unit) in cumulated and not each.part
        else each
        for each in told
    ]


def _totalled(flat: str, told: Told, row: list[Told]) -> Told:
    """`8개 국별 10명 내외, 총 82명`: beside another figure of its kind the one behind 총 is told apart."""
    beside = any(
        each is not told and (each.unit, each.source, each.per) == (told.unit, told.source, told.per) for each in row
    )
    marked = flat[: told.amount.start].rstrip().endswith("총")
    unsaid = told.part is None and not any(each.part for each in row)
    return replace(told, part="총계") if beside and marked and unsaid else told


def _ordered(flat: str, told: Told, row: list[Told]) -> Told:
    """The sides of a row's only arrow, where amounts stand on both: 자원봉사자 12,345명 ⇒ 13,456명."""
    arrows = [match.start() for match in re.finditer(r"[⇒→➡]", flat)]
    if len(arrows) != 1 or len({each.amount.start < arrows[0] for each in row}) < 2:
        return told
    return replace(told, order="앞" if told.amount.start < arrows[0] else "뒤")


class _Words:
    """A bullet's words with views of the same length: what is told is hidden in the ones that show structure."""

    def __init__(self, flat: str, start: int = 0, end: int | None = None) -> None:
        self.flat = flat
        brackets = list(_brackets(flat, start, len(flat) if end is None else end))
        self.groups = [group for group in brackets if _is_group(flat[group.start + 1 : group.end - 1])]
        self.masked = _hide(flat, self.groups)
        """Without the brackets that are read for themselves."""
        quoted = [_Group(match.start(), match.end()) for match in _QUOTED.finditer(flat)]
        self.structure = _hide(_hide(flat, brackets), quoted)
        """Without any bracket or quotation: where commas and colons part clauses."""

    def visible(self, start: int, end: int) -> str:
        return self.masked[start:end].replace(HIDDEN, "")


def _read(words: _Words, start: int, end: int) -> Iterator[Told]:
    """Labelled clauses between two offsets of the flattened words."""
    colon = _COLON.search(words.structure, start, end)
    label, begin = "", start
    if colon:
        label, begin = _label(words, start, colon.start()), colon.end()
        yield from _clause(words, start, colon.start(), "")
    nameless: str | None = None
    for first, last in _split(words, begin, end):
        own = _COLON.search(words.structure, first, last)
        name = _label(words, first, own.start()) if own else label
        told = list(_clause(words, own.end() if own else first, last, name))
        yield from _as_siblings(told, nameless)
        if colon and first == begin and told and told[0].label == label and not told[0].part:
            nameless = told[0].unit


def _as_siblings(told: list[Told], nameless: str | None) -> Iterator[Told]:
    """`일반회계: 16,446백만원, 특별회계 2,644백만원`: a name after a nameless figure of its unit stands beside it."""
    for each in told:
        beside = nameless is not None and each.part and each.unit == nameless and each.counted is None
        yield replace(each, label=each.part, part=None) if beside and each.part else each


def _brackets(flat: str, start: int, end: int) -> Iterator[_Group]:
    """The outermost brackets."""
    depth, opened = 0, start
    for at in range(start, end):
        if flat[at] in "(（":
            opened = at if depth == 0 else opened
            depth += 1
        elif flat[at] in ")）" and depth:
            depth -= 1
            if depth == 0:
                yield _Group(opened, at + 1)


def _hide(flat: str, groups: list[_Group]) -> str:
    for group in groups:
        flat = flat[: group.start] + HIDDEN * (group.end - group.start) + flat[group.end :]
    return flat


def _is_group(inner: str) -> bool:
    """Is a bracket read for itself: amounts, dates, a source of money, counted parts, a note of units?"""
    return bool(
        find_amounts(inner)
        or _DATED.search(inner)
        or inner.strip() in SOURCES
        or _LISTED.match(inner)
        or re.match(r"\s*단위", inner)
    )


def _split(words: _Words, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Clauses at commas, arrows, and slashes after an amount or a bracket; 특별교부세/교부금 stays whole."""
    text = words.structure
    ends = {amount.end for amount in find_amounts(text)}
    begin = start
    for at in range(start, end):
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        slash = text[at] == "/" and (at in ends or before in (" ", HIDDEN, ")"))
        slash = slash and not (before.isdigit() and after.isdigit())
        slash = slash or (text[at] in "·․・" and at in ends)
        comma = text[at] == "," and not (before.isdigit() and re.match(r"\d{3}(?!\d)", text[at + 1 :]))
        sentence = text[at] == "." and _SENTENCE_END.search(text, max(start, at - 3), at) and after in (" ", "")
        if slash or comma or sentence or text[at] in ARROWS:
            yield begin, at
            begin = at + 1
    yield begin, end


def _label(words: _Words, start: int, end: int) -> str:
    """The words before a colon, without hidden brackets and without a figure at their end."""
    text = words.visible(start, end)
    for amount in reversed(find_amounts(text)):
        if amount.unit is not None and not re.match(r"\s*\S+\s+\S", text[amount.end :]):
            text = text[: amount.start]
    return tidy_label(text)


def _clause(words: _Words, start: int, end: int, label: str) -> Iterator[Told]:
    """The amounts of one clause and of its brackets."""
    amounts = [_moved(a, start) for a in find_amounts(words.masked[start:end])]
    amounts = [a for a in amounts if a.unit is not None and a.unit not in _SKIPPED_UNITS]
    amounts = [a for a in amounts if not (a.unit == "차" and is_round(str(a.value), words.flat))]
    amounts = [a for a in amounts if not (a.value == 1 and _BASE_OF.match(words.masked, a.start))]
    amounts = _without_modifier(words.masked, start, amounts, bool(label))
    told = list(_parallel(words.masked, start, amounts)) or _plain(words, start, end, amounts, label)
    groups = [group for group in words.groups if start <= group.start < end]
    told = _qualified(words, groups, told)
    yield from told
    for group in groups:
        yield from _bracket(words, start, group, told, label)


def _moved(amount: Amount, by: int) -> Amount:
    return replace(amount, start=amount.start + by, end=amount.end + by, number_end=amount.number_end + by)


def _qualified(words: _Words, groups: list[_Group], told: list[Told]) -> list[Told]:
    """Brackets that only qualify: `(구비)` the source of the amount before, `(10.31 현재)` the day of all."""
    for group in groups:
        inner = words.flat[group.start + 1 : group.end - 1]
        owner = _owner(words.masked, group, told)
        dated = _AS_OF.search(inner)
        if dated and not find_amounts(inner):
            told = [replace(each, as_of=_day(dated)) for each in told]
        elif owner is not None and inner.strip() in SOURCES:
            told = [replace(each, source=SOURCES[inner.strip()]) if each is owner else each for each in told]
    return told


def _day(dated: re.Match[str]) -> tuple[int | None, int, int]:
    return int(dated["year"]) if dated["year"] else None, int(dated["month"]), int(dated["day"])


def _without_modifier(masked: str, start: int, amounts: list[Amount], labelled: bool) -> list[Amount]:
    """Drop a figure that only belongs to a name: `1,000명 공감청원 답변·영상 게시 3건` counts 3 건."""
    if len(amounts) < 2 or labelled or masked[start : amounts[0].start].strip(" ‘’'`"):
        return amounts
    between = masked[amounts[0].end : amounts[1].start].replace(HIDDEN, "").strip()
    named = len(between.split()) >= 2 and not re.search(r"(?:^|\s)(?:및|중|또는|총)(?:\s|$)|,", between)
    return amounts[1:] if named else amounts


def _parallel(masked: str, start: int, amounts: list[Amount]) -> Iterator[Told]:
    """`특별교부세/교부금 4,272/13,351백만원`: as many names as figures, each its own."""
    if len(amounts) < 2 or any(masked[a.end : b.start].strip() != "/" for a, b in pairwise(amounts)):
        return
    names = _parallel_names(masked[start : amounts[0].start], len(amounts))
    for name, amount in zip(names, amounts, strict=False):
        yield Told(amount, name, amount.unit or "")


def _parallel_names(words: str, count: int) -> list[str]:
    """The names of a slash list, the head they share given back to each: 특별교부세/교부금 → 특별교부세, 특별교부금."""
    match = _NAMES.search(words)
    names = [name.strip() for name in match["names"].split("/")] if match else []
    if not names or len(names) != count:
        return []
    return [names[0], *(_with_head(names[0], name) for name in names[1:])]


def _with_head(first: str, name: str) -> str:
    """`특별교부세`, `교부금` → 특별교부금: the first name's part before the syllables that both share."""
    for at in range(1, len(first) - 1):
        if first[at : at + 2] == name[:2]:
            return first[:at] + name
    return name


def _plain(words: _Words, start: int, end: int, amounts: list[Amount], label: str) -> list[Told]:
    if not amounts:
        return []
    told: list[Told] = []
    first_words = words.visible(start, amounts[0].start)
    label_first = bool(tidy_label(first_words)) and not after_figure(words.visible(amounts[-1].end, end))
    for index, amount in enumerate(amounts):
        before = words.visible(amounts[index - 1].end if index else start, amount.start)
        last = index + 1 == len(amounts)
        after = words.visible(amount.end, end if last else amounts[index + 1].start)
        if index and not label_first:
            before = _after_conjunction(before)
        elif index and told[-1].counted:
            before = before.replace(told[-1].counted or "", "", 1)
        if not last and label_first and amount.unit != "개" and not re.match(r"\s?중(?:\s|$)", after):
            after = ""
        told.append(_tell(amount, before, after, label, first_words if index else ""))
    return _ranged(words.masked, told)


def _after_conjunction(words: str) -> str:
    """Between two figures the words belong to the first, except behind a conjunction: `신규 조성 및 총` → 총."""
    found = re.search(r"(?:^|\s)(?:및|중|또는)\s+(.*)$", words)
    return found[1] if found else ""


def _tell(amount: Amount, before: str, after: str, label: str, first_words: str) -> Told:
    """One amount between its words. See the module's docstring for the shapes."""
    counted = _COUNTED.match(after) if amount.unit == "개" else None
    counted = None if counted and (is_action(counted["noun"]) or _LIMITS.match(after)) else counted
    limit = _LIMITS.search(after) or _BEFORE_LIMITS.search(before)
    rest = after[counted.end() :] if counted else after[limit.end() :] if limit and limit.string is after else after
    whole = bool(re.match(r"\s?중(?:\s|$)", after))
    led = before_figure(before)
    source = SOURCES.get(led.name.split()[-1]) if led.name and len(led.name.split()[-1]) > 1 else None
    cumulative = bool(_SPANS.search(before))
    told = Told(
        amount,
        "",
        amount.unit or "",
        part="전체" if whole else None,
        action=None if whole else after_figure(rest) or None,
        counted=counted["noun"] if counted else None,
        limit=limit[limit.lastindex or 0] if limit else None,
        source=source,
        span=CUMULATIVE if cumulative else None,
        manner=led.manner or None,
        per=led.per or None,
        examples=led.examples or None,
    )
    name = "" if cumulative else led.name
    dated = _AS_OF.match(name)
    if dated:
        told, name = replace(told, as_of=_day(dated)), name[dated.end() :].strip()
    return _named(told, name, label, first_words)


def _named(told: Told, name: str, label: str, first_words: str) -> Told:
    """Settle label and part from the label before the colon, the words before and the words after the figure."""
    if label and (not name or not is_generic(label)):
        return replace(told, label=label, part=told.part or name or None)
    if label:
        return replace(told, label=name, part=told.part or label)
    if told.action and not name and is_full_phrase(told.action):
        return _by_action(told)
    if name and told.counted and len(name) <= 3:
        return replace(told, label=f"{name} {told.counted}")  # 인접 4개 자치구
    if told.source == name:
        told = replace(told, source=None)  # 최대 국비 100억원을 포함한 총 200억원: named, not a share of it
    first = before_figure(first_words)
    inherited = name or told.manner or first.name or first.manner
    if inherited or not told.action:
        return replace(told, label=inherited, manner=None)
    return _by_action(told)


def _by_action(told: Told) -> Told:
    """`11개 특화사업자 개별 방문`: what was done to the things counted is the label."""
    return replace(told, label=f"{told.counted or ''} {told.action}".strip())


def _ranged(masked: str, told: list[Told]) -> list[Told]:
    """`30만원 ~ 200만원` is a least and a most, not two amounts."""
    result = list(told)
    for index in range(len(told) - 1):
        low, high = told[index], told[index + 1]
        if _RANGE.fullmatch(masked[low.amount.end : high.amount.start]) and low.unit == high.unit:
            result[index] = replace(low, limit="최소")
            result[index + 1] = replace(high, limit="최대", label=low.label, part=low.part)
    return result


def _bracket(words: _Words, start: int, group: _Group, told: list[Told], label: str) -> Iterator[Told]:
    """What a bracket says of the amount or the words right before it."""
    inner = words.flat[group.start + 1 : group.end - 1]
    owner = _owner(words.masked, group, told)
    before = words.visible(start, group.start)
    found = _inherit(words.flat, group.start + 1, group.end - 1, owner)
    names = _parallel_names(before, len(found))
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


def _owner(masked: str, group: _Group, told: list[Told]) -> Told | None:
    """The amount that a bracket stands right behind; a word between them (4건 선정(…)) does not part them."""
    for each in reversed(told):
        between = masked[each.amount.end : group.start].replace(HIDDEN, "")
        if each.amount.end <= group.start and len(between.split()) <= 1:
            return each
    return None


def _inherit(flat: str, start: int, end: int, owner: Told | None) -> list[Told]:
    """The amounts inside a bracket; bare ones take the unit of the amount that the bracket explains."""
    found = list(_read(_Words(flat, start, end), start, end))
    if owner is None:
        return found
    inner = flat[start:end]
    amounts = [_moved(amount, start) for amount in find_amounts(inner)]
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
    while at < len(inner) and (match := _LISTED.match(inner, at)):
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
    if told.span == CUMULATIVE or _SPANS.fullmatch(inner):
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
