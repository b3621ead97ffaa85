"""Samples for evaluators, and what their verdicts say: accuracy with its interval, how many more, agreement.

An item counts as right only with the verdict 정확; 부분 and 오류 count against; 판단불가 is left out and told apart.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from answer.plan import OPERATIONS
from errors import DataFileError
from eval.statistics import Share, kappa, more_for, stratified, wilson
from store.questions import Logged
from store.reviews import VERDICTS, Item, Verdict

TURNS_KEPT = 6
"""Turns of a conversation that are shown with the one to be judged."""

HALF_WIDTH = 0.05

Draw = Callable[[Sequence[Item], int, int], list[Item]]


def _random(items: Sequence[Item], n: int, seed: int) -> list[Item]:
    return random.Random(seed).sample(list(items), min(n, len(items)))


def _by_kind(items: Sequence[Item], n: int, seed: int) -> list[Item]:
    return stratified(items, lambda item: item.kind, n, seed)


METHODS: Mapping[str, tuple[str, Draw]] = {
    "random": ("무작위", _random),
    "stratified": ("질문 갈래마다 고르게(층화)", _by_kind),
}
"""Ways to draw, each with its Korean name."""


def draw(items: Sequence[Item], n: int, method: str, seed: int) -> list[Item]:
    """`n` items in an order of chance, so that a review broken off half-way is a fair sample still.

    The same items, n, method and seed give the same draw in the same order.
    """
    drawn = METHODS[method][1](items, n, seed)
    random.Random(seed).shuffle(drawn)
    return drawn


def items_of_run(path: Path) -> list[Item]:
    """The answered questions of a run file. Raises DataFileError for a file that is none."""
    try:
        questions = json.loads(path.read_text(encoding="utf-8"))["questions"]
        return [Item(str(each["id"]), str(each["family"]), tuple(each["turns"])) for each in questions]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"실행 기록이 아닙니다({error}). python -m eval run이 적은 JSON을 골라 주십시오."
        raise DataFileError(path, None, message) from error


def items_of_log(logged: Sequence[Logged]) -> list[Item]:
    """The questions of the log, oldest first, each with those before it in its conversation."""
    said: dict[str, list[Mapping[str, Any]]] = {}
    items = []
    for each in sorted(logged, key=lambda each: each.id):
        turns = said.setdefault(each.conversation, [])
        turns.append(each.answer)
        items.append(Item(str(each.id), each.kind or "기타", tuple(turns[-TURNS_KEPT:])))
    return items


def kind_name(kind: str) -> str:
    """A kind of question in Korean: the log keeps the operation of its plan, a golden set has words of its own."""
    return OPERATIONS.get(kind, kind)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of each verdict, the share that is right, and how many more until it is known to ± 5 points."""

    counts: Mapping[str, int]
    accuracy: Share
    more: int

    @property
    def judged(self) -> int:
        return sum(self.counts.values())


def tally(verdicts: Sequence[Verdict], population: int | None = None) -> Tally:
    """What verdicts of one evaluator say of the `population` that the sample was drawn from."""
    found = Counter(verdict.verdict for verdict in verdicts)
    counts = {name: found[name] for name in VERDICTS}
    n = counts["right"] + counts["partial"] + counts["wrong"]
    known = None if population is None else max(n, population - counts["unclear"])
    accuracy = wilson(counts["right"], n, population=known)
    return Tally(counts, accuracy, more_for(counts["right"], n, HALF_WIDTH, known))


def tally_by_kind(items: Sequence[Item], verdicts: Sequence[Verdict]) -> dict[str, Tally]:
    """A tally for each kind of question, the most frequent first."""
    kinds: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        kinds.setdefault(items[verdict.position].kind, []).append(verdict)
    return {kind: tally(kinds[kind]) for kind in sorted(kinds, key=lambda kind: (-len(kinds[kind]), kind))}


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two evaluators on the items that both judged; `differing` are the positions where they do not agree."""

    one: str
    other: str
    both: int
    differing: tuple[int, ...]
    kappa: float

    @property
    def agreed(self) -> int:
        return self.both - len(self.differing)


def by_evaluator(verdicts: Sequence[Verdict]) -> dict[str, list[Verdict]]:
    """The verdicts of each evaluator, by name."""
    found: dict[str, list[Verdict]] = {}
    for verdict in sorted(verdicts, key=lambda verdict: (verdict.evaluator, verdict.position)):
        found.setdefault(verdict.evaluator, []).append(verdict)
    return found


def agreements(verdicts: Sequence[Verdict]) -> list[Agreement]:
    """Every two evaluators who judged the same items."""
    people = {name: {v.position: v.verdict for v in theirs} for name, theirs in by_evaluator(verdicts).items()}
    names = list(people)
    pairs = [(one, other) for place, one in enumerate(names) for other in names[place + 1 :]]
    return [found for one, other in pairs if (found := _agreement(one, other, people[one], people[other])).both]


def _agreement(one: str, other: str, ones: Mapping[int, str], others: Mapping[int, str]) -> Agreement:
    both = sorted(ones.keys() & others.keys())
    differing = tuple(place for place in both if ones[place] != others[place])
    return Agreement(one, other, len(both), differing, kappa([ones[p] for p in both], [others[p] for p in both]))


KAPPA_WORDS = ((0.8, "거의 완전한 일치"), (0.6, "상당한 일치"), (0.4, "중간 정도의 일치"), (0.2, "약한 일치"))
"""The words of Landis and Koch (1977) for a kappa above each bound."""


def kappa_word(value: float) -> str:
    """A kappa in words; "–" for one that cannot be told.

    >>> kappa_word(0.62), kappa_word(0.1)
    ('상당한 일치', '거의 일치하지 않음')
    """
    if value != value:
        return "–"
    return next((word for bound, word in KAPPA_WORDS if value > bound), "거의 일치하지 않음")
