"""The versions of everything that an answer depends on, so that two runs can be told apart."""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import tomllib
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from index.generation import ROOT, Manifest
from settings import Settings

CODE = ("answer", "index", "ingest", "records.py")
GRADER = ("eval",)
PROMPTS = ("prompts",)
CODE_SUFFIXES = frozenset({".py", ".tsv", ".toml"})
PACKAGES = ("bm25s", "chromadb", "kiwipiepy", "langchain-core", "numpy", "sentence-transformers", "tokenizers", "torch")


def hash_of(names: Iterable[str], suffixes: frozenset[str] | None = None, root: Path = ROOT) -> str | None:
    """Hash of the files below `names`, by path and content; None where there is none."""
    paths = sorted(path for name in names for path in _files(root / name) if not suffixes or path.suffix in suffixes)
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.relative_to(root).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16] if paths else None


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [path for path in place.rglob("*") if path.is_file() and "__pycache__" not in path.parts]


def versions(manifest: Manifest, settings: Settings) -> Mapping[str, Any]:
    """Index, embedding, model, prompts, code, grader and packages, as the run file keeps them."""
    return {
        "project": tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        "commit": commit(),
        "code": hash_of(CODE, CODE_SUFFIXES),
        "grader": hash_of(GRADER, CODE_SUFFIXES),
        "prompts": hash_of(PROMPTS),
        "index": {
            "id": manifest.id,
            "reader": manifest.reader,
            "reports": manifest.reports,
            "passages": manifest.passages,
            "observations": manifest.observations,
            "files": [{"file": entry.file, "sha256": entry.sha256} for entry in manifest.files],
        },
        "embedding": {"name": manifest.embedding, "hash": manifest.embedding_hash},
        "llm": {"model": settings.llm or None, "server": settings.llm_base_url or None},
        "machine": {"system": platform.platform(), "cores": os.cpu_count()},
        "python": platform.python_version(),
        "packages": {name: version for name in PACKAGES if (version := _version(name))},
    }


def commit(root: Path = ROOT) -> str | None:
    """The commit that is checked out, with a + where files differ from it; None outside version control."""
    try:
        head, changed = (
            subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607
            for words in (("rev-parse", "--short=12", "HEAD"), ("status", "--porcelain", "--untracked-files=no"))
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return f"{head}+" if changed else head


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
