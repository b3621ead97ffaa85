"""Writes the table as int8 rows with one scale each: a quarter of the size, and no measurable loss."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.embed import TOKENIZER_FILE, WEIGHTS_FILE


def save(folder: Path, table: np.ndarray, tokenizer: Tokenizer) -> None:
    """Write weights and tokenizer into `folder`, over what stands there."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, scales = quantize(table)
    save_file({"rows": rows, "scales": scales}, folder / WEIGHTS_FILE)
    tokenizer.save(str(folder / TOKENIZER_FILE), pretty=False)


def quantize(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(rows, scales): int8 of the table's shape, and float32 one per row, with table ≈ rows * scales[:, None]."""
    scales = np.abs(table).max(axis=1) / 127
    safe = np.where(scales > 0, scales, 1)
    return np.round(table / safe[:, None]).astype(np.int8), scales.astype(np.float32)
