"""Files that this user's Parley remembers between runs; nobody else may read them."""

import os
from pathlib import Path
from typing import TextIO

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


def folder() -> Path:
    """Where they lie: the XDG state directory; nothing is made yet."""
    state = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
    return Path(state) / "parley"


def open_private(path: Path, flags: int = os.O_APPEND) -> TextIO:
    """Open a file for writing that only its owner can read, with its folder.

    Args:
        path: of the file; whatever others could read of an older one is closed to them.
        flags: O_APPEND to add to it, O_TRUNC to begin anew.

    Raises:
        OSError: the place cannot be written.
    """
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | flags, PRIVATE_FILE)
    path.chmod(PRIVATE_FILE)
    return os.fdopen(handle, "w", encoding="utf-8")
