"""Anchors: the ends of the audit chains, noted outside the database, so that a cut tail shows."""

import json
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from store.audits import Chain
from store.keys import KeyFileBroken

EVERY = 200
"""Commits between two notes; closing notes too. A killed process leaves older, still true ends."""


def path_beside(key_file: Path) -> Path:
    """Where the anchors of an installation are: beside its key file, never in the database."""
    return key_file.with_suffix(".anchors")


def read(path: Path) -> dict[int, tuple[int, bytes]]:
    """Link and MAC by chain; nothing when no anchor was noted yet.

    Raises:
        KeyFileBroken: the file was damaged.
    """
    try:
        noted = json.loads(path.read_text(encoding="ascii"))
        return {int(chain): (link, bytes.fromhex(mac)) for chain, (link, mac) in noted.items()}
    except FileNotFoundError:
        return {}
    except (ValueError, TypeError, AttributeError) as error:
        raise KeyFileBroken(path) from error


def note(path: Path, chains: Iterable[Chain]) -> None:
    """Move the anchors forward; they never go back, whichever process is late."""
    ends = read(path)
    for chain in chains:
        if chain.link > ends.get(chain.id, (0, b""))[0]:
            ends[chain.id] = (chain.link, chain.mac)
    text = json.dumps({chain: (link, mac.hex()) for chain, (link, mac) in sorted(ends.items())})
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink()
        raise
