"""Answers as safe HTML: a small, strict Markdown, so that words of a report can never become markup.

Known are paragraphs, lists, tables, headings, quotes, `**bold**`, backslash escapes and the chips `[1]`. Everything
else is shown as it is written: HTML, links, images, code and strike-through have no meaning here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# Rules of CommonMark that misread Korean reports: "(`21.5.15.~10.15., `22" would turn into code, "2023*1.5*2" and
# "_" into italics, an indented line into a code block, a line of dashes under a title into a heading.
UNWANTED = (
    "backticks",
    "emphasis",
    "link",
    "image",
    "autolink",
    "html_inline",
    "html_block",
    "code",
    "fence",
    "lheading",
    "reference",
)

DATE_AT_LINE_START = re.compile(r"^(\s*(?:[-*] )?)(\d{3,}|\d{1,2}(?=\. ?\d{1,2}\.))\.(?=\s)", re.MULTILINE)
"""`2021. 12. 31. 기준` and `9. 30. 기준` are dates, not items number 2021 and 9 of a list."""

BEHIND_A_LIST = re.compile(r"^([-*] .*\n)(?=[^\s>|*-])", re.MULTILINE)
"""A line behind an item of a list is a line of its own: CommonMark would let the item swallow it."""

QUOTED_MARK = re.compile(r"^(> ?\d{0,9})([-+*#>.)])(?=\s)", re.MULTILINE)
"""A quote shows the marks that the report prints (`> 1) 배점방법`, `> - 시기`); they are no lists of ours."""

MARKER = re.compile(r"\[(\d{1,3})\]")
FIGURE_CELL = re.compile(r"[△▲\-+(]?\s*\d[\d,.]*\s*[)%]?[가-힣A-Za-z㎡㎢%]{0,6}\)?(?:\(정정\))?(?:\s*\[\d+\])*|-|–|—")

DIRECTION = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of writing: `\u202e` lets 321 read as 123. Korean reports have no use for them."""


def straight(text: str) -> str:
    """The text without marks of direction."""
    return DIRECTION.sub("", text)


def escape(text: str) -> str:
    """The text as HTML, reading in the order in which it is written."""
    return html.escape(straight(text))


def chip(n: int, href: str, about: str = "") -> str:
    """A numbered mark that opens the source; `about` is what a screen reader and a pointer are told."""
    return f'<a class="chip" href="{escape(href)}" title="{escape(about)}"><span class="sr-only">출처 </span>{n}</a>'


def render(text: str, sources: Mapping[int, tuple[str, str]] | None = None) -> str:
    """The Markdown of an answer as one line of HTML; `sources` maps n to (address, what it is) for the chips.

    A `[7]` that is no source of this answer stays text, and so does an escaped `\\[1\\]`.

    >>> render("**13,351백만원**입니다 [1].", {1: ("/?report=r&at=3-9", "재무과")})[:34]
    '<p><strong>13,351백만원</strong>입니다 <a '
    """
    lines = QUOTED_MARK.sub(r"\1\\\2", BEHIND_A_LIST.sub(r"\1\n", straight(text)))
    prepared = DATE_AT_LINE_START.sub(r"\1\2\\.", lines)
    return str(_MARKDOWN.render(prepared, {"sources": dict(sources or {})})).replace("\n", "")


def _strong(state: StateInline, silent: bool) -> bool:
    """`**…**` wherever it stands: CommonMark refuses `**80%**입니다`, where a letter follows the closing marks."""
    start = state.pos
    if not state.src.startswith("**", start):
        return False
    end = state.src.find("**", start + 2, state.posMax)
    if end <= start + 2 or state.src[start + 2].isspace() or state.src[end - 1].isspace():
        return False
    if not silent:
        outer = state.posMax
        state.push("strong_open", "strong", 1)
        state.pos, state.posMax = start + 2, end
        state.md.inline.tokenize(state)
        state.posMax = outer
        state.push("strong_close", "strong", -1)
    state.pos = end + 2
    return True


def _aside(state: StateInline, silent: bool) -> bool:
    """`_(보고서 밖의 설명)_`, the one use of italics; other low lines are as reports print them."""
    start = state.pos
    if not state.src.startswith("_(", start):
        return False
    end = state.src.find(")_", start + 2, state.posMax)
    if end < 0:
        return False
    if not silent:
        state.push("em_open", "em", 1)
        state.push("text", "", 0).content = state.src[start + 1 : end + 1]
        state.push("em_close", "em", -1)
    state.pos = end + 2
    return True


def _chips(state: StateCore) -> None:
    """Part the markers from the text around them; escaped brackets are tokens of their own by now and stay text."""
    known = state.env.get("sources", {})
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [part for child in token.children for part in _parted(child, known)]


def _parted(token: Token, known: Mapping[int, tuple[str, str]]) -> list[Token]:
    if token.type != "text":
        return [token]
    parts: list[Token] = []
    at = 0
    for match in MARKER.finditer(token.content):
        n = int(match[1])
        if n not in known:
            continue
        parts += [_text(token, token.content[at : match.start()]), Token("chip", "", 0, meta={"n": n})]
        at = match.end()
    return [*parts, _text(token, token.content[at:])]


def _text(token: Token, content: str) -> Token:
    return token.copy(content=content)


def _figure_cells(state: StateCore) -> None:
    """Cells that hold a figure stand to the right, so that digits line up, and so do the headings above them."""
    headings: list[Token] = []
    column = 0
    for token, inside in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type == "thead_open":
            headings = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrs = {"scope": "col"}
            headings.append(token)
        elif token.type == "td_open":
            figure = FIGURE_CELL.fullmatch(inside.content.strip().replace("**", ""))
            token.attrs = {"class": "num"} if figure else {}
            if figure and column < len(headings):
                headings[column].attrs = {"scope": "col", "class": "num"}
            column += 1


def _render_chip(self: RendererHTML, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    n = tokens[at].meta["n"]
    href, about = env["sources"][n]
    return chip(n, href, about)


def _render_table_open(self: RendererHTML, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    return '<div class="table-box" tabindex="0"><table>'


def _render_table_close(self: RendererHTML, tokens: list[Token], at: int, options: Any, env: Any) -> str:
    return "</table></div>"


def _heading_below(state: StateCore) -> None:
    """The page has h1 and h2 already, so a heading in an answer begins at h4."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "h4"


def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True}).enable("table").disable(list(UNWANTED))
    markdown.inline.ruler.before("newline", "strong", _strong)
    markdown.inline.ruler.before("newline", "aside", _aside)
    markdown.core.ruler.before("text_join", "chips", _chips)
    markdown.core.ruler.push("figure_cells", _figure_cells)
    markdown.core.ruler.push("heading_below", _heading_below)
    markdown.add_render_rule("chip", _render_chip)
    markdown.add_render_rule("table_open", _render_table_open)
    markdown.add_render_rule("table_close", _render_table_close)
    return markdown


_MARKDOWN = _markdown()
