"""Run files: what was asked, answered and measured, with all versions, for programs and for a later comparison."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from errors import DataFileError, Unavailable
from eval.evaluate import Result
from eval.scores import SHARES, Scores
from eval.statistics import mcnemar

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Change:
    """Two runs over the questions that both asked: ids that were gained and lost, and McNemar's exact p."""

    both: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def p(self) -> float:
        return mcnemar(len(self.gained), len(self.lost))


def run_to_json(golden: str, made: str, told: Scores, results: Sequence[Result], made_by: Mapping[str, Any]) -> Any:
    """The whole run as one JSON object. `golden` names the questions, `made` is the time in ISO form."""
    return {
        "format": FORMAT,
        "made": made,
        "golden": golden,
        "versions": dict(made_by),
        "measures": measures(told),
        "questions": [_question(result) for result in results],
    }


def measures(told: Scores) -> dict[str, Any]:
    shares = {
        name: {**asdict(of(told)), "share": of(told).right / of(told).n} for name, of in SHARES.items() if of(told).n
    }
    lists = {"목록": asdict(told.lists)} if told.lists else {}
    others = {"unproved": told.unproved, "wrong_refusals": told.refusals.wrong, "latency_ms": asdict(told.latency)}
    return shares | lists | others


def _question(result: Result) -> dict[str, Any]:
    golden = result.golden
    return {
        "id": golden.id,
        "family": golden.family,
        "who": golden.who,
        "right": result.grade.right,
        "faults": [str(fault) for fault in result.grade.faults],
        "places_missing": len(result.grade.places),
        "unproved": [fault.number for fault in result.proof.unproved],
        "turns": [answer.to_json() for answer in result.answers],
    }


def save(run: Any, path: Path) -> None:
    """Raises Unavailable where nothing can be written."""
    write(path, json.dumps(run, ensure_ascii=False, indent=1))


def write(path: Path, text: str) -> None:
    """Write a result, its folder made when missing. Raises Unavailable where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(f"{path}에 적을 수 없습니다({error}). 폴더와 디스크 공간을 확인해 주십시오.") from error


def verdicts(path: Path) -> dict[str, bool]:
    """Which questions of a run file were right. Raises DataFileError for a file that is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return {each["id"]: bool(each["right"]) for each in data["questions"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"실행 기록이 아닙니다({error}). python -m eval run이 eval/results에 적은 JSON을 주십시오."
        raise DataFileError(path, None, message) from error


def compare(before: Mapping[str, bool], results: Sequence[Result]) -> Change:
    """What changed since `before`, over the questions that both runs asked."""
    now = {result.golden.id: result.grade.right for result in results if result.golden.id in before}
    gained = tuple(id_ for id_, right in now.items() if right and not before[id_])
    lost = tuple(id_ for id_, right in now.items() if not right and before[id_])
    return Change(len(now), gained, lost)


def change_lines(change: Change, results: Sequence[Result]) -> list[str]:
    """The change in words, with the questions that turned."""
    asked = {result.golden.id: result.golden.turns[-1] for result in results}
    lines = [
        f"앞선 실행과 함께 물은 {change.both:,}건 가운데 맞게 된 것 {len(change.gained)}건, "
        f"틀리게 된 것 {len(change.lost)}건 (McNemar 정확 검정 p = {change.p:.4f})"
    ]
    for sign, ids in (("+", change.gained), ("-", change.lost)):
        lines += [f"  {sign} {id_} {asked[id_]}" for id_ in ids]
    return lines
