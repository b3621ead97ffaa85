"""Train the bundled model: `OMP_NUM_THREADS=1 python -m index.training --data DIR --work DIR --out index/model`.

First what it starts from (`index/training/prepared.py`), then two stages of contrast: on questions as they were asked
with stretches of passages among them, and on stretches alone with the words of the lexicon. One core; no GPU.
"""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path

import torch

from index.training.contrast import Recipe, train
from index.training.pairs import lexicon_pairs
from index.training.prepared import encode, prepare
from index.training.save import save
from index.training.start import start_vectors

FIRST = Recipe()
SECOND = Recipe(epochs=1, rate=0.005, cloze=1.0, seed=8)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of law.jsonl.xz and the others")
    parser.add_argument("--work", type=Path, required=True, help="folder for what depends on the data alone")
    parser.add_argument("--out", type=Path, help="folder to write weights and tokenizer into; without it only --work")
    options = parser.parse_args()
    torch.set_num_threads(1)
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    os.environ["RAYON_NUM_THREADS"] = "1"
    prepared = prepare(options.data, options.work, FIRST.seed, tell)
    if options.out:
        start = start_vectors(prepared.likeness, prepared.company, prepared.sources)
        table = train(start, prepared.sources, FIRST, tell)
        lexicon = encode(lexicon_pairs(), prepared.tokenizer)
        save(options.out, train(table, [*prepared.sources, lexicon], SECOND, tell), prepared.tokenizer)
        tell(f"written to {options.out}")


def tell(message: str) -> None:
    print(f"[{time.process_time():5.0f} s of processor time] {message}", flush=True)


if __name__ == "__main__":
    main()
