"""What training starts from: the tokenizer, the texts as its pieces, and two kinds of vectors for each piece.

All of it depends on the data alone and takes longer than training itself, so it is kept in a folder between runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from index.embed import TOKENIZER_FILE
from index.training.contrast import Encoded, Ragged
from index.training.cooccurrence import cooccurrence_vectors
from index.training.likeness import likeness_vectors
from index.training.pairs import Pairs, read_pairs
from index.training.pieces import train_tokenizer

TOKENIZER_SAMPLE = 3
"""Every third text teaches the tokenizer: more text changes few pieces and takes longer."""

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Prepared:
    """`likeness` and `company` are unit vectors of the tokenizer's pieces, shape (pieces, 256) each."""

    tokenizer: Tokenizer
    sources: list[Encoded]
    likeness: np.ndarray
    company: np.ndarray


def prepare(data: Path, folder: Path, seed: int, tell: Callable[[str], None]) -> Prepared:
    """Read the pairs of `data`, and make what is not in `folder` yet. `seed` is that of the vectors.

    Empty the folder after the data or this code has changed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pairs = read_pairs(data)
    tell(f"{sum(len(each.questions) for each in pairs):,} pairs")
    if not (folder / TOKENIZER_FILE).exists():
        train_tokenizer(_sample(pairs)).save(str(folder / TOKENIZER_FILE), pretty=False)
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    tell(f"tokenizer of {tokenizer.get_vocab_size():,} pieces")
    sources = [_source(each, tokenizer, folder / f"{each.source.name}.npz") for each in pairs]
    tell("texts read into pieces")
    found = _kept(folder / "start.npz", lambda: _vectors(tokenizer, sources, seed))
    tell("vectors to start from")
    return Prepared(tokenizer, sources, found["likeness"], found["company"])


def encode(pairs: Pairs, tokenizer: Tokenizer) -> Encoded:
    """The pairs as piece numbers; pairs with an empty side are dropped."""
    questions = _ids(tokenizer, pairs.questions)
    passages = _ids(tokenizer, pairs.passages)
    kept = [i for i in range(len(questions)) if len(questions[i]) and len(passages[i])]
    numbers: dict[str, int] = {}
    labels = np.array([numbers.setdefault(pairs.passages[i], len(numbers)) for i in kept])
    return Encoded([questions[i] for i in kept], [passages[i] for i in kept], labels, pairs.source.share)


def _source(pairs: Pairs, tokenizer: Tokenizer, path: Path) -> Encoded:
    def flat() -> Arrays:
        made = encode(pairs, tokenizer)
        sides = {"questions": made.questions, "passages": made.passages}
        lengths = {f"{side}_lengths": np.array([len(text) for text in texts]) for side, texts in sides.items()}
        return {"labels": made.labels, **{side: np.concatenate(texts) for side, texts in sides.items()}, **lengths}

    kept = _kept(path, flat)
    return Encoded(_ragged(kept, "questions"), _ragged(kept, "passages"), kept["labels"], pairs.source.share)


def _ragged(arrays: Arrays, side: str) -> Ragged:
    return np.split(arrays[side], np.cumsum(arrays[f"{side}_lengths"])[:-1])


def _vectors(tokenizer: Tokenizer, sources: list[Encoded], seed: int) -> Arrays:
    pieces = sorted(tokenizer.get_vocab(), key=tokenizer.token_to_id)
    texts = [text for source in sources for text in source.passages + source.questions]
    return {"likeness": likeness_vectors(pieces, seed), "company": cooccurrence_vectors(texts, len(pieces), seed)}


def _kept(path: Path, make: Callable[[], Arrays]) -> Arrays:
    if not path.exists():
        np.savez(path, **make())
    with np.load(path) as found:
        return dict(found)


def _ids(tokenizer: Tokenizer, texts: list[str]) -> Ragged:
    return [np.array(found.ids, dtype=np.int64) for found in tokenizer.encode_batch(texts, add_special_tokens=False)]


def _sample(pairs: list[Pairs]) -> list[str]:
    return [text for each in pairs for side in (each.questions, each.passages) for text in side[::TOKENIZER_SAMPLE]]
