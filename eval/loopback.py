"""A loopback fake of a language-model server: real HTTP on 127.0.0.1, the protocols of OpenAI and Ollama, no model.

It stands where no real model can: in tests, and in `python -m eval llm`. What it writes is put together from the
evidence in the prompt by `eval.loopback_words`; it misbehaves on command (`behaviour`), in its words or on the wire.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eval.loopback_words import WORDS, honest

PIECE = 7
"""Characters of one streamed piece: small, so that sentences and markers come apart."""

LONGEST_PROMPT = 2200
"""Characters of a prompt from which the behaviour `too_long` says that the context is too long."""


@dataclass
class Loopback:
    """The server; a context manager. `requests` holds what was posted, `said` what was written, in order.

    `behaviour` is a key of `WIRE` (faults) or of `loopback_words.WORDS` (what it writes), `plan` what it answers where
    a JSON object is asked (a text is sent as it is, a function reads the prompt), `script` what it writes instead of
    the words of its behaviour, `calls` the tool calls it makes before it writes, one a reply. Where there is a `go` it
    is waited for before the first word and once more before the last quarter.
    """

    behaviour: str = "honest"
    plan: Mapping[str, Any] | str | Callable[[str], Mapping[str, Any]] | None = None
    script: str | None = None
    calls: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    hold: float = 30.0
    retry_after: str = "30"
    go: threading.Semaphore | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Loopback:
        handler = type("Handler", (_Handler,), {"fake": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        """The base URL for `openai:…`; Ollama's is this without /v1."""
        return f"http://127.0.0.1:{self.port}/v1"

    def words(self, request: Mapping[str, Any]) -> str:
        """What is written in reply: an object where one is asked, else the words of the behaviour."""
        if request.get("response_format"):
            plan = self.plan(prompt_of(request)) if callable(self.plan) else self.plan
            return plan if isinstance(plan, str) else json.dumps(plan or {}, ensure_ascii=False)
        self.said.append(self.script or WORDS.get(self.behaviour, honest)(prompt_of(request)))
        return self.said[-1]


def prompt_of(request: Mapping[str, Any]) -> str:
    """All that was said to the model."""
    return "\n".join(str(message.get("content") or "") for message in request["messages"])


class _Handler(BaseHTTPRequestHandler):
    fake: Loopback
    protocol_version = "HTTP/1.0"  # the connection's end is the reply's end, so that a cut one is cut

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: a test's output is its own."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.fake.requests.append(request)
        WIRE.get(self.fake.behaviour, _reply)(self, request)

    def send(self, status: int, body: str, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode())

    def begin(self, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()

    def say(self, line: str) -> None:
        self.wfile.write(line.encode())
        self.wfile.flush()


def _reply(handler: _Handler, request: dict[str, Any]) -> None:
    if handler.path.endswith("/api/chat"):
        _ollama(handler, request)
    elif request.get("stream"):
        handler.begin("text/event-stream")
        events = list(_events(handler.fake.words(request), request))
        for at, line in enumerate(events):
            if handler.fake.go and at in (1, len(events) * 3 // 4):
                handler.fake.go.acquire(timeout=handler.fake.hold)
            handler.say(line)
    else:
        handler.send(200, json.dumps(_whole(handler.fake, request), ensure_ascii=False))


def _events(text: str, request: Mapping[str, Any], end: str | None = "stop") -> Iterator[str]:
    """Server-sent events of one streamed reply: role, pieces, the reason it ended, usage."""
    yield _event({"role": "assistant", "content": ""})
    for start in range(0, len(text), PIECE):
        yield _event({"content": text[start : start + PIECE]})
    if end is None:
        return
    yield _event({}, end)
    last = {**_HEAD, "object": "chat.completion.chunk", "choices": [], "usage": _usage(request)}
    yield f"data: {json.dumps(last)}\n\n"
    yield "data: [DONE]\n\n"


_HEAD = {"id": "loopback", "created": 0, "model": "loopback-fake"}


def _event(delta: Mapping[str, Any], end: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": end}
    body = {**_HEAD, "object": "chat.completion.chunk", "choices": [choice]}
    return f"data: {json.dumps(body, ensure_ascii=False)}\n\n"


def _usage(request: Mapping[str, Any]) -> dict[str, int]:
    """Its own count: two characters a token. A real server counts with its tokenizer."""
    prompt = len(prompt_of(request)) // 2
    return {"prompt_tokens": prompt, "completion_tokens": 1, "total_tokens": prompt + 1}


def _whole(fake: Loopback, request: Mapping[str, Any]) -> dict[str, Any]:
    calls = [] if request.get("response_format") or not request.get("tools") else fake.calls[:1]
    del fake.calls[: len(calls)]
    message: dict[str, Any] = {"role": "assistant", "content": "" if calls else fake.words(request)}
    if calls:
        message["tool_calls"] = [
            {"id": f"call-{n}", "type": "function", "function": {"name": name, "arguments": json.dumps(given)}}
            for n, (name, given) in enumerate(calls)
        ]
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if calls else "stop"}
    return {**_HEAD, "object": "chat.completion", "choices": [choice], "usage": _usage(request)}


def _ollama(handler: _Handler, request: dict[str, Any]) -> None:
    handler.begin("application/x-ndjson")
    text = handler.fake.words(request)
    for start in range(0, len(text), PIECE):
        piece = {"role": "assistant", "content": text[start : start + PIECE]}
        handler.say(json.dumps({"model": "loopback-fake", "message": piece, "done": False}) + "\n")
    last = {"role": "assistant", "content": ""}
    counts = {"prompt_eval_count": _usage(request)["prompt_tokens"], "eval_count": 1}
    handler.say(
        json.dumps({"model": "loopback-fake", "message": last, "done": True, "done_reason": "stop", **counts}) + "\n"
    )


def _never(handler: _Handler, request: dict[str, Any]) -> None:
    handler.fake.stopping.wait(handler.fake.hold)


def _slow(handler: _Handler, request: dict[str, Any]) -> None:
    """Begins at once and never comes to an end: a piece now and then."""
    handler.begin("text/event-stream")
    handler.say(_event({"role": "assistant", "content": ""}))
    ends = time.monotonic() + handler.fake.hold
    while time.monotonic() < ends and not handler.fake.stopping.wait(0.05):
        try:
            handler.say(_event({"content": "그리고 "}))
        except OSError:
            return


def _error(status: int, code: str, told: str) -> Callable[[_Handler, dict[str, Any]], None]:
    def reply(handler: _Handler, request: dict[str, Any]) -> None:
        handler.send(status, json.dumps({"error": {"message": told, "type": code, "code": code}}))

    return reply


def _busy(handler: _Handler, request: dict[str, Any]) -> None:
    body = json.dumps({"error": {"message": "slow down", "type": "rate_limit", "code": "rate_limit"}})
    handler.send(429, body, Retry_After=handler.fake.retry_after)


def _busy_once(handler: _Handler, request: dict[str, Any]) -> None:
    (_busy if len(handler.fake.requests) == 1 else _reply)(handler, request)


def _malformed(handler: _Handler, request: dict[str, Any]) -> None:
    kind = "text/event-stream" if request.get("stream") else "application/json"
    handler.send(200, 'data: {"choices": [{"delta": {"con\n\n', kind)


def _cut(handler: _Handler, request: dict[str, Any]) -> None:
    """Half of what it has to say, and the connection ends."""
    text = honest(prompt_of(request))
    handler.begin("text/event-stream")
    for line in _events(text[: len(text) // 2], request, end=None):
        handler.say(line)


def _empty(handler: _Handler, request: dict[str, Any]) -> None:
    handler.begin("text/event-stream")
    for line in _events("", request):
        handler.say(line)


def _too_long(handler: _Handler, request: dict[str, Any]) -> None:
    if len(prompt_of(request)) > LONGEST_PROMPT:
        told = "This model's maximum context length is 1024 tokens. Please reduce the length of the messages."
        _error(400, "context_length_exceeded", told)(handler, request)
    else:
        _reply(handler, request)


WIRE: Mapping[str, Callable[[_Handler, dict[str, Any]], None]] = {
    "never": _never,
    "slow": _slow,
    "429": _busy,
    "429_once": _busy_once,
    "500": _error(500, "server_error", "out of memory; key sk-loopback-secret"),
    "401": _error(401, "invalid_api_key", "Incorrect API key provided: sk-loopback-secret"),
    "malformed": _malformed,
    "cut": _cut,
    "empty": _empty,
    "too_long": _too_long,
    "always_too_long": _error(400, "context_length_exceeded", "maximum context length is 8 tokens"),
}
"""Faults on the wire, by name. What is no key here replies with words."""
