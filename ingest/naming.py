"""The amounts of one clause and their names: what stands before a figure, after it, and before the colon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from ingest.numbers import Amount, find_amounts, is_round
from ingest.phrases import after_figure, before_figure, is_action, is_full_phrase, is_generic, tidy_label
from ingest.told import AS_OF, SOURCES, SPANS, Told, moved, read_day
from ingest.views import HIDDEN, Words
from records import CUMULATIVE

_LIMITS = re.compile(r"^\s?(이상|이하|미만|초과|내외|이내|정도|가량)|^여\s?(?=명|건|개)")
_BEFORE_LIMITS = re.compile(r"(약|각|각각)\s*$|(최대|최소)\s*(?:\S{1,6}\s*)?$")
_RANGE = re.compile(r"\s*[~∼～-]\s*")
_COUNTED = re.compile(r"^\s?(?P<noun>[가-힣]+(?:[·․][가-힣]+)?)")
_NAMES = re.compile(r"(?P<names>[가-힣A-Za-z]+(?:\s?/\s?[가-힣A-Za-z]+)+)\s*[:：(\x01]?\s*$")
_BASE_OF = re.compile(r"1\s?(?:인|식|가구|세대|명|개소|건|회)(?:\s?(?:당|최대|평균|기준|월)|(?<=[인식])\s?\d)")
"""`1인 최대 100만원`, `1식 8,000원`: what the money is for, no count of its own."""
_SKIPPED_UNITS = frozenset({"년", "세", "년간", "a당"})


def read_amounts(words: Words, start: int, end: int, label: str) -> list[Told]:
    """The amounts of a clause between two offsets, each with its name; brackets are left out.

    `label` is what stands before the clause's colon. Example: `336명 728건 징수` behind `압류로` gives two of 압류.
    """
    amounts = [moved(a, start) for a in find_amounts(words.masked[start:end])]
    amounts = [a for a in amounts if a.unit is not None and a.unit not in _SKIPPED_UNITS]
    amounts = [a for a in amounts if not (a.unit == "차" and is_round(str(a.value), words.flat))]
    amounts = [a for a in amounts if not (a.value == 1 and _BASE_OF.match(words.masked, a.start))]
    amounts = _without_modifier(words.masked, start, amounts, bool(label))
    return list(_parallel(words.masked, start, amounts)) or _plain(words, start, end, amounts, label)


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
    names = parallel_names(masked[start : amounts[0].start], len(amounts))
    for name, amount in zip(names, amounts, strict=False):
        yield Told(amount, name, amount.unit or "")


def parallel_names(words: str, count: int) -> list[str]:
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


def _plain(words: Words, start: int, end: int, amounts: list[Amount], label: str) -> list[Told]:
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
    cumulative = bool(SPANS.search(before))
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
    dated = AS_OF.match(name)
    if dated:
        told, name = replace(told, as_of=read_day(dated)), name[dated.end() :].strip()
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
