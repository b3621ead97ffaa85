"""A passage before it has its number: what the finders of passages hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from records import Section


@dataclass(frozen=True, slots=True)
class Draft:
    """A stretch of text with what is searched beside it.

    `key` is what a child names as its `parent`; `dims` are fields of the passage that a table's own columns settle.
    """

    kind: str
    start: int
    end: int
    section: Section
    search: str
    key: str
    parent: str | None = None
    dims: Mapping[str, Any] = field(default_factory=dict, hash=False)
