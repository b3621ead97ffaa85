"""What changes at run time, apart from the generations. The front door: `open_store(settings)`."""

from store.database import is_there
from store.store import Store, open_store

__all__ = ["Store", "is_there", "open_store"]
