"""Where to look: agencies, years, departments and reports as a mask over passages or rows."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Within:
    """What a search is held to. `reports` are ids; each field left empty (`reports`: None) holds it to nothing."""

    reports: tuple[str, ...] | None = None
    agencies: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    departments: tuple[str, ...] = ()


class Column:
    """One value for each of n records, kept as numbers so that a filter over 200,000 of them takes microseconds."""

    def __init__(self, values: Sequence[Hashable]) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._codes = np.array([self._numbers.setdefault(value, len(self._numbers)) for value in values], dtype=np.intp)

    def among(self, wanted: Collection[Hashable]) -> Mask:
        """Which records have one of the wanted values, shape (n,).

        >>> Column(["가", "나", "가"]).among(["가", "다"])
        array([ True, False,  True])
        """
        flags = np.zeros(len(self._numbers), dtype=np.bool_)
        flags[[self._numbers[value] for value in wanted if value in self._numbers]] = True
        return flags[self._codes]


@dataclass(frozen=True)
class Places:
    """Report, agency, year and department of n records; `among` of each is joined by and."""

    reports: Column
    agencies: Column
    years: Column
    departments: Column

    def mask(self, within: Within) -> Mask | None:
        """The records that `within` allows, shape (n,); None where it allows all."""
        asked = [
            (self.reports, within.reports),
            (self.agencies, within.agencies or None),
            (self.years, within.years or None),
            (self.departments, within.departments or None),
        ]
        masks = [column.among(wanted) for column, wanted in asked if wanted is not None]
        return np.logical_and.reduce(masks) if masks else None
