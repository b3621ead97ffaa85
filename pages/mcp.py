"""A server of the Model Context Protocol at /mcp: language-model programs ask and search here, and get the sources.

Streamable HTTP without sessions: every message is one POST and one JSON reply, so that any process may answer. Gradio's
own server is not used: it asks itself over HTTP at whatever address the caller's Host header names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from errors import MureobogoError
from pages.api_shapes import AnswerShape, PassagesShape
from pages.desk import QUESTION_LIMIT, Desk
from pages.found import MOST_PASSAGES, find
from pages.strict_json import loads

PATHS = ("/mcp", "/gradio_api/mcp", "/gradio_api/mcp/")
"""Ours, and where programs that know Gradio look for it."""

VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")
"""Versions of the protocol whose messages are those below, newest first."""

INSTRUCTIONS = (
    "지방정부 보고서에 한국어로 묻고 답을 받습니다. "
    "답의 모든 숫자는 보고서의 한 자리에서 옮긴 것이거나 그것으로 계산한 것입니다. "
    "답을 옮길 때는 출처도 함께 옮기고, 거절된 질문의 숫자를 지어내지 마십시오."
)

NOT_JSON, NOT_A_REQUEST, NO_METHOD, BAD_PARAMETERS = -32700, -32600, -32601, -32602
"""Error codes of JSON-RPC."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What a tool is for, what it takes, what it gives as JSON, and how that reads as text."""

    title: str
    description: str
    takes: Mapping[str, Any]
    gives: Mapping[str, Any]
    run: Callable[..., dict[str, Any]]
    told: Callable[[dict[str, Any]], str]


class Refused(Exception):
    """A message that cannot be answered; `code` is JSON-RPC's."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


def make_mcp_router(desk: Desk) -> APIRouter:
    """The route over one desk."""
    router = APIRouter(include_in_schema=False)
    tools_of = cache(partial(_tools, desk))

    async def receive(request: Request) -> Response:
        try:
            message = loads(await request.body())
        except ValueError:
            return JSONResponse(_failed(None, NOT_JSON, "JSON이 아닙니다."), 400)
        if not isinstance(message, dict) or not isinstance(message.get("method"), str):
            return JSONResponse(_failed(None, NOT_A_REQUEST, "JSON-RPC 2.0 요청 하나를 보내 주십시오."), 400)
        if "id" not in message:
            return Response(status_code=202)  # a notification: nothing is kept that it could change
        return JSONResponse(await desk.lane.run(_reply, tools_of(desk.tenants.bound(request.headers)), message))

    for path in PATHS:
        router.add_api_route(path, receive, methods=["POST"])
        router.add_api_route(path, _no_stream, methods=["GET", "DELETE"])
    return router


def _no_stream() -> Response:
    """A server without sessions has nothing to stream and nothing to end; the protocol says so by 405."""
    return Response(status_code=405, headers={"allow": "POST"})


def _reply(tools: Mapping[str, Tool], message: dict[str, Any]) -> dict[str, Any]:
    number, parameters = message["id"], message.get("params") or {}
    try:
        if not isinstance(parameters, dict):
            raise Refused(BAD_PARAMETERS, "params는 객체여야 합니다.")
        if message["method"] not in METHODS:
            known = ", ".join(METHODS)
            raise Refused(NO_METHOD, f"모르는 method {message['method']!r}입니다. 아는 것: {known}")
        return {"jsonrpc": "2.0", "id": number, "result": METHODS[message["method"]](tools, parameters)}
    except Refused as refused:
        return _failed(number, refused.code, str(refused))


def _failed(number: Any, code: int, message: str) -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message}}


def _initialize(tools: Mapping[str, Tool], parameters: dict[str, Any]) -> dict[str, Any]:
    asked = parameters.get("protocolVersion")
    return {
        "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
        "capabilities": {"tools": {}},
        "serverInfo": {"name": "mureobogo", "title": "물어보고", "version": "1"},
        "instructions": INSTRUCTIONS,
    }


def _list(tools: Mapping[str, Tool], parameters: dict[str, Any]) -> dict[str, Any]:
    about = {"readOnlyHint": True, "openWorldHint": False}
    return {
        "tools": [
            {
                "name": name,
                "title": tool.title,
                "description": tool.description,
                "inputSchema": tool.takes,
                "outputSchema": tool.gives,
                "annotations": {"title": tool.title, **about},
            }
            for name, tool in tools.items()
        ]
    }


def _call(tools: Mapping[str, Tool], parameters: dict[str, Any]) -> dict[str, Any]:
    name, given = str(parameters.get("name")), parameters.get("arguments") or {}
    if name not in tools:
        raise Refused(BAD_PARAMETERS, f"모르는 도구 {name!r}입니다. 아는 것: {', '.join(tools)}")
    tool = tools[name]
    try:
        result = tool.run(**_fitting(tool, given))
    except MureobogoError as error:
        return {"content": [{"type": "text", "text": str(error)}], "isError": True}
    return {"content": [{"type": "text", "text": tool.told(result)}], "structuredContent": result, "isError": False}


TYPES: Mapping[str, type | tuple[type, ...]] = {"string": str, "integer": int}


def _fitting(tool: Tool, given: Any) -> dict[str, Any]:
    """The arguments, if they are those of the tool. Raises Refused."""
    known = tool.takes["properties"]
    missing = [name for name in tool.takes["required"] if not isinstance(given, dict) or name not in given]
    if missing or not given.keys() <= known.keys():
        raise Refused(
            BAD_PARAMETERS,
            f"arguments는 {', '.join(known)}이며, {', '.join(missing) or '다른 것'}을(를) 고쳐 주십시오.",
        )
    for name, value in given.items():
        if value is not None and not isinstance(value, TYPES[known[name]["type"]]):
            raise Refused(BAD_PARAMETERS, f"{name}의 값 {value!r}은(는) {known[name]['type']}이어야 합니다.")
    return {name: value for name, value in given.items() if value is not None}


METHODS: Mapping[str, Callable[[Mapping[str, Tool], dict[str, Any]], dict[str, Any]]] = {
    "initialize": _initialize,
    "ping": lambda tools, parameters: {},
    "tools/list": _list,
    "tools/call": _call,
}


def _tools(desk: Desk, bound: str | None) -> dict[str, Tool]:
    """The tools of a server that is `bound` to an agency (None: to none)."""
    question = {"type": "string", "description": f"한국어 질문 ({QUESTION_LIMIT:,}자까지)", "maxLength": QUESTION_LIMIT}
    conversation = {"type": "string", "description": "앞선 답의 conversation 값. 이어서 물을 때만"}
    agency = {"type": "string", "description": "이 기관의 보고서에서만. 비우면 모든 기관", "maxLength": 100}
    k = {"type": "integer", "description": "찾을 개수", "minimum": 1, "maximum": MOST_PASSAGES, "default": 8}
    return {
        "ask": Tool(
            "보고서에 묻기",
            "지방정부 보고서에 한국어로 묻고, 숫자마다 출처가 붙은 답을 받습니다. 보고서에 없는 것은 거절합니다.",
            _takes({"question": question, "conversation": conversation, "agency": agency}),
            AnswerShape.model_json_schema(),
            lambda question, conversation=None, agency=None: desk.ask_json(question, conversation, bound or agency),
            _answer_text,
        ),
        "search": Tool(
            "보고서에서 찾기",
            "질문에 가까운 보고서의 대목을 원문 그대로 찾습니다. 답을 만들지는 않습니다.",
            _takes({"question": question, "k": k, "agency": agency}),
            PassagesShape.model_json_schema(),
            lambda question, k=8, agency=None: find(desk, question, k, bound or agency),
            _passages_text,
        ),
    }


def _takes(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": ["question"], "additionalProperties": False}


def _answer_text(answer: dict[str, Any]) -> str:
    sources = [f"[{c['n']}] {c['title']} · {c['section']} · {c['file']}:{c['line']}" for c in answer["citations"]]
    parts = [f"이해한 질문: {answer['understood']}", answer["answer"], "\n".join(["출처", *sources]) if sources else ""]
    return "\n\n".join(part for part in (*parts, *answer["notices"]) if part)


def _passages_text(found: dict[str, Any]) -> str:
    parts = [f"{p['title']} · {p['section']} · {p['file']}:{p['line']}\n{p['text']}" for p in found["passages"]]
    return "\n\n".join(parts) or "가까운 대목이 없습니다."
