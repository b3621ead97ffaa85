"""An assistant over reports that a test made up."""

from __future__ import annotations

from pathlib import Path

from answer.ask import Assistant
from settings import Settings


def assistant_over(reports: Path) -> Assistant:
    """Reads a folder; its index lies beside it, in a folder `data`."""
    from index.build import build  # what it imports takes seconds, and most tests do without

    settings = Settings(reports_dir=reports, data_dir=reports.parent / "data")
    build(reports, settings)
    return Assistant.open(settings)
