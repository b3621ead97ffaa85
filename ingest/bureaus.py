"""국 of each 과, inferred when the printed numbers of 사업 per 국 and the order of the 과 agree exactly.

A report lists its 과 in the order of their 국 without saying so, and prints elsewhere how many 사업 each 국 has.
Counting the distinct 사업 of each 과 in order, the running count must meet every border: 4 | 5 + 5 + 4 + 4 = 18 | …
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from records import Observation, Section

COUNT = "사업 수"
SOURCE, INFERRED = "국 출처", "추정"
"""Key and value in `dims` of an observation whose bureau was inferred."""


def infer_bureaus(observations: Sequence[Observation], sections: Sequence[Section]) -> list[Observation]:
    """Observations with `bureau` set where it is inferred; unchanged where the counts do not agree exactly.

    Sections are only asked for the order of departments that no observation names. Example: 국 A 4, 국 B 8 with the 과
    one (4 사업), two (5) and three (3) gives one → A, two and three → B.
    """
    counts = _printed_counts(observations)
    programmes = _programmes(observations)
    homes = match(counts, [(name, len(names)) for name, names in programmes.items()])
    if not homes:
        return list(observations)
    return [_with_bureau(observation, homes) for observation in observations]


def match(counts: Sequence[tuple[str, int]], departments: Sequence[tuple[str, int]]) -> dict[str, str]:
    """Department → bureau when the departments, in order, fill the bureaus' counts exactly; empty otherwise.

    A department of a bureau's own name (감사담당관) must be its own bureau.

    >>> match([("가국", 4), ("나국", 8)], [("하나과", 4), ("두과", 5), ("세과", 3)])
    {'하나과': '가국', '두과': '나국', '세과': '나국'}
    """
    homes: dict[str, str] = {}
    rest = list(departments)
    for bureau, count in counts:
        filled = 0
        while rest and filled < count:
            name, size = rest.pop(0)
            filled += size
            homes[name] = bureau
        if filled != count:
            return {}
    names = {bureau for bureau, _ in counts}
    astray = any(name in names and home != name for name, home in homes.items())
    return {} if rest or astray else homes


def _printed_counts(observations: Sequence[Observation]) -> list[tuple[str, int]]:
    """(bureau, number of 사업) in the order printed."""
    found: dict[str, int] = {}
    for observation in observations:
        whole = observation.value is not None and observation.value == observation.value.to_integral_value()
        if observation.measure == COUNT and observation.bureau and not observation.total and whole:
            found.setdefault(observation.bureau, int(observation.value or Decimal(0)))
    return list(found.items())


def _programmes(observations: Sequence[Observation]) -> dict[str, dict[str, None]]:
    """The distinct 사업 with indicators of each department, departments in the order printed."""
    found: dict[str, dict[str, None]] = {}
    for observation in sorted(observations, key=lambda each: each.start):
        if observation.department and observation.programme and observation.indicator and not observation.bureau:
            found.setdefault(observation.department, {}).setdefault(observation.programme)
    return found


def _with_bureau(observation: Observation, homes: dict[str, str]) -> Observation:
    home = homes.get(observation.department or "")
    if home is None or observation.bureau is not None:
        return observation
    return replace(observation, bureau=home, dims={**observation.dims, SOURCE: INFERRED})
