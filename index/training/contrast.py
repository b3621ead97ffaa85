"""Contrastive training: a question must be nearer to its own passage than to the others of its batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

SHORTEST_STRETCH, LONGEST_STRETCH = 6, 24
"""Pieces in a stretch of a passage that plays the question: from a keyword or two to a sentence."""

Ragged = list[np.ndarray]
"""Piece numbers of each text."""


@dataclass(frozen=True)
class Recipe:
    """What the training does; the defaults are the bundled model's.

    `cloze` is the share of batches whose questions are replaced by a stretch of their own passage, cut out of it for
    every second one: that teaches names and figures which the written questions of the sources never ask for.
    """

    batch: int = 2048
    epochs: int = 4
    rate: float = 0.01
    scale: float = 20.0
    longest: int = 256
    cloze: float = 0.3
    seed: int = 7


@dataclass(frozen=True)
class Encoded:
    """The pairs of one source as piece numbers; `labels` are equal where two passages are the same text."""

    questions: Ragged
    passages: Ragged
    labels: np.ndarray
    share: float


def train(start: np.ndarray, sources: list[Encoded], recipe: Recipe, tell: Callable[[str], None] = print) -> np.ndarray:
    """The trained table, shape of `start`. The same seed and number of threads give the same table."""
    torch.manual_seed(recipe.seed)
    random = np.random.default_rng(recipe.seed)
    table = torch.nn.Parameter(torch.from_numpy(start.copy()))
    optimizer = torch.optim.Adam([table], lr=recipe.rate, fused=True)
    schedule = [list(_batches(sources, recipe.batch, random)) for _ in range(recipe.epochs)]
    steps = sum(len(epoch) for epoch in schedule)
    decay = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    for number, epoch in enumerate(schedule, start=1):
        losses = []
        for source, rows in epoch:
            questions, passages = _texts(sources[source], rows, recipe, random)
            labels = torch.from_numpy(sources[source].labels[rows])
            loss = _loss(_bag(table, questions), _bag(table, passages), labels, recipe.scale)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            decay.step()
            losses.append(loss.item())
        tell(f"epoch {number}: loss {np.mean(losses):.4f} over {len(epoch)} batches")
    return table.detach().numpy()


def _batches(sources: list[Encoded], size: int, random: np.random.Generator) -> Iterator[tuple[int, np.ndarray]]:
    """(source, rows) in random order; a batch is of one source, so that its passages are hard to tell apart."""
    batches = []
    for number, source in enumerate(sources):
        rows = random.permutation(len(source.questions))[: int(len(source.questions) * source.share)]
        batches += [(number, rows[i : i + size]) for i in range(0, len(rows), size) if len(rows[i : i + size]) > 64]
    random.shuffle(batches)
    yield from batches


def _texts(source: Encoded, rows: np.ndarray, recipe: Recipe, random: np.random.Generator) -> tuple[Ragged, Ragged]:
    questions = [source.questions[i][: recipe.longest] for i in rows]
    passages = [source.passages[i][: recipe.longest] for i in rows]
    if random.random() >= recipe.cloze:
        return questions, passages
    pairs = [cloze(q, p, random) for q, p in zip(questions, passages, strict=True)]
    return [q for q, _ in pairs], [p for _, p in pairs]


def cloze(question: np.ndarray, passage: np.ndarray, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """A stretch of the passage as its question; the pair as it was where the passage is too short for that."""
    if len(passage) < 4 * SHORTEST_STRETCH:
        return question, passage
    length = int(random.integers(SHORTEST_STRETCH, min(LONGEST_STRETCH, len(passage) // 3) + 1))
    begin = int(random.integers(0, len(passage) - length + 1))
    rest = np.concatenate([passage[:begin], passage[begin + length :]]) if random.random() < 0.5 else passage
    return passage[begin : begin + length], rest


def _loss(questions: torch.Tensor, passages: torch.Tensor, labels: torch.Tensor, scale: float) -> torch.Tensor:
    """Cross entropy of the right passage among all for a question, and of the right question for a passage."""
    # The same passage twice in a batch is no wrong answer to its other question.
    twins = (labels[:, None] == labels[None, :]).fill_diagonal_(False)
    scores = (functional.normalize(questions, dim=1) * scale) @ functional.normalize(passages, dim=1).T
    scores = scores.masked_fill_(twins, -1e4)
    likely = (scores - scale).exp()  # no cosine is above 1, so nothing overflows
    against = (likely.sum(dim=1).log() + likely.sum(dim=0).log()) / 2 + scale
    return (against - scores.diagonal()).mean()


def _bag(table: torch.Tensor, texts: Ragged) -> torch.Tensor:
    offsets = np.cumsum([0] + [len(text) for text in texts[:-1]])
    return functional.embedding_bag(
        torch.from_numpy(np.concatenate(texts)), table, torch.from_numpy(offsets), mode="mean"
    )
