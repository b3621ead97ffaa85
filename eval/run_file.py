"""Run files: what was asked, answered and measured, with all versions, for programs and for a later comparison."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from errors import DataFileError, Unavailable
from eval.evaluate import Result
from eval.questions import Golden
from eval.scores import SHARES, Scores
from eval.statistics import mcnemar

FORMAT = 2


@dataclass(frozen=True)
class Run:
    """A finished run. `golden` names the questions, `made` is the time in ISO form, `made_by` all versions.

    `lead` is said above the tables (the gate's verdict, a twin's seed), `passed` tells which colour; `changes` is what
    turned since an earlier run.
    """

    golden: str
    results: Sequence[Result]
    scores: Scores
    made_by: Mapping[str, Any]
    lead: tuple[str, ...] = ()
    passed: bool | None = None
    changes: tuple[str, ...] = ()
    made: str = field(default_factory=lambda: time.strftime("%Y-%m-%dT%H:%M:%S%z"))

    def to_json(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "made": self.made,
            "golden": {"name": self.golden, "questions": len(self.results), "hash": _hash(self.results)},
            "versions": dict(self.made_by),
            "passed": self.passed,
            "lead": list(self.lead),
            "measures": measures(self.scores),
            "questions": [_question(result) for result in self.results],
        }


@dataclass(frozen=True, slots=True)
class Past:
    """What a comparison needs of an earlier run: for each question the faults it had, and the versions."""

    faults: Mapping[str, tuple[str, ...]]
    versions: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Two runs over the questions that both asked: ids that were gained and lost, and McNemar's exact p."""

    both: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]

    @property
    def p(self) -> float:
        return mcnemar(len(self.gained), len(self.lost))


def measures(told: Scores) -> dict[str, Any]:
    shares = {
        name: {**asdict(of(told)), "share": of(told).right / of(told).n} for name, of in SHARES.items() if of(told).n
    }
    lists = {"목록": asdict(told.lists)} if told.lists else {}
    others = {"unproved": told.unproved, "wrong_refusals": told.refusals.wrong, "latency_ms": asdict(told.latency)}
    return shares | lists | others


def _hash(results: Sequence[Result]) -> str:
    """Of the questions with their expectations: the same hash means that the same was asked."""
    lines = [json.dumps(result.golden.to_json(), ensure_ascii=False, sort_keys=True) for result in results]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _question(result: Result) -> dict[str, Any]:
    golden: Golden = result.golden
    return {
        "id": golden.id,
        "family": golden.family,
        "who": golden.who,
        "right": result.grade.right,
        "faults": [str(fault) for fault in result.grade.faults],
        "places": {"due": result.citations.due, "found": result.citations.found},
        "numbers": result.proof.numbers,
        "unproved": [fault.number for fault in result.proof.unproved],
        "expected": golden.to_json(),
        "turns": [answer.to_json() for answer in result.answers],
    }


def save(run: Run, path: Path) -> None:
    """Raises Unavailable where nothing can be written."""
    write(path, json.dumps(run.to_json(), ensure_ascii=False, indent=1))


def write(path: Path, text: str) -> None:
    """Write a result, its folder made when missing. Raises Unavailable where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unavailable(f"{path}에 적을 수 없습니다({error}). 폴더와 디스크 공간을 확인해 주십시오.") from error


def read_past(path: Path) -> Past:
    """An earlier run. Raises DataFileError for a file that is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"형식 {data['format']}, 읽을 수 있는 형식 {FORMAT}")
        versions = {"golden.hash": data["golden"]["hash"], **dict(flat_versions(data["versions"]))}
        return Past({each["id"]: tuple(each["faults"]) for each in data["questions"]}, versions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"실행 기록이 아닙니다({error}). python -m eval run이 eval/results에 적은 JSON을 주십시오."
        raise DataFileError(path, None, message) from error


def flat_versions(versions: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Versions by dotted names: index.id, packages.torch."""
    for name, value in versions.items():
        if isinstance(value, Mapping):
            yield from flat_versions(value, f"{prefix}{name}.")
        else:
            yield prefix + name, str(value)


def compare(before: Mapping[str, Sequence[str]], results: Sequence[Result]) -> Change:
    """What changed since `before` (faults by id), over the questions that both runs asked."""
    now = {result.golden.id: result.grade.right for result in results if result.golden.id in before}
    gained = tuple(id_ for id_, right in now.items() if right and before[id_])
    lost = tuple(id_ for id_, right in now.items() if not right and not before[id_])
    return Change(len(now), gained, lost)


def change_lines(before: Mapping[str, Sequence[str]], results: Sequence[Result]) -> list[str]:
    """The change in words, with the questions that turned and the fault each had or has."""
    change = compare(before, results)
    now = {result.golden.id: result for result in results}
    lines = [
        f"앞선 실행과 함께 물은 {change.both:,}건 가운데 맞게 된 것 {len(change.gained)}건, "
        f"틀리게 된 것 {len(change.lost)}건 (McNemar 정확 검정 p = {change.p:.4f})"
    ]
    lines += [f"  + {id_} {now[id_].golden.turns[-1]} (앞서는 {' / '.join(before[id_])})" for id_ in change.gained]
    lines += [
        f"  - {id_} {now[id_].golden.turns[-1]} ({' / '.join(map(str, now[id_].grade.faults))})" for id_ in change.lost
    ]
    return lines


def version_lines(before: Mapping[str, str], run: Run) -> list[str]:
    """Which versions differ from those of an earlier run: code 1f3a… → 77b0…."""
    now = {"golden.hash": _hash(run.results), **dict(flat_versions(run.made_by))}
    differ = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    shown = [
        f"{name} {before.get(name, '없음')} → {now.get(name, '없음')}" for name in differ if len(now.get(name, "")) < 80
    ]
    return [f"달라진 것: {', '.join(shown)}" if shown else "두 실행의 판본은 모두 같습니다."]
