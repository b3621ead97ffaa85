"""The page that describes the routes for other programs: /api/docs, made from the OpenAPI description itself.

FastAPI's stock pages load their scripts from another host; this one is plain HTML.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from pages.first_page import CHARSET
from pages.markup import escape
from pages.theme import tag

PAGE = """<!doctype html><html lang="ko"><head>{charset}
<meta name="viewport" content="width=device-width, initial-scale=1" /><title>물어보고 · 다른 프로그램에서 쓰기</title>
{style}</head><body class="plain"><a class="skip" href="#main">본문으로 건너뛰기</a><main class="docs" id="main">
<p><a href="/">물어보고</a></p><h1>다른 프로그램에서 쓰기</h1>{body}</main></body></html>"""

INTRODUCTION = """<p>화면에서 묻는 것과 같은 답을 프로그램에서 받습니다.
답의 모든 숫자에는 출처(<code>citations</code>)나 식(<code>formula</code>)이 있습니다.
보고서에 없으면 <code>refused</code>가 <code>true</code>입니다. 답을 옮길 때는 출처도 함께 옮겨 주십시오.
로그인은 필요하지 않으며, 공개 보고서만 답합니다.
기계가 읽는 설명: <a href="/api/openapi.json">OpenAPI</a></p>"""

SNIPPETS = (
    (
        "누리집에 넣기",
        "아래 한 줄을 넣으면 오른쪽 아래에 단추가 생기고, 누르면 물어보고가 열립니다. "
        "그 누리집의 주소가 설정 MUREOBOGO_EMBED_ORIGINS에 있어야 합니다. "
        'data-agency="영등포구"를 더하면 그 기관의 보고서로만 답합니다.',
        '<script src="{origin}/page/embed.js" data-label="보고서에 물어보기" defer></script>',
    ),
    (
        "curl",
        "",
        """curl -s {origin}/api/ask -H 'content-type: application/json' \\
  -d '{{"question": "목표를 달성하지 못한 과는?", "conversation": null}}'""",
    ),
    (
        "Python (gradio_client)",
        "이름 붙은 두 가지, /ask와 /search가 있습니다.",
        """from gradio_client import Client

client = Client("{origin}")
first = client.predict("목표를 달성하지 못한 과는?", None, api_name="/ask")
then = client.predict("그 가운데 달성률이 가장 낮은 것은?", first["conversation"], api_name="/ask")
found = client.predict("특별교부금 확보", 5, api_name="/search")""",
    ),
    (
        "MCP",
        "언어 모델 프로그램이 ask(묻기)와 search(찾기) 두 도구를 씁니다. Streamable HTTP, 로그인 없음.",
        '{{"mcpServers": {{"mureobogo": {{"url": "{origin}/mcp"}}}}}}',
    ),
)
"""Title, explanation, and what to copy; `{origin}` is this server."""


def make_docs_router() -> APIRouter:
    """The route of the page."""
    router = APIRouter(include_in_schema=False)

    @router.get("/api/docs", response_class=HTMLResponse)
    def docs(request: Request) -> str:
        origin = f"{request.url.scheme}://{request.url.netloc}"
        return docs_page(request.app.openapi(), origin)

    return router


def docs_page(described: Mapping[str, Any], origin: str) -> str:
    """The page over an OpenAPI description."""
    shapes = described.get("components", {}).get("schemas", {})
    snippets = "".join(_snippet(*snippet, origin) for snippet in SNIPPETS)
    routes = "".join(
        _route(method, path, route) for path, methods in described["paths"].items() for method, route in methods.items()
    )
    named = "".join(
        _shape(name, shape) for name, shape in shapes.items() if name in set(_named(described["paths"], shapes))
    )
    body = f"{INTRODUCTION}<h2>보기</h2>{snippets}<h2>주소</h2>{routes}<h2>모양</h2>{named}"
    return PAGE.format(charset=CHARSET, style=tag("page.css") + tag("plain.css"), body=body)


def _snippet(title: str, about: str, text: str, origin: str) -> str:
    said = f"<p>{escape(about)}</p>" if about else ""
    return f'<h3>{escape(title)}</h3>{said}<pre tabindex="0"><code>{escape(text.format(origin=origin))}</code></pre>'


def _route(method: str, path: str, route: Mapping[str, Any]) -> str:
    parameters = [
        (given["name"], _kind(given["schema"]), given.get("description", ""), given.get("required", False))
        for given in route.get("parameters", ())
    ]
    body = route.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    takes = f"<p>보내는 것: {_kind(body)}</p>" if body else ""
    replies = "".join(
        f"<li><code>{escape(status)}</code> {_reply(reply)}</li>"
        for status, reply in route["responses"].items()
        if status != "422"  # every fault of a request leaves as 400
    )
    return (
        f'<section><h3><code class="method">{method.upper()}</code> <code>{escape(path)}</code></h3>'
        f"<p>{escape(route.get('summary', ''))}. {escape(route.get('description', ''))}</p>{takes}"
        f"{_table(parameters) if parameters else ''}<ul>{replies}</ul></section>"
    )


def _reply(reply: Mapping[str, Any]) -> str:
    contents: list[Mapping[str, Any]] = list(reply.get("content", {}).values())
    schema = contents[0].get("schema", {}) if contents else {}
    said = reply.get("description", "")
    about = "" if said == "Successful Response" else f" {escape(said)}"
    return (_kind(schema) if schema else "") + about


def _shape(name: str, shape: Mapping[str, Any]) -> str:
    required = shape.get("required", ())
    rows = [
        (field, _kind(schema), schema.get("description", "") or _example(schema), field in required)
        for field, schema in shape.get("properties", {}).items()
    ]
    about = shape.get("description", "")
    said = f"<p>{escape(about)}</p>" if about and not about.isascii() else ""
    return f'<section id="{escape(name)}"><h3>{escape(_shown(name))}</h3>{said}{_table(rows)}</section>'


def _table(rows: list[tuple[str, str, str, bool]]) -> str:
    cells = "".join(
        f'<tr><th scope="row"><code>{escape(name)}</code></th><td>{kind}</td><td>{"반드시" if required else ""}</td>'
        f"<td>{escape(about)}</td></tr>"
        for name, kind, about, required in rows
    )
    head = '<th scope="col">이름</th><th scope="col">형</th><th scope="col">필수</th><th scope="col">뜻</th>'
    return (
        f'<div class="table-box" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table></div>'
    )


def _kind(schema: Mapping[str, Any]) -> str:
    """The type of a value in words, with a link where it is a shape of ours."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f'<a href="#{escape(name)}">{escape(_shown(name))}</a>'
    if "anyOf" in schema:
        return " 또는 ".join(_kind(one) for one in schema["anyOf"])
    if schema.get("type") == "array":
        return f"{_kind(schema['items'])}의 배열"
    if "enum" in schema:
        return " · ".join(f"<code>{escape(json.dumps(value, ensure_ascii=False))}</code>" for value in schema["enum"])
    return KINDS.get(schema.get("type", ""), "값")


KINDS = {
    "string": "문자열",
    "integer": "정수",
    "number": "수",
    "boolean": "true 또는 false",
    "object": "객체",
    "null": "null",
}


def _example(schema: Mapping[str, Any]) -> str:
    return f"예: {schema['examples'][0]}" if schema.get("examples") else ""


def _shown(name: str) -> str:
    return name.removesuffix("Shape")


def _named(part: Any, shapes: Mapping[str, Any]) -> Iterator[str]:
    """The shapes that a part of the description refers to, and those that they refer to."""
    if isinstance(part, Mapping):
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            if name.endswith(("Shape", "Body")):
                yield name
                yield from _named(shapes[name], shapes)
        for inner in part.values():
            yield from _named(inner, shapes)
    elif isinstance(part, list):
        for inner in part:
            yield from _named(inner, shapes)
