"""`python -m store user | users | remove | forget | purge | backup | restore`: users, forgetting, keeping.

Example:  .venv/bin/python -m store user 김하늘 --role staff
"""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from errors import InputError, MureobogoError
from settings import load_settings
from store.backup import backup, restore
from store.store import Store, open_store
from store.users import ROLES

COMMAND_LINE = "명령줄"
"""Who did it, in the audit log."""


def main() -> int:
    args = _parser().parse_args()
    try:
        store = open_store(load_settings())
        print(COMMANDS[args.command](store, args))
    except MureobogoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m store",
        description="로그인할 사람을 만들고, 기록을 지우고, 백업합니다.",
        epilog="예: .venv/bin/python -m store user 김하늘 --role staff",
    )
    commands = parser.add_subparsers(required=True, dest="command", metavar=" | ".join(COMMANDS))
    user = commands.add_parser(
        "user", help="사용자를 만들거나 비밀번호와 역할을 바꿉니다 (비밀번호는 물어보거나 표준 입력에서 읽습니다)"
    )
    user.add_argument("name", help="로그인 이름")
    user.add_argument(
        "--role",
        action="append",
        required=True,
        choices=ROLES,
        help="staff 직원, evaluator 평가위원 (여러 번 쓸 수 있음)",
    )
    commands.add_parser("users", help="사용자를 보여 줍니다")
    commands.add_parser("remove", help="사용자를 지웁니다").add_argument("name", help="로그인 이름")
    forget = commands.add_parser("forget", help="대화 하나를 질문 기록에서 지웁니다")
    forget.add_argument("conversation", help="대화의 열쇠 또는 질문 기록에 보이는 대화 번호")
    commands.add_parser("purge", help="오래된 질문 기록을 지웁니다").add_argument("days", type=_days, help="남길 날 수")
    kept = commands.add_parser("backup", help="사용자, 질문 기록, 판정, 낱말을 모두 한 파일에 담습니다")
    kept.add_argument("file", type=Path, help="만들 파일 (zip)")
    brought = commands.add_parser("restore", help="백업 파일을 빈 데이터베이스에 되살립니다")
    brought.add_argument("file", type=Path, help="백업 파일")
    return parser


def _days(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} 대신 1 이상의 날 수를 적어 주십시오.")
    return int(text)


def _user(store: Store, args: argparse.Namespace) -> str:
    user = store.users.add(args.name, _password(), args.role)
    store.sessions.end_all(user.name)
    store.audit.add(COMMAND_LINE, "user", f"{user.name} ({', '.join(user.roles)})")
    return f"{user.name} 님이 로그인할 수 있습니다: {', '.join(ROLES[role] for role in user.roles)}"


def _password() -> str:
    """Asked for twice on a terminal, else the first line of the input; an argument would stay in the shell's log."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("비밀번호: ")
    if getpass.getpass("한 번 더: ") != password:
        raise InputError("두 비밀번호가 다릅니다. 다시 해 주십시오.")
    return password


def _users(store: Store, args: argparse.Namespace) -> str:
    lines = [f"{user.name}\t{', '.join(ROLES[role] for role in user.roles)}" for user in store.users.all()]
    return "\n".join(lines) or "아직 아무도 없습니다. 보기: python -m store user 김하늘 --role staff"


def _remove(store: Store, args: argparse.Namespace) -> str:
    if not store.users.remove(args.name):
        raise InputError(f"{args.name} 님을 찾을 수 없습니다. python -m store users로 이름을 확인해 주십시오.")
    store.sessions.end_all(args.name)
    store.audit.add(COMMAND_LINE, "user", f"{args.name} 지움")
    return f"{args.name} 님을 지웠습니다."


def _forget(store: Store, args: argparse.Namespace) -> str:
    count = store.questions.forget(args.conversation)
    store.conversations.drop(args.conversation)
    store.conversations.forget(args.conversation)
    store.audit.add(COMMAND_LINE, "forget", f"대화 하나, 질문 {count}개")
    return f"질문 {count:,}개를 지웠습니다."


def _purge(store: Store, args: argparse.Namespace) -> str:
    count = store.questions.forget_before(args.days)
    store.audit.add(COMMAND_LINE, "forget", f"{args.days}일보다 오래된 질문 {count}개")
    return f"{args.days:,}일보다 오래된 질문 {count:,}개를 지웠습니다."


def _backup(store: Store, args: argparse.Namespace) -> str:
    return f"{backup(store.database, args.file):,}건을 {args.file}에 담았습니다."


def _restore(store: Store, args: argparse.Namespace) -> str:
    return f"{args.file}에서 {restore(store.database, args.file):,}건을 되살렸습니다."


COMMANDS: Mapping[str, Callable[[Store, argparse.Namespace], str]] = {
    "user": _user,
    "users": _users,
    "remove": _remove,
    "forget": _forget,
    "purge": _purge,
    "backup": _backup,
    "restore": _restore,
}
"""Each command and what it prints."""


if __name__ == "__main__":
    sys.exit(main())
