"""The gate: what a run must reach. Its numbers stand in `gate.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from errors import DataFileError
from eval.scores import Scores

GATE = Path(__file__).with_name("gate.toml")


@dataclass(frozen=True, slots=True)
class Gate:
    """Least share right, most unproved figures, and the greatest share of answerable questions refused."""

    right: float
    unproved: int
    wrong_refusals: float


def load_gate(path: Path = GATE) -> Gate:
    """Raises DataFileError for a gate that is missing, or has other keys than it should."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataFileError(path, None, f"합격선을 읽을 수 없습니다({error}).") from error
    names = [field.name for field in fields(Gate)]
    if set(data) != set(names) or not all(isinstance(value, int | float) for value in data.values()):
        raise DataFileError(path, None, f"합격선에는 {', '.join(names)}만 숫자로 적어 주십시오.")
    return Gate(float(data["right"]), int(data["unproved"]), float(data["wrong_refusals"]))


def below(gate: Gate, told: Scores) -> list[str]:
    """A line for each thing that the run does not reach; [] when it passes."""
    return [line for name, check in _CHECKS.items() if (line := check(getattr(gate, name), told))]


def _right(least: float, told: Scores) -> str | None:
    share = told.exactness.value
    return None if share >= least else f"정답률 {share:.1%}이(가) 합격선 {least:.1%}보다 낮습니다."


def _unproved(most: float, told: Scores) -> str | None:
    return None if told.unproved <= most else f"확인되지 않은 수치가 {told.unproved}개입니다(합격선 {most:.0f}개)."


def _wrong_refusals(most: float, told: Scores) -> str | None:
    share = told.refusals.wrong / told.answerable if told.answerable else 0.0
    return None if share <= most else f"답이 있는 질문의 {share:.1%}을(를) 거절했습니다(합격선 {most:.1%})."


_CHECKS: Mapping[str, Callable[[float, Scores], str | None]] = {
    "right": _right,
    "unproved": _unproved,
    "wrong_refusals": _wrong_refusals,
}
