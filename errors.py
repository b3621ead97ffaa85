"""Every error of the project, in one tree. A message is Korean, gives the value, and says what to do.

MureobogoError
├── SettingError            a setting has a value that cannot be used
├── InputError              something typed or chosen cannot be used (short password, unknown role)
├── DataFileError           a data file of ours (lexicon, manifest, prompt) is broken; names file and line
├── ReadError               a report cannot be read
│   ├── UnreadableFile      damaged, empty, or of no known format
│   ├── ProtectedFile       encrypted or password-protected
│   └── TooLarge            over a limit of size, time or memory
├── GenerationError             the index cannot be used
│   ├── NoReports           the reports folder is missing or holds nothing to read
│   ├── NoIndex             no index has been built yet
│   ├── StaleIndex          built by another version or embedding model
│   └── DamagedIndex        fails its own checks
├── StaleData               the application database was made by a newer version
└── Unavailable             something outside answered too late or not at all (disk full, port busy, server down)
"""

from __future__ import annotations

from pathlib import Path


class MureobogoError(Exception):
    """Base of all errors that a user or operator is told about; `str(error)` is the message to show."""


class SettingError(MureobogoError):
    """A setting has a value that cannot be used."""

    def __init__(self, name: str, value: object, remedy: str) -> None:
        super().__init__(f"설정 {name}의 값 {value!r}을(를) 쓸 수 없습니다. {remedy}")
        self.name = name


class InputError(MureobogoError):
    """Something that was typed or chosen cannot be used; the message says what to change."""


class DataFileError(MureobogoError, ValueError):
    """A data file of ours is broken."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}")
        self.path, self.line = path, line


class ReadError(MureobogoError):
    """A report cannot be read."""


class UnreadableFile(ReadError):
    """Damaged, empty, or of no known format."""


class ProtectedFile(ReadError):
    """Encrypted or password-protected."""


class TooLarge(ReadError):
    """Over a limit of size, time or memory."""


class GenerationError(MureobogoError):
    """The index cannot be used."""


class NoReports(GenerationError):
    """The reports folder is missing or holds nothing to read."""


class NoIndex(GenerationError):
    """No index has been built yet."""


class StaleIndex(GenerationError):
    """The index was built by another version or embedding model."""


class DamagedIndex(GenerationError):
    """The index fails its own checks."""


class StaleData(MureobogoError):
    """The application database was made by a newer version."""


class Unavailable(MureobogoError):
    """Something outside answered too late or not at all."""
