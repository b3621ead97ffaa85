"""Users, wrong passwords and sessions (integration: SQLite)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unicodedata import normalize

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import select

from errors import InputError
from store import Store
from store.sessions import sessions
from store.users import ShutOut, User, Users, users

from .conftest import Clock

PASSWORD = "구정보고서-2026"


def test_a_user_logs_in_with_the_right_password_only(store: Store) -> None:
    made = store.users.add("김하늘", PASSWORD, ["evaluator", "staff"])
    assert made == User("김하늘", ("staff", "evaluator"))
    assert store.users.check("김하늘", PASSWORD) == made
    assert store.users.check(f" {normalize('NFD', '김하늘')} ", normalize("NFD", PASSWORD)) == made  # as a Mac types it
    assert store.users.check("김하늘", PASSWORD + "!") is None
    assert store.users.check("없는이", PASSWORD) is None


def test_passwords_are_kept_as_argon2id_of_64_mib(store: Store) -> None:
    Users(store.database).add("김하늘", PASSWORD, ["staff"])
    with store.database.reading() as connection:
        hashed = connection.execute(select(users.c.password)).scalar_one()
    parameters = extract_parameters(hashed)
    assert hashed.startswith("$argon2id$")
    assert parameters.memory_cost >= 64 * 1024
    assert PASSWORD not in hashed


@pytest.mark.parametrize(
    ("name", "password", "roles", "told"),
    [
        ("김하늘", "짧다", ["staff"], "10자부터 200자까지입니다(지금 2자)"),
        ("김하늘", PASSWORD, ["root"], "역할 root"),
        ("김하늘", PASSWORD, [], "하나 이상"),
        ("a b", PASSWORD, ["staff"], "'a b'"),
        ("", PASSWORD, ["staff"], "''"),
    ],
)
def test_what_cannot_be_a_user_is_told(store: Store, name: str, password: str, roles: list[str], told: str) -> None:
    with pytest.raises(InputError) as error:
        store.users.add(name, password, roles)
    assert told in str(error.value)
    assert store.users.all() == []


@pytest.mark.parametrize("name", ["김하늘", "없는이"])
def test_five_wrong_passwords_shut_a_name_out_for_a_quarter_of_an_hour(store: Store, clock: Clock, name: str) -> None:
    store.users.add("김하늘", PASSWORD, ["staff"])
    assert [store.users.check(name, "틀린 비밀번호") for _ in range(5)] == [None] * 5
    with pytest.raises(ShutOut, match="15분"):
        store.users.check(name, PASSWORD)
    clock.move(minutes=16)
    assert (store.users.check(name, PASSWORD) is not None) is (name == "김하늘")


def test_a_right_password_ends_the_count(store: Store) -> None:
    store.users.add("김하늘", PASSWORD, ["staff"])
    for _ in range(3):
        assert [store.users.check("김하늘", "틀렸다") for _ in range(4)] == [None] * 4
        assert store.users.check("김하늘", PASSWORD)


def test_many_attempts_at_once_are_no_more_than_many_in_turn(store: Store) -> None:
    slow = Users(store.database, PasswordHasher(time_cost=2, memory_cost=1024, parallelism=1))
    slow.add("김하늘", PASSWORD, ["staff"])

    def attempt(number: int) -> str:
        try:
            return "틀림" if slow.check("김하늘", f"틀린 비밀번호 {number}") is None else "맞음"
        except ShutOut:
            return "막힘"

    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(attempt, range(20)))
    assert came.count("틀림") == 5
    assert came.count("막힘") == 15


def test_a_session_ends_by_itself_and_by_logging_out(store: Store, clock: Clock) -> None:
    user = store.users.add("김하늘", PASSWORD, ["staff"])
    first, second = store.sessions.begin(user), store.sessions.begin(user)
    assert store.sessions.user(first) == user
    store.sessions.end(first)
    assert store.sessions.user(first) is None
    clock.move(hours=9)
    assert store.sessions.user(second) == user
    clock.move(hours=2)
    assert store.sessions.user(second) is None


def test_a_forged_token_opens_nothing(store: Store) -> None:
    user = store.users.add("김하늘", PASSWORD, ["staff"])
    token, signature = store.sessions.begin(user).split(".")
    for forged in ("", ".", token, f"{token}.", f"{token}.{'0' * 64}", f"{token}x.{signature}", "가.나"):
        assert store.sessions.user(forged) is None


def test_roles_of_a_session_are_those_of_now(store: Store) -> None:
    token = store.sessions.begin(store.users.add("김하늘", PASSWORD, ["staff"]))
    store.users.add("김하늘", PASSWORD, ["evaluator"])
    assert store.sessions.user(token) == User("김하늘", ("evaluator",))
    store.users.remove("김하늘")
    assert store.sessions.user(token) is None


def test_the_database_alone_gives_no_session(store: Store) -> None:
    token = store.sessions.begin(store.users.add("김하늘", PASSWORD, ["staff"]))
    with store.database.reading() as connection:
        row = connection.execute(select(sessions)).mappings().one()
    assert token.split(".")[0] not in str(dict(row))


def test_a_user_of_another_hash_still_logs_in(store: Store) -> None:
    store.users.add("김하늘", PASSWORD, ["staff"])
    other = replace(store, users=Users(store.database, PasswordHasher(time_cost=2, memory_cost=64, parallelism=1)))
    assert other.users.check("김하늘", PASSWORD)
