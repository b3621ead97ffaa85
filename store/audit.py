"""Who did what, when: logins, uploads, swaps, edits, verdicts. Lines are added and never changed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Column, Integer, Table, Text, select

from store.database import Database, metadata

EVENTS = {
    "login": "로그인",
    "login_refused": "로그인 거절",
    "logout": "로그아웃",
    "user": "사용자 변경",
    "upload": "파일 올림",
    "discard": "올린 파일 버림",
    "swap": "보고서 반영",
    "catalogue": "보고서 정보 고침",
    "synonym": "같은 말 고침",
    "correction": "수치 정정",
    "golden": "기준 질문으로 올림",
    "sample": "표본 뽑음",
    "verdict": "판정",
    "export": "내려받음",
    "forget": "기록 지움",
}
"""Each kind of event and its Korean name."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("event", Text, nullable=False),
    Column("detail", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One thing that was done; `at` is UTC."""

    at: str
    who: str
    event: str
    detail: str


class Audit:
    """The audit log."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, who: str, event: str, detail: str = "") -> None:
        """Raises KeyError for an event that EVENTS does not name."""
        row = {"at": self._database.stamp(), "who": who, "event": EVENTS[event] and event, "detail": detail}
        with self._database.writing() as connection:
            connection.execute(audit.insert().values(**row))

    def last(self, count: int = 100) -> list[AuditLine]:
        """The last lines, newest first."""
        query = select(audit).order_by(audit.c.id.desc()).limit(count)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return [AuditLine(row["at"], row["who"], row["event"], row["detail"]) for row in rows]
