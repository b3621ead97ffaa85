"""A question of the log made a golden question: one line of a file that `python -m eval run` takes as it is."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from errors import InputError, Unavailable
from eval.questions import Golden, Place
from store import Store
from store.questions import Logged

FILE = "golden.jsonl"
NOTE = "질문 기록에서 올림: 기대값은 그때의 답에서 왔으니 원문과 견주어 고치십시오."
FIGURES_KEPT = 6

QUOTED = 40
"""Characters of a cited quote that are enough to find it again."""

_writing = threading.Lock()


def golden_of(before: Sequence[Logged], logged: Logged) -> Golden:
    """The conversation up to a question; what was answered then is expected until somebody puts it right."""
    figures = [str(figure["text"]) for figure in logged.answer.get("figures", ()) if not figure.get("formula")]
    return Golden(
        id=f"L-{logged.id}",
        turns=(*(each.question for each in before), logged.question),
        family="질문 기록",
        who="citizen",
        must=() if logged.refused else tuple((text,) for text in dict.fromkeys(figures[:FIGURES_KEPT])),
        refuse=logged.refused,
        cite=() if logged.refused else _places(logged),
        note=NOTE,
    )


def _places(logged: Logged) -> tuple[Place, ...]:
    cited = logged.answer.get("citations", ())[:1]
    return tuple(Place(each["file"], (each["quote"].strip().split("\n")[0][:QUOTED],)) for each in cited)


def _has(path: Path, golden: Golden) -> bool:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return any(json.loads(line)["id"] == golden.id for line in lines if line.strip())


def make_golden(store: Store, data_dir: Path, number: int, who: str) -> Path:
    """Add a question of the log to the file; a second time changes nothing. Raises InputError for an unknown one."""
    logged = store.questions.find(number)
    if logged is None:
        raise InputError("기록에 없는 질문입니다. 화면을 새로 고쳐 주십시오.")
    path = data_dir / FILE
    with _writing:
        if logged.golden:
            return path
        golden = golden_of(store.questions.before(logged), logged)
        line = "" if _has(path, golden) else json.dumps(golden.to_json(), ensure_ascii=False) + "\n"
        try:
            with path.open("a", encoding="utf-8") as file:
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise Unavailable(f"{path}에 적을 수 없습니다({error}). 디스크 공간을 확인해 주십시오.") from error
        store.questions.mark_golden(number)
    store.audit.add(who, "golden", f"{number}번 질문")
    return path
