"""Synonyms that staff add while the program runs: 특교금 = 특별교부금."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Column, Table, Text, select

from store.database import Database, metadata, upsert

synonyms = Table(
    "synonyms",
    metadata,
    Column("word", Text, primary_key=True),
    Column("terms", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Synonym:
    """A word people use, and the terms that reports use for it."""

    word: str
    terms: tuple[str, ...]
    who: str
    at: str


class Synonyms:
    """The synonyms of the database; what may be one is for the caller to check."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, word: str, terms: tuple[str, ...], who: str) -> None:
        """A new word, or new terms for a known one."""
        values = {"terms": json.dumps(terms, ensure_ascii=False), "who": who, "at": self._database.stamp()}
        with self._database.writing() as connection:
            upsert(connection, synonyms, {"word": word}, values)

    def remove(self, word: str) -> bool:
        with self._database.writing() as connection:
            return bool(connection.execute(synonyms.delete().where(synonyms.c.word == word)).rowcount)

    def all(self) -> list[Synonym]:
        with self._database.reading() as connection:
            rows = connection.execute(select(synonyms).order_by(synonyms.c.word)).mappings().all()
        return [Synonym(row["word"], tuple(json.loads(row["terms"])), row["who"], row["at"]) for row in rows]

    def terms(self) -> dict[str, tuple[str, ...]]:
        """What each word stands for."""
        return {synonym.word: synonym.terms for synonym in self.all()}
