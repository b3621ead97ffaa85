"""Files into records. The front doors: `read`, `read_many`; of a folder `find_files`, `file_name`, `read_manifest`;
`under_name` for content that was read before under another name.
"""

from ingest.folder import file_name, find_files
from ingest.manifest import read_manifest
from ingest.metadata import under_name
from ingest.read import read, read_many

__all__ = ["file_name", "find_files", "read", "read_manifest", "read_many", "under_name"]
