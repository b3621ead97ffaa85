"""Models of sentence-transformers, by folder or hub name. The only file that imports that library.

Importing it takes seconds, so every function here imports it when called.
"""

from __future__ import annotations

import hashlib
import os
import socket
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from errors import SettingError

HUB = ("huggingface.co", 443)
PATIENCE = 5.0
"""Seconds to wait for the hub: its own client needs over a minute to find out that nobody answers."""

OTHER_WAYS = ("HF_ENDPOINT", "HTTPS_PROXY", "https_proxy", "ALL_PROXY")
"""With one of these set the hub is reached by another way than a plain connection."""

WHOLE, SAMPLES, SAMPLE = 4 << 20, 64, 1 << 16
"""Bytes of a file up to which all of it tells who a model is; of a longer one SAMPLES pieces of SAMPLE bytes do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a setting asks for: the class of sentence-transformers that loads it, and how to do without."""

    setting: str
    loader: str
    without: str


EMBEDDING = Wanted("MUREOBOGO_EMBEDDING_MODEL", "SentenceTransformer", "내장 모델을 쓰려면 bundled로 적으십시오.")
RERANKER = Wanted("MUREOBOGO_RERANKER", "CrossEncoder", "순위를 다시 매기지 않으려면 비워 두십시오.")


def load(wanted: Wanted, name: str) -> tuple[Any, str]:
    """(model, identity) of a folder or a hub name; the identity changes when the model's weights do.

    Raises SettingError, naming the setting, the reason and the remedy, when it cannot be had.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return _try(wanted, name, str(folder), "그 폴더의 모델을 읽지 못했습니다."), folder_identity(folder)
    if looks_like_folder(name):
        raise _refusal(wanted, name, "그런 폴더가 없습니다.")
    model = _from_hub(wanted, name)
    return model, f"{name}@{_commit(model)}"


def looks_like_folder(name: str) -> bool:
    """Hub names are NAME or OWNER/NAME; everything else was meant as a path."""
    return name.startswith((".", "/", "~")) or name.count("/") > 1


def folder_identity(folder: Path) -> str:
    """16 hex digits over names, sizes and contents of a folder's files; of large files a sample, in milliseconds."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(f"{path.relative_to(folder).as_posix()}\0{path.stat().st_size}\0".encode())
        digest.update(_sampled(path))
    return digest.hexdigest()[:16]


def static_model(tokenizer: Any, table: np.ndarray) -> Any:
    """A model that averages rows of `table` (pieces, dimension) and brings them to length 1."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding

    static = StaticEmbedding(tokenizer, embedding_weights=table)
    return SentenceTransformer(modules=[static, Normalize()], device="cpu")


def _from_hub(wanted: Wanted, name: str) -> Any:
    """From the hub's cache first, and from the hub itself only when it is not there and the network may be used."""
    try:
        return _open(wanted, name, local_files_only=True)
    except Exception as error:  # the hub client, transformers and torch each raise their own kinds
        if os.environ.get("HF_HUB_OFFLINE") == "1":
            why = "이 컴퓨터에 받아 둔 것이 없고, HF_HUB_OFFLINE=1이라 허브에서 받지 않습니다."
            raise _refusal(wanted, name, why) from error
        if not answers(HUB):
            why = f"이 컴퓨터에 받아 둔 것이 없고, 허브({HUB[0]})에 연결되지 않습니다."
            raise _refusal(wanted, name, why) from error
    return _try(wanted, name, name, "허브에 그런 이름의 모델이 없거나 받을 수 없습니다.")


def _try(wanted: Wanted, name: str, place: str, why: str) -> Any:
    try:
        return _open(wanted, place)
    except Exception as error:
        raise _refusal(wanted, name, why) from error


def _open(wanted: Wanted, place: str, **options: Any) -> Any:
    import sentence_transformers
    import torch

    device = "cuda" if torch.cuda.is_available() else "cpu"
    return getattr(sentence_transformers, wanted.loader)(place, device=device, **options)


def _refusal(wanted: Wanted, name: str, why: str) -> SettingError:
    return SettingError(wanted.setting, name, f"{why} 내려받은 폴더나 정확한 허브 이름을 적으십시오. {wanted.without}")


def answers(place: tuple[str, int]) -> bool:
    """Whether somebody listens at (host, port); taken for granted where a proxy stands between."""
    if any(name in os.environ for name in OTHER_WAYS):
        return True
    try:
        socket.create_connection(place, timeout=PATIENCE).close()
    except OSError:
        return False
    return True


def _commit(model: Any) -> str:
    """The hub's revision of a model, where it says so: another one may hold other weights under the same name."""
    inner = getattr(next(iter(model), None) if hasattr(model, "__iter__") else model, "auto_model", None)
    return str(getattr(getattr(inner, "config", None), "_commit_hash", None) or "")


def _sampled(path: Path) -> bytes:
    size = path.stat().st_size
    with path.open("rb") as file:
        if size <= WHOLE:
            return file.read()
        parts = []
        for start in np.linspace(0, size - SAMPLE, SAMPLES, dtype=np.int64):
            file.seek(int(start))
            parts.append(file.read(SAMPLE))
    return b"".join(parts)
