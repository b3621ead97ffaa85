"""Every dependency is declared, used, locked and described, and nothing else is."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

DEVELOPMENT = {"tests", "bench", "eval", "docs", "training"}
"""Folders whose imports may be tools of development."""

COMMANDS = {"mypy", "ruff", "pytest", "pytest-cov", "pytest-xdist"}
"""Tools that the Makefile calls and no code imports."""

DRIVERS = {"psycopg"}
"""What an address in a setting names and no code imports."""

BY_NAME = {"langchain-openai"}
"""What `init_chat_model` imports by the name of the provider."""


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {normal(match[0]) for match in found if match}


RUNTIME = names(PROJECT["dependencies"])
DEVELOPED_WITH = [*PROJECT["optional-dependencies"]["dev"], *PROJECT["optional-dependencies"]["load"]]
TOOLS = names(DEVELOPED_WITH)


def locked() -> dict[str, str]:
    """Version by name of the lock."""
    pairs = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    return {normal(name): version for name, version in pairs}


def modules(path: Path) -> Iterator[str]:
    """Top-level names that a file imports, wherever in it; `pytest.importorskip("x")` counts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.importorskip":
            yield ast.literal_eval(node.args[0]).split(".")[0]


def imported() -> tuple[set[str], set[str]]:
    """Distributions that the program imports, and those that tests, benchmarks and training do."""
    own = {path.stem for path in ROOT.glob("*.py")} | {path.name for path in ROOT.iterdir() if path.is_dir()}
    distributions = packages_distributions()
    program, development = set(), set()
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT).parts
        if parts[0].startswith("."):
            continue
        target = development if DEVELOPMENT & set(parts) else program
        for name in modules(path):
            if name not in own and name not in sys.stdlib_module_names:
                target |= {normal(found) for found in distributions.get(name, [name])[:1]}
    return program, development


def test_what_the_program_imports_is_declared_and_nothing_more() -> None:
    program, development = imported()
    assert program | DRIVERS | BY_NAME == RUNTIME
    assert development - program | COMMANDS == TOOLS


def test_every_declared_version_has_an_upper_bound() -> None:
    for requirement in [*PROJECT["dependencies"], *DEVELOPED_WITH]:
        assert "<" in requirement or "==" in requirement, requirement


def test_the_lock_holds_them_all_and_no_cuda() -> None:
    lock = locked()
    assert set(lock) >= RUNTIME | TOOLS | {"torch", "uv"}
    assert not [name for name in lock if name.startswith(("nvidia", "cuda", "triton"))]


def described() -> dict[str, list[str]]:
    """The cells (version, licence, what for, weighed) of docs/dependencies.md by name."""
    text = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in text.splitlines() if "|" in line]
    return {normal(row[0].strip("`")): row[1:] for row in rows if row[0].startswith("`")}


@pytest.mark.parametrize("name", sorted(RUNTIME | TOOLS))
def test_each_is_described_with_the_locked_version(name: str) -> None:
    version, licence, purpose, weighed = described()[name]
    assert version == locked()[name]
    assert licence and purpose and weighed


def test_nothing_is_described_that_is_gone() -> None:
    assert set(described()) == RUNTIME | TOOLS | {"uv"}
