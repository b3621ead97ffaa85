"""How many tokens a text has, roughly, without a tokenizer: each model has its own, and none is shipped."""

from __future__ import annotations

HANGUL, OTHER = 0.8, 0.4
"""Tokens a syllable of Hangul, and a sign of anything else: on the high side, so that a budget is kept."""


def estimated(text: str) -> int:
    """Tokens of a text, estimated: 재무과 [1] → 3 × 0.8 + 4 × 0.4 = 4."""
    hangul = sum("가" <= letter <= "힣" for letter in text)
    return round(hangul * HANGUL + (len(text) - hangul) * OTHER)
