"""Passages and their vectors in Chroma, through langchain-chroma. The only file that knows chromadb.

Embedded by default: one folder of the generation, written once. Vectors are made by the project's own embedder and
handed over, so that Chroma never loads or downloads a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from errors import DamagedIndex
from records import Passage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection
    from langchain_core.embeddings import Embeddings

COLLECTION = "passages"
BATCH = 4000
SPACE = {"hnsw": {"space": "cosine", "ef_search": 200}}


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))


def write(folder: Path, passages: Sequence[Passage], vectors: np.ndarray) -> None:
    """Write passages with their vectors (n, d) into a new collection under `folder`.

    Raises OSError when the disk takes no more.
    """
    from chromadb.errors import InternalError

    try:
        _fill(folder, passages, vectors)
    except InternalError as error:
        raise OSError(str(error)) from error


def _fill(folder: Path, passages: Sequence[Passage], vectors: np.ndarray) -> None:
    client = _client(folder)
    collection = client.create_collection(COLLECTION, embedding_function=None, configuration=SPACE)
    for start in range(0, len(passages), BATCH):
        part = passages[start : start + BATCH]
        collection.add(
            ids=[passage.id for passage in part],
            embeddings=vectors[start : start + BATCH],
            documents=[passage.text for passage in part],
            metadatas=[
                {"report": passage.report_id, "section": passage.path, "line": passage.line} for passage in part
            ],
        )
    client.close()


class PassageVectors:
    """Nearest passages by meaning, from a generation's Chroma folder."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        from chromadb.errors import ChromaError
        from langchain_chroma import Chroma

        try:
            self._client = _client(folder)
            self._store = Chroma(
                collection_name=COLLECTION,
                client=self._client,
                embedding_function=embeddings,
                create_collection_if_not_exists=False,
            )
            self.collection: Collection = self._client.get_collection(COLLECTION, embedding_function=None)
            self._rows: int = self.collection.count()
        except (ChromaError, ValueError) as error:
            raise DamagedIndex(
                f"색인의 벡터 저장소({folder})를 열 수 없습니다. `python -m ingest`로 색인을 다시 만들어 주십시오."
            ) from error

    def count(self) -> int:
        """How many passages are stored; a generation never changes, so they are counted once."""
        return self._rows

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the `k` nearest passages to a vector (d,), best first."""
        # Only distances: reading metadata of 100 rows takes longer than finding them
        found = self.collection.query(
            query_embeddings=[vector], n_results=min(k, max(1, self._rows)), include=["distances"]
        )
        distances = found["distances"]
        if not distances:
            return []
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def retriever(self, k: int = 8) -> Any:
        """The collection as a LangChain retriever, for chains of one's own."""
        return self._store.as_retriever(search_kwargs={"k": k})

    def close(self) -> None:
        self._client.close()
