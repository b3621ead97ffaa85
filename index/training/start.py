"""Start vectors from co-occurrence: positive pointwise mutual information, compressed by a truncated SVD."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from sklearn.utils.extmath import randomized_svd

WINDOW = 5
SIF = 1e-3
"""Constant of smooth inverse frequency: a piece with this share of all text counts half as much as a rare one."""

CONTEXT_POWER = 0.75
"""Flattens the frequencies of contexts; otherwise rare ones get the largest mutual information."""


def start_vectors(documents: list[np.ndarray], vocabulary: int, dimension: int, seed: int) -> np.ndarray:
    """Vectors of all pieces, shape (vocabulary, dimension), float32, scaled by smooth inverse frequency.

    `documents` are arrays of piece numbers. Pieces that never occur get zeros.
    """
    counts = cooccurrence(documents, vocabulary)
    information = positive_information(counts)
    left, strength, _ = randomized_svd(information, n_components=dimension, n_iter=3, random_state=seed)
    vectors = left * np.sqrt(strength)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    frequency = np.bincount(np.concatenate(documents), minlength=vocabulary)
    return (vectors / np.maximum(lengths, 1e-6) * sif_weights(frequency)[:, None]).astype(np.float32)


def cooccurrence(documents: list[np.ndarray], vocabulary: int) -> sparse.csr_matrix:
    """How often two pieces stand within WINDOW of each other, nearer ones counting more (1, 4/5, 3/5, ...)."""
    total = sparse.csr_matrix((vocabulary, vocabulary), dtype=np.float32)
    for chunk in _chunks(documents, 4_000_000):
        for distance in range(1, WINDOW + 1):
            left, right = chunk[:-distance], chunk[distance:]
            inside = (left >= 0) & (right >= 0)
            weight = np.full(int(inside.sum()), 1 - (distance - 1) / WINDOW, dtype=np.float32)
            total = (
                total
                + sparse.coo_matrix((weight, (left[inside], right[inside])), shape=(vocabulary, vocabulary)).tocsr()
            )
    return (total + total.T).tocsr()


def positive_information(counts: sparse.csr_matrix) -> sparse.csr_matrix:
    """max(0, log(p(a, b) / (p(a) q(b)))) where q is the flattened frequency of contexts."""
    rows = np.asarray(counts.sum(axis=1)).ravel()
    contexts = rows**CONTEXT_POWER
    found = counts.tocoo()
    information = np.log(
        found.data * contexts.sum() / (np.maximum(rows[found.row], 1e-9) * np.maximum(contexts[found.col], 1e-9))
    )
    kept = information > 0
    return sparse.csr_matrix((information[kept], (found.row[kept], found.col[kept])), shape=counts.shape)


def sif_weights(frequency: np.ndarray) -> np.ndarray:
    """a / (a + p): near 1 for rare pieces, small for particles."""
    share = frequency / max(frequency.sum(), 1)
    return SIF / (SIF + share)


def _chunks(documents: list[np.ndarray], size: int) -> list[np.ndarray]:
    """Documents strung together, -1s between them, in pieces of about `size`."""
    gap = np.full(WINDOW, -1, dtype=np.int64)
    chunks, current, length = [], [], 0
    for document in documents:
        current += [document, gap]
        length += len(document) + WINDOW
        if length >= size:
            chunks.append(np.concatenate(current))
            current, length = [], 0
    return [*chunks, np.concatenate(current)] if current else chunks
