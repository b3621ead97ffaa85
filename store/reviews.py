"""Samples drawn for review, and the verdicts of evaluators on them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, func, select
from sqlalchemy.engine import RowMapping

from errors import InputError
from store.database import Database, metadata, upsert

VERDICTS = {"right": "정확", "partial": "부분", "wrong": "오류", "unclear": "판단불가"}
"""Each verdict and its Korean name, in the order of the keys 1 to 4."""

LONGEST_NOTE = 2000

samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("made", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("method", Text, nullable=False),
    Column("seed", Integer, nullable=False),
    Column("population", Integer, nullable=False),
)
items = Table(
    "sample_items",
    metadata,
    Column("sample", Integer, ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("turns", Text, nullable=False),
)
verdicts = Table(
    "verdicts",
    metadata,
    Column("sample", Integer, ForeignKey("samples.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("evaluator", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Item:
    """A conversation as ANSWER objects, the last of which is judged. `key` names it at its origin."""

    key: str
    kind: str
    turns: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """`origin` is the log or a file, `method` random or stratified, `population` how many it was drawn from."""

    id: int
    name: str
    made: str
    made_by: str
    origin: str
    method: str
    seed: int
    population: int
    size: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one evaluator said of one item; `position` counts from 0."""

    position: int
    evaluator: str
    verdict: str
    note: str
    at: str


class Reviews:
    """Samples and verdicts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_sample(
        self, name: str, made_by: str, origin: str, method: str, seed: int, population: int, drawn: Sequence[Item]
    ) -> int:
        """Keep a drawn sample with its questions and answers as they are now; gives its id."""
        about = {"name": name, "made_by": made_by, "origin": origin, "method": method, "seed": seed}
        row = {**about, "population": population, "made": self._database.stamp()}
        with self._database.writing() as connection:
            (number,) = connection.execute(samples.insert().values(**row)).inserted_primary_key or (0,)
            rows = [
                {"sample": number, "position": place, "key": item.key, "kind": item.kind, "turns": _packed(item)}
                for place, item in enumerate(drawn)
            ]
            if rows:
                connection.execute(items.insert(), rows)
        return int(number)

    def samples(self) -> list[Sample]:
        """All samples, newest first."""
        size = select(func.count()).where(items.c.sample == samples.c.id).scalar_subquery().label("size")
        with self._database.reading() as connection:
            rows = connection.execute(select(samples, size).order_by(samples.c.id.desc())).mappings().all()
        return [Sample(**row) for row in rows]

    def find(self, number: int) -> Sample | None:
        return next((sample for sample in self.samples() if sample.id == number), None)

    def items(self, number: int) -> list[Item]:
        """The items of a sample, by position."""
        query = select(items).where(items.c.sample == number).order_by(items.c.position)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [_unpacked(row) for row in rows]

    def item(self, number: int, position: int) -> Item | None:
        """One item of a sample; None where there is none."""
        query = select(items).where(items.c.sample == number, items.c.position == position)
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().first()
        return _unpacked(row) if row else None

    def judge(self, number: int, position: int, evaluator: str, verdict: str, note: str = "") -> None:
        """Keep a verdict; it is on disk when this returns. A second one of the same evaluator replaces the first.

        Raises InputError for a verdict that is not known.
        """
        if verdict not in VERDICTS:
            raise InputError(f"판정 {verdict!r}을(를) 모릅니다. 쓸 수 있는 판정: {', '.join(VERDICTS)}")
        key = {"sample": number, "position": position, "evaluator": evaluator}
        values = {"verdict": verdict, "note": note[:LONGEST_NOTE], "at": self._database.stamp()}
        with self._database.writing() as connection:
            upsert(connection, verdicts, key, values)

    def verdicts(self, number: int) -> list[Verdict]:
        """Every verdict on a sample, by position and evaluator."""
        query = select(verdicts).where(verdicts.c.sample == number).order_by(verdicts.c.position, verdicts.c.evaluator)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [Verdict(row["position"], row["evaluator"], row["verdict"], row["note"], row["at"]) for row in rows]


def _unpacked(row: RowMapping) -> Item:
    return Item(row["key"], row["kind"], tuple(json.loads(row["turns"])))


def _packed(item: Item) -> str:
    return json.dumps([dict(turn) for turn in item.turns], ensure_ascii=False)
