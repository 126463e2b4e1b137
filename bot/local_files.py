"""Files of this machine, as they are sent from a terminal."""

import mimetypes
from pathlib import Path

from store.files import LARGEST, File


def read(path: Path) -> File:
    """A file with its content; one that is too big comes without.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    size = path.stat().st_size
    if size > LARGEST:
        return File(path.name, kind, None, "too big", size)
    return File(path.name, kind, path.read_bytes())
