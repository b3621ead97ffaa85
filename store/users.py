"""Who may log in: names, roles and hashed passwords; too many wrong passwords shut a name out for a while."""

from __future__ import annotations

import re
import threading
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Column, Integer, Table, Text, select
from sqlalchemy.engine import RowMapping

from errors import InputError
from store.database import Database, metadata, stamp, upsert

ROLES = {"staff": "직원", "evaluator": "평가위원"}
"""Each role and its Korean name. Staff open /staff, evaluators /review; one person may be both."""

SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 200
WRONG_ALLOWED = 5
"""Wrong passwords in a row before a name is shut out."""

SHUT_OUT = timedelta(minutes=15)
AT_ONCE = 2
"""Passwords hashed at the same time; each takes 64 MiB."""

users = Table(
    "users",
    metadata,
    Column("name", Text, primary_key=True),
    Column("password", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("created", Text, nullable=False),
)
failures = Table(
    "login_failures",
    metadata,
    Column("name", Text, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last", Text, nullable=False),
)
"""Wrong passwords in a row by name, whether or not there is such a user: a stranger learns nothing from it."""

_NAME = re.compile(r"[\w.@-]{2,60}")


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in."""

    name: str
    roles: tuple[str, ...]

    def may(self, role: str) -> bool:
        return role in self.roles


class ShutOut(InputError):
    """Too many wrong passwords; the message says for how long."""


class Users:
    """The users of the database."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        self._nobody = self._hasher.hash("nobody")
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def add(self, name: str, password: str, roles: Iterable[str]) -> User:
        """A new user, or a known one with a new password and new roles. Raises InputError with what to change."""
        user = User(_name(name), _roles(roles))
        values = {"password": self._hashed(password), "roles": ",".join(user.roles), "created": self._database.stamp()}
        with self._database.writing() as connection:
            upsert(connection, users, {"name": user.name}, values)
            connection.execute(failures.delete().where(failures.c.name == user.name))
        return user

    def remove(self, name: str) -> bool:
        """Whether there was such a user; sessions of one who is gone open nothing."""
        with self._database.writing() as connection:
            return bool(connection.execute(users.delete().where(users.c.name == _plain(name))).rowcount)

    def find(self, name: str) -> User | None:
        row = self._row(name)
        return user_of(row) if row else None

    def all(self) -> list[User]:
        with self._database.reading() as connection:
            return [user_of(row) for row in connection.execute(select(users).order_by(users.c.name)).mappings()]

    def check(self, name: str, password: str) -> User | None:
        """The user of this name and password, or None. Raises ShutOut after WRONG_ALLOWED wrong ones in a row.

        An attempt is counted before the password is looked at, so that many at once are not more than many in turn.
        """
        name = _plain(name)[:60]
        self._count(name)
        row = self._row(name)
        if not self._matches(row["password"] if row else self._nobody, password) or row is None:
            return None
        with self._database.writing() as connection:
            connection.execute(failures.delete().where(failures.c.name == name))
        return user_of(row)

    def _row(self, name: str) -> RowMapping | None:
        with self._database.reading() as connection:
            return connection.execute(select(users).where(users.c.name == _plain(name))).mappings().first()

    def _count(self, name: str) -> None:
        moment = self._database.clock()
        with self._database.writing() as connection:
            self._database.turn(connection, f"login {name}")
            connection.execute(failures.delete().where(failures.c.last <= stamp(moment - SHUT_OUT)))
            count = connection.execute(select(failures.c["count"]).where(failures.c.name == name)).scalar() or 0
            if count >= WRONG_ALLOWED:
                minutes = int(SHUT_OUT.total_seconds() // 60)
                raise ShutOut(f"비밀번호가 {WRONG_ALLOWED}번 틀렸습니다. {minutes}분 뒤에 다시 해 주십시오.")
            upsert(connection, failures, {"name": name}, {"count": count + 1, "last": stamp(moment)})

    def _hashed(self, password: str) -> str:
        if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
            raise InputError(
                f"비밀번호는 {SHORTEST_PASSWORD}자부터 {LONGEST_PASSWORD}자까지입니다(지금 {len(password)}자)."
            )
        return self._hasher.hash(unicodedata.normalize("NFC", password))

    def _matches(self, hashed: str, password: str) -> bool:
        with self._turns:
            try:
                return self._hasher.verify(hashed, unicodedata.normalize("NFC", password[:LONGEST_PASSWORD]))
            except (Argon2Error, InvalidHashError):
                return False


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip()


def _name(name: str) -> str:
    plain = _plain(name)
    if not _NAME.fullmatch(plain):
        raise InputError(f"이름 {name!r}을(를) 쓸 수 없습니다. 글자, 숫자, . _ - @ 로 2자부터 60자까지 적어 주십시오.")
    return plain


def _roles(roles: Iterable[str]) -> tuple[str, ...]:
    chosen = tuple(role for role in ROLES if role in (given := set(roles)))
    if unknown := given - set(ROLES):
        raise InputError(f"역할 {', '.join(sorted(unknown))}을(를) 모릅니다. 쓸 수 있는 역할: {', '.join(ROLES)}")
    if not chosen:
        raise InputError(f"역할을 하나 이상 적어 주십시오: {', '.join(ROLES)}")
    return chosen


def user_of(row: RowMapping) -> User:
    return User(row["name"], tuple(row["roles"].split(",")))
