"""Contrastive training: a question must be nearer to its own passage than to the others of its batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

Ragged = list[np.ndarray]
"""Piece numbers of each text."""


@dataclass(frozen=True)
class Recipe:
    """What the training does; the defaults are the bundled model's."""

    batch: int = 2048
    epochs: int = 4
    rate: float = 0.01
    scale: float = 20.0
    dimensions: tuple[int, ...] = (256, 128, 64)
    longest: int = 256
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
    optimizer = torch.optim.Adam([table], lr=recipe.rate)
    schedule = [list(_batches(sources, recipe.batch, random)) for _ in range(recipe.epochs)]
    steps = sum(len(epoch) for epoch in schedule)
    decay = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.0, 1 - step / steps))
    for number, epoch in enumerate(schedule, start=1):
        losses = []
        for source, rows in epoch:
            loss = _loss(table, sources[source], rows, recipe)
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


def _loss(table: torch.Tensor, source: Encoded, rows: np.ndarray, recipe: Recipe) -> torch.Tensor:
    questions = _bag(table, [source.questions[i] for i in rows], recipe.longest)
    passages = _bag(table, [source.passages[i] for i in rows], recipe.longest)
    labels = torch.from_numpy(source.labels[rows])
    # The same passage twice in a batch is no wrong answer to its other question.
    twins = (labels[:, None] == labels[None, :]) & ~torch.eye(len(rows), dtype=torch.bool)
    target = torch.arange(len(rows))
    total = torch.zeros(())
    for dimension in recipe.dimensions:
        left = functional.normalize(questions[:, :dimension], dim=1)
        right = functional.normalize(passages[:, :dimension], dim=1)
        scores = (left @ right.T * recipe.scale).masked_fill(twins, -1e4)
        total = total + functional.cross_entropy(scores, target) + functional.cross_entropy(scores.T, target)
    return total / (2 * len(recipe.dimensions))


def _bag(table: torch.Tensor, texts: Ragged, longest: int) -> torch.Tensor:
    cut = [text[:longest] for text in texts]
    offsets = np.cumsum([0] + [len(text) for text in cut[:-1]])
    return functional.embedding_bag(
        torch.from_numpy(np.concatenate(cut)), table, torch.from_numpy(offsets), mode="mean"
    )
