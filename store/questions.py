"""The log of questions, masked, each with its answer, and what readers thought of it (좋아요, 아쉬워요)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, delete, func, select
from sqlalchemy.engine import RowMapping

from store.database import Database, metadata, stamp, upsert
from store.masking import masked, masked_within

LONGEST_REASON = 500
TYPED = ("question", "answer", "understood", "plan")
"""Parts of an ANSWER that may repeat what was typed."""

questions = Table(
    "questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False, index=True),
    Column("conversation", Text, nullable=False, index=True),
    Column("audience", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("refused", Boolean, nullable=False),
    Column("reason", Text),
    Column("answer", Text, nullable=False),
    Column("golden", Boolean, nullable=False, default=False),
)
feedback = Table(
    "feedback",
    metadata,
    Column("question", Integer, ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("liked", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class Logged:
    """One question and its answer. `answer` is the ANSWER object; `liked` is None where the reader said nothing."""

    id: int
    at: str
    conversation: str
    audience: str
    question: str
    kind: str
    refused: bool
    reason: str | None
    golden: bool
    answer: Mapping[str, Any]
    liked: bool | None = None
    comment: str = ""


def conversation_id(key: str) -> str:
    """How a conversation is named in the log: its key opens it, so the key itself is not kept."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


class Questions:
    """The log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, key: str, question: str, answer: Mapping[str, Any], audience: str = "citizen") -> int:
        """Keep a question of the conversation `key` and the ANSWER object it got; gives the id for feedback."""
        typed = {name: masked_within(answer[name]) for name in TYPED if name in answer}
        row = {
            "at": self._database.stamp(),
            "conversation": conversation_id(key),
            "audience": audience,
            "question": masked(question),
            "kind": str(answer.get("plan", {}).get("operation") or answer.get("reason") or ""),
            "refused": bool(answer["refused"]),
            "reason": answer.get("reason"),
            "answer": json.dumps({**answer, **typed}, ensure_ascii=False),
            "golden": False,
        }
        with self._database.writing(passing=True) as connection:
            (number,) = connection.execute(questions.insert().values(**row)).inserted_primary_key or (0,)
        return int(number)

    def rate(self, number: int, liked: bool, reason: str = "") -> None:
        """What the reader thought of an answer; the last word counts. An unknown question changes nothing."""
        values = {"liked": liked, "reason": masked(reason[:LONGEST_REASON]), "at": self._database.stamp()}
        with self._database.writing() as connection:
            if connection.execute(select(questions.c.id).where(questions.c.id == number)).first():
                upsert(connection, feedback, {"question": number}, values)

    def find(self, number: int) -> Logged | None:
        with self._database.reading() as connection:
            row = connection.execute(_JOINED.where(questions.c.id == number)).mappings().first()
        return _logged(row) if row else None

    def newest(self, count: int = 200, refused_first: bool = True) -> list[Logged]:
        """The newest questions; the refused among them first, since they say what is missing."""
        order = (questions.c.refused.desc(), questions.c.id.desc()) if refused_first else (questions.c.id.desc(),)
        with self._database.reading() as connection:
            return [_logged(row) for row in connection.execute(_JOINED.order_by(*order).limit(count)).mappings()]

    def before(self, logged: Logged) -> list[Logged]:
        """The earlier questions of the same conversation, in order."""
        query = _JOINED.where(questions.c.conversation == logged.conversation, questions.c.id < logged.id)
        with self._database.reading() as connection:
            return [_logged(row) for row in connection.execute(query.order_by(questions.c.id)).mappings()]

    def mark_golden(self, number: int) -> None:
        with self._database.writing() as connection:
            connection.execute(questions.update().where(questions.c.id == number).values(golden=True))

    def count(self) -> int:
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(questions)).scalar_one()

    def forget(self, conversation: str) -> int:
        """Delete a conversation, by its key or its id in the log; gives how many questions it had."""
        names = [conversation, conversation_id(conversation)]
        with self._database.writing() as connection:
            return connection.execute(delete(questions).where(questions.c.conversation.in_(names))).rowcount

    def forget_before(self, days: int) -> int:
        """Delete what is older than `days`; gives how many questions that were."""
        oldest = stamp(self._database.clock() - timedelta(days=days))
        with self._database.writing() as connection:
            return connection.execute(delete(questions).where(questions.c.at < oldest)).rowcount


_JOINED = select(questions, feedback.c.liked, feedback.c.reason.label("comment")).outerjoin(
    feedback, feedback.c.question == questions.c.id
)


def _logged(row: RowMapping) -> Logged:
    return Logged(
        id=row["id"],
        at=row["at"],
        conversation=row["conversation"],
        audience=row["audience"],
        question=row["question"],
        kind=row["kind"],
        refused=row["refused"],
        reason=row["reason"],
        golden=row["golden"],
        answer=json.loads(row["answer"]),
        liked=row["liked"],
        comment=row["comment"] or "",
    )
