"""Passages and their vectors in Chroma, through langchain-chroma. The only file that knows chromadb.

Embedded by default: one folder of the generation, written once. With a server each generation is a collection of it.
Vectors are made by the project's own embedder and handed over, so that Chroma never loads or downloads a model.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, urlsplit

import numpy as np

from errors import DamagedIndex, MureobogoError, SettingError, Unavailable
from records import Passage

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection
    from langchain_core.embeddings import Embeddings

COLLECTION = "passages"
BATCH = 4000
SPACE = {"hnsw": {"space": "cosine", "ef_search": 200}}
STORE = "chroma.sqlite3"
"""The file in Chroma's folder that changes whenever it is opened."""

GRAPH, WRITTEN = frozenset({"data_level0.bin", "header.bin", "length.bin", "link_lists.bin"}), "index_metadata.pickle"
"""The files of a vector index, and the one that is there once they hold something (from a thousand vectors)."""

ROOM = 1 << 20
"""Bytes that must be free for Chroma to open a folder: it writes to its database each time."""

SERVER_SECONDS = 20.0
"""How long a reply of the server may take; adding a batch of passages takes a second or two."""


@dataclass(frozen=True, slots=True)
class Remote:
    """A collection of a Chroma server: `http://host:8000`, or with all parts `https://TOKEN@host/TENANT/DATABASE`."""

    url: str
    collection: str


Place = Path | Remote
"""Where a generation's passages lie: a folder of its own, or a collection of a server."""


def _client(place: Place) -> Any:
    import chromadb
    from chromadb.config import Settings

    quiet = Settings(anonymized_telemetry=False)
    if isinstance(place, Path):
        return chromadb.PersistentClient(str(place), settings=quiet)
    return _bounded(chromadb.HttpClient(**address(place.url), settings=quiet))


def _bounded(client: Any) -> Any:
    """chromadb waits for a silent server for ever, and has no setting for it."""
    client._server._session.timeout = SERVER_SECONDS
    return client


def address(url: str) -> dict[str, Any]:
    """What chromadb wants to know of a server. Raises SettingError for what is no address.

    >>> address("http://chroma:8000")
    {'host': 'chroma', 'port': 8000, 'ssl': False}
    """
    parts = urlsplit(url)
    names = parts.path.strip("/").split("/") if parts.path.strip("/") else []
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(names) not in {0, 2}:
        remedy = "http://서버:8000 또는 https://토큰@서버/테넌트/데이터베이스 형식으로 적어 주십시오."
        raise SettingError("MUREOBOGO_CHROMA_URL", shown(url), remedy)
    secure = parts.scheme == "https"
    found: dict[str, Any] = {"host": parts.hostname, "port": parts.port or (443 if secure else 8000), "ssl": secure}
    if parts.username:
        found["headers"] = {"x-chroma-token": parts.username}
    return found | dict(zip(("tenant", "database"), names, strict=False))


def shown(url: str) -> str:
    """An address without its token."""
    parts: SplitResult = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


@contextmanager
def _translated(place: Place) -> Iterator[None]:
    """Chroma's faults as ours: a folder is damaged, one on a full disk and a server are not to be had (now)."""
    from chromadb.errors import ChromaError

    # A server's faults are also those of whatever speaks HTTP beneath chromadb; a folder that cannot be opened makes
    # chromadb stop what it never started, an AttributeError
    faults = (Exception,) if isinstance(place, Remote) else (ChromaError, ValueError, AttributeError)
    try:
        yield
    except MureobogoError:
        raise
    except faults as error:
        raise _fault(place, error) from error


def _fault(place: Place, error: Exception) -> MureobogoError:
    if isinstance(place, Path):
        if _cramped(place):
            return Unavailable(
                f"색인의 벡터 저장소({place})를 여는 데 쓸 자리가 없습니다. 디스크 공간과 쓰기 권한을 확인해 주십시오. "
                "그동안은 벡터 파일만으로 찾습니다."
            )
        return DamagedIndex(
            f"색인의 벡터 저장소({place})를 열 수 없습니다. `python -m ingest`로 색인을 다시 만들어 주십시오."
        )
    return Unavailable(
        f"Chroma 서버({shown(place.url)})에서 {place.collection} 모음을 쓸 수 없습니다({error}). "
        "서버가 떠 있는지와 MUREOBOGO_CHROMA_URL을 확인해 주십시오."
    )


def _cramped(folder: Path) -> bool:
    """Whether the disk, not the folder, is why Chroma cannot open it."""
    return folder.is_dir() and (shutil.disk_usage(folder).free < ROOM or not os.access(folder, os.W_OK))


def write(place: Place, passages: Sequence[Passage], vectors: np.ndarray) -> None:
    """Write passages with their vectors (n, d) into a new collection at `place`.

    Raises OSError when the disk takes no more, Unavailable when the server does not answer.
    """
    from chromadb.errors import InternalError

    if isinstance(place, Remote):
        with _translated(place):
            return _fill(place, passages, vectors)
    try:
        _fill(place, passages, vectors)
    except InternalError as error:
        raise OSError(str(error)) from error


def _fill(place: Place, passages: Sequence[Passage], vectors: np.ndarray) -> None:
    client = _client(place)
    collection = client.create_collection(_name(place), embedding_function=None, configuration=SPACE)
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


def _name(place: Place) -> str:
    return place.collection if isinstance(place, Remote) else COLLECTION


def remove(place: Remote) -> None:
    """Delete a collection; one that is not there is no fault. Raises Unavailable when the server does not answer."""
    from chromadb.errors import NotFoundError

    with _translated(place):
        client = _client(place)
        try:
            client.delete_collection(place.collection)
        except NotFoundError:
            pass
        finally:
            client.close()


def contents(store: Path) -> str:
    """What of Chroma's STORE stays as it was written: which passage is which row, and vectors not in an index yet.

    "" for one that is missing or damaged, or whose pages do not fit together.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(store))}?mode=rw", uri=True)) as connection:
            (fault,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            rows = connection.execute("SELECT id, segment_id, embedding_id FROM embeddings ORDER BY id").fetchall()
            queue = connection.execute("SELECT seq_id, id, vector FROM embeddings_queue ORDER BY seq_id").fetchall()
    except sqlite3.Error:
        return ""
    return f"{rows} {queue}" if fault == "ok" else ""


def stays(path: Path) -> bool:
    """False for a file that Chroma makes anew whenever it opens: of a vector index too small to have been written, its
    vectors are in STORE."""
    return path.name not in GRAPH or (path.parent / WRITTEN).exists()


class PassageVectors:
    """Nearest passages by meaning, from the place of a generation.

    A folder that cannot be read raises DamagedIndex; a full disk, or a server that does not answer, Unavailable.
    """

    def __init__(self, place: Place, embeddings: Embeddings) -> None:
        from langchain_chroma import Chroma

        self._place = place
        with _translated(place):
            self._client = _client(place)
            self._store = Chroma(
                collection_name=_name(place),
                client=self._client,
                embedding_function=embeddings,
                create_collection_if_not_exists=False,
            )
            self.collection: Collection = self._client.get_collection(_name(place), embedding_function=None)
            self._rows: int = self.collection.count()

    def count(self) -> int:
        """How many passages are stored; a generation never changes, so they are counted once."""
        return self._rows

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity) of the `k` nearest passages to a vector (d,), best first."""
        # Only distances: reading metadata of 100 rows takes longer than finding them
        wanted = min(k, max(1, self._rows))
        with _translated(self._place):
            found = self.collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        distances = found["distances"]
        if not distances:
            return []
        return [(id_, 1.0 - distance) for id_, distance in zip(found["ids"][0], distances[0], strict=True)]

    def retriever(self, k: int = 8) -> Any:
        """The collection as a LangChain retriever, for chains of one's own."""
        return self._store.as_retriever(search_kwargs={"k": k})

    def close(self) -> None:
        self._client.close()
