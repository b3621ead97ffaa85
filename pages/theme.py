"""The look: one calm theme, light and dark, from the fonts that a reader's machine has; nothing from another host."""

from __future__ import annotations

import hashlib
from pathlib import Path

import gradio as gr
from gradio.themes.utils import colors, sizes

STATIC = Path(__file__).parent / "static"

FONTS = (
    "Pretendard",
    "Noto Sans KR",
    "Noto Sans CJK KR",
    "Apple SD Gothic Neo",
    "Malgun Gothic",
    "system-ui",
    "sans-serif",
)
MONO_FONTS = ("D2Coding", "Noto Sans Mono CJK KR", "ui-monospace", "monospace")

NAVY = colors.Color(
    name="navy",
    c50="#eef4fb",
    c100="#d9e6f5",
    c200="#b5cdea",
    c300="#8ab0dc",
    c400="#5d8fca",
    c500="#3a70b2",
    c600="#1f5596",
    c700="#18457d",
    c800="#143864",
    c900="#102b4d",
    c950="#0a1c33",
)


def theme() -> gr.themes.Base:
    """Gradio's parts in the colours of page.css."""
    return gr.themes.Base(
        primary_hue=NAVY,
        secondary_hue=NAVY,
        neutral_hue="gray",
        text_size=sizes.text_lg,
        radius_size=sizes.radius_md,
        font=[gr.themes.Font(name) for name in FONTS],
        font_mono=[gr.themes.Font(name) for name in MONO_FONTS],
    ).set(
        body_background_fill="#f4f6f9",
        body_background_fill_dark="#11161d",
        body_text_color="#1a222c",
        body_text_color_dark="#e7ecf2",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_label_text_color="#1a222c",
        block_label_text_color_dark="#e7ecf2",
        input_background_fill="#ffffff",
        input_background_fill_dark="#19212b",
        input_border_color="#6b7887",
        input_border_color_dark="#7d8b9b",
        input_border_width="1px",
        input_placeholder_color="#5b6774",
        input_placeholder_color_dark="#a3b0be",
        button_primary_background_fill="#18457d",
        button_primary_background_fill_dark="#9cc3f0",
        button_primary_background_fill_hover="#102b4d",
        button_primary_background_fill_hover_dark="#c3dcf8",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#0a1c33",
        button_secondary_background_fill="#ffffff",
        button_secondary_background_fill_dark="#19212b",
        button_secondary_background_fill_hover="#eef4fb",
        button_secondary_background_fill_hover_dark="#243040",
        button_secondary_text_color="#18457d",
        button_secondary_text_color_dark="#b9d5f6",
        button_secondary_border_color="#b3bfcc",
        button_secondary_border_color_dark="#3d4a59",
    )


FILES = ("page.css", "dom.js", "cards.js", "source.js", "turn.js", "feedback.js")
"""What every page needs, in this order: the first script is what the others share; tables take the height they keep
before a new answer is scrolled to."""


def head() -> str:
    """The pages' own rules and scripts.

    They go into the first page itself: Gradio would rewrite the rules (it splits `:is(a, b)` at the comma) and add
    the scripts only after its own.
    """
    return "".join(map(tag, FILES))


def tag(file: str) -> str:
    """The link to a style sheet or the script tag; the name changes with the content: no browser keeps an old one."""
    version = hashlib.sha256((STATIC / file).read_bytes()).hexdigest()[:10]
    address = f"/page/{file}?v={version}"
    if file.endswith(".css"):
        return f'<link rel="stylesheet" href="{address}" />'
    return f'<script src="{address}" defer></script>'
