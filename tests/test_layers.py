"""Imports point one way: every import of the project is read, those inside functions too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

LAYERS: tuple[frozenset[str], ...] = (
    frozenset({"errors"}),
    frozenset({"records", "settings"}),
    frozenset({"ingest", "store"}),
    frozenset({"index"}),
    frozenset({"answer"}),
    frozenset({"eval"}),
    frozenset({"pages"}),
    frozenset({"chat_app", "bench", "docs"}),
)
"""From the bottom up: each may import itself and what stands before it, never its neighbour in the same set."""

HEIGHT = {name: height for height, names in enumerate(LAYERS) for name in names}

NOT_LAYERS = {"tests"}


def imported(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """(top-level name, line) of every import, wherever it stands; a relative import has the name "."."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield ("." if node.level else (node.module or "").split(".")[0]), node.lineno


def backward(layer: str, source: str) -> list[tuple[str, int]]:
    """The imports of a file of `layer` that point at a layer which is not below it, or nobody has placed."""
    return [
        (name, line)
        for name, line in imported(ast.parse(source))
        if name == "." or (name in HEIGHT and name != layer and HEIGHT[name] >= HEIGHT[layer]) or name in NOT_LAYERS
    ]


def modules() -> Iterator[tuple[str, Path]]:
    """(layer, file) of every module of the project. Shells (`__main__.py`) compose and are left out."""
    for path in sorted(ROOT.glob("*.py")):
        yield path.stem, path
    for folder in sorted(ROOT.iterdir()):
        if folder.is_dir() and not folder.name.startswith(".") and folder.name not in NOT_LAYERS:
            yield from ((folder.name, path) for path in sorted(folder.rglob("*.py")) if path.name != "__main__.py")


def test_every_module_has_a_layer() -> None:
    strangers = {layer for layer, _ in modules()} - set(HEIGHT)
    assert not strangers, f"put these into LAYERS: {sorted(strangers)}"


def test_no_import_points_backwards() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for layer, path in modules()
        for name, line in backward(layer, path.read_text(encoding="utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_reader_of_imports_sees_into_functions() -> None:
    source = "def late():\n    from answer.ask import Assistant\n    import records, pages.site\n"
    assert backward("index", source) == [("answer", 2), ("pages", 3)]
    assert backward("chat_app", source) == []


def test_a_layer_may_import_itself_and_those_below_by_full_name() -> None:
    assert backward("answer", "from answer.plan import Plan\nfrom index.search import Index\nimport os\n") == []
    assert backward("answer", "from .plan import Plan\n") == [(".", 1)]
    assert backward("errors", "import settings\n") == [("settings", 1)]
