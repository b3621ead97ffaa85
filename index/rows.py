"""Rows: the observations of one table row or labelled bullet, together, and the words a row is found by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from records import Observation

NAME_FIELDS = ("agency", "bureau", "department", "team", "programme", "indicator", "item")


@dataclass(frozen=True)
class Row:
    """The observations that share a row, in the order printed; never empty."""

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


def group_rows(observations: Iterable[Observation]) -> list[Row]:
    """Rows in the order of their first observation; the observations of a row must stand together."""
    return [Row(tuple(group)) for _, group in groupby(observations, key=lambda observation: observation.row)]
