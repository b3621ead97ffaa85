"""Optional second look at what was found: a cross-encoder reads question and passage together. Off by default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from index.embed import Vector
from index.models import RERANKER, load

DEPTH = 50
"""How many of the best are read again: a cross-encoder needs milliseconds for each."""


class Reranker(Protocol):
    """A model that reads a question and a passage together."""

    def scores(self, question: str, passages: Sequence[str]) -> Vector:
        """How well each passage answers, shape (len(passages),); larger is better, comparable within one call."""
        ...


@dataclass(frozen=True)
class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers, by folder or hub name such as `BAAI/bge-reranker-v2-m3`."""

    name: str
    _model: Any

    def scores(self, question: str, passages: Sequence[str]) -> Vector:
        if not passages:
            return np.empty(0, dtype=np.float32)
        found = self._model.predict([(question, passage) for passage in passages], show_progress_bar=False)
        return np.asarray(found, dtype=np.float32)


def load_reranker(setting: str) -> Reranker | None:
    """The reranker of a setting; None when it is empty. Raises SettingError when it cannot be had."""
    return CrossEncoderReranker(setting, load(RERANKER, setting)[0]) if setting.strip() else None
