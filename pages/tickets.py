"""Tickets: they name a question of the log to those who saw its answer, and to nobody else.

Numbers can be guessed, a signature cannot. A ticket works without a cookie, so inside another site's page too, and
after a restart of the server: the key is the database's.
"""

from __future__ import annotations

import hmac

from errors import MureobogoError

UNKNOWN = "어느 답변에 대한 의견인지 알 수 없습니다. 화면을 새로 열어 다시 물어 주십시오."


class NoSuchAnswer(MureobogoError):
    """A ticket that we did not make."""


class Tickets:
    """Tickets signed with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def ticket(self, number: int) -> str:
        """The ticket of a question of the log."""
        return f"{number}-{self._signature(number)}"

    def number_of(self, ticket: str) -> int:
        """The question a ticket names. Raises NoSuchAnswer."""
        number, _, signature = ticket.partition("-")
        if not (number.isascii() and number.isdecimal()) or not hmac.compare_digest(
            signature.encode(), self._signature(int(number)).encode()
        ):
            raise NoSuchAnswer(UNKNOWN)
        return int(number)

    def _signature(self, number: int) -> str:
        return hmac.new(self._key, str(number).encode(), "sha256").hexdigest()[:24]
