"""Vectors of pieces from the company they keep in the training texts: what stands beside the same pieces is alike.

Positive pointwise mutual information of pieces within a window, brought to DIMENSION numbers by a truncated singular
value decomposition: the classical way, and another view than a language model's. It knows the words of law and office
that the model has seldom seen, and which pieces are parts of one name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np
import scipy.sparse

DIMENSION = 256
WINDOW = 5
"""Pieces to either side that count as company."""

SAMPLE = 3
"""Every third text is counted."""

SMOOTHING = 0.75
"""Exponent of the frequency of company: rare pieces would otherwise look like each other's closest friends."""

BLOCK = 2_000_000
"""Pieces counted at a time, to bound the memory."""

OVERSAMPLING, POWER_STEPS = 32, 2
"""Of the randomized decomposition: directions beyond those wanted, and rounds that sharpen them."""


def cooccurrence_vectors(texts: Sequence[np.ndarray], pieces: int, seed: int) -> np.ndarray:
    """Unit vectors, shape (pieces, DIMENSION), from texts as piece numbers; random for pieces without company."""
    random = np.random.default_rng(seed)
    information = positive_information(counts(texts[::SAMPLE], pieces))
    table = decomposed(information, min(DIMENSION, pieces), random)
    lengths = np.linalg.norm(table, axis=1)
    table[lengths < 1e-6] = random.normal(size=table.shape)[lengths < 1e-6]
    unit: np.ndarray = table / np.linalg.norm(table, axis=1, keepdims=True)
    return unit


def counts(texts: Sequence[np.ndarray], pieces: int) -> scipy.sparse.csr_matrix:
    """How often two pieces stand within WINDOW of one another in a text, symmetric, shape (pieces, pieces)."""
    total = scipy.sparse.csr_matrix((pieces, pieces), dtype=np.float32)
    for block in _blocks(texts):
        text = np.repeat(np.arange(len(block)), [len(each) for each in block])
        piece = np.concatenate(block)
        for apart in range(1, WINDOW + 1):
            same = text[:-apart] == text[apart:]
            pairs = (piece[:-apart][same], piece[apart:][same])
            total = total + scipy.sparse.csr_matrix((np.ones(same.sum(), np.float32), pairs), shape=total.shape)
    return total + total.T


def positive_information(counts: scipy.sparse.csr_matrix) -> scipy.sparse.csr_matrix:
    """log(p(a, b) / (p(a) · p(b))) where that is above 0, with p(b) smoothed."""
    times = np.asarray(counts.sum(axis=1)).ravel()
    company = times**SMOOTHING / (times**SMOOTHING).sum()
    found = counts.tocoo()
    values = np.log(found.data / times[found.row] / company[found.col])
    kept = values > 0
    pairs = (found.row[kept], found.col[kept])
    return scipy.sparse.csr_matrix((values[kept].astype(np.float32), pairs), shape=counts.shape)


def decomposed(matrix: scipy.sparse.csr_matrix, dimension: int, random: np.random.Generator) -> np.ndarray:
    """The main `dimension` left directions, each scaled by the root of its strength, shape (rows, dimension)."""
    wide = min(dimension + OVERSAMPLING, matrix.shape[0])
    basis = matrix @ random.normal(size=(matrix.shape[1], wide)).astype(np.float32)
    for _ in range(POWER_STEPS):
        basis = matrix @ (matrix.T @ np.linalg.qr(basis)[0])
    basis = np.linalg.qr(basis)[0]
    directions, strength, _ = np.linalg.svd((matrix.T @ basis).T, full_matrices=False)
    table: np.ndarray = basis @ directions[:, :dimension] * np.sqrt(strength[:dimension])
    return table


def _blocks(texts: Sequence[np.ndarray]) -> Iterator[list[np.ndarray]]:
    number = np.cumsum([len(text) for text in texts]) // BLOCK
    for _, rows in groupby(range(len(texts)), key=number.__getitem__):
        yield [texts[row] for row in rows]
