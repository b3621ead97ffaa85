"""What askers do under `make load`: programs ask without a pause, readers of the page think for three seconds.

Each has an address of its own, forwarded as a proxy would, so that nobody meets the limit of one client.
"""

from __future__ import annotations

import json
import os
import random
import secrets
from pathlib import Path
from typing import Any

from locust import HttpUser, between, constant, events, task

GOLDEN = Path(__file__).resolve().parent.parent / "eval" / "golden" / "dev.jsonl"
QUESTIONS = [json.loads(line)["turns"][0] for line in GOLDEN.read_text(encoding="utf-8").splitlines() if line.strip()]
PAUSE = float(os.environ.get("LOAD_PAUSE", "3"))
"""Seconds a program waits between two questions."""

VISIT = 5
"""Questions of one visit to the page."""

POLITE = {429, 503}


def somebody() -> dict[str, str]:
    """An address of 10.0.0.0/8, as a proxy forwards it."""
    return {"x-forwarded-for": ".".join(("10", *(str(random.randrange(1, 255)) for _ in range(3))))}


class Asker(HttpUser):
    """A program that asks `POST /api/ask`."""

    weight = int(os.environ.get("LOAD_ASKERS", "4"))
    wait_time = constant(PAUSE)

    def on_start(self) -> None:
        self.headers = somebody()

    @task
    def ask(self) -> None:
        body = {"question": random.choice(QUESTIONS), "conversation": None}
        with self.client.post("/api/ask", json=body, headers=self.headers, catch_response=True) as reply:
            judged(reply, lambda: bool(reply.json()["answer"]))


class Reader(HttpUser):
    """Somebody at the page: opens it, asks by its own event, reads the stream to its end; after some questions, which
    are one conversation to the page, somebody else comes."""

    weight = int(os.environ.get("LOAD_READERS", "1"))
    wait_time = between(2, 4)

    def on_start(self) -> None:
        self.headers, self.session, self.left = somebody(), secrets.token_hex(6), VISIT
        self.client.cookies.clear()  # with the cookie the conversation would go on
        self.client.get("/", headers=self.headers, name="page")

    @task
    def ask(self) -> None:
        if not self.left:
            self.on_start()
        self.left -= 1
        body = {"data": [random.choice(QUESTIONS)], "session_hash": self.session}
        joined = self.client.post("/gradio_api/call/page", json=body, headers=self.headers, name="page: ask")
        if joined.ok:
            place = f"/gradio_api/call/page/{joined.json()['event_id']}"
            with self.client.get(place, headers=self.headers, name="page: answer", catch_response=True) as reply:
                judged(reply, lambda: "event: complete" in reply.text)


def judged(reply: Any, holds: Any) -> None:
    """A polite refusal is told apart from an error; both count as failures."""
    if reply.status_code in POLITE:
        reply.failure(f"declined politely ({reply.status_code})")
    elif reply.status_code != 200 or not holds():
        reply.failure(f"error ({reply.status_code})")


def _end_well(environment: Any, **_: Any) -> None:
    environment.process_exit_code = 0  # the report tells what failed


events.quitting.add_listener(_end_well)
