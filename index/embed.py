"""Embedding models: the Korean one that ships with the project, or any that sentence-transformers can load.

Importing sentence_transformers takes seconds, so it happens (in `index.models`) only when passages are embedded, that
is when an index is built. A question is embedded by the same arithmetic in numpy (a mean of table rows), to the same
vector.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from errors import DamagedIndex, SettingError
from index.models import EMBEDDING, load, static_model

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

Vector = NDArray[np.float32]

BUNDLED = "bundled"
MODEL_FOLDER = Path(__file__).parent / "model"
WEIGHTS_FILE, TOKENIZER_FILE = "weights.safetensors", "tokenizer.json"
BATCH = 256

PREFIXES: dict[str, tuple[str, str]] = {
    "e5-large-instruct": (
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
        "",
    ),
    "e5": ("query: ", "passage: "),
    "arctic-embed": ("query: ", ""),
    "embeddinggemma": ("task: search result | query: ", "title: none | text: "),
    "qwen3-embedding": (
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery:",
        "",
    ),
    "bge-m3": ("", ""),
    "kure": ("", ""),
}
"""What a family of models wants before a question and before a passage, by a piece of the model's name; first fit."""


class Embedder(Protocol):
    """A model that turns text into unit vectors of `dimension` numbers.

    `hash` changes whenever its vectors would: an index remembers it and refuses to be searched with another.
    """

    @property
    def name(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def embed_documents(self, texts: Sequence[str]) -> Vector:
        """Vectors of passages, shape (len(texts), dimension), float32, of length 1 (0 for a text without a token)."""
        ...

    def embed_query(self, text: str) -> Vector:
        """The vector of a question, shape (dimension,)."""
        ...

    def as_langchain(self) -> Embeddings:
        """The same model as langchain's `Embeddings`, for langchain-chroma."""
        ...


@dataclass(frozen=True)
class BundledEmbedder:
    """The static model in `index/model`: a table of int8 rows with a scale each, one row a piece of a word."""

    name: str
    hash: str
    dimension: int
    folder: Path
    tokenizer: Any
    _rows: NDArray[np.int8]
    _scales: Vector

    @classmethod
    def open(cls, folder: Path = MODEL_FOLDER) -> BundledEmbedder:
        """Load the table and the tokenizer (about 0.1 s). Raises DamagedIndex when a file is missing or broken."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            tensors = load_file(folder / WEIGHTS_FILE)
            tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
            rows, scales = tensors["rows"], tensors["scales"].astype(np.float32)
        except Exception as error:  # safetensors and tokenizers raise their own kinds, and bare Exception
            raise DamagedIndex(
                f"내장 임베딩 모델 {folder}을(를) 읽을 수 없습니다. 프로젝트 파일을 다시 받아 주십시오."
            ) from error
        return cls(BUNDLED, _hash(folder), int(rows.shape[1]), folder, tokenizer, rows, scales)

    def embed_query(self, text: str) -> Vector:
        ids = self.tokenizer.encode(text, add_special_tokens=False).ids
        if not ids:
            return np.zeros(self.dimension, dtype=np.float32)
        picked = self._rows[ids].astype(np.float32) * self._scales[ids, None]
        return _unit(np.asarray(picked.mean(axis=0), dtype=np.float32))

    def embed_documents(self, texts: Sequence[str]) -> Vector:
        return _encode(_bundled_model(self.folder), list(texts), self.dimension)

    def as_langchain(self) -> Embeddings:
        return _langchain_adapter(self)

    def table(self) -> Vector:
        """The weights as float32, shape (pieces, dimension)."""
        return self._rows.astype(np.float32) * self._scales[:, None]


@dataclass(frozen=True)
class SentenceTransformerEmbedder:
    """Any other model of sentence-transformers, by hub name or folder, with the prefixes its family wants."""

    name: str
    hash: str
    dimension: int
    _model: Any
    _query_prefix: str = ""
    _passage_prefix: str = ""

    def embed_query(self, text: str) -> Vector:
        vector: Vector = _encode(self._model, [self._query_prefix + text], self.dimension)[0]
        return vector

    def embed_documents(self, texts: Sequence[str]) -> Vector:
        return _encode(self._model, [self._passage_prefix + text for text in texts], self.dimension)

    def as_langchain(self) -> Embeddings:
        return _langchain_adapter(self)


def load_embedder(setting: str) -> Embedder:
    """The model of a setting: `bundled`, a folder, or a hub name such as `BAAI/bge-m3`.

    Raises SettingError, naming the setting and the remedy, when there is no such model or it cannot be fetched.
    """
    if setting == BUNDLED:
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        return BundledEmbedder.open()
    if not setting.strip():
        remedy = f"{BUNDLED}, 모델 폴더, 또는 허브 이름(예: BAAI/bge-m3)을 적어 주십시오."
        raise SettingError(EMBEDDING.setting, setting, remedy)
    return _load_other(setting)


def prefixes(name: str) -> tuple[str, str]:
    """(before a question, before a passage) for a model's name or folder.

    >>> prefixes("intfloat/multilingual-e5-small")
    ('query: ', 'passage: ')
    """
    lowered = name.rstrip("/").rsplit("/", 1)[-1].lower()
    return next((pair for piece, pair in PREFIXES.items() if piece in lowered), ("", ""))


def _langchain_adapter(embedder: Embedder) -> Embeddings:
    from langchain_core.embeddings import Embeddings

    class Adapter(Embeddings):
        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            vectors: list[list[float]] = embedder.embed_documents(texts).tolist()
            return vectors

        def embed_query(self, text: str) -> list[float]:
            vector: list[float] = embedder.embed_query(text).tolist()
            return vector

    return Adapter()


def _load_other(setting: str) -> Embedder:
    model, identity = load(EMBEDDING, setting)
    before_query, before_passage = prefixes(setting)
    dimension = int(model.get_embedding_dimension() or 0)
    # With other prefixes the same model gives other vectors
    hash_ = hashlib.sha256(repr((identity, before_query, before_passage)).encode()).hexdigest()[:16]
    return SentenceTransformerEmbedder(setting, hash_, dimension, model, before_query, before_passage)


@cache
def _bundled_model(folder: Path) -> Any:
    """The bundled model as sentence-transformers sees it."""
    bundled = BundledEmbedder.open(folder)
    return static_model(bundled.tokenizer, bundled.table())


def _encode(model: Any, texts: list[str], dimension: int) -> Vector:
    if not texts:
        return np.empty((0, dimension), dtype=np.float32)
    vectors = model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
    return np.asarray(vectors, dtype=np.float32)


def _unit(vector: Vector) -> Vector:
    length = float(np.linalg.norm(vector))
    return (vector / length).astype(np.float32) if length > 0 else vector.astype(np.float32)


def _hash(folder: Path) -> str:
    """First 16 hex digits of SHA-256 over the tokenizer and the weights."""
    digest = hashlib.sha256()
    for name in (TOKENIZER_FILE, WEIGHTS_FILE):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:16]
