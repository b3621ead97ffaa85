"""All observations as a CSV file: one line an observation, with its dimensions and where it stands."""

from __future__ import annotations

import csv
import json
from pathlib import Path

from index.search import Index
from records import Observation

COLUMNS = (
    *("file", "agency", "year", "as_of"),
    *("bureau", "department", "team", "programme", "indicator", "item"),
    *("dims", "measure", "value"),
    *("unit", "status", "span", "remark", "section"),
    *("row", "line", "start", "end", "text"),
)


def export_csv(index: Index, path: Path) -> int:
    """Write every observation to `path` (UTF-8); returns how many."""
    observations = index.database.all(Observation)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for observation in observations:
            writer.writerow([_cell(index, observation, column) for column in COLUMNS])
    return len(observations)


def _cell(index: Index, observation: Observation, column: str) -> object:
    if column == "file":
        return index.reports[observation.report_id].file
    if column == "dims":
        return json.dumps(dict(observation.dims), ensure_ascii=False)
    return getattr(observation, column)
