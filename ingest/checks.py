"""Checks that come free: what a report prints against what follows from its own figures.

Nothing is corrected: a figure that fails keeps its value and gets a remark in Korean, which is listed too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from records import Observation, Remark, Report

Finding = tuple[Observation, str]
"""An observation and what is wrong with it."""

RATES = {"달성률": ("실적", "목표"), "집행률": ("집행액", "예산액")}
"""Rates and the measures they are made of, part over whole."""

PART = "구분"
"""The key of what a figure in brackets is a part for: 요청 of 146건(요청 35건 / 훈시 111건)."""


def check(report: Report, observations: Sequence[Observation]) -> tuple[list[Observation], list[Remark]]:
    """Observations with a remark where a check fails, and all remarks with line and row.

    Example: 집행률 26.4 beside 예산액 5,320 and 집행액 1,430 gets `집행률이 … 다릅니다 (인쇄 26.4%, 계산 26.9%)`.
    """
    findings: dict[str, list[str]] = defaultdict(list)
    for test in TESTS:
        for observation, message in test(observations):
            findings[observation.id].append(message)
    checked = [_remarked(each, findings[each.id]) if each.id in findings else each for each in observations]
    return checked, list(_listed(checked))


def _remarked(observation: Observation, messages: Sequence[str]) -> Observation:
    told = [observation.remark] if observation.remark else []
    return replace(observation, remark=" ".join(dict.fromkeys([*told, *messages])))


def _listed(observations: Iterable[Observation]) -> Iterator[Remark]:
    """One remark a row and message."""
    seen = set()
    for observation in observations:
        if observation.remark and (observation.row, observation.remark) not in seen:
            seen.add((observation.row, observation.remark))
            yield Remark(f"{_name(observation)}: {observation.remark}", observation.line, observation.row)


def _name(observation: Observation) -> str:
    names = (observation.bureau, observation.department, observation.programme, observation.indicator, observation.item)
    return " · ".join(dict.fromkeys(name for name in names if name)) or observation.section or observation.measure


def _rows(observations: Iterable[Observation]) -> Iterator[list[Observation]]:
    rows: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        rows[observation.row].append(observation)
    return iter(rows.values())


# --- rates ------------------------------------------------------------------------------------------------------------


def rates(observations: Sequence[Observation]) -> Iterator[Finding]:
    """달성률 against 실적 ÷ 목표 and 집행률 against 집행액 ÷ 예산액, to the printed digit; a cut-off one passes too."""
    for row in _rows(observations):
        for rate in row:
            if rate.measure in RATES and rate.value is not None:
                expected = _expected(rate, row)
                if expected is not None and not _same_rate(rate.value, expected):
                    yield rate, _rate_message(rate, expected)


def _expected(rate: Observation, row: Sequence[Observation]) -> Decimal | None:
    part_name, whole_name = RATES[rate.measure]
    part, whole = _beside(rate, row, part_name), _beside(rate, row, whole_name)
    if part is None or whole is None or not whole.value or part.value is None:
        return None
    return part.value * 100 / whole.value


def _beside(rate: Observation, row: Sequence[Observation], measure: str) -> Observation | None:
    """The figure of a row that a rate is made of: the whole of all sources, and of the rate's own date."""
    found = [each for each in row if each.measure == measure and each.value is not None and "대상" not in each.dims]
    found = [
        each for each in found if each.dims.get("재원") in (None, rate.dims.get("재원")) or len(found) == 1
    ] or found
    same = [each for each in found if each.as_of == rate.as_of and each.status in (rate.status, None)]
    return next(iter(same or found), None)


def _same_rate(printed: Decimal, expected: Decimal) -> bool:
    """Equal when rounded, or cut off, to the digits printed."""
    exponent = printed.as_tuple().exponent
    digits = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    step = Decimal(1).scaleb(-digits)
    return abs(printed - expected) < step


def _rate_message(rate: Observation, expected: Decimal) -> str:
    part, whole = RATES[rate.measure]
    told = expected.quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{rate.measure}이 {part} ÷ {whole}의 값과 다릅니다 (인쇄 {rate.text.rstrip('%')}%, 계산 {told}%)."


# --- totals -----------------------------------------------------------------------------------------------------------


def totals(observations: Sequence[Observation]) -> Iterator[Finding]:
    """A total row against the sum of the rows below it, column by column; a total column against its row's parts."""
    tables: dict[str, list[Observation]] = defaultdict(list)
    for observation in observations:
        tables[observation.table].append(observation)
    for table in tables.values():
        yield from _total_rows(table)
        yield from _total_columns(table)


def _total_rows(table: Sequence[Observation]) -> Iterator[Finding]:
    columns: dict[tuple[object, ...], list[Observation]] = defaultdict(list)
    for observation in table:
        columns[_column(observation)].append(observation)
    for column in columns.values():
        sums = [each for each in column if each.total and each.value is not None]
        parts = [each.value for each in column if not each.total and each.value is not None]
        if len(sums) != 1 or len(parts) < 2 or len({each.row for each in column}) != len(column):
            continue
        if sums[0].unit != "%" and sum(parts) != sums[0].value:
            yield sums[0], _sum_message(sums[0], sum(parts, Decimal(0)))


def _column(observation: Observation) -> tuple[object, ...]:
    dims = {name: word for name, word in observation.dims.items() if name in ("재원", "급", "직군", "대상")}
    when = (observation.year, observation.status, observation.as_of, observation.span)
    return observation.measure, observation.unit, *when, tuple(sorted(dims.items()))


def _total_columns(table: Sequence[Observation]) -> Iterator[Finding]:
    """정원 계 against its grades."""
    for row in _rows(table):
        graded = [each.value for each in row if "급" in each.dims and each.value is not None]
        whole = next((each for each in row if each.total and "급" not in each.dims and each.value is not None), None)
        if whole is not None and len(graded) > 1 and sum(graded) != whole.value:
            yield whole, _sum_message(whole, sum(graded, Decimal(0)))


def _sum_message(whole: Observation, parts: Decimal) -> str:
    return f"보고서의 {whole.measure} 합계와 세부 항목의 합이 다릅니다 (인쇄 {whole.text}, 계산 {parts:,f})."


def brackets(observations: Sequence[Observation]) -> Iterator[Finding]:
    """What a bullet counts against the parts in its brackets: 146건(요청 35건 / 훈시 111건). 등 leaves parts out."""
    for row in _rows(each for each in observations if "-t" not in each.table):
        for whole in row:
            parts = [each.value for each in row if _is_part(each, whole) and each.value is not None]
            if len(parts) < 2 or whole.value is None or sum(parts) == whole.value or _leaves_out(row):
                continue
            yield whole, f"{whole.measure} 전체와 괄호 안의 합이 다릅니다 (인쇄 {whole.text}, 합 {sum(parts):,f})."


def _is_part(part: Observation, whole: Observation) -> bool:
    same = (part.item, part.measure, part.unit, part.span) == (whole.item, whole.measure, whole.unit, whole.span)
    rest = {name: word for name, word in part.dims.items() if name != PART}
    return same and PART in part.dims and rest == whole.dims and whole.span is None and part.start > whole.end


def _leaves_out(row: Sequence[Observation]) -> bool:
    return any(re.search(r"(?<![가-힣])등(?![가-힣])", word) for each in row for word in each.dims.values())


# --- differences ------------------------------------------------------------------------------------------------------


def differences(observations: Sequence[Observation]) -> Iterator[Finding]:
    """Differences that a table prints: 과부족 (현원 − 정원), 비교증감 (− 전년도예산액), 예상잔액 (what is left)."""
    yield from _shortages(observations)
    for row in _rows(observations):
        yield from _changes(row)


def _shortages(observations: Sequence[Observation]) -> Iterator[Finding]:
    grades: dict[tuple[object, ...], dict[str, Observation]] = defaultdict(dict)
    for each in observations:
        if each.measure in ("정원", "현원", "과부족"):
            grades[each.table, each.total, tuple(sorted(each.dims.items()))][each.measure] = each
    for group in grades.values():
        told = group.get("과부족")
        if told is None or told.value is None or len(group) < 2:
            continue
        quota, present = (group[name].value if name in group else None for name in ("정원", "현원"))
        gap = (present or Decimal(0)) - (quota or Decimal(0))
        if abs(gap) != abs(told.value):
            yield told, f"과부족이 현원 − 정원과 다릅니다 (인쇄 {told.text}, 계산 {gap:f})."


def _changes(row: Sequence[Observation]) -> Iterator[Finding]:
    values = {each.measure: each for each in row if each.value is not None and "재원" not in each.dims}
    new, old, change = (values.get(name) for name in ("예산액", "전년도예산액", "비교증감"))
    if new and old and change and new.value is not None and old.value is not None:
        gap = new.value - old.value
        if gap != change.value:
            yield change, f"비교증감이 예산액 − 전년도예산액과 다릅니다 (인쇄 {change.text}, 계산 {gap:,f})."
    yield from _remainders(row)


def _remainders(row: Sequence[Observation]) -> Iterator[Finding]:
    """예상잔액 = 예산액 − what was spent − what is still to be spent."""
    left = next((each for each in row if each.measure == "예상잔액" and each.value is not None), None)
    budget = next((each for each in row if each.measure == "예산액" and each.value is not None), None)
    spent = [each.value for each in row if each.measure == "집행액" and each.value is not None]
    if left is None or budget is None or budget.value is None or not spent:
        return
    gap = budget.value - sum(spent, Decimal(0))
    if gap != left.value:
        yield left, f"예상잔액이 예산액에서 집행액을 뺀 값과 다릅니다 (인쇄 {left.text}, 계산 {gap:,f})."


# --- the order of the year --------------------------------------------------------------------------------------------


def overspent(observations: Sequence[Observation]) -> Iterator[Finding]:
    """A 집행액 above its 예산액, and a share of the money above the whole."""
    for row in _rows(observations):
        budget = next((e for e in row if e.measure == "예산액" and e.value is not None and "재원" not in e.dims), None)
        if budget is None or budget.value is None:
            continue
        for each in row:
            if (
                each.measure == "집행액"
                and each.value is not None
                and each.unit == budget.unit
                and each.value > budget.value
            ):
                yield each, f"집행액이 예산액보다 큽니다 (집행액 {each.text}, 예산액 {budget.text})."


def shares(observations: Sequence[Observation]) -> Iterator[Finding]:
    """The shares in brackets against the whole: (시비 133,086 구비 6,240) of 139,326."""
    for row in _rows(observations):
        for whole in row:
            if whole.value is None or "재원" in whole.dims or whole.unit == "%":
                continue
            parts = [e.value for e in row if _is_share(e, whole) and e.value is not None]
            if parts and sum(parts) != whole.value:
                told = f"인쇄 {whole.text}, 재원별 합 {sum(parts, Decimal(0)):,f}"
                yield whole, f"{whole.measure} 전체와 재원별 금액의 합이 다릅니다 ({told})."


def _is_share(part: Observation, whole: Observation) -> bool:
    same = (part.measure, part.unit, part.status, part.as_of) == (whole.measure, whole.unit, whole.status, whole.as_of)
    return same and "재원" in part.dims


# --- counts -----------------------------------------------------------------------------------------------------------

COUNTED: dict[str, Callable[[Observation], str | None]] = {
    "지표수": lambda each: each.indicator,
    "정책사업목표 개수": lambda each: each.dims.get("정책사업목표"),
    "전략목표수": lambda each: each.dims.get("전략목표"),
    "사업 수": lambda each: each.programme if each.indicator else None,
}
"""Measures that count things that the report also lists, and what is listed."""


def counts(observations: Sequence[Observation]) -> Iterator[Finding]:
    """Counts that a report states per 국 against the rows found; only where the report lists that 국 at all."""
    for stated in observations:
        listed = COUNTED.get(stated.measure)
        if listed is None or stated.value is None or stated.unit == "%":
            continue
        rows = {
            (each.row if stated.measure == "지표수" else "", each.department, name)
            for each, name in _under(stated, listed, observations)
        }
        if rows and len(rows) != stated.value:
            yield stated, f"{stated.measure}와 보고서에서 찾은 수가 다릅니다 (인쇄 {stated.text}, 찾은 수 {len(rows)})."


def _under(
    stated: Observation, listed: Callable[[Observation], str | None], observations: Sequence[Observation]
) -> Iterator[tuple[Observation, str]]:
    for each in observations:
        name = listed(each)
        if name and each.table != stated.table and (stated.total or each.bureau == stated.bureau):
            yield each, name


TESTS: tuple[Callable[[Sequence[Observation]], Iterator[Finding]], ...] = (
    rates,
    totals,
    differences,
    overspent,
    shares,
    brackets,
    counts,
)
"""Every check; adding one is one row here."""
