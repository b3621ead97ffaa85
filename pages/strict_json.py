"""JSON of strangers: what could not be sent back as JSON again is refused here, where it is a bad request, and not by
whatever meets it later, where it would be a fault of ours."""

from __future__ import annotations

import json
from typing import Any


def loads(body: bytes) -> Any:
    """The value. Raises ValueError for what is no JSON, NaN, half a character (`"\\ud800"`) and what nests too deep."""
    try:
        value = json.loads(body)
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return value
