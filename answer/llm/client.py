"""The chat model of `MUREOBOGO_LLM` through LangChain: the one file that knows it. Its errors become Faults here.

LangChain and a provider's package are imported when a model is connected, not before: without one nothing is loaded.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from answer.llm.clock import Clock
from answer.llm.faults import Fault
from answer.llm.tokens import estimated
from errors import SettingError
from settings import PREFIX, Settings

Messages = Sequence[tuple[str, str]]
"""(role, text) pairs: system, human, ai."""

NO_KEY = "none"
"""Sent to a server of one's own that asks for no key: the library wants one, and would take OPENAI_API_KEY instead."""

INSTALL = ".venv/bin/uv pip install --python .venv/bin/python --constraint constraints.txt -r pyproject.toml --extra {}"

TOO_LONG = ("context_length", "context length", "maximum context", "too long", "exceeds the available context")


def _openai(settings: Settings) -> dict[str, Any]:
    key = settings.llm_api_key.get_secret_value() or (NO_KEY if settings.llm_base_url else None)
    given = {"base_url": settings.llm_base_url or None, "api_key": key}
    known = {name: value for name, value in given.items() if value}
    return {**known, "timeout": settings.llm_timeout, "max_retries": 0, "stream_usage": True}


def _ollama(settings: Settings) -> dict[str, Any]:
    base = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    return {**base, "client_kwargs": {"timeout": settings.llm_timeout}}


def _hosted(settings: Settings) -> dict[str, Any]:
    key = settings.llm_api_key.get_secret_value()
    base = {"base_url": settings.llm_base_url} if settings.llm_base_url else {}
    return {**base, **({"api_key": key} if key else {}), "timeout": settings.llm_timeout, "max_retries": 0}


@dataclass(frozen=True, slots=True)
class Provider:
    """What `PROVIDER:MODEL` needs: the extra of pyproject that brings its package, and its arguments."""

    extra: str
    arguments: Callable[[Settings], dict[str, Any]]


PROVIDERS: Mapping[str, Provider] = {
    "openai": Provider("", _openai),
    "ollama": Provider("ollama", _ollama),
    "anthropic": Provider("anthropic", _hosted),
    "mistralai": Provider("mistral", _hosted),
}
"""`openai` serves every server that speaks its protocol: vLLM, llama.cpp, LM Studio, one of the office."""


@dataclass
class Client:
    """One connected model. `name` is what an answer says wrote it. Thread-safe."""

    name: str
    model: Any = field(repr=False)

    def stream(self, messages: Messages, clock: Clock, usage: Usage) -> Iterator[str]:
        """The pieces of a reply as they come. Raises Fault: late, cut, or none at all."""
        ended = False
        usage.asked(messages)
        for chunk in _pumped(lambda: self.model.stream(list(messages)), clock):
            usage.add(chunk)
            ended = ended or _finished(chunk)
            if chunk.text:
                yield chunk.text
        if not ended:
            raise Fault("cut", "no finish reason")

    def structured(self, messages: Messages, schema: Mapping[str, Any], clock: Clock, usage: Usage) -> dict[str, Any]:
        """A reply that is an object of a JSON schema. Raises Fault."""
        usage.asked(messages)
        asked = self.model.with_structured_output(dict(schema), method="json_schema", include_raw=True)
        result = next(_pumped(lambda: iter([asked.invoke(list(messages))]), clock))
        usage.add(result["raw"])
        if result["parsing_error"] or not isinstance(result["parsed"], dict):
            raise Fault("malformed", "no object of the schema")
        return dict(result["parsed"])

    def step(self, messages: Sequence[Any], tools: Sequence[Mapping[str, Any]], clock: Clock, usage: Usage) -> Any:
        """One reply that may call tools (OpenAI's function schemas): a LangChain AIMessage. Raises Fault."""
        bound = self.model.bind_tools([dict(tool) for tool in tools])
        reply = next(_pumped(lambda: iter([bound.invoke(list(messages))]), clock))
        usage.add(reply)
        return reply

    @staticmethod
    def tool_result(text: str, call_id: str) -> Any:
        """What a tool found, as the message that answers its call."""
        from langchain_core.messages import ToolMessage

        return ToolMessage(text, tool_call_id=call_id)


@dataclass
class Usage:
    """Tokens of the prompts of one answer: as the server counted them, estimated where it counts none."""

    counted: int = 0
    guessed: int = 0

    @property
    def tokens(self) -> int | None:
        return self.counted or self.guessed or None

    def asked(self, messages: Iterable[tuple[str, str]]) -> None:
        self.guessed += sum(estimated(text) for _, text in messages)

    def add(self, message: Any) -> None:
        told = getattr(message, "usage_metadata", None) or {}
        self.counted += int(told.get("input_tokens") or 0)


def connect(settings: Settings) -> Client:
    """The model of the settings. Raises SettingError: unknown provider, package missing, no such arguments."""
    provider, _, model = settings.llm.partition(":")
    known = PROVIDERS.get(provider)
    if known is None or not model:
        raise SettingError(f"{PREFIX}LLM", settings.llm, f"이 가운데 하나로 적어 주십시오: {_choices()}")
    from langchain.chat_models import init_chat_model

    try:
        made = init_chat_model(model, model_provider=provider, temperature=0, **known.arguments(settings))
    except ImportError as error:
        raise SettingError(f"{PREFIX}LLM", settings.llm, _missing(known)) from error
    except Exception as error:  # each provider has errors of its own: no key, no such model
        raise SettingError(
            f"{PREFIX}LLM", settings.llm, f"연결을 준비하지 못했습니다({type(error).__name__})."
        ) from None
    return Client(model, made)


def _choices() -> str:
    return ", ".join(f"{name}:모델이름" for name in PROVIDERS)


def _missing(provider: Provider) -> str:
    return f"필요한 패키지가 없습니다. 이렇게 설치해 주십시오: {INSTALL.format(provider.extra)}"


def _pumped(start: Callable[[], Iterator[Any]], clock: Clock) -> Iterator[Any]:
    """What an iterator gives, read in a thread of its own: a library's time-out is per read, ours is for the whole."""
    pieces: queue.Queue[tuple[str, Any]] = queue.Queue()
    stopped = threading.Event()

    def pump() -> None:
        try:
            for piece in start():
                if stopped.is_set():
                    return
                pieces.put(("piece", piece))
            pieces.put(("end", None))
        except Exception as error:  # handed to the thread that waits, and translated there
            pieces.put(("error", error))

    threading.Thread(target=pump, name="language model", daemon=True).start()
    begun = False
    try:
        while True:
            try:
                kind, got = pieces.get(timeout=clock.wait(begun))
            except queue.Empty:
                raise Fault("timeout", "still writing" if begun else "no first token") from None
            if kind == "end":
                return
            if kind == "error":
                raise translated(got, begun) from None
            begun = begun or bool(getattr(got, "text", True))
            yield got
    finally:
        stopped.set()


def _finished(chunk: Any) -> bool:
    told = getattr(chunk, "response_metadata", None) or {}
    return any(told.get(key) for key in ("finish_reason", "done_reason", "stop_reason"))


BY_STATUS: Mapping[int, str] = {
    401: "denied",
    403: "denied",
    404: "denied",
    408: "timeout",
    413: "too_long",
    429: "busy",
    503: "busy",
    504: "timeout",
}
BY_NAME = (("Timeout", "timeout"), ("Connect", "refused"), ("Protocol", "cut"), ("RateLimit", "busy"))
"""Part of an error's class name, or of one that caused it, and the fault it is."""


def translated(error: Exception, begun: bool = False) -> Fault:
    """The fault that a library's error is; its message may hold a key or words of the prompt and is not kept."""
    if isinstance(error, Fault):
        return error
    response = getattr(error, "response", None)
    status = getattr(error, "status_code", None) or getattr(response, "status_code", None)
    detail = f"{type(error).__name__} {status or ''}".strip()
    if isinstance(status, int) and status >= 400:
        kind = "too_long" if any(told in str(error).lower() for told in TOO_LONG) else BY_STATUS.get(status, "server")
        return Fault(kind, detail, _retry_after(response) if kind == "busy" else None)
    if begun and "Timeout" not in detail:
        return Fault("cut", detail)
    named = next((kind for name in _causes(error) for part, kind in BY_NAME if part in name), "malformed")
    return Fault(named, detail)


def _causes(error: BaseException | None) -> Iterator[str]:
    """Class names of an error and of what caused it, the outermost first."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__ or error.__context__


def _retry_after(response: Any) -> float | None:
    """Seconds of a Retry-After header; None for a date or none."""
    told = str((getattr(response, "headers", None) or {}).get("retry-after", ""))
    return float(told) if told.replace(".", "", 1).isdigit() else None
