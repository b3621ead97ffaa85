"""The stock recipe that the project is measured beside: split, embed, Chroma, the top eight.

Text is cut every 500 characters by LangChain's recursive splitter, embedded with the same model as the project's, and
kept by Chroma. It retrieves only; no answer is written, so its times are a floor.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from index.embed import load_embedder

CHUNK, TOP = 500, 8
FILES = ("*.txt", "*.md", "*.csv")
BATCH = 4000


class Recipe:
    """A Chroma collection of chunks in a folder."""

    def __init__(self, folder: Path) -> None:
        from langchain_chroma import Chroma

        self._store = Chroma(
            collection_name="stock",
            embedding_function=load_embedder("bundled").as_langchain(),
            persist_directory=str(folder),
        )

    def ingest(self, reports: Path) -> int:
        """Cut and keep every text file of a folder; returns the number of chunks."""
        from langchain_core.documents import Document
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=0)
        documents = [
            Document(path.read_text(encoding="utf-8"), metadata={"file": path.name})
            for pattern in FILES
            for path in sorted(reports.glob(pattern))
            if not path.name.startswith("README")
        ]
        chunks = splitter.split_documents(documents)
        for start in range(0, len(chunks), BATCH):
            self._store.add_documents(chunks[start : start + BATCH])
        return len(chunks)

    def ask(self, question: str) -> list[Any]:
        """The eight chunks nearest to a question."""
        found: list[Any] = self._store.similarity_search(question, k=TOP)
        return found
