"""Figures put right by hand, laid over those that were read; the generation itself stays as it is.

A correction is found again by what it is of, so that it holds when a report is read anew or a new edition comes: the
file (or its content), the names of its row, its measure, and the figure printed there. Where that is printed otherwise
now, or nowhere, it holds no more and is told to be lost.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from index.rows import NAME_FIELDS, Row
from ingest.numbers import MONEY_UNITS, find_amounts, parse_number
from records import Amended, Correction, Observation, Report

REPRINTED = "지금 보고서에는 {text}(으)로 적혀 있어 쓰지 않습니다"
GONE = "지금 보고서에서 이 수치를 찾을 수 없어 쓰지 않습니다"


def row_of(observation: Observation) -> str:
    """What a figure is of, whatever place it stands at: the names of its row, its measure, its date.

    >>> observation = Observation("o", "r", "s", "Ⅲ", "t", "w", "실적", None, "9", "km", *[0] * 5, indicator="하천")
    >>> row_of(observation)
    '{"indicator": "하천", "measure": "실적", "unit": "km"}'
    """
    names = {name: getattr(observation, name) for name in (*NAME_FIELDS, "year", "measure", "unit", "status", "span")}
    named = {**names, "as_of": observation.as_of, "dims": dict(sorted(observation.dims.items()))}
    return json.dumps({name: value for name, value in named.items() if value}, ensure_ascii=False)


def amount_in(text: str, unit: str | None) -> Decimal | None:
    """What a figure that was typed comes to in the unit of its row; None where it is none.

    >>> amount_in("5,892", "백만원"), amount_in("58억 9,200만원", "백만원"), amount_in("9건", "km")
    (Decimal('5892'), Decimal('5892'), None)
    """
    if (number := parse_number(text.removesuffix(unit or ""))) is not None:
        return number
    amounts = [amount for amount in find_amounts(text) if (amount.start, amount.end) == (0, len(text))]
    if len(amounts) != 1:
        return None
    amount = amounts[0]
    if amount.unit == unit:
        return amount.value
    return amount.won / MONEY_UNITS[unit] if unit in MONEY_UNITS and amount.won is not None else None


def name_of_row(row: str) -> str:
    """What `row_of` gave, in words: 물빛과 하천 정비 연장 실적."""
    named = json.loads(row)
    told = ("department", "team", "programme", "indicator", "item", "year", "measure")
    dims = (str(value) for value in named.get("dims", {}).values())
    return " ".join([*(str(named[name]) for name in told if name in named), *dims])


@dataclass(frozen=True, slots=True)
class Bound:
    """Corrections by the id of the figure they put right, and those that hold no more, each with why."""

    held: Mapping[str, Correction]
    lost: tuple[tuple[Correction, str], ...]


def bind(corrections: Iterable[Correction], rows: Iterable[Row], reports: Mapping[str, Report]) -> Bound:
    """Find the figures that corrections are of; of several alike the one that stands nearest to the old place."""
    corrections = list(corrections)
    known: dict[str, list[Observation]] = {correction.row: [] for correction in corrections}
    for observation in (o for row in rows for o in row.observations) if known else ():
        known.get(row_of(observation), []).append(observation)
    held: dict[str, Correction] = {}
    lost: list[tuple[Correction, str]] = []
    for correction in corrections:
        own = [o for o in known[correction.row] if _same_report(correction, reports[o.report_id])]
        same = [o for o in own if o.text == correction.printed]
        if same:
            held[min(same, key=lambda o: abs(o.start - correction.start)).id] = correction
        else:
            lost.append((correction, REPRINTED.format(text=own[0].text) if own else GONE))
    return Bound(held, tuple(lost))


def _same_report(correction: Correction, report: Report) -> bool:
    return correction.report_id == report.id or correction.file == report.file


def _amended(observation: Observation, correction: Correction) -> Amended:
    """The figure as it should be, which still knows what is printed and where."""
    given = {field.name: getattr(observation, field.name) for field in fields(Observation)}
    value = amount_in(correction.text, observation.unit)
    return Amended(**{**given, "text": correction.text, "value": value}, correction=correction)


def amended_rows(rows: Iterable[Row], held: Mapping[str, Correction]) -> list[Row]:
    """The rows with their figures put right; `held` gives the correction of a figure by its id."""
    return [_row(row, held) if any(o.id in held for o in row.observations) else row for row in rows]


def _row(row: Row, held: Mapping[str, Correction]) -> Row:
    return Row(tuple(_amended(o, held[o.id]) if o.id in held else o for o in row.observations))
