"""Two or more rows side by side: years, offices, or things named together, with the difference or the sum."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from answer.amounts import in_won, plain
from answer.arithmetic import added, difference, growth, quotient
from answer.context import Context
from answer.draft import Draft
from answer.josa import with_josa
from answer.match import Weighed
from answer.normal import compact
from answer.operations.lookup import asked_of, best_rows, candidates, has_figure, sentence, whole_figures
from answer.plan import Scope
from answer.read import Term
from answer.words import RATES, SAME
from index.rows import Row
from records import Observation

_CHANGE = re.compile(r"얼마나 ?(?:더 ?)?(?:늘|줄|증가|감소|올랐|올라|내렸|불었)|(?:늘|줄)었(?!던)")


@dataclass(frozen=True)
class Slot:
    """One side of a comparison: what it is called, and its row."""

    name: str
    row: Row


def compare(context: Context) -> Draft | None:
    """Two or more rows side by side, with the difference where their measure and unit are one."""
    slots = _slots(context)
    if len({(slot.name, slot.row.first.programme) for slot in slots}) < len(slots) or len(slots) < 2:
        return None  # one name in two tables is one thing told twice
    if _of_one_time(context, slots) or (context.plan.function == "sum" and _are_one(context, slots)):
        return None
    draft = context.draft()
    for slot in slots:
        draft.say("- " + sentence(context, draft, slot.row))
    observations = [_main(context, slot.row) for slot in slots]
    if len({o.unit for o in observations}) == 1 and all(o.value is not None for o in observations):
        _tell_difference(context, draft, slots, observations)
        if context.plan.function == "sum" and not context.plan.measures:
            _tell_other_sums(context, draft, slots, observations)
    draft.listed = [slot.name for slot in slots]
    return draft


def _are_one(context: Context, slots: Sequence[Slot]) -> bool:
    """A whole beside nothing but its own parts: 전체 25건, of it 15건 and 10건."""
    mains = [_main(context, slot.row) for slot in slots]
    sides = [Side(slot.name, o, o.value) for slot, o in zip(slots, mains, strict=True) if o.value is not None]
    return len(sides) > 1 and len({o.unit for o in mains}) == 1 and len(_without_parts(sides)) == 1


def _of_one_time(context: Context, slots: Sequence[Slot]) -> bool:
    """A change is asked (주차장 얼마나 늘었어) and all rows are of one year: its parts tell no change."""
    years = {context.corpus.year_of(slot.row) for slot in slots}
    return _CHANGE.search(context.question.text) is not None and len(years) == 1


def _tell_other_sums(context: Context, draft: Draft, slots: Sequence[Slot], told: Sequence[Observation]) -> None:
    """합쳐서 몇 건 얼마: the sums of the other columns that all sides have."""
    shared = set.intersection(*(set(slot.row.measures) for slot in slots)) - {o.measure for o in told}
    for measure in sorted(shared - RATES):
        cells = [slot.row.measures[measure] for slot in slots]
        sides = [Side(slot.name, o, o.value) for slot, o in zip(slots, cells, strict=True) if o.value is not None]
        if len(sides) == len(slots) and len({o.unit for o in cells}) == 1:
            _tell_sum(context, draft, sides, [draft.cite_row(o) for o in cells], f"{draft.name(measure)}: ")


def _main(context: Context, row: Row) -> Observation:
    """What two rows are compared by: money where the question leaves it open, else what is asked first."""
    asked = asked_of(context, row)
    if not context.plan.measures and context.plan.sought in {None, "수량", "원"}:
        return next((o for o in asked if in_won(Decimal(1), o.unit) is not None), asked[0])
    return asked[0]


def _tell_difference(
    context: Context, draft: Draft, slots: Sequence[Slot], observations: Sequence[Observation]
) -> None:
    """The sum, how many times, or the difference of the figures of one unit, with the computation."""
    numbers = [draft.cite_row(o) for o in observations]
    sides = [Side(slot.name, o, o.value) for slot, o in zip(slots, observations, strict=True) if o.value is not None]
    low, high = min(sides, key=lambda side: side.value), max(sides, key=lambda side: side.value)
    if SAME.search(context.question.text) and low.value != high.value:
        draft.lines.insert(0, "아니요, 두 값은 다릅니다." if len(sides) == 2 else "아니요, 서로 다릅니다.")
    if context.plan.function == "sum":
        _tell_sum(context, draft, sides, numbers)
    elif any(measure.endswith(("증가율", "증감률")) for slot in slots for measure in slot.row.measures):
        return  # the rate is printed
    elif low.value == high.value:
        draft.say("두 값은 같습니다." if len(sides) == 2 else "값이 모두 같습니다.")
    elif "몇배" in context.question.compact and len(slots) == 2 and low.value:
        times, formula = quotient(high.value, low.value, "배")
        shown = draft.computed(f"{plain(times)}배", formula, numbers)
        draft.say(f"{with_josa(f'‘{high.name}’', '은')} ‘{low.name}’의 {shown}입니다. {draft.marks(numbers)}")
        draft.say(f"계산: {formula}")
    else:
        _tell_gap(draft, low, high, numbers, yearly=len(slots) == 2)
        if context.plan.function == "change" and len(slots) == 2:
            _tell_change(context, draft, slots, observations, numbers)


@dataclass(frozen=True)
class Side:
    """One figure of a comparison with what it is called."""

    name: str
    observation: Observation
    value: Decimal


def _tell_sum(context: Context, draft: Draft, sides: Sequence[Side], numbers: Sequence[int], lead: str = "") -> None:
    if sides[0].observation.unit == "%":
        draft.say("비율(%)은 더한 값에 뜻이 없어 합계를 낼 수 없습니다.")
        return
    sides = _without_parts(sides)
    total, formula = added([side.value for side in sides])
    shown = draft.amount(total, sides[0].observation.unit, formula, numbers)
    draft.say(f"{lead}모두 더하면 {shown}입니다. {draft.marks(numbers)}\n계산: {formula}")
    if context.plan.sought == "%" and total:
        for side in sides:
            shown, _ = draft.percent(side.value, total, numbers)
            draft.say(f"그 가운데 ‘{side.name}’의 몫은 {shown}입니다. {draft.marks(numbers)}")


def _without_parts(sides: Sequence[Side]) -> Sequence[Side]:
    """Sides without those that make up another side: 전체 25건 beside its 15건 and 10건 is not added to them."""
    for side in sides:
        others = [other for other in sides if other is not side]
        for size in range(2, len(others) + 1):
            for parts in combinations(others, size):
                if side.value and sum(part.value for part in parts) == side.value:
                    return [other for other in sides if other not in parts]
    return sides


def _tell_gap(draft: Draft, low: Side, high: Side, numbers: Sequence[int], yearly: bool) -> None:
    unit = "%p" if low.observation.unit == "%" else low.observation.unit
    gap, formula = difference(high.value, low.value)
    shown = draft.amount(gap, unit, formula, numbers)
    if yearly and high.name.endswith("년") and low.name.endswith("년"):
        first, last = sorted([high.name, low.name])
        grew = "늘었습니다" if high.name > low.name else "줄었습니다"
        draft.say(f"{first}보다 {last}에 {shown} {grew}. {draft.marks(numbers)}")
    else:
        word = "높습니다" if low.observation.unit == "%" else "많습니다"
        draft.say(f"{with_josa(f'‘{high.name}’', '이')} ‘{low.name}’보다 {shown} {word}. {draft.marks(numbers)}")
    draft.say(f"계산: {formula}")


def _tell_change(
    context: Context,
    draft: Draft,
    slots: Sequence[Slot],
    observations: Sequence[Observation],
    numbers: Sequence[int],
) -> None:
    years = [context.corpus.year_of(slot.row) or 0 for slot in slots]
    base, after = observations if years[0] <= years[1] else (observations[1], observations[0])
    if base.value and after.value is not None:
        rate, formula = growth(base.value, after.value)
        draft.say(f"증감률은 {draft.computed(f'{plain(rate)}%', formula, numbers)}입니다.")


def _slots(context: Context) -> list[Slot]:
    scope = context.plan.scope
    if len(scope.years) > 1:
        return _of_years(context, scope.years)
    if len(scope.departments) > 1 and len(set(scope.departments)) > 1:
        return _per(context, [(d, replace(scope, departments=(d,))) for d in scope.departments])
    if len(scope.agencies) > 1:
        return _per(context, [(a, replace(scope, agencies=(a,))) for a in scope.agencies])
    if len(scope.bureaus) > 1:
        return _per(context, [(b, replace(scope, bureaus=(b,))) for b in scope.bureaus])
    return (
        _said_whole(context)
        or _of_parts(context)
        or _of_programmes(context)
        or _joint(context, NEARLY_HALF)
        or _joint(context, ONE_OF_SEVERAL)
        or _segments(context)
    )


def _said_whole(context: Context) -> list[Slot]:
    """Rows whose whole names the question says: 무료 강좌 운영과 강사 양성 가운데 실적이 더 높은 쪽은?"""
    names = context.corpus.named_in(context.question.compact)
    if len(names) < 2:
        return []
    fitting = [m.row for m in context.rows if m.year_fits and m.scope_fits and m.row and has_figure(context, m.row)]
    found = [next((row for row in fitting if compact(row.name) == name), None) for name in names]
    rows = [row for row in found if row is not None]
    return _named(sorted(rows, key=lambda r: context.question.compact.index(compact(r.name)))) if len(rows) > 1 else []


def _of_parts(context: Context) -> list[Slot]:
    """Parts of one labelled figure, each named: 구민 and 공무원 of 접수 319건(구민 203 / 공무원 116)."""
    families: dict[tuple[str, str], list[Row]] = {}
    for match in context.rows:
        row = match.row
        named = [t for t in context.terms if row and part_of(row) and part_of(row) == t.term.forms[0]]
        told = row and not (set(context.plan.measures) & RATES) - set(row.measures)  # a rate that is not printed
        if row and told and named and match.year_fits and match.scope_fits:
            families.setdefault((row.first.table, row.name), []).append(row)
    return _named(next((rows for rows in families.values() if 2 <= len(rows) <= 4), []))


def _of_programmes(context: Context) -> list[Slot]:
    """Rows of one name under programmes that the question names: 신고 건수 of 동쪽 and 서쪽 재정비촉진사업."""
    best = next((m.row for m in context.rows if m.answers and m.row and m.row.first.programme), None)
    if best is None:
        return []
    same = [m.row for m in context.rows if m.row and m.row.name == best.name and m.year_fits]
    said = [row for row in same if _stem(row.first.programme) in context.question.compact]
    apart = 2 <= len({row.first.programme for row in said}) == len(said) <= 4
    return _named(said) if apart and all(alike(said[0], row) for row in said[1:]) else []


def _stem(programme: str | None) -> str:
    """A programme as people say it: 신길 재정비 촉진사업 추진 → 신길재정비촉진사업."""
    return re.sub(r"(?:추진|운영|지원|관리)$", "", compact(programme or "-"))


_JOINT = re.compile(r"(?<=[가-힣\w)])(?:와|과|이랑|랑|하고)(?=\s)|\s?[,/]\s?|\s(?:vs\.?|및|대)\s")
"""What stands between two things compared."""
SEGMENT = 0.75
"""Share of the words of one thing compared that its row must cover."""


def _segments(context: Context) -> list[Slot]:
    """One row for each stretch of the subject between 와, 랑 and commas, the best for its own words."""
    joints = [match.start() for match in _JOINT.finditer(context.question.text)]
    groups: dict[int, list[Weighed]] = {}
    for weighed in context.terms:
        groups.setdefault(sum(weighed.term.start > joint for joint in joints), []).append(weighed)
    if len(groups) < 2:
        return []
    rows = [_best_for(context, terms) for terms in groups.values()]
    kept = [row for row in rows if row is not None]
    apart = len({row.id for row in kept}) == len(groups)
    return _named(kept) if apart and all(alike(kept[0], row) for row in kept[1:]) else []


def _best_for(context: Context, terms: list[Weighed]) -> Row | None:
    """The row that the words of one side alone ask for."""
    side = Context(context.corpus, context.question, context.plan, terms)
    match = next(iter(candidates(side)), None)
    return match.row if match and match.coverage >= SEGMENT else None


def _of_years(context: Context, years: Sequence[int]) -> list[Slot]:
    """A row a year. 2013년보다 얼마나 늘었나: against the newest report, or the newest year that has such a row."""
    scope = context.plan.scope
    slots = _per(context, [(f"{y}년", replace(scope, years=(y,))) for y in years])
    first, last = min(years), max(years)
    if len(slots) == 1 and len(years) == 2 and f"{last}" not in context.question.text:
        between = [year for year in context.corpus.years() if first < year < last]
        later = ([*slots, *_per(context, [(f"{y}년", replace(scope, years=(y,)))])] for y in reversed(between))
        return next((both for both in later if len(both) == 2), slots)
    return slots


def _per(context: Context, scopes: Sequence[tuple[str, Scope]]) -> list[Slot]:
    """The best row of each scope; where several are near, the one that is most like those of the other scopes."""
    found: list[tuple[str, list[Row]]] = []
    for name, scope in scopes:
        question = replace(context.question, years=scope.years)
        side = Context(context.corpus, question, replace(context.plan, scope=scope), context.terms)
        matches = candidates(side)
        asked = [m for m in matches if m.row and set(context.plan.measures) & set(m.row.measures)]
        matches = asked or matches  # the budget before an amount of another name
        near = [m.row for m in matches if m.row and m.coverage >= matches[0].coverage - NEAR][:CONSIDERED]
        if near:
            best = [row for row in best_rows(side, matches) if row in near]
            found.append((name, [*best, *(row for row in near if row not in best)]))
    return [
        Slot(name, _like_the_others(rows, [other[0] for key, other in found if key != name])) for name, rows in found
    ]


def _like_the_others(rows: Sequence[Row], others: Sequence[Row]) -> Row:
    """The best of `rows`, unless a near one is more like the other sides: of their measures, and as they are placed."""
    if not others or any(alike(rows[0], other) and _placed(rows[0]) == _placed(other) for other in others):
        return rows[0]
    return max(
        rows,
        key=lambda row: (
            sum(alike(row, other) for other in others),
            sum(_placed(row) == _placed(other) for other in others),
            -rows.index(row),
        ),
    )


def _placed(row: Row) -> bool:
    """Does the row stand under a heading of its own (the budget under each 사업), not in a table of all?"""
    return bool(row.first.programme) and compact(row.first.programme or "")[:8] in compact(row.first.section)


NEAR = 0.3
"""How much less of the subject a row may cover than the best and still be taken for its likeness to other years."""


def _joint(context: Context, least: float) -> list[Slot]:
    """Rows that only together cover the subject: 구세랑 시세 체납정리율 is a row with 구세 and one with 시세.

    Each of two has a word that the other lacks; what is alike (table, measure, unit) goes before what is not.
    """
    fitting = [
        m
        for m in context.rows
        if m.year_fits and m.scope_fits and m.row and m.coverage >= least and has_figure(context, m.row)
    ]
    fitting = whole_figures(context, fitting)[:CONSIDERED]
    rows = [m.row for m in fitting if m.row]
    own = [part_of(row) for row in rows]
    subject = [t for t in context.terms if t.term.weight == 1.0 or any(named_in(t.term, words) for words in own)]
    held = _held(context, rows, subject, own)
    weight = {t.term.start: t.weight for t in subject}
    pairs = [
        (_fit(weight, held[i], held[j], rows[i], rows[j]), i, j)
        for i, j in combinations(range(len(rows)), 2)
        if held[i] - held[j] and held[j] - held[i]
    ]
    fit, i, j = max(pairs, key=lambda pair: (pair[0], -pair[1] - pair[2]), default=((0.0, 0), 0, 0))
    alone = max((sum(weight[t] for t in words) for words in held), default=0.0)
    together, told = _with_others([i, j], held, rows)
    if sum(weight[t] for t in told) < TOGETHER * sum(weight.values()) or fit[0] <= alone:
        equal = [m for m in fitting if m.answers and m.score >= fitting[0].score - 0.1]
        whole = bool(fitting) and held[0] == set(weight)
        meant = _as_named(context, [m.row for m in equal if m.row])
        chosen = meant if 2 <= len(meant) <= 5 and whole else _namesakes(context, rows)
        return _named(chosen)
    return _named([rows[k] for k in sorted(together)])


def _with_others(pair: Sequence[int], held: Sequence[set[int]], rows: Sequence[Row]) -> tuple[list[int], set[int]]:
    """The pair with further rows like it that hold words which none of them holds, and all words held: 노상, 노외, …"""
    together = list(pair)
    told: set[int] = set().union(*(held[k] for k in pair)) if rows else set()
    for k in range(len(rows)):
        if held[k] - told and alike(rows[k], rows[pair[0]]):
            together.append(k)
            told |= held[k]
    return together, told


def _as_named(context: Context, rows: Sequence[Row]) -> list[Row]:
    """Of rows that cover the subject alike, those whose whole names are said, where that of the best is."""
    said = [row for row in rows if compact(row.name) in context.question.compact]
    alone = said and said[0] is rows[0] and context.plan.function != "sum"  # of a sum there are several
    return said if alone else list(rows)


def _namesakes(context: Context, rows: Sequence[Row]) -> list[Row]:
    """Rows of the best row's name under other programmes, where two are compared: 인가·신고 건수 of two 촉진사업."""
    if "compare" not in context.question.asks or not rows:
        return []
    first = rows[0]
    same = [r for r in rows if r.name == first.name and r.first.table == first.first.table and alike(r, first)]
    return same if 2 <= len({r.first.programme for r in same}) == len(same) <= 4 else []


NEARLY_HALF, ONE_OF_SEVERAL = 0.4, 0.2
"""Shares of the subject that one of the things compared must be: of two, else of things of unlike length."""
CONSIDERED = 40
"""Rows among which those that belong together are sought."""
TOGETHER = 0.8
"""Share of the subject's weight that two rows must cover together."""


def _fit(weight: Mapping[int, float], one: set[int], other: set[int], a: Row, b: Row) -> tuple[float, int, float]:
    """How well two rows answer together: words covered, likeness, words they share."""
    return (
        sum(weight[t] for t in one | other),
        int(alike(a, b)) * 2 + (a.first.table == b.first.table),
        sum(weight[t] for t in one & other),
    )


def alike(a: Row, b: Row) -> bool:
    """Do two rows share a measure in the same unit?"""
    units = {o.measure: o.unit for o in a.observations}
    return any(o.measure in units and units[o.measure] == o.unit for o in b.observations)


def _held(context: Context, rows: Sequence[Row], subject: Sequence[Weighed], own: Sequence[str]) -> list[set[int]]:
    """The words of the subject that each row holds, by where they stand in the question.

    A word that some row has in its dimensions belongs to that row, not to all of the same name: of 구민창안·공무원제안
    접수 (구민 203, 공무원 116) 공무원 asks for the second.
    """
    texts = [context.corpus.row_text(row) for row in rows]
    names = [compact(f"{row.name} {row.first.programme or ''} {' '.join(row.dims.values())}") for row in rows]
    found: list[set[int]] = [set() for _ in rows]
    for weighed in subject:
        term = weighed.term
        split = {(row.first.table, row.name) for row, words in zip(rows, own, strict=True) if named_in(term, words)}
        words = names if any(named_in(term, name) for name in names) else texts
        for i, row in enumerate(rows):
            parted = (row.first.table, row.name) in split
            if named_in(term, own[i]) if parted else _covers(term, words[i], words):
                found[i].add(term.start)
    return found


def part_of(row: Row) -> str:
    """Compact words that part a row from others of its name: 공무원 of 접수 319건(구민 203 / 공무원 116)."""
    return compact(" ".join(_part(row)))


def named_in(term: Term, words: str) -> bool:
    return any(form in words for form in term.forms)


PARTS = frozenset({"구분", "내용", "대상", "재원", "급", "직군", "회계"})
"""Dimensions that part one labelled figure into several."""


def _named(rows: Sequence[Row]) -> list[Slot]:
    """Slots by the names of their rows, with what parts them where the names are the same."""
    names = [row.name for row in rows]
    return [Slot(row.name if names.count(row.name) == 1 else _told_apart(row), row) for row in rows]


def _told_apart(row: Row) -> str:
    """A name with what parts it from its namesakes: 재원, 구분, else its programme."""
    part = _part(row) or [row.first.programme or ""]
    return " ".join([row.name, *part]).strip()


def _part(row: Row) -> list[str]:
    return [value for key, value in row.dims.items() if key in PARTS]


def _covers(term: Term, text: str, texts: Iterable[str]) -> bool:
    """A compound that some row holds whole must stand whole: 생활폐기물 is not covered by 생활 and 음식물류폐기물."""
    if any(form in other for form in term.forms for other in texts):
        return any(form in text for form in term.forms)
    return term.coverage(text) >= 0.6
