"""What the README says is so: its settings, its commands, its example, its links."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def after(mark: str) -> str:
    """The table or block that follows `<!-- mark -->`, up to the next empty line of prose."""
    return README.split(f"<!-- {mark} -->\n", 1)[1]


def table(mark: str) -> list[list[str]]:
    """The cells of a table's rows, without the two lines of its head."""
    lines = after(mark).split("\n\n", 1)[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def commands() -> list[str]:
    return [row[0].strip("`") for row in table("commands")]


def test_settings_are_those_of_the_code() -> None:
    shown = [[name, f"`{default}`" if default else "(비움)", text] for name, default, text in Settings.table()]
    assert table("settings") == [[f"`{name}`", default, text] for name, default, text in shown]


def test_make_targets_exist_and_say_what_they_do() -> None:
    listed = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = dict(re.findall(r"^  make (\S+)\s+(.+)$", listed, re.M))
    named = {command.split()[1] for command in commands() if command.startswith("make ")}
    assert named <= set(targets)
    assert {"chat", "test", "ingest", "check", "bench", "clean"} <= named
    # `make` alone lists the same
    assert subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout == listed


PYTHON_COMMANDS = [command for command in commands() if "python -m" in command]


@pytest.mark.parametrize("command", PYTHON_COMMANDS)
def test_every_command_is_known_with_its_options(command: str) -> None:
    module, *words = command.split("python -m ")[1].split()
    subcommand = [word for word in words[:1] if word.isalpha() and word.islower()]
    line = [sys.executable, "-m", module, *subcommand, "--help"]
    help_text = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    options = re.findall(r"--\w+", command)
    assert all(option in help_text for option in options)


def test_the_example_answers_as_shown(shipped_index: Settings) -> None:
    block = re.search(r"```console\n\$ (.+?)\n(.+?)\n```", after("example"), re.S)
    assert block
    question = re.search(r'python -m answer "(.+)"', block[1])
    assert question
    done = subprocess.run(
        [sys.executable, "-m", "answer", question[1]],
        cwd=ROOT,
        env=os.environ | {"MUREOBOGO_DATA_DIR": str(shipped_index.data_dir)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == block[2].strip(), "put the new answer into the README"


DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8"))
    missing = [link for link in links if "://" not in link and not (document.parent / link).exists()]
    assert missing == []
