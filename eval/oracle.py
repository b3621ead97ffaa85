"""Simulated embedding models: the bundled one, told a part of the right answer. No model of this kind exists.

They stand in for larger models where none can be had, to see how the best fusion changes as the meaning gets better. A
simulated model understands some questions well and others not at all, as real ones do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from eval.retrieval import Encoder, Task
from index.embed import Vector

STRENGTHS = (0.0, 0.1, 0.2, 0.4, 0.8, 1.5)
"""How much of the answer's vector is added to the question's, in the mean of all questions."""

SEED = 7


@dataclass(frozen=True)
class OracleMixed:
    """`inner`, with the vectors of known questions replaced by given ones."""

    inner: Encoder
    known: Mapping[str, Vector]

    def embed_documents(self, texts: Sequence[str]) -> Vector:
        return self.inner.embed_documents(texts)

    def embed_query(self, text: str) -> Vector:
        return self.known[text] if text in self.known else self.inner.embed_query(text)


def oracle_mixed(task: Task, inner: Encoder, strength: float) -> OracleMixed:
    """A model that leans towards each question's right passage.

    To the unit vector of question i, b_i · (its first right passage + noise of the same length) is added; b_i is drawn
    from an exponential distribution of mean `strength`, so that many questions gain little and few gain much. Passages
    like the right one rise with it, as with a real model.
    """
    random = np.random.default_rng(SEED)
    passages = [task.passages[min(need[0])] for need in task.needs]
    answers = inner.embed_documents(passages)
    known = {}
    for question, answer in zip(task.questions, answers, strict=True):
        noise = random.normal(size=answer.shape) / np.sqrt(answer.size)
        mixed = inner.embed_query(question) + random.exponential(strength) * (answer + noise)
        known[question] = (mixed / max(float(np.linalg.norm(mixed)), 1e-9)).astype(np.float32)
    return OracleMixed(inner, known)
