"""Start vectors: what a language model knows of morphemes, beside the company that pieces keep in the training texts.

The first knows words that the texts lack, the second the words of the texts; trained from both, the model is better on
texts of either kind than from one alone.
"""

from __future__ import annotations

import numpy as np

from index.training.contrast import Encoded

SIF = 1e-3
"""Constant of smooth inverse frequency: a piece with this share of all text counts half as much as a rare one."""

LIKENESS = 0.6
"""Share of the language model in the cosine of two start vectors; the company has the rest."""


def start_vectors(likeness: np.ndarray, company: np.ndarray, sources: list[Encoded]) -> np.ndarray:
    """Vectors of the pieces, float32, one kind beside the other, scaled by smooth inverse frequency in the sources."""
    texts = [text for source in sources for text in source.passages + source.questions]
    frequency = np.bincount(np.concatenate(texts), minlength=len(likeness))
    return (beside(likeness, company) * sif_weights(frequency)[:, None]).astype(np.float32)


def beside(likeness: np.ndarray, company: np.ndarray) -> np.ndarray:
    """Unit vectors of two kinds as one: cosines are LIKENESS of the first and the rest of the second."""
    return np.concatenate([likeness * np.sqrt(LIKENESS), company * np.sqrt(1 - LIKENESS)], axis=1)


def sif_weights(frequency: np.ndarray) -> np.ndarray:
    """a / (a + p): near 1 for rare pieces, small for particles."""
    share = frequency / max(frequency.sum(), 1)
    weights: np.ndarray = SIF / (SIF + share)
    return weights
