"""Golden questions: what is asked, and what a right answer must hold. The form stands in eval/golden/README.md.

A person adds one in a line: `id`, `turns` and one expectation are enough. What a line may hold is one table here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from errors import DataFileError

Alternatives = tuple[str, ...]
"""Spellings of one thing; any one of them will do."""


JSON_FAULTS: Mapping[str, str] = {
    "Expecting value": "값이 빠졌거나 큰따옴표로 싸이지 않았습니다",
    "Expecting ',' delimiter": "쉼표나 닫는 괄호가 빠졌습니다",
    "Expecting ':' delimiter": "열쇠 뒤에 쌍점(:)이 빠졌습니다",
    "Expecting property name enclosed in double quotes": "열쇠를 큰따옴표로 싸야 합니다",
    "Illegal trailing comma before end of object": "마지막 쉼표를 지워야 합니다",
    "Illegal trailing comma before end of array": "마지막 쉼표를 지워야 합니다",
    "Unterminated string starting": "닫는 큰따옴표가 없습니다",
    "Invalid control character": "줄바꿈이나 탭은 \\n, \\t로 적어야 합니다",
    "Extra data": "객체 뒤에 다른 글자가 남아 있습니다",
}
"""What Python's JSON reader says of a line → what to mend."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list must name (each of `items`), and names that do not belong in it (`universe` without the items)."""

    items: tuple[Alternatives, ...]
    universe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place that must be cited: the number or name of its file, and strings that stand close together there."""

    file: str
    contains: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Golden:
    """One conversation; its last turn is graded."""

    id: str
    turns: tuple[str, ...]
    family: str = "기타"
    who: str = "staff"
    must: tuple[Alternatives, ...] = ()
    must_not: tuple[str, ...] = ()
    listed: Listed | None = None
    refuse: bool = False
    cite: tuple[Place, ...] = ()
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """The line of the golden file."""
        listed = self.listed and {"items": [list(i) for i in self.listed.items], "universe": list(self.listed.universe)}
        return {
            "id": self.id,
            "family": self.family,
            "who": self.who,
            "turns": list(self.turns),
            "must": [list(group) for group in self.must],
            "must_not": list(self.must_not),
            "list": listed,
            "refuse": self.refuse,
            "cite": [{"file": place.file, "contains": list(place.contains)} for place in self.cite],
            "note": self.note,
        }


def read_golden(path: Path) -> list[Golden]:
    """All questions of a golden file. Raises DataFileError with the number of the line that cannot be used, and why."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(path, None, f"읽을 수 없습니다({error}). UTF-8 JSONL 파일인지 확인해 주십시오.") from error
    found: dict[str, Golden] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            golden = _golden(path, number, line)
            if golden.id in found:
                raise DataFileError(path, number, f"id {golden.id!r}이(가) 앞줄에도 있습니다. 다른 id를 적어 주십시오.")
            found[golden.id] = golden
    if not found:
        raise DataFileError(path, None, "질문이 한 줄도 없습니다. 한 줄에 질문 하나를 JSON으로 적어 주십시오.")
    return list(found.values())


def write_golden(path: Path, questions: Sequence[Golden]) -> None:
    lines = [json.dumps(golden.to_json(), ensure_ascii=False) + "\n" for golden in questions]
    path.write_text("".join(lines), encoding="utf-8")


def parse(data: Mapping[str, Any]) -> Golden:
    """A question from the object of its line. Raises ValueError saying what is wrong, in Korean."""
    strange = sorted(set(data) - set(_KEYS))
    if strange:
        raise ValueError(f"모르는 열쇠 {', '.join(strange)}이(가) 있습니다. 쓸 수 있는 열쇠: {', '.join(_KEYS)}")
    for key in ("id", "turns"):
        if key not in data:
            raise ValueError(f"{key}이(가) 없습니다")
    fields = {_KEYS[key][0]: _KEYS[key][1](value) for key, value in data.items() if _checked(key, value)}
    golden = Golden(**fields)
    if not (golden.must or golden.must_not or golden.listed or golden.refuse or golden.cite):
        raise ValueError("기대하는 답이 없습니다. must, must_not, list, refuse, cite 가운데 하나를 적어 주십시오")
    return golden


def _golden(path: Path, number: int, line: str) -> Golden:
    try:
        data = json.loads(line)
        if not isinstance(data, dict):
            raise ValueError("{ }로 싼 JSON 객체가 아닙니다")
        return parse(data)
    except json.JSONDecodeError as error:
        reason = JSON_FAULTS.get(error.msg.removesuffix(" at"), error.msg)
        raise DataFileError(path, number, f"JSON이 아닙니다. {error.colno}번째 글자: {reason}.") from error
    except ValueError as error:
        raise DataFileError(path, number, f"{error}.") from error


def _checked(key: str, value: object) -> bool:
    """True for a value of the right shape, False for one that is left out (null)."""
    _, _, fits, shape = _KEYS[key]
    if value is None and key == "list":
        return False
    if not fits(value):
        raise ValueError(f"{key}은(는) {shape}이어야 합니다(적힌 값: {json.dumps(value, ensure_ascii=False)[:60]})")
    return True


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(each) for each in value)


def _is_groups(value: object) -> bool:
    return isinstance(value, list) and all(_is_text(each) or (each and _is_texts(each)) for each in value)


def _is_list(value: object) -> bool:
    return isinstance(value, dict) and _is_groups(value.get("items")) and _is_texts(value.get("universe", []))


def _is_places(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict) and _is_text(each.get("file")) and _is_texts(each.get("contains")) for each in value
    )


def _groups(value: Sequence[str | Sequence[str]]) -> tuple[Alternatives, ...]:
    return tuple((each,) if isinstance(each, str) else tuple(each) for each in value)


def _places(value: Sequence[Mapping[str, Any]]) -> tuple[Place, ...]:
    return tuple(Place(each["file"], tuple(each["contains"])) for each in value)


def _listed(value: Mapping[str, Any]) -> Listed:
    return Listed(_groups(value["items"]), tuple(value.get("universe", ())))


_KEYS: Mapping[str, tuple[str, Callable[[Any], Any], Callable[[object], bool], str]] = {
    "id": ("id", str, _is_text, "비지 않은 글"),
    "turns": ("turns", tuple, lambda value: bool(value) and _is_texts(value), "질문의 목록"),
    "family": ("family", str, _is_text, "비지 않은 글"),
    "who": ("who", str, _is_text, "비지 않은 글"),
    "must": ("must", _groups, _is_groups, "같은 뜻의 표기를 묶은 목록의 목록"),
    "must_not": ("must_not", tuple, _is_texts, "글의 목록"),
    "list": ("listed", _listed, _is_list, 'null이나 {"items": [[…]], "universe": […]}'),
    "refuse": ("refuse", bool, lambda value: isinstance(value, bool), "true나 false"),
    "cite": ("cite", _places, _is_places, '{"file": "…", "contains": ["…"]}의 목록'),
    "note": ("note", str, lambda value: isinstance(value, str), "글"),
}
"""Key of a line → field, how it is made, whether a value fits, and what would fit. A new key is one row here."""
