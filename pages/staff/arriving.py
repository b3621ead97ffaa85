"""Where Gradio puts what a browser sends before it is taken in: a folder of ours, so that no copy stays behind."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from errors import Unavailable
from settings import Settings

KEPT_HOURS = 24
"""How long files wait that were brought and neither taken nor thrown away."""


def arriving(settings: Settings) -> Path:
    """The folder."""
    return settings.data_dir.absolute() / "arriving"


def receive_here(settings: Settings) -> None:
    """Make it, open to nobody else, and name it to Gradio, which would take one that all its programs share.

    Call before the pages are made. Raises Unavailable.
    """
    folder = arriving(settings)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(f"{folder}을(를) 만들 수 없습니다({error}). 데이터 폴더의 권한을 확인해 주십시오.") from error
    os.environ["GRADIO_TEMP_DIR"] = str(folder)


def forget(paths: Sequence[Path]) -> None:
    """Delete files that arrived, and the folder that Gradio made for each."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
            path.parent.rmdir()


def forget_old(folder: Path) -> None:
    """Delete what has lain in a folder for KEPT_HOURS: uploads that broke off, batches that nobody came back for."""
    for left in folder.glob("*"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > KEPT_HOURS * 3600:
                shutil.rmtree(left) if left.is_dir() else left.unlink()
