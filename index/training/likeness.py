"""Vectors of pieces from what Kiwi's language model knows of morphemes: 예산 is near 재정, 노인 near 어르신.

Kiwi tells likenesses only, not its vectors; but the likeness of every morpheme to enough landmarks fixes the vectors up
to a turn, which is all that is needed (the Nyström method).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from index.morphemes import Morpheme, analyse_each, similarities

DIMENSION = 256
"""Kiwi's own: the likenesses have this rank."""

LANDMARKS = 400
"""More than DIMENSION, so that the landmarks span the whole space."""

SEED_WORD = ("예산", "NNG")
"""Any morpheme will do: asking for its neighbours lists all the others."""

WEIGHTS = defaultdict(lambda: 0.3, NNG=1.0, NNP=1.0, XR=1.0, SL=1.0, VV=0.7, VA=0.7, MAG=0.7)
"""How much each kind of morpheme says about the piece that it is part of: in 예산에 the noun, not the particle."""

CONTENT = {"NNG", "NNP", "NNB", "NR", "NP", "XR", "MAG", "MM", "XPN", "XSN", "SL"} | {
    stem + kind for stem in ("VV", "VA") for kind in ("", "-I", "-R")
}

Vectors = dict[tuple[str, str], np.ndarray]
"""(form, tag) → vector."""


def likeness_vectors(pieces: Sequence[str], seed: int) -> np.ndarray:
    """Unit vectors of the pieces, shape (pieces, DIMENSION); random where a piece holds no known morpheme."""
    random = np.random.default_rng(seed)
    known = morpheme_vectors(random)
    table = random.normal(size=(len(pieces), DIMENSION))
    for row, (piece, morphemes) in enumerate(zip(pieces, analyse_each(pieces), strict=True)):
        vector = _of_piece(piece, morphemes, known)
        if vector is not None:
            table[row] = vector
    unit: np.ndarray = table / np.linalg.norm(table, axis=1, keepdims=True)
    return unit


def morpheme_vectors(random: np.random.Generator) -> Vectors:
    """Vectors of all content morphemes; several meanings of one form are averaged."""
    names = {number: (form, tag) for number, form, tag, _ in similarities(SEED_WORD) if tag in CONTENT}
    numbers = sorted(names)
    landmarks = sorted(random.choice(numbers, LANDMARKS, replace=False).tolist())
    vectors = nystrom(_likeness(numbers, landmarks), [numbers.index(number) for number in landmarks])
    meanings: defaultdict[tuple[str, str], list[np.ndarray]] = defaultdict(list)
    for number, vector in zip(numbers, without_common_part(vectors), strict=True):
        meanings[names[number]].append(vector)
    return {name: np.mean(found, axis=0) for name, found in meanings.items()}


def nystrom(likeness: np.ndarray, landmarks: Sequence[int]) -> np.ndarray:
    """Vectors whose products are the given likenesses; shape (n, DIMENSION) from (n, landmarks).

    `landmarks` are the rows of the landmarks themselves. With G their likeness to one another, V = likeness · G^-1/2.
    """
    among = likeness[list(landmarks)]
    strength, directions = np.linalg.eigh((among + among.T) / 2)
    real = np.argsort(strength)[::-1][:DIMENSION]
    vectors: np.ndarray = likeness @ (directions[:, real] / np.sqrt(np.maximum(strength[real], 1e-3)))
    return vectors


def without_common_part(vectors: np.ndarray) -> np.ndarray:
    """What all share says nothing: any two morphemes are .4 alike. The mean and the main direction are taken out."""
    centred = vectors - vectors.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    rest = centred - centred @ directions[:1].T @ directions[:1]
    result: np.ndarray = rest / np.maximum(np.linalg.norm(rest, axis=1, keepdims=True), 1e-9)
    return result


def _likeness(numbers: Sequence[int], landmarks: Sequence[int]) -> np.ndarray:
    """Cosines, shape (numbers, landmarks)."""
    place = {number: row for row, number in enumerate(numbers)}
    table = np.zeros((len(numbers), len(landmarks)))
    for column, landmark in enumerate(landmarks):
        for number, _, _, cosine in similarities(landmark):
            if number in place:
                table[place[number], column] = cosine
    return table


def _of_piece(piece: str, morphemes: Sequence[Morpheme], known: Vectors) -> np.ndarray | None:
    """The piece's own vector where it is a morpheme, else the weighted sum of its parts', else None."""
    for tag in ("NNG", "NNP", "XR", "MAG"):
        if (piece, tag) in known:
            return known[piece, tag]
    parts = [WEIGHTS[each.tag] * known[each.form, each.tag] for each in morphemes if (each.form, each.tag) in known]
    return np.sum(parts, axis=0) if parts else None
