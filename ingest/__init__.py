"""Files into records. The front doors: `read` one file, `read_many`, `find_files` of a folder, `read_manifest`."""

from ingest.folder import find_files
from ingest.manifest import read_manifest
from ingest.read import read, read_many

__all__ = ["find_files", "read", "read_manifest", "read_many"]
