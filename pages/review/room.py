"""The review room: which samples there are, what an evaluator judges next, what has been judged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import InputError
from eval.review import METHODS, draw, items_of_log, items_of_run
from eval.run import RESULTS
from pages.desk import Desk
from store import Store
from store.reviews import VERDICTS, Item, Sample, Verdict

LOG = "질문 기록"
LOG_READ = 3000
"""The newest questions of the log that a sample is drawn from."""

RUNS_SHOWN = 20
LARGEST_SAMPLE = 2000


@dataclass(frozen=True, slots=True)
class At:
    """Where an evaluator is: a sample and a position in it."""

    sample: int
    position: int


class Room:
    """The reviews of one desk. Nothing here knows a screen."""

    def __init__(self, desk: Desk, results: Path = RESULTS) -> None:
        assert desk.store is not None, "a page with a role is left out where there is no store"
        self.desk = desk
        self.store: Store = desk.store
        self._results = results

    def origins(self) -> list[str]:
        """What a sample may be drawn from: the log, and run files, newest first."""
        runs = sorted((path.name for path in self._results.glob("*.json")), reverse=True)
        return [LOG, *runs[:RUNS_SHOWN]]

    def items_of(self, origin: str) -> list[Item]:
        """Everything of an origin. Raises InputError for one that is not there (any more)."""
        if origin not in self.origins():
            raise InputError(f"{origin}을(를) 찾을 수 없습니다. 화면을 새로 고쳐 다시 골라 주십시오.")
        if origin != LOG:
            return items_of_run(self._results / origin)
        logged = self.store.questions.newest(LOG_READ, refused_first=False)
        return items_of_log([each for each in logged if each.audience != "staff"])

    def make(self, who: str, name: str, origin: str, method: str, size: float | None, seed: float | None) -> Sample:
        """Draw a sample and keep it. Raises InputError with what to change."""
        if method not in METHODS:
            raise InputError(f"뽑는 방법 {method!r}을(를) 모릅니다.")
        n, chance = _whole(size, "표본 크기", 1, LARGEST_SAMPLE), _whole(seed, "시드", 0, 10**9)
        population = self.items_of(origin)
        if not population:
            raise InputError("아직 기록된 질문이 없습니다. 시민 화면에서 물은 질문이 쌓인 뒤에 뽑아 주십시오.")
        drawn = draw(population, n, method, chance)
        title = name.strip()[:80] or f"{origin} {len(drawn)}건"
        number = self.store.reviews.add_sample(title, who, origin, method, chance, len(population), drawn)
        self.store.audit.add(who, "sample", f"{number}번 {title}, 시드 {chance}")
        made = self.store.reviews.find(number)
        assert made is not None
        return made

    def resume(self, who: str, sample: int | None = None) -> At | None:
        """Where an evaluator goes on: in this sample, else in the one judged last, else in the newest."""
        samples = self.store.reviews.samples()
        if not samples:
            return None
        known = {each.id for each in samples}
        number = sample if sample in known else self._last_of(who, samples)
        return At(number, self._next(who, At(number, -1)))

    def _last_of(self, who: str, samples: Sequence[Sample]) -> int:
        last = [(max(v.at for v in mine), each.id) for each in samples if (mine := self.mine(who, each.id))]
        return max(last)[1] if last else samples[0].id

    def mine(self, who: str, sample: int) -> list[Verdict]:
        """The verdicts of one evaluator on a sample."""
        return [verdict for verdict in self.store.reviews.verdicts(sample) if verdict.evaluator == who]

    def judge(self, who: str, at: At, verdict: str, note: str) -> At:
        """Keep a verdict and go on to the next item that has none. Raises InputError for an item that is not there."""
        if self.store.reviews.item(at.sample, at.position) is None:
            raise InputError("판정할 질문이 없습니다. 표본을 다시 골라 주십시오.")
        self.store.reviews.judge(at.sample, at.position, who, verdict, note.strip())
        self.store.audit.add(who, "verdict", f"{at.sample}번 표본 {at.position + 1}번째: {VERDICTS[verdict]}")
        return At(at.sample, self._next(who, at))

    def _next(self, who: str, at: At) -> int:
        """The next position without a verdict, after this one and then from the start; past the end where all have."""
        sample = self.store.reviews.find(at.sample)
        size = sample.size if sample else 0
        done = {verdict.position for verdict in self.mine(who, at.sample)}
        order = [*range(at.position + 1, size), *range(at.position + 1)]
        return next((position for position in order if position >= 0 and position not in done), size)

    def step(self, at: At, by: int) -> At:
        """One item back or on, to look at a verdict again."""
        sample = self.store.reviews.find(at.sample)
        return At(at.sample, max(0, min(at.position + by, sample.size if sample else 0)))


def _whole(value: float | None, name: str, least: int, most: int) -> int:
    if value is None or value != int(value) or not least <= value <= most:
        raise InputError(f"{name}은(는) {least:,}부터 {most:,}까지의 정수로 적어 주십시오.")
    return int(value)
