"""Train the bundled model: `python -m index.training --data DIR --out index/model` (17 minutes of one core, 6 GB).

Stage 1 learns the pieces and, from the pairs of DIR, their vectors. Stage 2 goes on from what stage 1 wrote: all
questions are stretches of their passages, and everyday words of the lexicon are drawn to the terms of reports.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.embed import BundledEmbedder
from index.training.contrast import Encoded, Recipe, train
from index.training.pairs import Pairs, lexicon_pairs, read_pairs
from index.training.pieces import train_tokenizer
from index.training.save import save
from index.training.start import start_vectors

TOKENIZER_SAMPLE = 3
"""Every third text teaches the tokenizer: more text changes few pieces and takes longer."""

FIRST = Recipe()
SECOND = Recipe(epochs=1, rate=0.002, cloze=1.0, seed=8)

Tell = Callable[[str], None]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of law.jsonl.xz and the others")
    parser.add_argument("--out", type=Path, required=True, help="folder to write weights and tokenizer into")
    parser.add_argument(
        "--stage", type=int, choices=(1, 2), help="one stage alone; 2 goes on from what stands in --out"
    )
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    os.environ["RAYON_NUM_THREADS"] = str(options.threads)
    began = time.monotonic()

    def tell(message: str) -> None:
        print(f"[{time.monotonic() - began:5.0f} s] {message}", flush=True)

    pairs = read_pairs(options.data)
    tell(f"{sum(len(each.questions) for each in pairs):,} pairs")
    if options.stage != 2:
        first(pairs, options.out, tell)
    if options.stage != 1:
        second([*pairs, lexicon_pairs()], options.out, tell)


def first(pairs: list[Pairs], out: Path, tell: Tell) -> None:
    """Tokenizer, start vectors, and training on questions as they were asked, with some stretches among them."""
    tokenizer = train_tokenizer(_sample(pairs))
    tell(f"tokenizer of {tokenizer.get_vocab_size():,} pieces")
    sources = [encode(each, tokenizer) for each in pairs]
    frequency = _frequency(sources, tokenizer.get_vocab_size())
    tell(f"{frequency.sum():,} pieces of text")
    start = start_vectors(_pieces(tokenizer), frequency, FIRST.seed)
    tell("start vectors")
    save(out, train(start, sources, FIRST, tell), tokenizer)
    tell(f"stage 1 written to {out}")


def second(pairs: list[Pairs], out: Path, tell: Tell) -> None:
    """Training on stretches and on the lexicon, from the model in `out` and over it."""
    model = BundledEmbedder.open(out)
    sources = [encode(each, model.tokenizer) for each in pairs]
    tell("texts read into pieces")
    save(out, train(model.table(), sources, SECOND, tell), model.tokenizer)
    tell(f"stage 2 written to {out}")


def encode(pairs: Pairs, tokenizer: Tokenizer) -> Encoded:
    """The pairs as piece numbers; pairs with an empty side are dropped."""
    questions = _ids(tokenizer, pairs.questions)
    passages = _ids(tokenizer, pairs.passages)
    kept = [i for i in range(len(questions)) if len(questions[i]) and len(passages[i])]
    numbers: dict[str, int] = {}
    labels = np.array([numbers.setdefault(pairs.passages[i], len(numbers)) for i in kept])
    return Encoded([questions[i] for i in kept], [passages[i] for i in kept], labels, pairs.source.share)


def _ids(tokenizer: Tokenizer, texts: list[str]) -> list[np.ndarray]:
    return [np.array(found.ids, dtype=np.int64) for found in tokenizer.encode_batch(texts, add_special_tokens=False)]


def _frequency(sources: list[Encoded], pieces: int) -> np.ndarray:
    texts = [text for source in sources for text in source.passages + source.questions]
    return np.bincount(np.concatenate(texts), minlength=pieces)


def _pieces(tokenizer: Tokenizer) -> list[str]:
    return sorted(tokenizer.get_vocab(), key=tokenizer.token_to_id)


def _sample(pairs: list[Pairs]) -> list[str]:
    return [text for each in pairs for side in (each.questions, each.passages) for text in side[::TOKENIZER_SAMPLE]]


if __name__ == "__main__":
    main()
