"""What files of a folder were before a change, kept beside them until it is done: a process that dies undoes nothing,
so the next one does.

Copies are made before anything changes, and going back is a renaming: it needs no room on a disk that is full.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PREFIX = ".before-"
"""Hidden, so that nothing in it is taken for a report."""

JOURNAL = "journal.json"


@dataclass(frozen=True)
class Rollback:
    """Files `names` of `folder`, and what they were in `kept`; one that is not there did not exist."""

    folder: Path
    kept: Path
    names: tuple[str, ...]

    @classmethod
    def begin(cls, folder: Path, names: Sequence[str], generation: str) -> Rollback:
        """Keep what the files are now. `generation` is the id of the current index. Raises OSError."""
        kept = folder / f"{PREFIX}{secrets.token_hex(4)}"
        kept.mkdir()
        try:
            for name in names:
                if (folder / name).exists():
                    shutil.copy2(folder / name, kept / name)
            draft = kept / f"{JOURNAL}.tmp"
            draft.write_text(json.dumps({"names": list(names), "generation": generation}), encoding="utf-8")
            os.replace(draft, kept / JOURNAL)
        except OSError:
            shutil.rmtree(kept, ignore_errors=True)
            raise
        return cls(folder, kept, tuple(names))

    def put(self, source: Path, name: str) -> None:
        """Bring a file into the folder, whole or not at all. Raises OSError."""
        draft = self.kept / f"{name}.tmp"
        shutil.copyfile(source, draft)
        os.replace(draft, self.folder / name)

    def undo(self) -> None:
        """All files as they were; again does no harm."""
        for name in self.names:
            if (self.kept / name).exists():
                os.replace(self.kept / name, self.folder / name)
            else:
                (self.folder / name).unlink(missing_ok=True)

    def done(self) -> None:
        """Forget what was."""
        (self.kept / JOURNAL).unlink(missing_ok=True)  # first: what is left of the folder then undoes nothing
        shutil.rmtree(self.kept, ignore_errors=True)


def recover(folder: Path, generation: str) -> list[str]:
    """Undo changes whose process died before the index had them; gives the files that are as they were again.

    Where the index moved on meanwhile the change was done, and only its leavings go.
    """
    undone: list[str] = []
    for kept in sorted(folder.glob(f"{PREFIX}*")):
        try:
            journal = json.loads((kept / JOURNAL).read_text(encoding="utf-8"))
        except (OSError, ValueError):  # it died before it changed anything, or after all was done
            shutil.rmtree(kept, ignore_errors=True)
            continue
        rollback = Rollback(folder, kept, tuple(journal["names"]))
        if journal["generation"] == generation:
            rollback.undo()
            undone += rollback.names
        rollback.done()
    return undone
