"""Everything of the application database under one roof."""

from __future__ import annotations

from dataclasses import dataclass

from settings import Settings
from store.audit import Audit
from store.conversations import Conversations
from store.corrections import Corrections
from store.database import Clock, Database, now, open_database
from store.questions import Questions
from store.requests import Requests
from store.reviews import Reviews
from store.sessions import Sessions
from store.users import Users
from store.words import Synonyms


@dataclass(frozen=True, slots=True)
class Store:
    """One group of tables a field. Threads may share it, and processes the database."""

    database: Database
    users: Users
    sessions: Sessions
    questions: Questions
    conversations: Conversations
    requests: Requests
    reviews: Reviews
    synonyms: Synonyms
    corrections: Corrections
    audit: Audit

    def close(self) -> None:
        self.database.close()


def open_store(settings: Settings, clock: Clock = now) -> Store:
    """The application database of the settings. Raises SettingError for a wrong address, Unavailable for no access."""
    database = open_database(settings, clock)
    return Store(
        database,
        Users(database),
        Sessions(database),
        Questions(database),
        Conversations(database, settings.conversation_hours),
        Requests(database),
        Reviews(database),
        Synonyms(database),
        Corrections(database),
        Audit(database),
    )
