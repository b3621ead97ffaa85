"""Rows: the observations that share their coordinates, together, and the words a row is found by.

In a table whose columns are measures a row is a printed row. In one whose rows are measures (정원 and 현원 above each
other, grades as columns) a row is what stands at one grade, gathered from the printed rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from records import Observation

NAME_FIELDS = ("agency", "bureau", "department", "team", "programme", "indicator", "item")


@dataclass(frozen=True)
class Row:
    """The observations of one table or bullet that share their coordinates, in the order printed; never empty."""

    observations: tuple[Observation, ...]

    @property
    def id(self) -> str:
        return self.observations[0].row

    @property
    def first(self) -> Observation:
        return self.observations[0]

    @cached_property
    def measures(self) -> dict[str, Observation]:
        """The first observation of each measure."""
        found: dict[str, Observation] = {}
        for observation in self.observations:
            found.setdefault(observation.measure, observation)
        return found

    @cached_property
    def dims(self) -> dict[str, str]:
        """The dimensions that hold for the whole row."""
        first, *rest = (dict(o.dims) for o in self.observations)
        return {key: value for key, value in first.items() if all(other.get(key) == value for other in rest)}

    @property
    def name(self) -> str:
        """What the row is about: its indicator, item, programme, team, department or bureau, the nearest first."""
        first = self.first
        names = (first.indicator, first.item, first.programme, first.team, first.department, first.bureau)
        return next((name for name in names if name), first.caption or first.section)

    @cached_property
    def search_text(self) -> str:
        """The words that keyword search finds the row by: names, dimensions, measures, year, section."""
        words: dict[str, None] = {}
        for observation in self.observations:
            for field in NAME_FIELDS:
                words.setdefault(getattr(observation, field) or "")
            for value in observation.dims.values():
                words.setdefault(value)
            words.setdefault(observation.measure)
            words.setdefault(observation.caption or "")
            words.setdefault(f"{observation.year}년" if observation.year else "")
        words.setdefault(self.first.section)
        return " ".join(word for word in words if word)


Coordinates = tuple[object, ...]


HEADING = "구분"
"""The dimension that an upper line of a table's header gives (계획 over 개수 and 지표수)."""


def _coordinates(observation: Observation, without_heading: bool) -> Coordinates:
    names = tuple(getattr(observation, field) for field in NAME_FIELDS)
    dims = {key: value for key, value in observation.dims.items() if not (without_heading and key == HEADING)}
    return (observation.table, observation.year, names, tuple(sorted(dims.items())))


def _plain_rows(observations: Sequence[Observation]) -> set[str]:
    """Printed rows whose measures are told apart without the upper line of the header."""
    cells: dict[str, list[tuple[object, ...]]] = {}
    for o in observations:
        if "-t" in o.table:
            dims = tuple(sorted((k, v) for k, v in o.dims.items() if k != HEADING))
            cells.setdefault(o.row, []).append((o.measure, o.status, o.span, o.as_of, o.year, o.item, dims))
    return {row for row, keys in cells.items() if len(keys) == len(set(keys))}


def group_rows(observations: Sequence[Observation]) -> list[Row]:
    """Rows in the order of their first observation. A measure that would stand twice in a row begins another."""
    groups: dict[Coordinates, list[Observation]] = {}
    plain = _plain_rows(observations)
    for observation in observations:
        coordinates = _coordinates(observation, observation.row in plain)
        part = 0
        while any(_same_cell(observation, other) for other in groups.get((*coordinates, part), ())):
            part += 1
        groups.setdefault((*coordinates, part), []).append(observation)
    return [Row(tuple(group)) for group in groups.values()]


def _same_cell(one: Observation, other: Observation) -> bool:
    return (one.measure, one.status, one.span, one.as_of, one.unit) == (
        other.measure,
        other.status,
        other.span,
        other.as_of,
        other.unit,
    )
