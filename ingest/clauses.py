"""A bullet's words as labelled amounts: label, part, what was done, source of money, limit, span.

The grammar of Korean bullets: `이름: 금액, 금액`, `이름 건수(누계: 건수)`, `이름(이름 수 / 이름 수)`,
`갑/을(수/수 단위)`, `전체 A권 중 B권 완료(약C%)`. Text in, `Told` out; nothing here knows reports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.brackets import qualify, read_bracket
from ingest.naming import read_amounts
from ingest.numbers import find_amounts
from ingest.phrases import tidy_label
from ingest.told import Told
from ingest.views import HIDDEN, Words
from records import CUMULATIVE, PERIOD

_SENTENCE_END = re.compile(r"(?:다|함|임|됨|음)$")
ARROWS = ";⇒→➡Ü"
_COLON = re.compile(r"(?<!\d)[:：]|[:：](?!\d)")


def read_clauses(words: str) -> list[Told]:
    """All amounts of a bullet's words, in order. A label is empty where the words name nothing.

    Example: `요청사항 관리: 146건(요청 35건 / 훈시 111건)` gives 146 건 of 요청사항 관리, and its parts 35 and 111.
    """
    flat = re.sub(r"\s", " ", words)
    told = sorted(_read(Words(flat), 0, len(flat)), key=lambda each: each.amount.start)
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


def _read(words: Words, start: int, end: int) -> Iterator[Told]:
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


def _split(words: Words, start: int, end: int) -> Iterator[tuple[int, int]]:
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


def _label(words: Words, start: int, end: int) -> str:
    """The words before a colon, without hidden brackets and without a figure at their end."""
    text = words.visible(start, end)
    for amount in reversed(find_amounts(text)):
        if amount.unit is not None and not re.match(r"\s*\S+\s+\S", text[amount.end :]):
            text = text[: amount.start]
    return tidy_label(text)


def _clause(words: Words, start: int, end: int, label: str) -> Iterator[Told]:
    """The amounts of one clause and of its brackets."""
    groups = [group for group in words.groups if start <= group.start < end]
    told = qualify(words, groups, read_amounts(words, start, end, label))
    yield from told
    for group in groups:
        yield from read_bracket(words, start, group, told, label, _read)
